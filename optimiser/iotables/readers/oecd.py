"""National tables of the OECD with domestic and imported rows: `DEU2015dom.csv`.

Columns `D01T03 ...`, then final uses; rows `DOM_01T03 ...`, `IMP_01T03 ...`, taxes (`TXS_...`), `TTL_...`, `VALU`,
`OUTPUT`.  Domestic and imported uses of a product are added, and the imported ones are its imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import Grid, grid_of, words_of
from optimiser.iotables.readers.kind import Kind, numbers, year_in
from optimiser.iotables.recipe import Options
from optimiser.iotables.table import Entry, FinalUse, NationalTable, Step, axes, unknown
from optimiser.iotables.vocabulary import CODES, Role

UNIT = "million US dollars"
HOME, ABROAD, TAXES = "DOM_", "IMP_", "TXS_"


def recognises(path: Path) -> bool:
    """Whether it is a file whose rows begin with DOM_ and IMP_."""
    if not path.is_file() or not path.name.lower().endswith((".csv", ".csv.gz", ".xlsx")):
        return False
    firsts = [words_of(row[0]) for row in grid_of(path).rows if row]
    return any(each.startswith(HOME) for each in firsts) and any(each.startswith(ABROAD) for each in firsts)


def read(path: Path, options: Options) -> NationalTable:
    """The table of a file.

    Raises:
        InputFault: the file has something wrong.
    """
    grid = grid_of(path)
    header = [words_of(each) for each in grid.rows[0]]
    rows = {words_of(row[0]): number for number, row in enumerate(grid.rows) if number and row}
    codes = [each.removeprefix(HOME) for each in rows if each.startswith(HOME)]
    place = {each: number for number, each in enumerate(header) if number}
    if not codes:
        raise InputFault.of(
            grid.file, f"no row begins with {HOME}", "Give each product a domestic and an imported row."
        )
    _matched(grid, codes, rows, place)
    branches = [place[f"D{code}"] for code in codes]
    finals = [(each, number) for each, number in place.items() if each in CODES and CODES[each] not in LEFT]
    home, abroad = ([rows[f"{origin}{code}"] for code in codes] for origin in (HOME, ABROAD))
    domestic, imported = numbers(grid, home, branches), numbers(grid, abroad, branches)
    chosen = [number for _, number in finals]
    total, inward = (
        [number for each, number in place.items() if CODES.get(each) is role] for role in (Role.OUTPUT, Role.IMPORTS)
    )
    for lacking, role, what in ((total, Role.OUTPUT, "output"), (inward, Role.IMPORTS, "imports")):
        if not lacking:
            names = " or ".join(each for each in ("OUTPUT", "TOTAL", "IMPO") if CODES[each] is role)
            raise InputFault([grid.fault(0, 0, f"there is no column of {what}", f"Add the column {names}.")])
    output, brought = numbers(grid, home, total)[:, 0], numbers(grid, abroad, inward)[:, 0]
    taxed = [(each, number) for each, number in rows.items() if each.startswith(TAXES)]
    primary = [(each, number, Role.TAXES) for each, number in taxed]
    primary += [
        (each, number, Role.VALUE_ADDED) for each, number in rows.items() if CODES.get(each) is Role.VALUE_ADDED
    ]
    values = numbers(grid, [number for _, number, _ in primary], branches)
    final_taxes = float(numbers(grid, [number for _, number in taxed], chosen).sum()) if taxed else 0.0
    product_axis, sector_axis = axes(tuple(codes), tuple(codes), options.unit or UNIT, grid.file)
    country = re.match(r"[A-Z]{3}", path.name)
    return NationalTable(
        title=options.title or (country.group() if country else path.stem),
        kind=KIND.name,
        source=f"OECD, Input-Output Tables ({grid.file})",
        year=options.year or year_in(path.name),
        unit=options.unit or UNIT,
        products=product_axis,
        product_names=tuple(codes),
        sectors=sector_axis,
        sector_names=tuple(codes),
        use=domestic + imported,
        make=np.diag(output),
        final_uses=tuple(FinalUse(each, CODES[each]) for each, _ in finals),
        final=numbers(grid, home, chosen) + numbers(grid, abroad, chosen),
        imports=brought,
        import_need=np.zeros(len(codes)),
        value_added_items=tuple(Entry(each, role) for each, _, role in primary),
        value_added=values,
        employment=unknown(len(codes)),
        capital=unknown(len(codes)),
        steps=(
            Step(
                "taxes of final uses",
                "all final uses",
                final_taxes,
                "taxes less subsidies on products that final users pay are no product, and are left out",
            ),
        ),
        findings=(
            *_rows_add_up(grid, home, [*branches, *chosen], total[0]),
            *_rows_add_up(grid, abroad, [*branches, *chosen], inward[0]),
        ),
    )


LEFT = (Role.OUTPUT, Role.IMPORTS, Role.VALUE_ADDED, Role.TOTAL)
"""Columns that are no final use: of home products the total is OUTPUT's, of imported ones it stands under IMPO."""


def _matched(grid: Grid, codes: list[str], rows: dict[str, int], place: dict[str, int]) -> None:
    """Every industry has a domestic row, an imported one and a column.

    Raises:
        InputFault: one is missing.
    """
    faults: list[Fault] = []
    for code in codes:
        if f"{ABROAD}{code}" not in rows:
            faults.append(grid.fault(rows[f"{HOME}{code}"], 0, f"{code} has no imported row", f"Add {ABROAD}{code}."))
        if f"D{code}" not in place:
            faults.append(grid.fault(rows[f"{HOME}{code}"], 0, f"{code} has no column", f"Add the column D{code}."))
    for each, number in place.items():
        if re.fullmatch(r"D\d\d.*", each) and each.removeprefix("D") not in codes:
            faults.append(grid.fault(0, number, f"{each} has no row", f"Add the row {HOME}{each.removeprefix('D')}."))
    if faults:
        raise InputFault(faults)


def _rows_add_up(grid: Grid, rows: Iterable[int], columns: Sequence[int], total: int) -> Iterable[Fault]:
    """Whether every row adds up to its total, to the rounding of its figures (one decimal)."""
    for row in rows:
        cells = numbers(grid, [row], columns)[0]
        stated = numbers(grid, [row], [total])[0, 0]
        off = float(cells.sum() - stated)
        if abs(off) > 0.05 * (np.count_nonzero(cells) + 1):
            problem = f"the row adds up to {stated + off:.10g}, {off:+.6g} off its total"
            yield grid.fault(row, total, problem, "Check the row.", warning=True)


KIND = Kind(
    "oecd", "A national table of the OECD with domestic and imported rows (DOM_..., IMP_...).", recognises, read
)
