"""Charts as SVG: lines over years, bars, and points with lines between them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from optimiser.report.page import Chart, Format, Scaling, Series
from optimiser.report.patterns import SHARE as PER_CENT
from optimiser.report.patterns import Pattern, by_magnitude
from optimiser.report.writers.html_svg import COLOURS, LETTER, LINE, cut, svg, text, titled, words

WIDE, SMALL = 540.0, 480.0
"""So that a whole chart is legible on a telephone."""
LEFT, RIGHT, TOP, BOTTOM = 64.0, 16.0, 10.0, 46.0
PIXELS_A_CENTIMETRE = 36.0
TICKS = 5


@dataclass(frozen=True)
class Axis:
    """From figures to places in the picture."""

    low: float
    high: float
    step: float
    start: float
    end: float

    @classmethod
    def over(cls, figures: Sequence[float], scaling: Scaling, start: float, end: float, *, zero: bool) -> Axis:
        """Round figures around all that is to be shown; from nothing on, where `zero`."""
        low = min(figures, default=0.0) if scaling.least is None else scaling.least
        high = max(figures, default=1.0) if scaling.most is None else scaling.most
        low, high = (min(low, 0.0), max(high, 0.0)) if zero else (low, high)
        high = high if high > low else low + max(abs(low), 1.0)
        rough = (high - low) / TICKS
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(each * power for each in (1.0, 2.0, 2.5, 5.0, 10.0) if each * power >= rough * (1 - 1e-9))
        first = low if scaling.least is not None else math.floor(low / step + 1e-9) * step
        last = high if scaling.most is not None else math.ceil(high / step - 1e-9) * step
        return cls(first, last, step, start, end)

    def at(self, figure: float) -> float:
        """Where a figure stands."""
        return self.start + (figure - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Round figures along it."""
        first = math.ceil(self.low / self.step - 1e-9)
        return [(first + each) * self.step for each in range(math.floor(self.high / self.step + 1e-9) - first + 1)]


def drawn(chart: Chart) -> tuple[str, float, float]:
    """What is in the picture of a chart, and its width and height."""
    width = SMALL if chart.small else WIDE
    kinds: dict[str, Callable[[Chart, list[str], float], tuple[str, float]]] = {
        "lines": _lines,
        "bars": _bars,
        "lying bars": _lying,
        "points": _points,
    }
    body, height = kinds[chart.kind](chart, _labels(chart), width)
    return body, width, height


def _labels(chart: Chart) -> list[str]:
    return [_word(each) for each in chart.categories.values] if chart.categories is not None else []


def draw(chart: Chart) -> str:
    """The chart as a figure, with its title above and its names below; lines have the figures of all years at hand."""
    body, width, height = drawn(chart)
    linked = chart.kind == "lines"
    pattern = PER_CENT if chart.y.format is Format.SHARE else by_magnitude(_numbers(chart))
    legend = "".join(
        f'<li{_at_hand(each, pattern) if linked else ""}><svg viewBox="0 0 28 10" aria-hidden="true" '
        f'class="{_colour(each, place)}">{_sign(chart, each)}</svg>{words(each.name)}</li>'
        for place, each in enumerate(chart.series)
    )
    names = f'<ul class="legend">{legend}</ul>' if linked or len(chart.series) > 1 else ""
    kind = " ".join(["chart", *["linked"] * linked, *["small"] * chart.small])
    at_hand = ""
    if linked:
        labels = _labels(chart)
        places = " ".join(f"{each:.1f}" for each in _places(labels, width))
        foot = height - BOTTOM
        at_hand = f' data-labels="{words(json.dumps(labels))}" data-places="{places}" data-foot="{foot:.1f}"'
    title = words(chart.title)
    return (
        f'<figure class="{kind}"{at_hand}>'
        f'<figcaption>{title}</figcaption><div class="picture" tabindex="0" role="group" aria-label="{title}">'
        f"{svg(chart.title, width, height, body)}</div>{names}</figure>\n"
    )


def _at_hand(series: Series, pattern: Pattern) -> str:
    """The figures of a line, by which the page tells those of one year."""
    values = [pattern.shown(float(each)) if isinstance(each, int | float) else "" for each in series.values.values]
    return f' data-values="{words(json.dumps(values, ensure_ascii=False))}"'


