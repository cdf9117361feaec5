"""The Excel format: from a workbook to the economy that it describes, with every fault and its cell; and back."""

from optimiser.workbook.changes import Change, parse_change
from optimiser.workbook.faults import AppliedDefault
from optimiser.workbook.read.economy import (
    Reading,
    economy_from_tables,
    read_economy,
    read_tables,
    read_workbook,
    scenario_changes,
)
from optimiser.workbook.validation import Validation, annotate_workbook, validate_workbook
from optimiser.workbook.write.tables import tables_of
from optimiser.workbook.write.workbook import write_economy, write_tables

__all__ = [
    "AppliedDefault",
    "Change",
    "Reading",
    "Validation",
    "annotate_workbook",
    "economy_from_tables",
    "parse_change",
    "read_economy",
    "read_tables",
    "read_workbook",
    "scenario_changes",
    "tables_of",
    "validate_workbook",
    "write_economy",
    "write_tables",
]
