"""Several regions of one system as a workbook with regions: a draft of each, side by side, and routes between them.

What a region uses of a product is an input of that product in its own region, wherever it was made; what one region
delivers to another of it is a shipment, whose amount in the base year is the table's (Chenery's and Moses's form: the
coefficients are of the region that uses, not of each pair of regions).  So a plan may get a product from elsewhere.
What carrying takes no such table says: shipments take nothing, and may grow as exports do (assumed).
Source: Moses, The Stability of Interregional Trading Patterns and Input-Output Analysis (1955).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Floats
from optimiser.iotables import assumptions as assumed
from optimiser.iotables.draft import NEGLIGIBLE, Draft, draft
from optimiser.iotables.grading import ASSUMED, SOURCED, Grade, Rows
from optimiser.iotables.side_by_side import code_of, joined
from optimiser.iotables.table import NationalTable


@dataclass(frozen=True, eq=False)
class Regions:
    """A system whose regions are told apart."""

    whole: NationalTable
    """All of them as one economy."""
    of_region: Mapping[str, NationalTable]
    """Region to its table: uses are of products of all regions, imports and exports those of other countries."""
    delivered: Floats
    """(region, region, product): what the first delivers to the second, in the unit of the table; 0 to itself."""


def draft_of_regions(found: Regions) -> Draft:
    """One workbook for all regions, each drafted by itself; see the module."""
    drafts = {region: draft(table) for region, table in found.of_region.items()}
    tables = joined({region: each.tables for region, each in drafts.items()})
    title: list[object] = ["title", f"{found.whole.title} {found.whole.year}".strip(), None, None]
    tables["Plan"] = [title if row[0] == "title" else row for row in tables["Plan"]]
    tables["Routes"] = _routes(found)
    grades = [_of_region(grade, region) for region, each in drafts.items() for grade in each.grades]
    routes, source = len(tables["Routes"]) - 1, found.whole.source
    further = [
        Grade("Routes", "*", "base shipment", SOURCED, routes, None, None, source),
        Grade("Routes", "*", "limit", ASSUMED, routes, 0.95, 1.1, "deliveries, growing as exports do"),
        Grade("Routes", "*", "growth", ASSUMED, routes, 0.5, 2.0, "as exports"),
    ]
    return Draft(tables, (*_together(grades), *(further if routes else ())))


def _routes(found: Regions) -> Rows:
    """A row for each product that one region delivers to another."""
    names, goods = list(found.of_region), found.whole.products.labels
    rows: Rows = [["from", "to", "good", "limit", "growth", "base shipment", "source"]]
    for start, end, good in np.argwhere(found.delivered > NEGLIGIBLE):
        amount = float(f"{found.delivered[start, end, good]:.12g}")
        most = float(f"{(1.0 + assumed.MARKETS_GROWTH) * amount:.12g}")
        said = f"deliveries {SOURCED}; limits {ASSUMED}"
        rows.append([names[start], names[end], goods[good], most, assumed.MARKETS_GROWTH, amount, said])
    return rows


def _of_region(grade: Grade, region: str) -> Grade:
    """The grade of cells whose row or column is of a region; `*` is of any."""
    common = grade.sheet == "Foreign exchange"
    row = grade.row if common or grade.row == "*" else code_of(grade.row, region)
    matrix = grade.sheet in ("Construction", "Baskets") and grade.column != "*"
    return replace(grade, row=row, column=code_of(grade.column, region) if matrix else grade.column)


def _together(grades: list[Grade]) -> list[Grade]:
    """One grade for the same cells, with the number of all; of the account abroad there is one."""
    found: dict[tuple[str, str, str], Grade] = {}
    for each in grades:
        key = (each.sheet, each.row, each.column)
        before = found.get(key)
        one = each.sheet == "Foreign exchange"
        found[key] = each if before is None or one else replace(before, cells=before.cells + each.cells)
    return list(found.values())
