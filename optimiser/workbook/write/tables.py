"""From an economy back to tables: what is read from them is the same economy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from optimiser.arrays import Axis, Floats, Sparse
from optimiser.economy.economy import Economy
from optimiser.workbook.schema import BASE_TRADE, TARGET_VARIABLES, TRADE_ITEMS
from optimiser.workbook.write.people import households, in_training, labour, transfer_costs, transfers
from optimiser.workbook.write.settings import execution_sheet, plan_sheet
from optimiser.workbook.write.yearly import UNLIMITED, Rows, items, limit, table, year_cell, yearly


def tables_of(economy: Economy) -> dict[str, Rows]:
    """The sheets that say what the economy says.

    Raises:
        ValueError: it says what no workbook can, such as a sector without a technique of its own.
    """
    sectors, techniques = economy.sectors.axis.labels, economy.techniques
    first = len(sectors)
    if techniques.axis.labels[:first] != sectors or any(techniques.capacity_use[:first] != 1.0):
        raise ValueError("the first techniques are not the sectors' own")
    apart = economy.products.axis.labels != sectors or economy.products.axis.units != economy.sectors.axis.units
    apart = apart or economy.products.names != economy.sectors.names
    sheets = {
        "Plan": plan_sheet(economy),
        "Sectors": _sectors(economy, apart),
        "Products": _products(economy) if apart else [],
        "Techniques": _techniques(economy),
        "Inputs": _matrix("product", economy.products.axis, techniques.axis, techniques.inputs, full=True),
        "Outputs": _outputs(economy),
        "Capacity": _capacity(economy),
        "Projects": _projects(economy),
        **_construction(economy),
        "Under construction": _inherited(economy),
        "Labour": labour(economy),
        "Labour inputs": _matrix("pool", economy.pools.axis, techniques.axis, techniques.labour),
        "Transfers": transfers(economy),
        "Transfer costs": transfer_costs(economy),
        "In training": in_training(economy),
        "Households": households(economy),
        "Baskets": _matrix("product", economy.products.axis, economy.households.axis, economy.households.baskets),
        "Demand": _demand(economy),
        **_trade(economy),
        "Foreign exchange": _foreign_exchange(economy),
        "Town and country": _town_and_country(economy),
        "Yields": _yields(economy),
        "Resources": _resources(economy),
        "Resource inputs": _matrix("resource", economy.resources.axis, techniques.axis, economy.resources.use),
        "Targets": _targets(economy),
        "Objective": _objective(economy),
        "Execution": execution_sheet(economy),
    }
    return {name: rows for name, rows in sheets.items() if rows}


def _matrix(corner: str, rows: Axis, across: Axis, matrix: Sparse, full: bool = False) -> Rows:
    """A matrix sheet; with `full` it is written even where it has no figures."""
    if not full and matrix.nnz == 0:
        return []
    dense = matrix.toarray()
    used = [index for index in range(len(rows)) if full or dense[index].any()]
    body = [[rows.labels[index], *(value or None for value in dense[index].tolist())] for index in used]
    return [[corner, *across.labels], *body]


PRODUCT = (
    "price",
    "storable",
    "opening stock",
    "closing stock",
    "stock norm",
    "reserve",
    "unused limit",
    "stock loss",
    "greatest stock",
)


def _product_columns(economy: Economy) -> list[list[object]]:
    products = economy.products
    return [
        products.price.tolist(),
        products.storable.tolist(),
        products.opening_stock.tolist(),
        products.closing_stock.tolist(),
        products.stock_norm.tolist(),
        products.reserve.tolist(),
        [limit(each) for each in products.unused_limit.tolist()],
        products.stock_loss.tolist(),
        [limit(each) for each in products.greatest_stock.tolist()],
    ]


def _sectors(economy: Economy, apart: bool) -> Rows:
    sectors, techniques = economy.sectors, economy.techniques
    number = len(sectors.axis)
    columns: dict[str, Sequence[object]] = {
        "code": sectors.axis.labels,
        "name": sectors.names,
        "unit": sectors.axis.units,
        "group": [group or None for group in sectors.group],
        "base output": sectors.base_output.tolist(),
        **({} if apart else dict(zip(PRODUCT, _product_columns(economy), strict=True))),
        "input lag": techniques.lag[:number].tolist(),
        "output in hand": sectors.output_in_hand.tolist(),
        "fall limit": sectors.fall_limit.tolist(),
        "productivity growth": sectors.productivity_growth.tolist(),
        "import need": techniques.import_need[:number].tolist(),
    }
    return table("Sectors", list(columns), list(zip(*columns.values(), strict=True)))


def _products(economy: Economy) -> Rows:
    products = economy.products
    rows = zip(products.axis.labels, products.names, products.axis.units, *_product_columns(economy), strict=True)
    return table("Products", ["code", "name", "unit", *PRODUCT], list(rows))


def _techniques(economy: Economy) -> Rows:
    techniques, sectors = economy.techniques, economy.sectors.axis.labels
    rows = [
        [
            techniques.axis.labels[index],
            sectors[techniques.sector[index]],
            float(techniques.capacity_use[index]),
            int(techniques.lag[index]),
            float(techniques.import_need[index]),
        ]
        for index in range(len(sectors), len(techniques.axis))
    ]
    return table("Techniques", ["code", "sector", "capacity use", "input lag", "import need"], rows)


def _outputs(economy: Economy) -> Rows:
    """Nothing where every technique makes one unit of the product with its sector's code."""
    products, techniques = economy.products.axis, economy.techniques
    labels = [economy.sectors.axis.labels[sector] for sector in techniques.sector]
    if all(label in products.position for label in labels):
        usual = np.zeros(techniques.outputs.shape)
        usual[[products.position[label] for label in labels], np.arange(len(labels))] = 1.0
        if np.array_equal(techniques.outputs.toarray(), usual):
            return []
    return _matrix("product", products, techniques.axis, techniques.outputs, full=True)


