"""Validation: everything there is to say about a workbook, as lines, as data, and as a marked copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from optimiser.economy.collector import AppliedDefault
from optimiser.economy.grid import load_guarded
from optimiser.economy.reader import read_workbook
from optimiser.economy.scenarios import Change
from optimiser.errors import Fault, InputFault
from optimiser.files import atomic, set_text

LIST = "Notes on faults"
"""The sheet of a marked copy that lists the faults; by its name it is skipped when the copy is read."""
HEADERS = ("sheet", "cell", "value", "kind", "what is wrong", "how to mend it")
WIDTHS = (20, 10, 24, 10, 70, 70)


@dataclass(frozen=True)
class Validation:
    """What was found in a workbook."""

    path: str
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    defaults: tuple[AppliedDefault, ...] = ()
    notices: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()

    def lines(self, quiet: bool = False) -> list[str]:
        """For the screen; `quiet` leaves out notices and defaults."""
        found = [str(fault) for fault in self.faults]
        found += [f"warning: {warning}" for warning in self.warnings]
        if not quiet:
            found += [f"notice: {notice}" for notice in self.notices]
            found += [f"default: {default}" for default in self.defaults]
        counts = ((self.faults, "fault"), (self.warnings, "warning"), (self.defaults, "default"))
        summary = ", ".join(f"{len(each)} {name}{'' if len(each) == 1 else 's'}" for each, name in counts)
        return [*found, f"{self.path}: {summary}"]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "workbook": self.path,
            "faults": [fault.as_dict() for fault in self.faults],
            "warnings": [warning.as_dict() for warning in self.warnings],
            "defaults": [asdict(default) for default in self.defaults],
            "notices": list(self.notices),
            "scenarios": list(self.scenarios),
        }


def validate_workbook(path: str | Path, scenario: str | None = None, changes: Iterable[Change] = ()) -> Validation:
    """Everything that is wrong with a workbook; nothing is raised for it."""
    try:
        reading = read_workbook(path, scenario, changes)
    except InputFault as fault:
        return Validation(str(path), fault.faults)
    return Validation(str(path), (), reading.warnings, reading.defaults, reading.notices, reading.scenarios)


def annotate_workbook(path: str | Path, found: Validation, copy: str | Path, *, force: bool = False) -> None:
    """Write a copy of a workbook with its faulty cells marked, and a sheet that lists the faults.

    Raises:
        InputFault: it cannot be opened.
        OutputFault: the copy cannot be written there.
    """
    workbook = load_guarded(Path(path))
    marks = [*found.faults, *found.warnings]
    titles = {sheet.title.casefold(): sheet.title for sheet in workbook.worksheets}
    for fault in marks:
        title = titles.get(fault.sheet.casefold())
        if title and fault.cell:
            _mark(workbook[title][fault.cell], fault)
    _list(workbook, marks, titles)
    with atomic(copy, force=force, never=path) as temporary:
        workbook.save(temporary)


def _mark(cell: Any, fault: Fault) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if not hasattr(cell, "comment"):  # merged into another cell
        return
    earlier = f"{cell.comment.text}\n\n" if cell.comment else ""
    text = f"{earlier}{'Warning' if fault.warning else 'Fault'}: {fault.problem}. {fault.remedy}"
    cell.comment = Comment(text, "optimiser", height=60 + 18 * (len(text) // 45), width=340)
    cell.fill = PatternFill("solid", fgColor="FFE699" if fault.warning else "F4B6B6")


def _list(workbook: Any, marks: list[Fault], titles: dict[str, str]) -> None:
    from openpyxl.styles import Alignment, Font

    if LIST in workbook.sheetnames:
        del workbook[LIST]
    sheet = workbook.create_sheet(LIST, 0)
    workbook.active = 0
    for place, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True), start=1):
        sheet.cell(1, place, header).font = Font(name="Calibri", bold=True)
        sheet.column_dimensions[sheet.cell(1, place).column_letter].width = width
    for row, fault in enumerate(marks, start=2):
        kind = "warning" if fault.warning else "fault"
        for place, text in enumerate(
            (fault.sheet, fault.cell, fault.value, kind, fault.problem, fault.remedy), start=1
        ):
            set_text(sheet.cell(row, place), text)
            sheet.cell(row, place).alignment = Alignment(wrap_text=True, vertical="top")
        title = titles.get(fault.sheet.casefold())
        if title and fault.cell:
            quoted = title.replace("'", "''")
            sheet.cell(row, 2).hyperlink = f"#'{quoted}'!{fault.cell}"
            sheet.cell(row, 2).font = Font(name="Calibri", color="0563C1", underline="single")
    if not marks:
        sheet.cell(2, 1, "Nothing is wrong.")
    sheet.freeze_panes = "A2"