def _places(labels: Sequence[str], width: float) -> list[float]:
    """Where each label stands along the foot."""
    room = (width - LEFT - RIGHT) / max(len(labels), 1)
    return [LEFT + room * (each + 0.5) for each in range(len(labels))]


def _sign(chart: Chart, series: Series) -> str:
    if "bars" in chart.kind or series.dots:
        return '<rect class="fill" x="8" y="0" width="12" height="10"/>'
    return f'<path class="line{" dashed" if series.dashed else ""}" d="M0 5H28"/>'


def _colour(series: Series, place: int) -> str:
    return f"k{(place if series.colour is None else series.colour) % COLOURS}"


def _word(value: object) -> str:
    return "" if value is None else str(value).split("\n")[0]


def _figure(value: float, kind: Format) -> str:
    return f"{value:.0%}" if kind is Format.SHARE else f"{value + 0.0:.6g}"


def _told(name: str, label: str, value: float, kind: Format) -> str:
    shown = f"{value:.1%}" if kind is Format.SHARE else by_magnitude([value]).shown(value)
    return titled(f"{name}, {label}: {shown}" if label else f"{name}: {shown}")


def _grid(axis: Axis, scaling: Scaling, across: tuple[float, float], *, upright: bool) -> str:
    """Lines at the ticks of an axis, their figures, and the title."""
    parts, (low, high) = [], across
    for each in axis.ticks:
        at, shown = axis.at(each), _figure(each, scaling.format)
        if upright:
            parts.append(
                f'<path class="grid" d="M{low:.1f} {at:.1f}H{high:.1f}"/>{text(low - 6, at + 4, shown, "end")}'
            )
        else:
            parts.append(f'<path class="grid" d="M{at:.1f} {low:.1f}V{high:.1f}"/>{text(at, high + 16, shown)}')
    if scaling.title:
        middle = (axis.start + axis.end) / 2
        turn = f' transform="rotate(-90 14 {middle:.1f})"' if upright else ""
        along = int(abs(axis.end - axis.start) / LETTER)
        if upright:
            parts.append(text(14.0, middle, cut(scaling.title, along), more=turn))
        elif len(scaling.title) <= along:
            parts.append(text(middle, high + 36, scaling.title))
        else:
            lines = wrap(scaling.title, int(axis.end / LETTER), max_lines=2, placeholder=" …")
            parts += [text(axis.end + RIGHT, high + 30 + 13 * down, line, "end") for down, line in enumerate(lines)]
    return "".join(parts)


def _numbers(chart: Chart) -> list[float]:
    return [each for series in chart.series for each in series.values.numbers if math.isfinite(each)]


def _known(values: Sequence[object]) -> list[tuple[int, float]]:
    return [
        (place, float(each))
        for place, each in enumerate(values)
        if isinstance(each, int | float) and math.isfinite(each)
    ]


def _below(labels: Sequence[str], places: Sequence[float], y: float, room: float) -> str:
    """Names along the foot, as many as have room."""
    longest = max(map(len, labels), default=1) * LETTER
    skip = max(1, math.ceil(longest / max(room, 1.0)))
    most = max(int(skip * room / LETTER), 3)
    shown = [cut(label, most) for label in labels]
    return "".join(text(at, y, said) for said, at in list(zip(shown, places, strict=True))[::skip])


def _lines(chart: Chart, labels: list[str], width: float) -> tuple[str, float]:
    height = chart.height * PIXELS_A_CENTIMETRE
    foot = height - BOTTOM
    axis = Axis.over(_numbers(chart), chart.y, foot, TOP, zero=False)
    room = (width - LEFT - RIGHT) / max(len(labels), 1)
    places = _places(labels, width)
    parts = [_grid(axis, chart.y, (LEFT, width - RIGHT), upright=True), _below(labels, places, foot + 16, room)]
    for place, series in enumerate(chart.series):
        known = _known(series.values.values)
        path = "L".join(f"{places[year]:.1f} {axis.at(value):.1f}" for year, value in known)
        dashed = " dashed" if series.dashed else ""
        dots = "".join(
            f'<circle class="fill" cx="{places[year]:.1f}" cy="{axis.at(value):.1f}" r="3">'
            f"{_told(series.name, labels[year], value, chart.y.format)}</circle>"
            for year, value in known
        )
        line = f'<path class="line{dashed}" d="M{path}"/>' if known else ""
        parts.append(f'<g class="{_colour(series, place)}">{line}{dots}</g>')
    return "".join(parts), height


