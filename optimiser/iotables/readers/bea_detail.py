"""Make and use tables of the US Bureau of Economic Analysis by detailed industry (402), as long files.

`use_2017.csv.gz` and `make_2017.csv.gz` have the columns row, column, value; `T...` are totals, `V...` value added,
`F...` final uses, of which F05 is imports, negative.  Names stand beside them in `industries.csv` and others, or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import Grid, grid_of, number_of, words_of
from optimiser.iotables.readers.bea import TITLE, UNIT, role_of_code
from optimiser.iotables.readers.kind import Kind, text_fault, year_in
from optimiser.iotables.recipe import Options
from optimiser.iotables.table import Entry, FinalUse, NationalTable, axes, unknown
from optimiser.iotables.vocabulary import Role

HEADER = ("row", "column", "value")
ASIDE = re.compile(r"T\d{3}|NA(\.\d+)?")
"""Totals, and columns that a conversion has left without a name."""
MOST_ROUNDING = 1.0
"""Units by which a sum of rounded figures may be off, for each figure."""


def files_of(path: Path) -> tuple[Path, Path] | None:
    """The make and the use file in a folder."""
    if not path.is_dir():
        return None
    found = [sorted([*path.glob(f"{word}*.csv"), *path.glob(f"{word}*.csv.gz")]) for word in ("make", "use")]
    return (found[0][0], found[1][0]) if all(len(each) == 1 for each in found) else None


def recognises(path: Path) -> bool:
    """Whether it is a folder with one make and one use file in long form."""
    pair = files_of(path)
    return pair is not None and tuple(map(words_of, grid_of(pair[1]).rows[0])) == HEADER


def read(path: Path, options: Options) -> NationalTable:
    """The table of a folder.

    Raises:
        InputFault: a file is missing or has something wrong.
    """
    pair = files_of(path)
    if pair is None:
        raise InputFault.of(str(path), "there is no one make file and one use file", "Give the folder of one year.")
    make, use = (grid_of(each) for each in pair)
    made, used = _cells(make), _cells(use)
    below = {row for row, _ in used if re.fullmatch(r"[TV]\d+", row)}
    goods_found = {row for row, _ in used if row not in below}
    goods_found |= {column for _, column in made if not ASIDE.fullmatch(column)}
    across = {column for _, column in used if not ASIDE.fullmatch(column)}
    finals = sorted(column for column in across if role_of_code(column))
    found = {row for row, _ in made if not ASIDE.fullmatch(row)} | (across - set(finals))
    goods_named, branches_named = (_names(path, name) for name in ("commodities", "industries"))
    goods, branches = _in_order(goods_found, goods_named), _in_order(found, branches_named)
    final_names, value_names = (_names(path, name) for name in ("final_demand", "value_added"))
    for codes, what in ((goods, "products"), (branches, "industries"), (finals, "final uses, F01000 for one")):
        if not codes:
            raise InputFault.of(
                path.name, f"there are no {what}", "Give the make and the use table of one publication."
            )
    roles = [role_of_code(each) or Role.GOVERNMENT for each in finals]
    final = _matrix(used, goods, finals)
    abroad = [role is Role.IMPORTS for role in roles]
    entries = sorted(row for row in below if row.startswith("V"))
    product_axis, sector_axis = axes(goods, branches, UNIT, path.name)
    return NationalTable(
        title=options.title or TITLE,
        kind=KIND.name,
        source=f"BEA, make and use tables in detail ({make.file}, {use.file})",
        year=options.year or year_in(use.file, path.name),
        unit=options.unit or UNIT,
        products=product_axis,
        product_names=tuple(goods_named.get(each) or branches_named.get(each, each) for each in goods),
        sectors=sector_axis,
        sector_names=tuple(branches_named.get(each, each) for each in branches),
        use=_matrix(used, goods, branches),
        make=_matrix(made, branches, goods).T.copy(),
        final_uses=tuple(
            FinalUse(final_names.get(each, each), role)
            for each, role, out in zip(finals, roles, abroad, strict=True)
            if not out
        ),
        final=final[:, ~np.array(abroad)],
        imports=-final[:, abroad].sum(axis=1),
        import_need=np.zeros(len(branches)),
        value_added_items=tuple(Entry(value_names.get(each, each), _role(each)) for each in entries),
        value_added=_matrix(used, entries, branches),
        employment=unknown(len(branches)),
        capital=unknown(len(branches)),
        findings=(*_totals(use, used, goods, "T007"), *_unnamed(use, used)),
    )


def _role(code: str) -> Role:
    return {"V00100": Role.PAY, "V00200": Role.TAXES, "V00300": Role.PROFIT}.get(code, Role.PROFIT)


def _cells(grid: Grid) -> dict[tuple[str, str], float]:
    """(row, column) to the value.

    Raises:
        InputFault: a cell is no number, or stands twice.
    """
    found: dict[tuple[str, str], float] = {}
    wrong: list[Fault] = []
    for number in range(1, len(grid.rows)):
        key = (words_of(grid.at(number, 0)), words_of(grid.at(number, 1)))
        value = number_of(grid.at(number, 2))
        if value is None:
            wrong.append(grid.fault(number, 2, *text_fault(grid.at(number, 2))))
        elif key in found:
            problem = f"the cell {key[0]}, {key[1]} stands twice"
            wrong.append(grid.fault(number, 2, problem, "Leave one of them out."))
        else:
            found[key] = value
    if wrong:
        raise InputFault(wrong)
    return found


def _matrix(cells: Mapping[tuple[str, str], float], rows: Iterable[str], columns: Iterable[str]) -> Floats:
    down, wide = tuple(rows), tuple(columns)
    found = [[cells.get((row, column), 0.0) for column in wide] for row in down]
    return np.array(found).reshape(len(down), len(wide))


def _names(folder: Path, name: str) -> dict[str, str]:
    """Codes to names, of a file beside the tables; empty where there is none."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        return {}
    return {words_of(row[0]): words_of(row[1]) for row in grid_of(path).rows[1:] if len(row) > 1}


