"""Where in a workbook the parts of an economy stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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

    def cell(self, sheet: str, row: str, column: str) -> str:
        """`Sheet!B4`, as near as it is known: the sheet alone where the row or the column is not."""
        number = self.rows.get(sheet, {}).get(row)
        letters = self.columns.get(sheet, {}).get(column)
        return f"{sheet}!{letters}{number}" if number and letters else sheet

    def given(self, sheet: str, row: str, column: str) -> bool:
        """Whether the cell is known, and holds something."""
        _, _, address = self.cell(sheet, row, column).rpartition("!")
        return address != sheet and address not in self.blank.get(sheet, ())
