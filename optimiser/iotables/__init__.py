"""National tables: from what statistical offices publish to a plan workbook, checked before use."""

from optimiser.iotables.analysis import flows_of_table, is_plan_workbook
from optimiser.iotables.checks import check_table
from optimiser.iotables.draft import Draft, draft
from optimiser.iotables.importing import Imported, check_import, import_table, kind_of, read_table, write_import
from optimiser.iotables.recipe import Options
from optimiser.iotables.table import NationalTable

__all__ = [
    "Draft",
    "Imported",
    "NationalTable",
    "Options",
    "check_import",
    "check_table",
    "draft",
    "flows_of_table",
    "import_table",
    "is_plan_workbook",
    "kind_of",
    "read_table",
    "write_import",
]
