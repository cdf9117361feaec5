"""Validation: everything there is to say about a workbook, as lines, as data, and as a marked copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from optimiser.economy.economy import Economy
from optimiser.economy.regions import producers_of
from optimiser.errors import Fault, InputFault
from optimiser.files import Mark, atomic, check_writable, set_text
from optimiser.language.naming import with_stylised
from optimiser.workbook.cells import Book, load_values, open_book
from optimiser.workbook.changes import Change
from optimiser.workbook.faults import AppliedDefault
from optimiser.workbook.headers import ERRORS
from optimiser.workbook.parsing import Uncalculated
from optimiser.workbook.read.economy import examine, wanted

OTHERWISE = "Notes on errors"
"""Name of the list where the workbook has a sheet `Errors` of its own."""
HEADERS = ("sheet", "cell", "value", "kind", "what is wrong", "how to mend it")
WIDTHS = (20, 10, 24, 10, 60, 60)
LINE = 52
"""Signs to a line of the widest columns, from which the height of rows is guessed."""


@dataclass(frozen=True)
class Validation:
    """What was found in a workbook."""

    path: str
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    defaults: tuple[AppliedDefault, ...] = ()
    notices: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    summary: str = ""
    """What economy it is, in a sentence; empty where there are faults."""

    def lines(self, *, defaults: bool = False, quiet: bool = False) -> list[str]:
        """For the screen, grouped by sheet, then the count, and what economy it is.

        `defaults` and notices are listed where that is asked for, and else counted; `quiet` leaves out both, and
        what economy it is.
        """
        marks = [*self.faults, *self.warnings]
        groups: dict[str, list[str]] = {}
        for sheet in dict.fromkeys(fault.sheet for fault in marks):
            here = [fault for fault in marks if fault.sheet == sheet]
            wrong = [fault for fault in here if not fault.warning]
            counts = [_counted(wrong, "fault")] * bool(wrong)
            counts += [_counted(here[len(wrong) :], "warning")] * (len(here) > len(wrong))
            groups[f"{sheet}: {', '.join(counts)}"] = [f"{'warning: ' * each.warning}{each}" for each in here]
        if (defaults or self.faults) and not quiet:
            groups["Notices"] = list(self.notices)
            groups["Defaults applied"] = list(map(str, self.defaults))
        found = [line for head, body in groups.items() if body for line in (head, *(f"  {each}" for each in body))]
        counts = [_counted(self.faults, "fault"), _counted(self.warnings, "warning")]
        counts += [_counted(self.defaults, "default")] * (not self.faults)
        found.append(f"{self.path}: {', '.join(counts)}")
        if self.summary and not quiet:
            found.append(self.summary)
            rest = [_counted(self.defaults, "default"), *([_counted(self.notices, "notice")] if self.notices else [])]
            if not defaults:
                found.append(f"{' and '.join(rest)}: --defaults lists them.")
        return found

    def called(self, name: str) -> Validation:
        """The same of a file that has another name, as what came from stdin has."""
        faults = tuple(replace(each, sheet=name) if each.sheet == self.path else each for each in self.faults)
        return replace(self, path=name, faults=faults)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "workbook": self.path,
            "faults": [fault.as_dict() for fault in self.faults],
            "warnings": [warning.as_dict() for warning in self.warnings],
            "defaults": [asdict(default) for default in self.defaults],
            "notices": list(self.notices),
            "scenarios": list(self.scenarios),
            "summary": self.summary or None,
        }


def _counted(things: Sequence[object], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def validate_workbook(path: str | Path, scenario: str | None = None, changes: Iterable[Change] = ()) -> Validation:
    """Everything that is wrong with a workbook; nothing is raised for it."""
    try:
        book = open_book(Path(path), wanted)
    except InputFault as fault:
        return Validation(str(path), fault.faults)
    found = examine(book, scenario, changes)
    summary = _summary(found.economy, found.scenarios) if found.economy else ""
    return Validation(str(path), found.faults, found.warnings, found.defaults, found.notices, found.scenarios, summary)


def _summary(economy: Economy, scenarios: Sequence[str]) -> str:
    called = with_stylised(economy.title or "An economy without a title", economy.stylised)
    parts = [
        _counted(economy.sectors.axis.labels[: len(producers_of(economy))], "sector"),
        f"{economy.years.plan} plan years after {economy.years.base}",
        _counted(sorted(set(economy.targets.axis.columns["set"])), "target set"),
        _counted(scenarios, "scenario"),
    ]
    return f"{called}: {', '.join(parts)}."


def annotate_workbook(path: str | Path, found: Validation, copy: str | Path, *, force: bool = False) -> None:
    """Write a copy of a workbook, values for formulas, its faulty cells marked, with a sheet that lists the faults.

    Raises:
        InputFault: it cannot be opened, or is too large to be marked.
        OutputFault: the copy cannot be written there.
    """
    check_writable(copy, force=force, never=path, mark=Mark.ECONOMY)
    book = open_book(Path(path), wanted)
    workbook = load_values(Path(path))
    _show_uncalculated(workbook, book)
    marks = [*found.faults, *found.warnings]
    titles = {sheet.title.casefold(): sheet.title for sheet in workbook.worksheets}
    for fault in marks:
        title = titles.get(fault.sheet.casefold())
        if title and fault.cell:
            _mark(_visible(workbook[title], fault.cell), fault)
    _list(workbook, marks, titles)
    with atomic(copy, force=force, never=path, mark=Mark.ECONOMY) as temporary:
        workbook.save(temporary)


def _show_uncalculated(workbook: Any, book: Book) -> None:
    """A formula without a value is shown as text: there is nothing else to see in its cell."""
    for title, grid in book.grids.items():
        for number, row in enumerate(grid.rows, start=1):
            for index, value in enumerate(row, start=1):
                if isinstance(value, Uncalculated):
                    set_text(workbook[title].cell(number, index), str(value))


def _visible(worksheet: Any, cell: str) -> Any:
    """A cell; where it is merged into another, that one."""
    found = worksheet[cell]
    if hasattr(found, "comment"):
        return found
    area = next(each for each in worksheet.merged_cells.ranges if cell in each)
    return worksheet.cell(area.min_row, area.min_col)


def _mark(cell: Any, fault: Fault) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    earlier = f"{cell.comment.text}\n\n" if cell.comment else ""
    text = f"{earlier}{'Warning' if fault.warning else 'Fault'}: {fault.problem}. {fault.remedy}"
    cell.comment = Comment(text, "optimiser", height=60 + 18 * (len(text) // 45), width=340)
    if not (fault.warning and earlier):
        cell.fill = PatternFill("solid", fgColor="FFE699" if fault.warning else "F4B6B6")


def _list(workbook: Any, marks: Sequence[Fault], titles: dict[str, str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = workbook.create_sheet(_free_name(workbook), 0)
    for each in workbook.worksheets:
        each.sheet_view.tabSelected = False
    workbook.active = 0
    for index, (header, width) in enumerate(zip(HEADERS, WIDTHS, strict=True), start=1):
        sheet.cell(1, index, header).font = Font(name="Calibri", bold=True)
        sheet.cell(1, index).fill = PatternFill("solid", fgColor="DDE6EE")
        sheet.column_dimensions[sheet.cell(1, index).column_letter].width = width
    for row, fault in enumerate(marks, start=2):
        kind = "warning" if fault.warning else "fault"
        for index, text in enumerate(
            (fault.sheet, fault.cell, fault.value, kind, fault.problem, fault.remedy), start=1
        ):
            set_text(sheet.cell(row, index), text)
            sheet.cell(row, index).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(row, 4).fill = PatternFill("solid", fgColor="FFE699" if fault.warning else "F4B6B6")
        sheet.row_dimensions[row].height = 15.5 * (1 + max(len(fault.problem), len(fault.remedy)) // LINE)
        title = titles.get(fault.sheet.casefold())
        if title:
            quoted = title.replace("'", "''")
            at = 2 if fault.cell else 1
            sheet.cell(row, at).hyperlink = _link(sheet.cell(row, at).coordinate, f"'{quoted}'!{fault.cell or 'A1'}")
            sheet.cell(row, at).font = Font(name="Calibri", color="0563C1", underline="single")
    if not marks:
        sheet.cell(2, 1, "Nothing is wrong.")
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0


def _link(here: str, there: str) -> Any:
    from openpyxl.worksheet.hyperlink import Hyperlink

    return Hyperlink(ref=here, location=there)


def _free_name(workbook: Any) -> str:
    """The name of the list; one that an earlier marking wrote gives way to it."""
    names = {name.casefold(): name for name in workbook.sheetnames}
    for name in (ERRORS, OTHERWISE):
        there = names.get(name.casefold())
        if there is None:
            return name
        ours = tuple(workbook[there].cell(1, index).value for index in range(1, len(HEADERS) + 1)) == HEADERS
        if ours:
            del workbook[there]
            return name
    return f"{OTHERWISE} of this copy"
