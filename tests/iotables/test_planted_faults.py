"""A plain table that adds up, with one fault after another planted in it: each is named, with file, cell and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from plain_tables import Rows, Spoil, good, written

from optimiser.errors import Fault, InputFault
from optimiser.iotables import Options, read_table


def number(cell: object) -> float:
    assert isinstance(cell, int | float)
    return float(cell)


def transposed(rows: Rows) -> Rows:
    width = max(map(len, rows))
    full = [[*row, *[None] * (width - len(row))] for row in rows]
    return [list(column) for column in zip(*full, strict=True)]


def hidden_total_row(rows: Rows) -> Rows:
    sums = [sum(number(row[c]) for row in rows[1:7]) for c in range(1, 12)]
    return [*rows[:7], ["All goods together", *sums], *rows[7:]]


def hidden_total_column(rows: Rows) -> Rows:
    return [
        [*row[:7], "Intermediate" if n == 0 else (sum(map(number, row[1:7])) if len(row) > 6 else None), *row[7:]]
        for n, row in enumerate(rows)
    ]


def subtotal(rows: Rows) -> Rows:
    sums = [sum(number(rows[r][c]) for r in (2, 3, 4)) for c in range(1, 12)]
    return [*rows[:5], ["Industry", *sums], *rows[5:]]


def times(factor: float, cells: list[tuple[int, int]]) -> Spoil:
    def spoil(rows: Rows) -> Rows:
        made = [list(row) for row in rows]
        for r, c in cells:
            made[r][c] = number(made[r][c]) * factor
        return made

    return spoil


def put(r: int, c: int, value: object) -> Spoil:
    def spoil(rows: Rows) -> Rows:
        made = [list(row) for row in rows]
        made[r][c] = value
        return made

    return spoil


def without_row(number: int) -> Spoil:
    return lambda rows: [row for n, row in enumerate(rows) if n != number]


def without_column(number: int) -> Spoil:
    return lambda rows: [[cell for n, cell in enumerate(row) if n != number] for row in rows]


def twice_row(rows: Rows) -> Rows:
    return [*rows[:4], list(rows[3]), *rows[4:]]


def twice_column(rows: Rows) -> Rows:
    return [[*row[:4], row[3], *row[4:]] for row in rows]


def idle(rows: Rows) -> Rows:
    """An industry that makes and uses nothing; what it had is not used."""
    made = [list(row) for row in rows]
    made = [[*row[:7], "LIGHTHOUSES" if n == 0 else 0, *row[7:]] for n, row in enumerate(made)]
    return [*made[:7], ["LIGHTHOUSES", *[0] * (len(made[0]) - 1)], *made[7:]]


def useless(rows: Rows) -> Rows:
    """An industry that makes nothing and uses something."""
    made = idle(rows)
    made[1][7] = 3
    made[1][8] = number(made[1][8]) - 3
    return made


LAST = [(r, c) for r in range(1, 7) for c in range(7, 12)]
PLANTED: dict[str, tuple[Spoil, str, str]] = {
    "lies on its side": (transposed, "A8", "lies on its side"),
    "total row left in": (hidden_total_row, "A8", "is the sum of FARM to TRADE"),
    "total column left in": (hidden_total_column, "H1", "is the sum of FARM to TRADE"),
    "subtotal row": (subtotal, "A6", "is the sum of ORE to MACHINES"),
    "value added in thousands": (
        times(1000.0, [(r, c) for r in (7, 8) for c in range(1, 7)]),
        "A8",
        "multiplied by 0.001",
    ),
    "final uses in tenths": (times(10.0, LAST), "H1", "final uses: the table adds up when they are multiplied by 0.1"),
    "imports in hundreds": (times(0.01, [(r, 12) for r in range(1, 7)]), "M1", "imports: .* multiplied by 100"),
    "one row in thousands": (times(1000.0, [(3, c) for c in range(1, 12)]), "A4", "1000 times too large"),
    "one output in hundreds": (times(0.01, [(9, 5)]), "A6", "CLOTH: .* is supplied"),
    "row twice": (twice_row, "A5", "STEEL stands twice"),
    "column twice": (twice_column, "E1", "STEEL stands twice"),
    "row missing": (without_row(4), "E1", "MACHINES has a column and no row"),
    "column missing": (without_column(4), "A5", "MACHINES has a row and no column"),
    "code misspelt": (put(0, 3, "STEAL"), "A4", "STEEL has a row and no column"),
    "text": (put(2, 3, "n.a."), "D3", "text stands in the place of a number"),
    "number as text": (put(1, 5, "1,234.5"), "F2", "a number is written as text"),
    "share": (put(1, 5, "12%"), "F2", "a share stands in the place of a flow"),
    "error of a spreadsheet": (put(4, 2, "#REF!"), "C5", "an error of a spreadsheet"),
    "row does not add up": (put(1, 7, 260), "A2", r"FARM: 393 is supplied and 443 used, -50"),
    "column does not add up": (put(8, 2, 3), "C1", "ORE: output is"),
    "cell left empty": (put(4, 9, None), "A5", "MACHINES: .* is supplied"),
    "negative final use": (put(1, 1, 40), "K6", "Changes in inventories of CLOTH is negative"),
    "idle industry": (idle, "H1", "LIGHTHOUSES makes nothing and uses nothing"),
    "industry without output": (useless, "H1", "LIGHTHOUSES makes nothing and uses 3"),
    "row without a label": (put(3, 0, None), "A4", "a row of figures has no label"),
    "column without a label": (put(0, 3, None), "D1", "a column of figures has no label"),
}


def found(path: Path, options: Options) -> tuple[Fault, ...]:
    try:
        return read_table(path, "plain", options).findings
    except InputFault as fault:
        return fault.faults


def test_the_table_itself_has_only_what_is_known_of_it(tmp_path: Path) -> None:
    checks = found(written(tmp_path / "table 1990.csv", good()), Options())
    assert [each.problem for each in checks] == [
        "Changes in inventories of CLOTH is negative: taken for stock drawn down"
    ]


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_fault_is_named(tmp_path: Path, name: str) -> None:
    spoil, cell, words = PLANTED[name]
    path = written(tmp_path / "table 1990.csv", spoil(good()))
    named = [each for each in found(path, Options()) if each.cell == cell and _says(each, words)]
    assert named, "\n".join(map(str, found(path, Options())))
    assert named[0].sheet == "table 1990.csv"
    assert len(named[0].remedy) > 5


def _says(fault: Fault, words: str) -> bool:
    import re

    return re.search(words, fault.problem) is not None


def test_a_final_use_that_is_not_known_is_asked_for(tmp_path: Path) -> None:
    rows = good()
    rows[0][7:12] = ["F1", "F2", "F3", "F4", "F5"]
    path = written(tmp_path / "table 1990.csv", rows)
    assert "F1 has a column and no row" in found(path, Options())[0].problem
    said = ("F1=consumption", "F2=government", "F3=investment", "F4=inventories", "F5=exports")
    table = read_table(path, "plain", Options(final_use=said))
    assert [each.role.name for each in table.final_uses] == [
        "CONSUMPTION",
        "GOVERNMENT",
        "INVESTMENT",
        "INVENTORIES",
        "EXPORTS",
    ]


def test_a_label_that_the_user_names_and_is_not_there(tmp_path: Path) -> None:
    path = written(tmp_path / "table 1990.csv", good())
    faults = found(path, Options(final_use=("Household consumtion=consumption",)))
    assert faults[0].remedy == "Did you mean 'Household consumption'?"


def test_a_role_that_there_is_not(tmp_path: Path) -> None:
    path = written(tmp_path / "table 1990.csv", good())
    faults = found(path, Options(final_use=("Exports=sold",)))
    assert "'sold' is no final use" in faults[0].problem
    assert "inventories" in faults[0].remedy
