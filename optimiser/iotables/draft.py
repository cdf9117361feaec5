"""A plan workbook drafted from a national table, completed by assumptions that are graded cell by cell.

What the table holds is taken as it is: flows, outputs, final uses, trade, and stocks of capital and employment where
accounts give them.  The rest is assumed (`assumptions.py`) and scaled to the table:

    capacity      k[j]      =  (1 + spare) x[j]
    built in the base year   k[j] (delta[j] + g)       g the growth of capacity into the first plan year
    cost of capacity  c[j]   scaled so that  sum_j c[j] k[j] (delta[j] + g)  is the fixed investment of the table;
                             where accounts give the stock K, c[j] = K[j] / k[j] and depreciation is scaled instead
    composition   of every unit of building: the column of fixed investment
    labour        employment; where it is not given, pay; where that is not given either, value added

A negative final use is a negative entry of Demand: a source (stock drawn down, used goods sold, net imports).  It goes
on as in the base year, as inventories do; that is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from optimiser.arrays import Floats
from optimiser.iotables import assumptions as assumed
from optimiser.iotables.grading import (
    ASSUMED,
    BUNDLE,
    CONSUMERS,
    DERIVED,
    POOL,
    SOURCED,
    Grade,
    Rows,
    as_remainder,
    grades_of,
    remainders_in,
)
from optimiser.iotables.rules import source_of
from optimiser.iotables.table import NationalTable
from optimiser.iotables.vocabulary import Role

PLAN_YEARS = 5
NEGLIGIBLE = 1e-9
"""Amounts below this are rounding."""
GIVEN = MappingProxyType(
    {
        Role.OTHER_CONSUMPTION: "non-profit institutions",
        Role.GOVERNMENT: "government",
        Role.INVENTORIES: "stocks",
        Role.DIFFERENCE: "statistical difference",
    }
)
"""Final uses that are given uses of the plan."""


@dataclass(frozen=True)
class Draft:
    """The sheets of a workbook, and how their cells are known."""

    tables: Mapping[str, Rows]
    grades: tuple[Grade, ...]

    @property
    def assumed(self) -> int:
        """How many cells are assumed."""
        return sum(each.cells for each in self.grades if each.known == ASSUMED)


@dataclass(frozen=True, eq=False)
class Capital:
    """What is known and assumed of capital: (sector)."""

    capacity: Floats
    depreciation: Floats
    gestation: tuple[int, ...]
    cost: Floats
    """Of a unit of new capacity, in the table's unit."""
    known: str
    built: Floats
    """Capacity built in the base year."""
    words: str

    @property
    def wear(self) -> Floats:
        """(sector): depreciation; none where there is no capacity."""
        return np.where(self.capacity > 0.0, self.depreciation, 0.0)


def capital_of(table: NationalTable, groups: Sequence[assumed.Group]) -> Capital:
    """Capacity, depreciation and cost; see the module."""
    output = table.output
    capacity = (1.0 + assumed.SPARE) * output
    depreciation = np.array([each.depreciation for each in groups])
    invested = float(np.maximum(table.of_role(Role.INVESTMENT), 0.0).sum())
    made = output > 0.0
    if not np.isnan(table.capital[made]).any() and table.capital[made].sum() > 0.0:
        stock = np.where(made, np.nan_to_num(table.capital), 0.0)
        worn = float(stock @ depreciation)
        factor = max(invested - assumed.GROWTH * float(stock.sum()), 0.0) / worn if worn else 1.0
        depreciation = np.clip(factor * depreciation, *assumed.LIMITS_OF_DEPRECIATION)
        cost = np.divide(stock, capacity, out=np.zeros_like(stock), where=made)
        # what the limits of depreciation leave unexplained
        built = capacity * (depreciation + assumed.GROWTH)
        scale = invested / float(cost @ built) if float(cost @ built) > 0.0 else 0.0
        words = f"stocks of the accounts; assumed depreciation times {factor:.4g}, so that building is the investment"
        words += f" of the table; stocks times {scale:.4g}" if abs(scale - 1.0) > 1e-6 else ""
        return Capital(capacity, depreciation, _gestation(groups), scale * cost, DERIVED, built, words)
    cost = np.where(made, [each.capital for each in groups], 0.0)
    built = capacity * (depreciation + assumed.GROWTH)
    total = float(cost @ built)
    scale = invested / total if total > 0.0 else 0.0
    words = f"assumed ratios by group, times {scale:.4g}, so that building is the investment of the table"
    return Capital(capacity, depreciation, _gestation(groups), scale * cost, ASSUMED, built, words)


