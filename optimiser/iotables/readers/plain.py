"""Any square table with labelled rows and columns, in Excel or CSV.

Products down, the same codes across, final uses behind them, value added below.  What a column or row is, its label
says (`Exports`, `Value added`, `Total`), or the user (`--final-use NAME=role`, `--imports NAME`, `--value-added NAME`).

    output[j]  =  the row or column `Output` where there is one, else the sum of the uses of its product less imports
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import Grid, grid_of, is_read, words_of
from optimiser.iotables.layout import Layout, Line, hidden_totals, layout_of, lies_on_its_side
from optimiser.iotables.readers.kind import Kind, numbers, year_in
from optimiser.iotables.recipe import Options
from optimiser.iotables.table import Entry, FinalUse, NationalTable, Step, axes, unknown
from optimiser.iotables.vocabulary import FINAL_USES, Role
from optimiser.workbook.faults import did_you_mean, letters, plain

TURN, TOTALS, DUPLICATES, TEXT, UNMATCHED = (
    "transpose",
    "leave-out-totals",
    "add-duplicates",
    "text-as-zero",
    "leave-out-unmatched",
)
USES = tuple(role for role in FINAL_USES if role is not Role.IMPORTS)


def recognises(path: Path) -> bool:
    """Any file of a format that is read."""
    return path.is_file() and is_read(path)


@dataclass(frozen=True)
class Read:
    """A layout, and what was done to come to it."""

    layout: Layout
    steps: tuple[Step, ...]


def read(path: Path, options: Options) -> NationalTable:
    """The table of a file.

    Raises:
        InputFault: everything that is wrong with it and that no repair was asked for.
    """
    found = _upright(grid_of(path), options)
    layout, steps = found.layout, list(found.steps)
    layout, more = _without_hidden_totals(layout, options)
    steps += more
    layout, more = _without_duplicates(layout, options)
    steps += more
    layout, more = _matched(layout, options)
    steps += more
    text = TEXT in options.repairs
    if text:
        steps += _text_cells(layout)
    grid = layout.grid
    rows, across = layout.of(layout.rows, None), layout.of(layout.columns, None)
    across = _paired(rows, across)
    branches = [each.place for each in across]
    finals = layout.of(layout.columns, *USES)
    if not finals:
        problem = "no column of final use is known by its name"
        raise InputFault.of(grid.file, problem, "Name them: --final-use NAME=consumption --final-use NAME=investment.")

    def cells(lines: Sequence[Line], places: Sequence[int]) -> Floats:
        return numbers(grid, [each.place for each in lines], places, zero_for_text=text)

    use = cells(rows, branches)
    final = cells(rows, [each.place for each in finals])
    abroad = layout.of(layout.columns, Role.IMPORTS)
    imports = cells(rows, [each.place for each in abroad]).sum(axis=1)
    imports = -imports if imports.sum() < 0.0 else imports
    needs = layout.of(layout.rows, Role.IMPORTS)
    need = cells(needs, branches).sum(axis=0) if needs else np.zeros(len(branches))
    parts = layout.of(layout.rows, Role.PAY, Role.TAXES, Role.PROFIT)
    primary = parts or layout.of(layout.rows, Role.VALUE_ADDED)
    value_added = cells(primary, branches)
    output = _output(layout, rows, across, text)
    if output is None:
        output = use.sum(axis=1) + final.sum(axis=1) - imports
    product_axis, sector_axis = axes(
        tuple(each.label for each in rows), tuple(each.label for each in rows), options.unit, grid.file
    )
    people, stock = (_side(layout, across, role, text) for role in (Role.EMPLOYMENT, Role.CAPITAL))
    names = _names(grid, layout.head, rows)
    return NationalTable(
        title=options.title or path.stem,
        kind=KIND.name,
        source=grid.file,
        year=options.year or year_in(path.name),
        unit=options.unit or "money units",
        products=product_axis,
        product_names=names,
        sectors=sector_axis,
        sector_names=names,
        use=use,
        make=np.diag(output),
        final_uses=tuple(FinalUse(each.label, each.role or Role.CONSUMPTION) for each in finals),
        final=final,
        imports=imports,
        import_need=need,
        value_added_items=tuple(Entry(each.label, each.role or Role.PROFIT) for each in primary),
        value_added=value_added,
        employment=people,
        capital=stock,
        steps=tuple(steps),
        rows=MappingProxyType({"": layout.head + 1} | {each.label: each.place + 1 for each in reversed(layout.rows)}),
        columns=MappingProxyType({each.label: letters(each.place) for each in reversed(layout.columns)}),
    )


def _upright(grid: Grid, options: Options) -> Read:
    layout = layout_of(grid, options)
    if not lies_on_its_side(layout):
        return Read(layout, ())
    if TURN not in options.repairs:
        first = layout.of(layout.rows, *USES)[0]
        problem = f"the table lies on its side: the final use {first.label!r} stands in a row"
        remedy = f"Put products down and their users across, or ask for --repair {TURN}."
        raise InputFault([grid.fault(first.place, 0, problem, remedy)])
    turned = layout_of(Grid(grid.file, grid.turned().rows), options)
    return Read(turned, (Step(TURN, grid.file, 0.0, "rows were taken for columns", asked=True),))


def _without_hidden_totals(layout: Layout, options: Options) -> tuple[Layout, list[Step]]:
    """Rows and columns that are sums of others, though their labels do not say so."""
    grid = layout.grid
    rows, across = layout.of(layout.rows, None), layout.of(layout.columns, None)
    cells = numbers(grid, [r.place for r in rows], [c.place for c in across], zero_for_text=True)
    faults: list[Fault] = []
    steps: list[Step] = []
    left: list[Line] = []
    for lines, block, down in ((rows, cells, True), (across, cells.T, False)):
        for place, first, last in hidden_totals(block):
            line = lines[place]
            what = "row" if down else "column"
            where = (line.place, 0) if down else (layout.head, line.place)
            problem = f"the {what} {line.label} is the sum of {lines[first].label} to {lines[last].label}"
            if TOTALS in options.repairs:
                left.append(line)
                steps.append(Step(TOTALS, f"{what} {line.label}", float(block[place].sum()), problem, asked=True))
            else:
                faults.append(grid.fault(*where, problem, f"Leave it out, or ask for --repair {TOTALS}."))
    if faults:
        raise InputFault(faults)
    kept_rows = tuple(each for each in layout.rows if not any(each is out for out in left))
    kept_columns = tuple(each for each in layout.columns if not any(each is out for out in left))
    return Layout(grid, layout.head, kept_rows, kept_columns), steps


def _without_duplicates(layout: Layout, options: Options) -> tuple[Layout, list[Step]]:
    """Codes that stand twice are added up where that is asked for."""
    faults: list[Fault] = []
    steps: list[Step] = []
    grid = layout.grid
    for lines, what in ((layout.rows, "row"), (layout.columns, "column")):
        seen: dict[str, Line] = {}
        for each in lines:
            first = seen.setdefault(plain(each.label), each)
            if first is each:
                continue
            where = (each.place, 0) if what == "row" else (layout.head, each.place)
            other = f"{what} {first.place + 1}" if what == "row" else f"the column of {first.label}"
            if DUPLICATES in options.repairs:
                steps.append(Step(DUPLICATES, f"{what} {each.label}", 0.0, f"added to {other}", asked=True))
            else:
                problem = f"{each.label} stands twice: also in {other}"
                remedy = f"Give it a code of its own, or ask for --repair {DUPLICATES}."
                faults.append(grid.fault(*where, problem, remedy))
    if faults:
        raise InputFault(faults)
    return (_added_up(layout), steps) if steps else (layout, steps)


def _added_up(layout: Layout) -> Layout:
    """The layout of a grid in which rows and columns of one label are one."""
    grid = layout.grid

    def add(rows: Sequence[Sequence[object]], lines: Sequence[Line]) -> list[list[object]]:
        made = [list(row) for row in rows]
        first: dict[str, int] = {}
        for each in lines:
            target = first.setdefault(plain(each.label), each.place)
            if target != each.place:
                made[target] = [_sum(a, b) for a, b in zip(made[target], made[each.place], strict=True)]
        return made

    width = grid.width
    square = [[grid.at(r, c) for c in range(width)] for r in range(len(grid.rows))]
    down = add(square, layout.rows)
    turned = Grid(grid.file, add(Grid(grid.file, down).turned().rows, layout.columns)).turned()

    def once(lines: Sequence[Line]) -> tuple[Line, ...]:
        first: dict[str, Line] = {}
        for each in lines:
            first.setdefault(plain(each.label), each)
        return tuple(first.values())

    return Layout(Grid(grid.file, turned.rows), layout.head, once(layout.rows), once(layout.columns))


def _sum(first: object, second: object) -> object:
    if isinstance(first, int | float) and isinstance(second, int | float):
        return first + second
    return second if first is None else first


def _matched(layout: Layout, options: Options) -> tuple[Layout, list[Step]]:
    """Every product has a row and a column."""
    grid = layout.grid
    rows, across = layout.of(layout.rows, None), layout.of(layout.columns, None)
    down_labels, across_labels = ({plain(each.label) for each in lines} for lines in (rows, across))
    alone = [(each, True) for each in rows if plain(each.label) not in across_labels]
    alone += [(each, False) for each in across if plain(each.label) not in down_labels]
    faults: list[Fault] = []
    steps: list[Step] = []
    for each, down in alone:
        what, lacking = ("row", "column") if down else ("column", "row")
        if UNMATCHED in options.repairs:
            steps.append(Step(UNMATCHED, f"{what} {each.label}", 0.0, f"it has no {lacking}", asked=True))
            continue
        near = did_you_mean(each.label, [other.label for other, side in alone if side is not down])
        remedy = f"Is it {near!r}?" if near else f"Add the {lacking}, or say what it is: --final-use, --value-added."
        where = (each.place, 0) if down else (layout.head, each.place)
        faults.append(grid.fault(*where, f"{each.label} has a {what} and no {lacking}", remedy))
    if faults:
        raise InputFault(faults)
    out = {each for each, _ in alone}
    return (
        Layout(
            grid,
            layout.head,
            tuple(each for each in layout.rows if each not in out),
            tuple(each for each in layout.columns if each not in out),
        ),
        steps,
    )


def _text_cells(layout: Layout) -> list[Step]:
    from optimiser.iotables.grids import number_of
    from optimiser.workbook.faults import address

    grid = layout.grid
    places = [(r.place, c.place) for r in layout.rows for c in layout.columns]
    wrong = [(r, c) for r, c in places if number_of(grid.at(r, c)) is None]
    return [
        Step(TEXT, f"{grid.file}!{address(r + 1, c)}", 0.0, f"{words_of(grid.at(r, c))!r} is 0", asked=True)
        for r, c in wrong
    ]


def _paired(rows: Sequence[Line], across: Sequence[Line]) -> list[Line]:
    """The columns in the order of the rows."""
    places = {plain(each.label): each for each in across}
    return [places[plain(each.label)] for each in rows]


def _output(layout: Layout, rows: Sequence[Line], across: Sequence[Line], text: bool) -> Floats | None:
    """Output as stated: by the industries' row, else by the products' column less imports, else None."""
    below = layout.of(layout.rows, Role.OUTPUT)
    if below:
        places = [each.place for each in across]
        return np.asarray(numbers(layout.grid, [below[-1].place], places, zero_for_text=text)[0])
    beside = layout.of(layout.columns, Role.OUTPUT)
    if beside:
        places = [each.place for each in rows]
        return np.asarray(numbers(layout.grid, places, [beside[-1].place], zero_for_text=text)[:, 0])
    return None


def _side(layout: Layout, across: Sequence[Line], role: Role, text: bool) -> Floats:
    found = layout.of(layout.rows, role)
    if not found:
        return unknown(len(across))
    places = [each.place for each in across]
    return np.asarray(numbers(layout.grid, [found[0].place], places, zero_for_text=text)[0])


def _names(grid: Grid, head: int, rows: Sequence[Line]) -> tuple[str, ...]:
    """Names in the second column, where it holds text."""
    cells = [grid.at(each.place, 1) for each in rows]
    if all(isinstance(cell, str) for cell in cells) and words_of(grid.at(head, 1)) not in {r.label for r in rows}:
        return tuple(words_of(cell) for cell in cells)
    return tuple(each.label for each in rows)


KIND = Kind(
    "plain",
    "Any square table in Excel or CSV with labelled rows and columns; --final-use, --imports and --value-added name"
    " what labels do not say.",
    recognises,
    read,
)
