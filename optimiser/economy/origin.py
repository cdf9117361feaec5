"""Where in a workbook the parts of an economy stand, and how well its figures are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

UNGRADED = ""
"""The grade of figures that have none."""
ANY = "*"
"""In a pattern of keys: any part."""
SOURCED, DERIVED, ASSUMED = "sourced", "derived", "assumed"


@dataclass(frozen=True)
class Grades:
    """How many figures of a workbook are of which grade."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Sheet to grade to figures; the grade `UNGRADED` is of those that have none.  Empty: nothing is graded."""

    def __bool__(self) -> bool:
        return bool(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The grades that occur: sourced, derived, assumed, then any other word."""
        found = {grade for sheet in self.counts.values() for grade in sheet} - {UNGRADED}
        known = [grade for grade in (SOURCED, DERIVED, ASSUMED) if grade in found]
        return (*known, *sorted(found - set(known)))

    def number(self, grade: str) -> int:
        """Figures of a grade in all sheets."""
        return sum(sheet.get(grade, 0) for sheet in self.counts.values())

    @property
    def graded(self) -> int:
        """Figures that have a grade."""
        return sum(map(self.number, self.names))

    def share(self, grade: str) -> float:
        """Part of the figures that have a grade which are of this one; 0 where none has a grade."""
        return self.number(grade) / self.graded if self.graded else 0.0

    def frame(self) -> pd.DataFrame:
        """Figures as a table: a row a sheet, a column a grade, the last, `no grade`, of those that have none."""
        import pandas as pd

        heads = {grade: grade for grade in self.names} | {UNGRADED: "no grade"}
        rows = [[sheet.get(grade, 0) for grade in heads] for sheet in self.counts.values()]
        return pd.DataFrame(rows, index=pd.Index(list(self.counts), name="sheet"), columns=list(heads.values()))


@dataclass(frozen=True)
class Origin:
    """Where in the workbook things stand, so that a report can name the cell.

    `rows[sheet][key]` is a row number, `columns[sheet][key]` a column's letters.
    """

    path: str = ""
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    blank: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Sheet to the addresses of the cells that hold nothing, in its keyed rows."""
    grades: Grades = field(default=Grades())
    """How many of the figures are sourced, derived or assumed, where the workbook says so."""

    @cached_property
    def _by_part(self) -> Mapping[tuple[str, int, int, str], Sequence[str]]:
        """Sheet, number of parts, place of a part and the part itself, to the keys that have it there; the place -1
        stands for all keys of so many parts."""
        found: dict[tuple[str, int, int, str], list[str]] = {}
        for sheet, keys in self.rows.items():
            for key in keys:
                parts = key.split("|")
                for place, part in ((-1, ANY), *enumerate(parts)):
                    found.setdefault((sheet, len(parts), place, part), []).append(key)
        return found

    def keys(self, sheet: str, pattern: str) -> Sequence[str]:
        """The keys of rows that a pattern stands for, in the order of the sheet: parts joined by `|`, `*` is any."""
        if ANY not in pattern:
            return (pattern,) if pattern in self.rows.get(sheet, {}) else ()
        wanted = pattern.split("|")
        told = [(place, part) for place, part in enumerate(wanted) if part != ANY]
        with_each = [self._by_part.get((sheet, len(wanted), *each), ()) for each in told or [(-1, ANY)]]
        fewest = min(with_each, key=len)
        return [key for key in fewest if all(key.split("|")[place] == part for place, part in told)]

    def cell(self, sheet: str, row: str, column: str) -> str:
        """`Sheet!B4`, as near as it is known: the sheet alone where the row or the column is not."""
        number = self.rows.get(sheet, {}).get(row)
        letters = self.columns.get(sheet, {}).get(column)
        entry = self.rows.get(sheet, {}).get(f"{row}|{column}")
        if entry and not letters:  # a matrix with a row for every figure
            number, letters = entry, self.columns[sheet].get("value")
        return f"{sheet}!{letters}{number}" if number and letters else sheet

    def given(self, sheet: str, row: str, column: str) -> bool:
        """Whether the cell is known, and holds something."""
        _, _, address = self.cell(sheet, row, column).rpartition("!")
        return address != sheet and address not in self.blank.get(sheet, ())
