"""The workbooks of several regions made one: codes with the region behind them, figures side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimiser.iotables.grading import Rows
from optimiser.workbook.columns import Kind, Layout, Sheet
from optimiser.workbook.headers import label_of
from optimiser.workbook.schema import ASIDE, BY_NAME, READING_AIDS

REGIONAL = ("Sectors", "Products", "Labour", "Households")
"""Sheets with a column of regions."""
SUMMED = ("receipts", "opening debt", "debt limit")
"""Items of the account abroad, which all regions have in common, that are sums."""


def code_of(label: object, region: str) -> str:
    """The code of a thing in a region."""
    return f"{label_of(label)} {region}"


def joined(of_region: Mapping[str, Mapping[str, Rows]]) -> dict[str, Rows]:
    """One workbook of those of several regions, with no route between them.

    Every product, sector, pool, household and bundle of one is a thing of its own in the other; what is a good of a
    product is its code before.  The account abroad is one for all.  The sheet Plan is the first's, without its title.

    Raises:
        ValueError: a workbook has a sheet of which there can be only one, such as Town and country.
    """
    sheets = [sheet for sheet in BY_NAME if any(sheet in tables for tables in of_region.values())]
    found: dict[str, Rows] = {}
    for name in sheets:
        sheet, parts = BY_NAME[name], {region: tables[name] for region, tables in of_region.items() if name in tables}
        if sheet.layout is Layout.MATRIX:
            found[name] = _matrices(parts)
        elif name == "Plan":
            found[name] = [list(row) for row in next(iter(parts.values()))]
        elif name == "Foreign exchange":
            found[name] = _accounts(list(parts.values()))
        elif sheet.layout in (Layout.TABLE, Layout.YEARLY):
            alone = "Products" not in of_region[next(iter(of_region))]
            found[name] = _tables(sheet, parts, goods=name == "Products" or (name == "Sectors" and alone))
        else:
            raise ValueError(f"the sheet {name} of several regions cannot be made one")
    return found


def _matrices(parts: Mapping[str, Rows]) -> Rows:
    """Blocks along the diagonal."""
    aids = (*ASIDE, *READING_AIDS)
    across = {
        region: [place for place, cell in enumerate(rows[0]) if place and cell not in aids]
        for region, rows in parts.items()
    }
    header = [code_of(parts[region][0][place], region) for region, places in across.items() for place in places]
    body: Rows = []
    before = 0
    for region, rows in parts.items():
        after = len(header) - before - len(across[region])
        for row in rows[1:]:
            figures = [row[place] for place in across[region]]
            body.append([code_of(row[0], region), *[None] * before, *figures, *[None] * after])
        before += len(across[region])
    return [[next(iter(parts.values()))[0][0], *header], *body]


def _tables(sheet: Sheet, parts: Mapping[str, Rows], *, goods: bool) -> Rows:
    """One under the other, with the columns of all."""
    coded = {column.name for column in sheet.columns if column.kind in (Kind.NEW, Kind.CODE)} | {"code", "bundle"}
    header = list(dict.fromkeys(label_of(cell) for rows in parts.values() for cell in rows[0]))
    further = [*["region"] * (sheet.name in REGIONAL), *["good"] * goods]
    body: Rows = []
    for region, rows in parts.items():
        own = [label_of(cell) for cell in rows[0]]
        for row in rows[1:]:
            cells = dict(zip(own, row, strict=True))
            line = [
                code_of(cells[name], region) if name in coded and cells.get(name) is not None else cells.get(name)
                for name in header
            ]
            body.append([*line, *[region] * ("region" in further), *[label_of(cells.get("code"))] * goods])
    return [[*header, *further], *body]


def _accounts(parts: Sequence[Rows]) -> Rows:
    """The account abroad of all: sums of amounts; rates are the first's."""
    first = [list(row) for row in parts[0]]
    value = first[0].index("value")
    for row in first[1:]:
        if row[0] in SUMMED:
            found = [other[value] for rows in parts for other in rows[1:] if other[0] == row[0]]
            row[value] = (
                sum(float(str(each)) for each in found)
                if all(isinstance(each, int | float) for each in found)
                else row[value]
            )
    return [*first[:1], *first[1:]]