def _gestation(groups: Sequence[assumed.Group]) -> tuple[int, ...]:
    return tuple(each.gestation for each in groups)


def draft(table: NationalTable) -> Draft:
    """The workbook of a table."""
    groups = assumed.groups_of(table.sectors.labels, table.sector_names)
    capital = capital_of(table, groups)
    made = [number for number in range(len(table.sectors)) if table.output[number] > 0.0]
    year = int(table.year) if table.year.isdigit() else 0
    labour = _labour(table)
    tables: dict[str, Rows] = {"Plan": _plan(table, year), "Sectors": _sectors(table, groups)}
    if not table.symmetric:
        tables["Products"] = [
            ["code", "name", "unit", "price", "source"],
            *(
                [code, name, table.unit, 1.0, f"{SOURCED}: {table.source}"]
                for code, name in zip(table.products.labels, table.product_names, strict=True)
            ),
        ]
        tables["Make"] = _matrix("product", table.products.labels, table.sectors.labels, table.make)
    tables["Flows"] = _matrix("product", table.products.labels, table.sectors.labels, table.use)
    tables["Capacity"] = [
        ["sector", "capacity", "depreciation", "absorptive limit", "source"],
        *(
            [code, _plain(capital.capacity[j]), _plain(capital.wear[j]), assumed.ABSORPTIVE_LIMIT, ASSUMED]
            for j, code in enumerate(table.sectors.labels)
        ),
    ]
    if capital.cost.any():
        tables |= _building(table, capital, made, year)
    tables |= labour.tables
    tables |= _people(table)
    tables["Demand"] = _demand(table, year)
    tables |= _trade(table, year)
    tables = {name: rows for name, rows in tables.items() if len(rows) > 1}
    for sheet in table.remainders:
        tables |= {sheet: remainders_in(tables[sheet])} if sheet in tables else {}
    size = len(table.products), len(table.sectors)
    grades = grades_of(tables, table.source, *size, (capital.known, capital.words))
    return Draft(tables, (*(as_remainder(each, table.remainders) for each in grades), *labour.grades))


def _plan(table: NationalTable, year: int) -> Rows:
    return [
        ["key", "value", "unit", "note"],
        ["title", f"{table.title} {table.year}".strip(), None, None],
        ["stylised", True, None, "flows are the table's; capital, labour and building are assumed: see the grades"],
        ["source", table.source, None, None],
        ["format version", 1, None, None],
        ["base year", year, None, None],
        ["plan years", PLAN_YEARS, "years", ASSUMED],
        ["tail years", 0, "years", None],
        ["money unit", table.unit, None, "prices of the base year"],
        ["terminal condition", "ray", None, "capacity goes on growing; assumed"],
        ["default strategy", "balanced", None, None],
        ["smoothness", 0.1, None, None],
        ["discount rate", 0.03, "share", "a year; assumed"],
    ]


def _sectors(table: NationalTable, groups: Sequence[assumed.Group]) -> Rows:
    rows: Rows = [["code", "name", "unit", "group", "base output", "productivity growth", "import need", "source"]]
    for j, code in enumerate(table.sectors.labels):
        output = float(table.output[j])
        need = _plain(table.import_need[j] / output) if output > 0.0 else 0.0
        rows.append(
            [
                code,
                table.sector_names[j],
                table.unit,
                groups[j].plan_group,
                _plain(output),
                groups[j].productivity_growth,
                need,
                f"output {SOURCED}: {table.source}; the rest {ASSUMED}",
            ]
        )
    return rows