def _bars(chart: Chart, labels: list[str], width: float) -> tuple[str, float]:
    height = chart.height * PIXELS_A_CENTIMETRE
    foot = height - BOTTOM
    axis = Axis.over(_numbers(chart), chart.y, foot, TOP, zero=True)
    room = (width - LEFT - RIGHT) / max(len(labels), 1)
    middles = _places(labels, width)
    thick = 0.7 * room / len(chart.series)
    parts = [_grid(axis, chart.y, (LEFT, width - RIGHT), upright=True), _below(labels, middles, foot + 16, room)]
    for place, series in enumerate(chart.series):
        bars = ""
        for at, value in _known(series.values.values):
            x = LEFT + room * (at + 0.15) + thick * place
            y, end = sorted((axis.at(value), axis.at(0.0)))
            told = _told(series.name, labels[at], value, chart.y.format)
            bars += (
                f'<rect class="fill" x="{x:.1f}" y="{y:.1f}" width="{thick:.1f}" height="{end - y:.1f}">{told}</rect>'
            )
        parts.append(f'<g class="{_colour(series, place)}">{bars}</g>')
    if chart.x.title:
        parts.append(text((LEFT + width) / 2, foot + 36, chart.x.title))
    return "".join(parts), height


def _lying(chart: Chart, labels: list[str], width: float) -> tuple[str, float]:
    left = min(0.46 * width, max([LEFT, *(len(each) * LETTER + 12 for each in labels)]))
    most = int((left - 8) / LETTER)
    lines = [wrap(label, most, max_lines=2, placeholder=" …") or [""] for label in labels]
    thick = max(LINE / len(chart.series), 7.0)
    room = max(thick * len(chart.series) + 7.0, 14.0 * max(map(len, lines), default=1) + 4.0)
    foot = TOP + room * len(labels)
    axis = Axis.over(_numbers(chart), chart.y, left, width - RIGHT - 20, zero=True)
    parts = [_grid(axis, chart.y, (TOP, foot), upright=False)]
    for at, shown in enumerate(lines):
        first = TOP + room * (at + 0.5) + 4 - 7.0 * (len(shown) - 1)
        parts += [text(left - 6, first + 14.0 * down, cut(line, most), "end") for down, line in enumerate(shown)]
    for place, series in enumerate(chart.series):
        bars = ""
        for at, value in _known(series.values.values):
            x, end = sorted((axis.at(value), axis.at(0.0)))
            y = TOP + room * (at + 0.5) + thick * (place - len(chart.series) / 2)
            told = _told(series.name, labels[at], value, chart.y.format)
            bars += (
                f'<rect class="fill" x="{x:.1f}" y="{y:.1f}" width="{end - x:.1f}" height="{thick:.1f}">{told}</rect>'
            )
        parts.append(f'<g class="{_colour(series, place)}">{bars}</g>')
    return "".join(parts), foot + BOTTOM


def _points(chart: Chart, _: list[str], width: float) -> tuple[str, float]:
    height = chart.height * PIXELS_A_CENTIMETRE
    foot = height - BOTTOM
    xs = [each for series in chart.series if series.across for each in series.across.numbers if math.isfinite(each)]
    x = Axis.over(xs, chart.x, LEFT, width - RIGHT - 20, zero=False)
    y = Axis.over(_numbers(chart), chart.y, foot, TOP, zero=False)
    parts = [_grid(y, chart.y, (LEFT, width - RIGHT), upright=True), _grid(x, chart.x, (TOP, foot), upright=False)]
    for place, series in enumerate(chart.series):
        across = dict(_known(series.across.values if series.across else []))
        known = [(x.at(across[at]), y.at(value), value) for at, value in _known(series.values.values) if at in across]
        path = "L".join(f"{a:.1f} {b:.1f}" for a, b, _ in known)
        line = f'<path class="line" d="M{path}"/>' if known and not series.dots else ""
        size = 7 if series.dots else 4
        dots = "".join(
            f'<circle class="fill" cx="{a:.1f}" cy="{b:.1f}" r="{size}">'
            f"{_told(series.name, '', value, chart.y.format)}</circle>"
            for a, b, value in known
        )
        parts.append(f'<g class="{_colour(series, place)}">{line}{dots}</g>')
    return "".join(parts), height
