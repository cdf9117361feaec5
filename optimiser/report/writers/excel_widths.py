"""How wide the columns of a workbook are, and what is a column of figures."""

from __future__ import annotations

from optimiser.report.page import Column, Format, Table
from optimiser.report.patterns import Patterns
from optimiser.report.writers.excel_styles import LETTER, NARROWEST, WIDEST, lines_needed, shown_length


def wraps(words: str, column: Column) -> bool:
    """Whether words take more than one line in a column."""
    return lines_needed(words, column.width or WIDEST / LETTER) > 1


def is_numeric(table: Table, patterns: Patterns, place: int) -> bool:
    """Whether the first thing said in a column is a number."""
    for cells, _ in patterns.kept:
        value = cells[place]
        if value is not None:
            return isinstance(value, int | float)
    column = table.columns[place]
    return column.format not in (Format.MAGNITUDE, Format.INPUT) or column.largest is not None


def column_widths(table: Table, patterns: Patterns) -> list[float]:
    """How wide each column of a table is, in characters, so that all that is kept of it can be read."""
    widths = []
    for column in table.columns:
        longest = max(map(len, column.heading.split()), default=0)
        least = column.width or max(longest + 2.0, min(len(column.heading) + 2.0, 14.0))
        widths.append(max(least, NARROWEST if column.width is None else 0.0))
    for cells, shown in patterns.kept:
        for place, (value, pattern) in enumerate(zip(cells, shown, strict=True)):
            if pattern is not None:
                widths[place] = max(widths[place], shown_length(value, pattern) + 3.0)
            elif value is not None and table.columns[place].width is None:
                widths[place] = max(widths[place], min(shown_length(value, None) + 2.0, WIDEST))
    return widths
