"""Flows as a Sankey diagram in SVG, with a layer for each time, one of which is seen."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from optimiser.report.page import Flows
from optimiser.report.patterns import by_magnitude
from optimiser.report.writers.html_svg import COLOURS, LETTER, WIDTH, cut, svg, text, titled, words

NAMES, FIGURES, BAR, GAP = 190.0, 46.0, 10.0, 5.0
LEAST, TALL = 14.0, 20.0
"""Height of the place of a thing, at least and on an average."""
LEFT, RIGHT = NAMES + FIGURES, WIDTH - NAMES - FIGURES

Through = Mapping[str, Sequence[float]]
"""What goes through a thing, by time."""


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
        f"{_bands(ends, [row[place] for row in amounts], tops, scale, lambda value: f'{shown(value)} {flows.unit}')}"
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


def _untangled(
    ends: Sequence[tuple[str, str]], amounts: Sequence[Sequence[float]], sides: Sequence[Through]
) -> Through:
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
        for place, (name, through) in enumerate(sides[side].items()):
            top, colour = tops[side][name], f"k{place % COLOURS}" if side == 0 else "end"
            bar = f'x="{start:g}" y="{top:.1f}" width="{BAR:g}" height="{max(through[time] * scale, 0.5):.1f}"'
            parts.append(f'<rect class="fill {colour}" {bar}/>{text(at, top + 11.0, shown(through[time]), anchor)}')
    return "".join(parts)


def _bands(
    ends: Sequence[tuple[str, str]],
    amounts: Sequence[float],
    tops: Sequence[Mapping[str, float]],
    scale: float,
    said: Callable[[float], str],
) -> str:
    """The flows of a time, as thick as they are great; at both ends one below the other."""
    colours = {name: place % COLOURS for place, name in enumerate(tops[0])}
    at: list[dict[tuple[str, str], float]] = [{}, {}]
    for side in (0, 1):
        # one below the other in the order of their other ends, so that they cross as little as may be
        down, far = dict(tops[side]), tops[1 - side]
        for both, amount in sorted(zip(ends, amounts, strict=True), key=lambda each: far[each[0][1 - side]]):
            at[side][both] = down[both[side]] + amount * scale / 2.0
            down[both[side]] += amount * scale
    start, end = LEFT + BAR, RIGHT - BAR
    middle = (start + end) / 2.0
    parts = []
    for both, amount in zip(ends, amounts, strict=True):
        thick = amount * scale
        y = [each[both] for each in at]
        if thick > 0.0:
            parts.append(
                f'<path class="k{colours[both[0]]}" stroke-width="{max(thick, 0.6):.1f}" '
                f'd="M{start:g} {y[0]:.1f}C{middle:g} {y[0]:.1f} {middle:g} {y[1]:.1f} {end:g} {y[1]:.1f}">'
                f"{titled(f'{both[0]} → {both[1]}: {said(amount)}')}</path>"
            )
    return f'<g class="bands">{"".join(parts)}</g>'
