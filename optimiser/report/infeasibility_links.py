"""Links from a report into the workbook that was read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from optimiser.report.sheet import Place, Sheet


@dataclass(frozen=True)
class Inputs:
    """Where the input workbook is, seen from the report; empty where it is not known."""

    target: str = ""

    @classmethod
    def of(cls, origin: str, report: Path) -> Inputs:
        """Seen from the folder of a report; as a whole address where they lie on different drives."""
        if not origin:
            return cls()
        source = Path(origin).absolute()
        try:
            beside = os.path.relpath(source, report.absolute().parent)
        except ValueError:
            return cls(source.as_uri())
        return cls(quote(Path(beside).as_posix()))

    def link(self, sheet: Sheet, place: Place, column: int, cells: tuple[str, ...]) -> None:
        """Make the cells that a table's column names links; plain text where the workbook is not known."""
        from openpyxl.styles import Alignment
        from openpyxl.worksheet.hyperlink import Hyperlink

        for row, cell in zip(place.rows, cells, strict=False):
            if not cell:
                continue
            there = sheet.text(row, column, cell, "link" if self.target else "")
            there.alignment = Alignment(horizontal="left", vertical="top", indent=1)
            if not self.target:
                continue
            name, _, address = cell.partition("!")
            quoted = name.replace("'", "''")
            location = f"'{quoted}'!{address or 'A1'}"
            there.hyperlink = Hyperlink(ref=there.coordinate, target=self.target, location=location)