def _building(table: NationalTable, capital: Capital, made: Sequence[int], year: int) -> dict[str, Rows]:
    labels = table.sectors.labels
    bought = np.maximum(table.of_role(Role.INVESTMENT), 0.0)
    begun: Rows = [["sector", "capacity", "year due", "cost to come", "note"]]
    for j in made:
        first = assumed.GROWTH * capital.capacity[j]
        begun.append([labels[j], _plain(first), year + 1, 0.0, f"{ASSUMED}; over what wore out"])
        for later in range(2, capital.gestation[j] + 1):
            to_come = (later - 1) / capital.gestation[j]
            begun.append([labels[j], _plain(capital.built[j]), year + later, _plain(to_come), ASSUMED])
    return {
        "Projects": [
            ["sector", "type", "gestation", "cost factor", "source"],
            *([labels[j], "new", capital.gestation[j], 1.0, ASSUMED] for j in made),
        ],
        "Construction": [
            ["product", BUNDLE, "source"],
            *(
                [code, _plain(share), f"{DERIVED}: column of fixed investment"]
                for code, share in zip(table.products.labels, bought / bought.sum(), strict=True)
                if share > 0.0
            ),
        ],
        "Capital": [
            ["bundle", *(labels[j] for j in made), "source"],
            [BUNDLE, *(_plain(capital.cost[j]) for j in made), capital.words],
        ],
        "Under construction": begun,
    }


@dataclass(frozen=True)
class _Labour:
    tables: Mapping[str, Rows]
    grades: tuple[Grade, ...]


def _labour(table: NationalTable) -> _Labour:
    """Employment, or what is nearest to it."""
    output = table.output
    pay = table.primary(Role.PAY)
    if not np.isnan(table.employment[output > 0.0]).any():
        at_work, unit, how, known = np.nan_to_num(table.employment), table.employment_unit, "employment", SOURCED
    elif (pay > 0.0).any():
        at_work, unit, how, known = pay, f"{table.unit} of pay", "pay of employees, for want of employment", ASSUMED
    else:
        at_work, unit, how, known = (
            np.maximum(table.net_product, 0.0),
            f"{table.unit} of value added",
            "value added, for want of employment and pay",
            ASSUMED,
        )
    per_unit = np.divide(np.maximum(at_work, 0.0), output, out=np.zeros_like(output), where=output > 0.0)
    total = float(per_unit @ output)
    if total <= 0.0:
        return _Labour({}, ())
    rows: Rows = [
        ["pool", "name", "unit", "persons", "growth", "source"],
        [
            POOL,
            "workers",
            unit,
            _plain((1.0 + assumed.UNEMPLOYED) * total),
            assumed.LABOUR_GROWTH,
            f"{how}, and {assumed.UNEMPLOYED:.0%} more ({ASSUMED})",
        ],
    ]
    inputs: Rows = [
        ["pool", *table.sectors.labels, "source"],
        [POOL, *(_plain(each) for each in per_unit), f"{how} over output"],
    ]
    grades = (
        Grade("Labour", POOL, "persons", ASSUMED, 1, 0.95, 1.1, f"{how}, and {assumed.UNEMPLOYED:.0%} more"),
        Grade("Labour", POOL, "growth", ASSUMED, 1, 0.5, 2.0, "of the size of recent decades"),
        Grade("Labour inputs", "*", "*", known, len(output), 0.9, 1.1, f"{how} over output"),
    )
    return _Labour({"Labour": rows, "Labour inputs": inputs}, grades)


def _people(table: NationalTable) -> dict[str, Rows]:
    basket = np.maximum(_consumed(table), 0.0)
    return {
        "Households": [
            ["household", "name", "floor", "mouths growth", "source"],
            [CONSUMERS, "households", assumed.FLOOR, 0.0, ASSUMED],
        ],
        "Baskets": [
            ["product", CONSUMERS, "source"],
            *(
                [code, _plain(amount), f"{SOURCED}: {table.source}"]
                for code, amount in zip(table.products.labels, basket, strict=True)
                if amount > NEGLIGIBLE
            ),
        ],
    }


