"""Flows as a Sankey diagram in SVG, with a layer for each time, one of which is seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from optimiser.report.page import Flows
from optimiser.report.patterns import by_magnitude
from optimiser.report.writers.html_svg import COLOURS, LETTER, WIDTH, cut, svg, text, titled, words

NAMES, FIGURES, BAR, GAP = 234.0, 46.0, 10.0, 5.0
LEAST, TALL = 14.0, 20.0
"""Height of the place of a thing, at least and on an average."""
LEFT, RIGHT = NAMES + FIGURES, WIDTH - NAMES - FIGURES
START, MIDDLE, END = LEFT + BAR, WIDTH / 2.0, RIGHT - BAR

Through: TypeAlias = Mapping[str, Sequence[float]]
"""What goes through a thing, by time."""
Ends: TypeAlias = tuple[str, str]
"""From what to what."""


def draw(flows: Flows) -> str:
    """The flows as a figure.  Things keep their place and their measure through all times, so that growth is seen."""
    times = [column.name.split("\n")[0] for column in flows.table.columns[flows.first :]]
    ends = [(str(row[flows.source]), str(row[flows.target])) for row in flows.table.kept]
    amounts = [[float(str(each)) for each in row[flows.first :]] for row in flows.table.kept]
    sides = [_through([end[side] for end in ends], amounts) for side in (0, 1)]
    sides[1] = _untangled(ends, amounts, sides)
    most = max(sum(max(each) for each in side.values()) for side in sides)
    scale = max(TALL * len(side) for side in sides) / (most or 1.0)
    tops = [_tops(side, scale) for side in sides]
    height = max(sum(max(max(each) * scale, LEAST) + GAP for each in side.values()) for side in sides) + GAP
    shown, last = by_magnitude(each for row in amounts for each in row).shown, len(times) - 1
    layers = "".join(
        f'<g class="time{" on" if place == last else ""}">'
        f"{_bands(ends, [row[place] for row in amounts], tops, scale, shown)}"
        f"{_bars(sides, tops, place, scale, shown)}</g>"
        for place in range(len(times))
    )
    title, now = words(flows.title), words(times[last])
    return (
        f'<figure class="flows" data-times="{words(json.dumps(times))}"><figcaption>{title}, {words(flows.unit)}: '
        f'<span class="now">{now}</span></figcaption>'
        f'<p class="slide" hidden><label>Year <input type="range" min="0" max="{last}" step="1" value="{last}" '
        f'aria-valuetext="{now}"></label></p><div class="picture" tabindex="0" role="group" aria-label="{title}">'
        f"{svg(f'{flows.title}. The table below has the figures.', WIDTH, height, _names(tops) + layers)}"
        "</div></figure>\n"
    )


def _through(ends: Sequence[str], amounts: Sequence[Sequence[float]]) -> Through:
    """What goes through each thing of one side, in the order of their first row."""
    found: dict[str, list[float]] = {}
    for name, row in zip(ends, amounts, strict=True):
        found[name] = [a + b for a, b in zip(found.get(name, [0.0] * len(row)), row, strict=True)]
    return found


def _untangled(ends: Sequence[Ends], amounts: Sequence[Sequence[float]], sides: Sequence[Through]) -> Through:
    """The right side in the order of where its flows come from on the left, on an average by amount."""
    places = {name: place for place, name in enumerate(sides[0])}
    weighed = dict.fromkeys(sides[1], 0.0)
    for (source, target), row in zip(ends, amounts, strict=True):
        weighed[target] += places[source] * sum(row)
    order = sorted(sides[1], key=lambda name: weighed[name] / (sum(sides[1][name]) or 1.0))
    return {name: sides[1][name] for name in order}


def _tops(side: Through, scale: float) -> dict[str, float]:
    """Where the place of each thing begins: as tall as it ever gets."""
    found, down = {}, GAP
    for name, through in side.items():
        found[name] = down
        down += max(max(through) * scale, LEAST) + GAP
    return found


def _names(tops: Sequence[Mapping[str, float]]) -> str:
    room = int(NAMES / LETTER)
    left = (text(NAMES - 4.0, top + 11.0, cut(name, room), "end") for name, top in tops[0].items())
    right = (text(RIGHT + FIGURES + 6.0, top + 11.0, cut(name, room), "start") for name, top in tops[1].items())
    return "".join((*left, *right))


def _bars(
    sides: Sequence[Through],
    tops: Sequence[Mapping[str, float]],
    time: int,
    scale: float,
    shown: Callable[[float], str],
) -> str:
    """The things at a time: a bar and a figure each."""
    parts = []
    for side, (start, at, anchor) in enumerate(((LEFT, LEFT - 5.0, "end"), (RIGHT - BAR, RIGHT + 5.0, "start"))):
        bars, figures = [], []
        for place, (name, through) in enumerate(sides[side].items()):
            top, colour, tall = tops[side][name], f"k{place % COLOURS}" if side == 0 else "end", through[time] * scale
            bars.append(
                f'<path class="fill {colour}" d="M{start:g} {top:.1f}h{BAR:g}v{max(tall, 0.5):.1f}h-{BAR:g}Z"/>'
            )
            figures.append(f'<text y="{top + 11.0:.1f}">{shown(through[time])}</text>')
        parts.append(f'{"".join(bars)}<g transform="translate({at:g})" text-anchor="{anchor}">{"".join(figures)}</g>')
    return "".join(parts)


def _bands(
    ends: Sequence[Ends],
    amounts: Sequence[float],
    tops: Sequence[Mapping[str, float]],
    scale: float,
    said: Callable[[float], str],
) -> str:
    """The flows of a time, as thick as they are great; at both ends one below the other."""
    at: list[dict[Ends, float]] = [{}, {}]
    for side in (0, 1):
        # in the order of their other ends, so that they cross as little as may be
        down, far = dict(tops[side]), tops[1 - side]
        for both, amount in sorted(zip(ends, amounts, strict=True), key=lambda each: far[each[0][1 - side]]):
            at[side][both] = down[both[side]] + amount * scale / 2.0
            down[both[side]] += amount * scale
    bands: dict[str, list[str]] = {name: [] for name in tops[0]}
    for both, amount in zip(ends, amounts, strict=True):
        if amount > 0.0:
            y, end = at[0][both], at[1][both]
            line = f"M{START:g} {y:.1f}C{MIDDLE:g} {y:.1f} {MIDDLE:g} {end:.1f} {END:g} {end:.1f}"
            told = titled(f"{both[0]} → {both[1]}: {said(amount)}")
            bands[both[0]].append(f'<path d="{line}" stroke-width="{max(amount * scale, 0.6):.1f}">{told}</path>')
    return "".join(
        f'<g class="bands k{place % COLOURS}">{"".join(drawn)}</g>'
        for place, drawn in enumerate(bands.values())
        if drawn
    )
