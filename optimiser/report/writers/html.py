"""Pages into one web page that needs nothing else: it asks for nothing, and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from optimiser.files import Mark
from optimiser.report.page import (
    Block,
    Chart,
    Column,
    Flows,
    Graph,
    Heading,
    Link,
    Page,
    Report,
    Scale,
    Schedule,
    Sentence,
    Table,
)
from optimiser.report.patterns import Pattern, Patterns, plain
from optimiser.report.writers import html_charts, html_flows, html_graph, html_schedule
from optimiser.report.writers.html_svg import words

SUFFIX = ".html"
FILES = ("html.css", "html_tables.js", "html_pictures.js")
SHADES = 5
"""Steps of colour behind figures."""


def write(report: Report, path: Path) -> None:
    """Write a web page; rows of long tables are written as they come."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(_document(report))


def _document(report: Report) -> Iterator[str]:
    style, *scripts = (files(__package__).joinpath(name).read_text(encoding="utf-8") for name in FILES)
    script = "".join(scripts)
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    places = {page.name: f"page-{number}" for number, page in enumerate(report.pages, 1)}
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield f'<meta name="generator" content="{Mark.REPORT.text}">\n'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{words(report.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    yield '<a class="skip" href="#main">To the report</a>\n'
    yield f"<header><h1>{words(report.pages[0].title or report.title)}</h1></header>\n"
    yield '<nav id="pages" aria-label="Pages"><ul>'
    yield "".join(f'<li><a href="#{places[page.name]}">{words(page.name)}</a></li>' for page in report.pages)
    yield '</ul><a class="up" href="#pages">Pages</a></nav>\n<main id="main">\n'
    for page in report.pages:
        yield from _section(page, places, first=page is report.pages[0])
    yield f"</main>\n<script>{script}</script>\n</body>\n</html>\n"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _section(page: Page, places: dict[str, str], *, first: bool) -> Iterator[str]:
    place = places[page.name]
    yield f'<section id="{place}" aria-labelledby="{place}-name">\n'
    yield f'<h2 id="{place}-name">{words(page.name if first else page.title or page.name)}</h2>\n'
    yield "" if first else f'<p class="note">{words(page.meaning)}</p>\n'
    title = page.name
    for kind, together in groupby(page.blocks, type):
        blocks: list[Block] = list(together)
        if kind is Link:
            yield '<dl class="ways">'
            yield "".join(_way(each, places) for each in blocks if isinstance(each, Link))
            yield "</dl>\n"
            continue
        for block in blocks:
            if isinstance(block, Heading):
                title = block.words
            yield from _block(block, f"{page.name}: {title}" if title != page.name else title)
    yield "</section>\n"


def _way(link: Link, places: dict[str, str]) -> str:
    return f'<dt><a href="#{places[link.page]}">{words(link.page)}</a></dt><dd>{words(link.meaning)}</dd>'


def _block(block: Block, title: str) -> Iterator[str]:
    match block:
        case Heading():
            yield f"<h3>{words(block.words)}</h3>\n"
        case Sentence():
            yield f'<p class="{block.tone}">{words(block.words)}</p>\n'
        case Table():
            yield from _table(block, title)
        case Chart():
            yield html_charts.draw(block)
        case Flows():
            yield html_flows.draw(block)
        case Schedule():
            yield html_schedule.draw(block)
        case Graph():
            yield html_graph.draw(block)


def _table(table: Table, title: str) -> Iterator[str]:
    patterns, roles = Patterns(table), iter(table.roles)
    label = words(title)
    yield f'<div class="scroll" role="group" tabindex="0" aria-label="{label}"><table><thead><tr>'
    yield "".join(_head(table, place, column) for place, column in enumerate(table.columns))
    yield "</tr></thead><tbody>\n"
    for row in table.rows:
        role = next(roles, "")
        cells = [plain(each) for each in row]
        shown = patterns.along(cells, role)
        yield f'<tr class="{role}">' if role else "<tr>"
        yield "".join(_cells(table, cells, shown))
        yield "</tr>\n"
    yield "</tbody></table></div>\n"


def _head(table: Table, place: int, column: Column) -> str:
    number = ' class="n"' if any(isinstance(plain(row[place]), int | float) for row in table.kept) else ""
    meaning = f' title="{words(column.meaning)}"' if column.meaning else ""
    if not column.heading:
        return "<td></td>"
    return f'<th scope="col"{number}{meaning}>{words(column.heading)}</th>'


def _cells(table: Table, cells: Sequence[object], patterns: Sequence[Pattern | None]) -> Iterator[str]:
    """The cells of a row, which end where the next begins: of a long page a sixth would be tags that say so."""
    for place, (value, column, pattern) in enumerate(zip(cells, table.columns, patterns, strict=True)):
        if pattern is not None and isinstance(value, int | float):
            shade = _shade(column.scale, float(value))
            yield f'<td class="n{shade}">{pattern.shown(value)}'
        elif place == 0 and value is not None:
            yield f'<th scope="row">{words(str(value))}'
        else:
            yield f"<td>{words('' if value is None else str(value))}"


def _shade(scale: Scale | None, value: float) -> str:
    if scale is None or not math.isfinite(value):
        return ""
    least, most = scale.value[:2]
    step = round(SHADES * min(max((value - least) / (most - least), 0.0), 1.0))
    return f" {scale.name.lower()}{step}"