def _capacity(economy: Economy) -> Rows:
    sectors = economy.sectors
    rows = []
    for index, label in enumerate(sectors.axis.labels):
        row = [float(array[index]) for array in (sectors.depreciation, sectors.idle)]
        capacity, absorptive = sectors.capacity[index], sectors.absorptive_limit[index]
        if any(row) or not math.isinf(capacity) or not math.isinf(absorptive):
            rows.append([label, limit(capacity), *row, limit(absorptive)])
    return table("Capacity", ["sector", "capacity", "depreciation", "idle", "absorptive limit"], rows)


def _projects(economy: Economy) -> Rows:
    projects = economy.projects
    spends = [f"spend {year}" for year in range(projects.spending.shape[1])]
    rows = [
        [
            projects.axis.columns["sector"][index],
            projects.axis.columns["type"][index],
            int(projects.gestation[index]),
            *projects.spending[index].tolist(),
            float(projects.cost_factor[index]),
            limit(projects.year_limit[index]),
            limit(projects.total_limit[index]),
            bool(projects.repairs[index]),
        ]
        for index in range(len(projects.axis))
    ]
    names = ["sector", "type", "gestation", *spends, "cost factor", "year limit", "total limit", "repairs idle"]
    return table("Projects", names, rows)


def _construction(economy: Economy) -> dict[str, Rows]:
    """Construction, and Capital where the bundles are not the sectors' own."""
    construction, sectors = economy.construction, economy.sectors
    bundles = construction.bundles
    header: list[object] = ["product or pool", *bundles.labels]
    costs = np.vstack([construction.composition.toarray(), construction.labour.toarray()])
    labels = economy.products.axis.labels + economy.pools.axis.labels
    used = [index for index in range(len(labels)) if costs[index].any()]
    body: Rows = [[labels[index], *(value or None for value in costs[index].tolist())] for index in used]
    own = [index for index, label in enumerate(sectors.axis.labels) if label in bundles.position]
    usual = len(own) == len(bundles) and tuple(sectors.axis.labels[index] for index in own) == bundles.labels
    usual = usual and bundles.units == tuple(sectors.axis.units[index] for index in own)
    if usual and np.array_equal(construction.capital.toarray(), np.eye(len(sectors.axis))[own]):
        limited = [label for label, most in zip(sectors.axis.labels, sectors.capacity, strict=True) if most < math.inf]
        return {"Construction": [header, *body] if body or limited != list(bundles.labels) else []}
    capital = _matrix("bundle", bundles, sectors.axis, construction.capital, full=True)
    return {"Construction": [header, *body], "Capital": capital}


def _inherited(economy: Economy) -> Rows:
    inherited, labels = economy.inherited, economy.sectors.axis.labels
    rows = [
        [
            labels[inherited.sector[index]],
            float(inherited.capacity[index]),
            year_cell(economy.years, int(inherited.due[index])),
            float(inherited.cost_to_come[index].sum()),
        ]
        for index in range(len(inherited.sector))
    ]
    return table("Under construction", ["sector", "capacity", "year due", "cost to come"], rows)


def _demand(economy: Economy) -> Rows:
    demand = economy.demand
    rows = [list(demand.axis.key(index).values()) for index in range(len(demand.axis))]
    return yearly(["product", "use"], rows, demand.quantity, economy.years)


