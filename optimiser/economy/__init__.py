"""From a workbook to the economy that it describes, frozen and typed; and back."""

from optimiser.economy.axes import Axis, Years
from optimiser.economy.collector import AppliedDefault
from optimiser.economy.economy import Economy, Origin, Terminal, differences
from optimiser.economy.reader import Reading, economy_from_tables, read_economy, read_tables, read_workbook
from optimiser.economy.scenarios import Change, parse_change
from optimiser.economy.tabulate import tables_of
from optimiser.economy.validation import Validation, annotate_workbook, validate_workbook
from optimiser.economy.writer import write_economy, write_tables

__all__ = [
    "AppliedDefault",
    "Axis",
    "Change",
    "Economy",
    "Origin",
    "Reading",
    "Terminal",
    "Validation",
    "Years",
    "annotate_workbook",
    "differences",
    "economy_from_tables",
    "parse_change",
    "read_economy",
    "read_tables",
    "read_workbook",
    "tables_of",
    "validate_workbook",
    "write_economy",
    "write_tables",
]
