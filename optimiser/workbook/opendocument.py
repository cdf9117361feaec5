"""The sheets of an OpenDocument spreadsheet, row by row, without ever holding what its repetitions would unfold to.

Source: OASIS, Open Document Format for Office Applications, part 3, 9 (tables) and 19.385 (office:value-type).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import repeat
from typing import IO, TYPE_CHECKING

from optimiser.workbook.cells import LAST_ROW, MOST_COLUMNS, Row

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
TABLE, OFFICE, TEXT = (f"{{{_NAMES.format(name)}}}" for name in ("table", "office", "text"))
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
NUMBERS = ("float", "percentage", "currency")


def read_opendocument(content: IO[bytes]) -> Iterator[tuple[str, list[Row]]]:
    """Title and rows of every sheet in `content.xml`.

    Raises:
        defusedxml.DefusedXmlException: it declares a document type or an entity.
        xml.etree.ElementTree.ParseError: it is no XML.
    """
    from defusedxml.ElementTree import iterparse

    title = ""
    rows: list[Row] = []
    depth = 0
    for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
        if element.tag == f"{TABLE}table":
            depth += 1 if event == "start" else -1
            if depth == 1 and event == "start":
                title, rows = element.get(f"{TABLE}name", ""), []
            elif depth == 0:
                yield title, rows
                element.clear()
        elif event == "end" and depth == 1 and element.tag == f"{TABLE}table-row":
            if len(rows) <= LAST_ROW:
                rows.extend(repeat(_row(element), _times(element, "rows", LAST_ROW)))
            element.clear()


def _times(element: Element, what: str, most: int) -> int:
    return min(int(element.get(f"{TABLE}number-{what}-repeated", "1")), most)


def _row(element: Element) -> Row:
    """A row without blanks at its end."""
    values: list[object] = []
    blanks = 0
    for cell in element:
        if cell.tag not in CELLS or len(values) > MOST_COLUMNS:
            continue
        value, times = _value(cell), _times(cell, "columns", MOST_COLUMNS + 1)
        if value is None or cell.tag == CELLS[1]:
            blanks = min(blanks + times, MOST_COLUMNS + 1)
        else:
            values.extend(repeat(None, blanks))
            values.extend(repeat(value, times))
            blanks = 0
    return tuple(values)


def _value(cell: Element) -> object:
    kind = cell.get(f"{OFFICE}value-type", "")
    if kind in NUMBERS:
        number = float(cell.get(f"{OFFICE}value", "nan"))
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value") == "true"
    if kind == "date":
        return _date(cell.get(f"{OFFICE}date-value", ""))
    words = "\n".join(_words(each) for each in cell if each.tag == f"{TEXT}p")
    return words or cell.get(f"{OFFICE}string-value") or cell.get(f"{TABLE}formula") or None


def _date(words: str) -> object:
    try:
        return datetime.datetime.fromisoformat(words)
    except ValueError:
        return words


def _words(element: Element) -> str:
    """The text of a paragraph, with the spaces that the format counts instead of writing."""
    parts = [element.text or ""]
    for each in element:
        if each.tag == f"{TEXT}s":
            parts.append(" " * min(int(each.get(f"{TEXT}c", "1")), 1000))
        elif each.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            parts.append(" ")
        else:
            parts.append(_words(each))
        parts.append(each.tail or "")
    return "".join(parts)
