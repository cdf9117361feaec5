"""A graph in SVG: what leads to what, from left to right; what leads back goes round below, dashed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

from optimiser.report.page import Graph
from optimiser.report.patterns import Patterns, plain
from optimiser.report.writers.html_svg import LETTER, LINE, cut, svg, text, titled, words

BOX, BETWEEN, TALL, APART, EDGE = 152.0, 32.0, 58.0, 18.0, 6.0
MOST_LINES = 2
"""Of a name."""

Places = Mapping[str, tuple[float, float]]
"""The left upper corner of each box."""


def draw(graph: Graph) -> str:
    """The graph as a figure: a box for each thing, with the figure about it."""
    rows = graph.table.kept
    edges = list(dict.fromkeys((str(row[graph.source]), str(row[graph.target])) for row in rows))
    column, patterns = graph.table.columns[graph.figure], Patterns(graph.table)
    figures: dict[str, str] = {}
    for row in rows:
        cells = [plain(each) for each in row]
        value, pattern = cells[graph.figure], patterns.along(cells)[graph.figure]
        if pattern is not None and isinstance(value, int | float):
            figures.setdefault(str(row[graph.target]), pattern.shown(value))
    columns = layers(edges)
    places = {
        name: (EDGE + (BOX + BETWEEN) * across, EDGE + (TALL + APART) * down)
        for across, layer in enumerate(columns)
        for down, name in enumerate(layer)
    }
    width = (BOX + BETWEEN) * len(columns) - BETWEEN + 2 * EDGE
    foot = (TALL + APART) * max(map(len, columns)) + EDGE
    body = "".join(_edge(places, edge, foot) for edge in edges)
    body += "".join(_box(name, figures.get(name, ""), *place) for name, place in places.items())
    title = words(graph.title)
    told = f"{title}; in the boxes: {words(column.heading)}" if figures else title
    picture = svg(f"{graph.title}. The table below has the figures.", width, foot + 2 * APART, body, fixed=True)
    return (
        f'<figure class="graph"><figcaption>{told}</figcaption>'
        f'<div class="picture" tabindex="0" role="group" aria-label="{title}">{picture}</div></figure>\n'
    )


def layers(edges: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Things by how many steps they are from what nothing leads to; in a ring, from what is named first."""
    names = list(dict.fromkeys(name for edge in edges for name in edge))
    led_to = {target for source, target in edges if source != target}
    found: list[list[str]] = []
    placed: set[str] = set()
    while len(placed) < len(names):
        if not found:
            layer = [name for name in names if name not in led_to] or names[:1]
        else:
            last = set(found[-1])
            layer = list(dict.fromkeys(b for a, b in edges if a in last and b not in placed))
            layer = layer or [next(name for name in names if name not in placed)]
        found.append(layer)
        placed.update(layer)
    return found


def _box(name: str, figure: str, x: float, y: float) -> str:
    room = int(BOX / LETTER) - 1
    lines = wrap(name, room, max_lines=MOST_LINES, placeholder=" …") or [""]
    top = y + 17.0 + (MOST_LINES - len(lines)) * LINE / 2
    said = "".join(text(x + BOX / 2, top + LINE * number, cut(line, room)) for number, line in enumerate(lines))
    said += text(x + BOX / 2, y + TALL - 6.0, cut(figure, room + 2), more=' class="quiet"') if figure else ""
    box = f'<rect class="box" x="{x:.1f}" y="{y:.1f}" width="{BOX:g}" height="{TALL:g}" rx="5"/>'
    return f"<g>{titled(f'{name}. {figure}' if figure else name)}{box}{said}</g>"


def _edge(places: Places, edge: tuple[str, str], foot: float) -> str:
    (x, y), (to_x, to_y) = (places[name] for name in edge)
    told = titled(f"{edge[0]} → {edge[1]}")
    if to_x > x:
        start, end, middle = x + BOX, to_x, (x + BOX + to_x) / 2.0
        y, to_y = y + TALL / 2, to_y + TALL / 2
        line = f"M{start:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {end - 7:.1f} {to_y:.1f}"
        head = f"M{end:.1f} {to_y:.1f}l-9 -5v10Z"
        return f'<path class="edge" d="{line}">{told}</path><path class="head" d="{head}"/>'
    start, end = x + BOX * 0.6, to_x + BOX * 0.4
    y, to_y = y + TALL, to_y + TALL
    line = f"M{start:.1f} {y:.1f}C{start:.1f} {foot + APART:.1f} {end:.1f} {foot + APART:.1f} {end:.1f} {to_y + 7:.1f}"
    head = f"M{end:.1f} {to_y:.1f}l-5 9h10Z"
    return f'<path class="edge dashed" d="{line}">{told}</path><path class="head" d="{head}"/>'