def _consumed(table: NationalTable) -> Floats:
    return table.of_role(Role.CONSUMPTION)


def _demand(table: NationalTable, year: int) -> Rows:
    """Given uses, and negative final uses as sources."""
    rows: Rows = [["product", "use", year, year + 1, "growth after", "source"]]
    given = [(GIVEN[role], role, table.of_role(role)) for role in GIVEN]
    given += [
        (source_of(role), role, np.minimum(table.of_role(role), 0.0))
        for role in (Role.CONSUMPTION, Role.INVESTMENT, Role.EXPORTS)
    ]
    for use, role, amounts in given:
        for code, amount in zip(table.products.labels, amounts.tolist(), strict=True):
            if abs(amount) <= NEGLIGIBLE:
                continue
            grows = assumed.GIVEN_GROWTH if amount > 0.0 and role in (Role.GOVERNMENT, Role.OTHER_CONSUMPTION) else 0.0
            name = use if amount > 0.0 or role not in GIVEN else f"{use}: {source_of(role)}"
            if role is Role.INVENTORIES:
                name = "added to stocks" if amount > 0.0 else source_of(role)
            first = _plain(amount * (1.0 + grows))
            rows.append([code, name, _plain(amount), first, grows, f"base year {SOURCED}; later years {ASSUMED}"])
    return rows


def _trade(table: NationalTable, year: int) -> dict[str, Rows]:
    """What is bought and sold abroad at the prices of the base year, and the account."""
    exports = np.maximum(table.of_role(Role.EXPORTS), 0.0)
    imports = table.imports
    trade: Rows = [
        ["product", "import price", "export price", "import limit", "base imports", "base exports", "source"]
    ]
    limits: Rows = [["product", "item", year + 1, "growth after", "source"]]
    for i, code in enumerate(table.products.labels):
        bought, sold = float(imports[i]), float(exports[i])
        if bought <= NEGLIGIBLE and sold <= NEGLIGIBLE:
            continue
        trade.append(
            [
                code,
                1.0 if bought > NEGLIGIBLE else None,
                1.0 if sold > NEGLIGIBLE else None,
                _plain(assumed.IMPORT_LIMIT * bought) if bought > NEGLIGIBLE else None,
                _plain(bought) if bought > NEGLIGIBLE else None,
                _plain(sold) if sold > NEGLIGIBLE else None,
                f"amounts {SOURCED}; prices and limits {ASSUMED}",
            ]
        )
        if sold > NEGLIGIBLE:
            most = _plain((1.0 + assumed.MARKETS_GROWTH) * sold)
            limits.append([code, "export limit", most, assumed.MARKETS_GROWTH, ASSUMED])
    bill = float(imports.sum() + table.import_need.sum())
    lent = bill - float(exports.sum())
    account: Rows = [
        ["item", "unit", "value", "growth after", "note"],
        ["receipts", table.unit, _plain(lent), 0.0, "imports less exports of the base year, every year (assumed)"],
        ["debt limit", table.unit, 0.0, 0.0, ASSUMED],
    ]
    if bill <= NEGLIGIBLE and not exports.any():
        return {}
    return {"Trade": trade, "Trade by year": limits, "Foreign exchange": account}


def _matrix(corner: str, rows: Sequence[str], across: Sequence[str], cells: Floats) -> Rows:
    plain = np.where(np.abs(cells) > NEGLIGIBLE, cells, 0.0)
    body: Rows = [
        [label, *(_plain(each) or None for each in row)] for label, row in zip(rows, plain.tolist(), strict=True)
    ]
    return [[corner, *across], *body]


def _plain(value: float) -> float:
    """Twelve figures, so that what is written is what is read."""
    return float(f"{value:.12g}")
