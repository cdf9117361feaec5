"""Workbooks made for people: headers with notes, lists to choose from, bounds that the program itself checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from optimiser.economy.economy import Economy
from optimiser.files import Mark, atomic, set_text
from optimiser.workbook.columns import Column, Kind, Layout, Sheet
from optimiser.workbook.faults import letters
from optimiser.workbook.headers import label_of, recognised
from optimiser.workbook.parsing import YEAR
from optimiser.workbook.schema import LARGEST
from optimiser.workbook.write.tables import tables_of

Rows = Sequence[Sequence[object]]
Tables = Mapping[str, Rows]

WIDEST = 60
SPARE_ROWS = 200
"""Rows below a table that lists and bounds cover too."""
LIST_OF = {"sector": "Sectors", "product": "Products", "pool": "Labour", "household": "Households"}


def write_economy(economy: Economy, path: str | Path, *, force: bool = False) -> None:
    """Write a workbook that says what the economy says.

    Raises:
        OutputFault: it cannot be written there.
    """
    write_tables(tables_of(economy), path, force=force, never=economy.origin.path or None)


def write_tables(tables: Tables, path: str | Path, *, force: bool = False, never: str | Path | None = None) -> None:
    """Write tables as the sheets of a workbook; never over the file `never`.

    Raises:
        OutputFault: it cannot be written there.
    """
    from openpyxl import Workbook

    with atomic(path, force=force, never=never, mark=Mark.ECONOMY) as temporary:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in tables.items():
            worksheet = workbook.create_sheet(title)
            sheet = recognised(title)
            _fill(worksheet, rows)
            _dress(worksheet, rows, sheet)
            if sheet:
                _explain(worksheet, rows, sheet)
                _guard(worksheet, rows, sheet, tables)
        workbook.save(temporary)


def _fill(worksheet: Any, rows: Rows) -> None:
    for number, row in enumerate(rows, start=1):
        for index, value in enumerate(row, start=1):
            if isinstance(value, str):
                set_text(worksheet.cell(number, index), value)
            elif isinstance(value, bool):
                worksheet.cell(number, index, "yes" if value else "no")
            elif value is not None:
                worksheet.cell(number, index, value)


def _dress(worksheet: Any, rows: Rows, sheet: Sheet | None) -> None:
    """Header, widths, panes, print."""
    from openpyxl.styles import Alignment, Font, PatternFill

    bold, fill = Font(name="Calibri", bold=True), PatternFill("solid", fgColor="DDE6EE")
    wrap = Alignment(wrap_text=True, vertical="top")
    for cell in worksheet[1] if rows else ():
        cell.font, cell.fill, cell.alignment = bold, fill, wrap
    for index in range(max(map(len, rows), default=0)):
        longest = max((len(_shown(row[index])) for row in rows if index < len(row)), default=0)
        worksheet.column_dimensions[letters(index)].width = min(max(longest + 2, 9), WIDEST)
    for row in worksheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str) and len(cell.value) > WIDEST:
                cell.alignment = wrap
    worksheet.page_setup.orientation = "landscape"
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    worksheet.page_setup.fitToHeight = 0
    worksheet.print_title_rows = "1:1"
    fixed = len(sheet.key) if sheet and sheet.layout in (Layout.TABLE, Layout.YEARLY) else 1
    worksheet.freeze_panes = f"{letters(fixed)}2"


def _shown(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value or "")


def _explain(worksheet: Any, rows: Rows, sheet: Sheet) -> None:
    """Notes on the headers, or on the keys of a keyed sheet."""
    if sheet.layout is Layout.MATRIX:
        cells = sheet.cells
        assert cells is not None
        text = f"{sheet.meaning}\nRows: {sheet.rows}. Columns: {sheet.across}. {cells.meaning} [{cells.unit}]"
        _note(worksheet.cell(1, 1), text + " Blank is 0.")
        return
    columns = {column.name: column for column in sheet.expanded}
    if sheet.layout in (Layout.KEYS, Layout.ITEMS):
        for number, row in enumerate(rows[1:], start=2):
            column = columns.get(str(row[0]))
            if column:
                _note(worksheet.cell(number, 1), note_on(column))
        return
    for index, header in enumerate(rows[0], start=1):
        column = columns.get(label_of(header))
        if column:
            _note(worksheet.cell(1, index), note_on(column))


def note_on(column: Column) -> str:
    """What a column or a key means, in a few lines."""
    lines = [column.meaning]
    if column.unit:
        lines.append(f"Unit: {column.unit}")
    if str(column.bounds):
        lines.append(f"Allowed: {column.bounds}")
    if column.choices:
        lines.append(f"One of: {', '.join(column.choices)}")
    lines.append("Required." if column.required else f"Where blank: {column.default_text}.")
    return "\n".join(lines)


def _note(cell: Any, text: str) -> None:
    from openpyxl.comments import Comment

    cell.comment = Comment(text, "optimiser", height=40 + 16 * (text.count("\n") + len(text) // 40 + 1), width=320)


def _guard(worksheet: Any, rows: Rows, sheet: Sheet, tables: Tables) -> None:
    """Lists to choose from, and bounds."""
    last = len(rows) + SPARE_ROWS
    if sheet.layout is Layout.MATRIX:
        _validate(worksheet, f"B2:{letters(max(len(rows[0]) - 1, 1))}{len(rows) + 1}", sheet.cells, tables)
        return
    columns = {column.name: column for column in sheet.expanded}
    if sheet.layout in (Layout.KEYS, Layout.ITEMS):
        for number, row in enumerate(rows[1:], start=2):
            end = letters(1) if sheet.layout is Layout.KEYS else letters(max(len(rows[0]) - 2, 2))
            start = letters(1 if sheet.layout is Layout.KEYS else 2)
            _validate(worksheet, f"{start}{number}:{end}{number}", columns.get(str(row[0])), tables)
        return
    for index, header in enumerate(rows[0]):
        name = label_of(header)
        column = columns.get(name, sheet.cells if YEAR.fullmatch(name) else None)
        _validate(worksheet, f"{letters(index)}2:{letters(index)}{last}", column, tables)


def _validate(worksheet: Any, cells: str, column: Column | None, tables: Tables) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if column is None:
        return
    rule: DataValidation | None = None
    choices = ("yes", "no") if column.kind is Kind.YESNO else column.choices
    listed = LIST_OF.get(column.axis, "")
    listed = "Sectors" if listed == "Products" and "Products" not in tables else listed
    if choices:
        rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    elif column.kind is Kind.CODE and listed in tables:
        codes = f"'{listed}'!$A$2:$A${len(tables[listed]) + SPARE_ROWS}"
        rule = DataValidation("list", formula1=codes, allow_blank=True)
    elif column.kind in (Kind.NUMBER, Kind.INTEGER):
        least = max(column.bounds.least, -LARGEST)
        most = min(column.bounds.most, LARGEST)
        kind: Literal["whole", "decimal"] = "whole" if column.kind is Kind.INTEGER else "decimal"
        low, high = f"{least:.15g}", f"{most:.15g}"
        rule = DataValidation(kind, operator="between", formula1=low, formula2=high, allow_blank=True)
    if rule is not None:
        rule.error, rule.errorTitle = note_on(column)[:250], column.name[:30]
        worksheet.add_data_validation(rule)
        rule.add(cells)
