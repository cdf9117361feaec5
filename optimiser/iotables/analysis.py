"""A national table as the flows that multipliers are made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from optimiser.economy.multipliers import Flows
from optimiser.iotables.table import NationalTable
from optimiser.iotables.vocabulary import Role
from optimiser.workbook.faults import plain


def flows_of_table(table: NationalTable) -> Flows:
    """The flows of a table; people are employment, or pay where employment is not known."""
    pay = np.maximum(table.primary(Role.PAY), 0.0)
    known = not np.isnan(table.employment[table.output > 0.0]).any()
    people = np.nan_to_num(table.employment) if known else pay
    unit = table.employment_unit if known else f"{table.unit} of pay"
    return Flows(
        title=f"{table.title} {table.year}".strip(),
        stylised=False,
        source=table.source,
        unit=table.unit,
        sectors=table.sectors,
        names=table.sector_names,
        make=table.make,
        use=table.use,
        imports=table.imports,
        import_need=table.import_need,
        final=table.final,
        final_uses=tuple(each.name for each in table.final_uses),
        employment=people,
        employment_unit=unit if people.any() else "",
    )


def is_plan_workbook(path: Path) -> bool:
    """Whether a file is a workbook with a sheet Plan.

    Raises:
        InputFault: it is named as a workbook and cannot be read.
    """
    from optimiser.workbook.cells import open_book

    if not path.is_file() or path.suffix.lower() != ".xlsx":
        return False
    return any(plain(title) == "plan" for title in open_book(path, lambda _: False).titles)
