"""The workbook: every sheet, column, key, unit, bound, default and meaning, in one table.

The reader, the writer, the messages and `docs/workbook.md` all come from `SHEETS`.  Meanings are sentences.
"""

from __future__ import annotations

from optimiser.workbook.columns import Sheet
from optimiser.workbook.schema import aims, execution, money, people, production, regions, relaxation
from optimiser.workbook.schema.makers import AFTER as AFTER
from optimiser.workbook.schema.makers import ASIDE as ASIDE
from optimiser.workbook.schema.makers import BASE_TRADE as BASE_TRADE
from optimiser.workbook.schema.makers import CAPACITY_UNIT as CAPACITY_UNIT
from optimiser.workbook.schema.makers import EVERY_GRADE as EVERY_GRADE
from optimiser.workbook.schema.makers import FORMAT_VERSION as FORMAT_VERSION
from optimiser.workbook.schema.makers import GRADES as GRADES
from optimiser.workbook.schema.makers import LAG as LAG
from optimiser.workbook.schema.makers import LARGEST as LARGEST
from optimiser.workbook.schema.makers import MOST_GESTATION as MOST_GESTATION
from optimiser.workbook.schema.makers import MOST_PLAN_YEARS as MOST_PLAN_YEARS
from optimiser.workbook.schema.makers import MOST_RUNS as MOST_RUNS
from optimiser.workbook.schema.makers import MOST_TAIL_YEARS as MOST_TAIL_YEARS
from optimiser.workbook.schema.makers import OBJECTIVE_VARIABLES as OBJECTIVE_VARIABLES
from optimiser.workbook.schema.makers import OPERATIONS as OPERATIONS
from optimiser.workbook.schema.makers import READING_AIDS as READING_AIDS
from optimiser.workbook.schema.makers import SEARCHED as SEARCHED
from optimiser.workbook.schema.makers import SHARE_A_YEAR as SHARE_A_YEAR
from optimiser.workbook.schema.makers import SMALLEST as SMALLEST
from optimiser.workbook.schema.makers import TARGET_VARIABLES as TARGET_VARIABLES
from optimiser.workbook.schema.makers import TRADE_ITEMS as TRADE_ITEMS
from optimiser.workbook.schema.makers import UNIT as UNIT
from optimiser.workbook.schema.makers import YEARLY_UNIT as YEARLY_UNIT
from optimiser.workbook.schema.product_columns import PRODUCT_COLUMNS as PRODUCT_COLUMNS

SHEETS: tuple[Sheet, ...] = (
    *production.SHEETS,
    *people.SHEETS,
    *money.SHEETS,
    *regions.SHEETS,
    *execution.SHEETS,
    *aims.SHEETS,
    *relaxation.SHEETS,
)

BY_NAME = {sheet.name: sheet for sheet in SHEETS}