def _in_order(codes: set[str], named: Mapping[str, str]) -> tuple[str, ...]:
    """Codes in the order of the names, the rest behind them."""
    return (*(each for each in named if each in codes), *sorted(codes - set(named)))


def _totals(grid: Grid, cells: Mapping[tuple[str, str], float], goods: Iterable[str], total: str) -> list[Fault]:
    """Products whose uses do not add up to the total that the table gives (`NA.1` where its name was lost)."""
    sums: dict[str, float] = {}
    counts: dict[str, int] = {}
    stated: dict[str, float] = {}
    for (row, column), value in cells.items():
        if column in (total, "NA.1"):
            stated[row] = value
        elif not ASIDE.fullmatch(column):
            sums[row] = sums.get(row, 0.0) + value
            counts[row] = counts.get(row, 0) + 1
    places = {words_of(row[0]): number for number, row in reversed(list(enumerate(grid.rows)))}
    return [
        grid.fault(
            places[each],
            0,
            f"the uses of {each} add up to {sums[each]:.10g}, {sums[each] - stated[each]:+.6g} off their total",
            "Check the row.",
            warning=True,
        )
        for each in goods
        if each in stated and abs(sums[each] - stated[each]) > MOST_ROUNDING * (1 + counts[each]) / 2.0
    ]


def _unnamed(grid: Grid, cells: Mapping[tuple[str, str], float]) -> list[Fault]:
    """Columns that have lost their names are left out, and that is said."""
    lost = sorted({column for _, column in cells if column.startswith("NA")})
    problem = f"columns without a name ({', '.join(lost)}) are taken for totals and left out"
    return [Fault(grid.file, "", "", problem, "Nothing need be done.", warning=True)] if lost else []


KIND = Kind(
    "bea-detail",
    "A folder with the detailed make and use tables of the US Bureau of Economic Analysis (402) as row, column, value.",
    recognises,
    read,
)