def _trade(economy: Economy) -> dict[str, Rows]:
    """Trade, and Trade by year for what differs from year to year."""
    trade, years = economy.trade, economy.years
    arrays = (trade.import_price, trade.export_price, trade.import_limit, trade.export_limit)
    traded = np.column_stack([trade.base_imports, trade.base_exports])
    rows: Rows = []
    keys: Rows = []
    series: list[Floats] = []
    for index, label in enumerate(economy.products.axis.labels):
        said: list[object] = []
        for item, array in zip(TRADE_ITEMS, arrays, strict=True):
            one = array[index]
            if (one == one[0]).all() or np.isnan(one).all():
                said.append(None if np.isnan(one[0]) else limit(one[0]))
            else:
                said.append(None)
                keys.append([label, item])
                series.append(one)
        base = [None if np.isnan(each) else float(each) for each in traded[index]]
        if said not in ([None, None, UNLIMITED, UNLIMITED], [None] * 4) or base != [None, None]:
            rows.append([label, *said, *base])
    by_year = yearly(["product", "item"], keys, np.array(series), years) if keys else []
    return {"Trade": table("Trade", ["product", *TRADE_ITEMS, *BASE_TRADE], rows), "Trade by year": by_year}


def _foreign_exchange(economy: Economy) -> Rows:
    trade = economy.trade
    neutral = (trade.terms_of_trade == 1.0).all() and not trade.receipts.any() and not trade.interest.any()
    if neutral and trade.opening_debt == 0.0 and np.isinf(trade.debt_limit).all() and trade.unit == economy.money_unit:
        return []
    rows = [
        ("terms of trade", "index", trade.terms_of_trade),
        ("receipts", trade.unit, trade.receipts),
        ("opening debt", trade.unit, trade.opening_debt),
        ("debt limit", trade.unit, trade.debt_limit),
        ("interest", "share a year", trade.interest),
    ]
    return items(rows, economy.years)


def _town_and_country(economy: Economy) -> Rows:
    town = economy.town_and_country
    if town.farm_product < 0:
        return []
    unit = economy.products.axis.units[town.farm_product]
    rows: list[tuple[str, str | None, object]] = [
        ("farm product", None, economy.products.axis.labels[town.farm_product]),
        ("farm sector", None, economy.sectors.axis.labels[town.farm_sector]),
        ("household", None, economy.households.axis.labels[town.household]),
        ("terms of trade", "index", town.terms_of_trade),
        ("tax", unit, town.tax),
        ("coerced share", "share", town.coerced_share),
        ("quota", "share", town.quota),
        ("yield loss", "share", town.yield_loss),
        ("subsistence", unit, town.subsistence),
    ]
    return items(rows, economy.years)


def _yields(economy: Economy) -> Rows:
    yields = economy.sectors.yields
    varied = [index for index in range(len(yields)) if (yields[index] != 1.0).any()]
    rows = [[economy.sectors.axis.labels[index]] for index in varied]
    table = yearly(["sector"], rows, yields[varied], economy.years)
    base = year_cell(economy.years, 0)
    if table and base not in table[0]:  # else the base year would be read as 1
        table[0].insert(1, base)
        for row, index in zip(table[1:], varied, strict=True):
            row.insert(1, float(yields[index, 0]))
    return table


def _resources(economy: Economy) -> Rows:
    axis = economy.resources.axis
    rows = [[label, unit or None] for label, unit in zip(axis.labels, axis.units, strict=True)]
    return yearly(["resource", "unit"], rows, economy.resources.ceiling, economy.years)


def _targets(economy: Economy) -> Rows:
    targets = economy.targets
    assert set(targets.variable) <= set(TARGET_VARIABLES)
    rows = [
        [
            targets.set[index],
            targets.variable[index],
            targets.axis.columns["code"][index],
            year_cell(economy.years, int(targets.year[index])),
            float(targets.value[index]),
            float(targets.base[index]),
            bool(targets.elastic[index]),
            float(targets.weight[index]),
        ]
        for index in range(len(targets.axis))
    ]
    names = ["set", "variable", "code", "year", "value", "base", "elastic", "weight"]
    return table("Targets", names, rows)


def _objective(economy: Economy) -> Rows:
    objectives, projects = economy.objectives, economy.projects
    rows: Rows = []
    for index, variable in enumerate(objectives.variable):
        code = objectives.code[index]
        if variable == "starts":
            code = "|".join(projects.axis.key(projects.axis.position[code]).values())
        year = year_cell(economy.years, int(objectives.year[index]))
        rows.append([objectives.set[index], variable, code, year, float(objectives.weight[index])])
    return table("Objective", ["set", "variable", "code", "year", "weight"], rows)
