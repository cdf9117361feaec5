"""Blocks into a piece of HTML that may stand in any page: no style but the page's own, charts as pictures.

Notebooks take the styles out of what they do not trust, and a style would reach everything else on their page.  So a
chart is a picture (an SVG file in its address), in colours that can be read on light and dark.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from html import escape

from optimiser.report.page import Block, Chart, Sentence, Table
from optimiser.report.patterns import Patterns, plain
from optimiser.report.writers import html_charts
from optimiser.report.writers.html_svg import LETTER, words

COLOURS = (
    *("#3f7fbf", "#c0504d", "#4f9a3b", "#c98a1b", "#8a6bbf", "#2a9aa0"),
    *("#a5705f", "#c24a95", "#8a8a8a", "#9a9d2e", "#5b86cf", "#94674f"),
)
INK, GRID = "#7f7f7f", "#7f7f7f55"
PICTURE = 760
"""Pixels across."""
ROW = 22.0
"""Of names below a chart."""

NO_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def written(title: str, blocks: Sequence[Block]) -> str:
    """A title and what follows, plain sentences as a list at the end.  No line of it is empty."""
    parts = [f"<p><strong>{words(title)}</strong></p>"]
    said: list[str] = []
    for block in blocks:
        match block:
            case Sentence(tone="plain"):
                said.append(f"<li>{words(block.words)}</li>")
            case Sentence():
                loud = "em" if block.tone in ("banner", "note") else "strong" if block.tone == "alarm" else "span"
                parts.append(f"<p><{loud}>{words(block.words)}</{loud}></p>")
            case Table():
                parts += _table(block)
            case Chart():
                parts.append(_picture(block))
    parts += ["<ul>", *said, "</ul>"] if said else []
    lines = "\n".join(["<div>", *parts, "</div>"]).splitlines()
    return "\n".join(line for line in lines if line.strip())


def _table(table: Table) -> Iterator[str]:
    patterns = Patterns(table)
    yield "<table>\n<thead><tr>"
    yield "".join(f"<th>{words(column.heading)}</th>" for column in table.columns)
    yield "</tr></thead>\n<tbody>"
    roles = table.roles or ("",) * len(table.kept)
    for row, role in zip(table.kept, roles, strict=True):
        cells = [plain(each) for each in row]
        shown = [
            pattern.shown(value) if pattern is not None and isinstance(value, int | float) else str(value or "")
            for value, pattern in zip(cells, patterns.along(cells, role), strict=True)
        ]
        yield f"<tr>{''.join(f'<td>{words(each)}</td>' for each in shown)}</tr>"
    yield "</tbody>\n</table>"


def _picture(chart: Chart) -> str:
    data = base64.b64encode(drawing(chart).encode("utf-8")).decode("ascii")
    title = words(chart.title)
    return f'<p><img alt="{title}" title="{title}" width="{PICTURE}" src="data:image/svg+xml;base64,{data}"></p>'


def drawing(chart: Chart) -> str:
    """A chart as an SVG file of its own, with its title above and its names below."""
    body, width, height = html_charts.drawn(chart)
    names, below = _names(chart, width)
    colours = "".join(f".k{place}{{--k:{colour}}}" for place, colour in enumerate(COLOURS))
    style = (
        f"text{{font:12px sans-serif;fill:{INK}}}.grid{{stroke:{GRID}}}.fill{{fill:var(--k)}}"
        f".line{{fill:none;stroke:var(--k);stroke-width:2.2}}.dashed{{stroke-dasharray:7 5}}{colours}"
    )
    box = f'viewBox="0 0 {width:g} {height + below + ROW:g}"'
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}><style>{style}</style>'
        f'<text x="0" y="14" font-weight="bold">{escape(chart.title)}</text>'
        f'<g transform="translate(0 {ROW:g})">{body}<g transform="translate(0 {height:g})">{names}</g></g></svg>'
    )
    return NO_XML.sub("", whole)


def _names(chart: Chart, width: float) -> tuple[str, float]:
    """The names of the series in rows, each with its colour, and how high they are."""
    if len(chart.series) < 2:
        return "", 0.0
    parts, x, y = [], 0.0, 12.0
    for place, each in enumerate(chart.series):
        wide = 34.0 + len(each.name) * LETTER + 18.0
        if x and x + wide > width:
            x, y = 0.0, y + ROW
        colour = (place if each.colour is None else each.colour) % len(COLOURS)
        dashed = " dashed" if each.dashed else ""
        parts.append(f'<path class="k{colour} line{dashed}" d="M{x:.0f} {y - 4:.0f}h28"/>')
        parts.append(f'<text x="{x + 34:.0f}" y="{y:.0f}">{escape(each.name)}</text>')
        x += wide
    return "".join(parts), y + 10.0
