"""From an economy back to tables: what is read from them is the same economy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from optimiser.arrays import Axis, Floats, Sparse
from optimiser.economy.economy import Economy
from optimiser.workbook.fields import told
from optimiser.workbook.schema import BASE_TRADE, BY_NAME, TARGET_VARIABLES, TRADE_ITEMS, UNIT
from optimiser.workbook.write.people import households, in_training, labour, transfer_costs, transfers
from optimiser.workbook.write.settings import execution_sheet, plan_sheet
from optimiser.workbook.write.yearly import UNLIMITED, Rows, columns_of, items, limit, table, year_cell, yearly


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


def _sectors(economy: Economy, apart: bool) -> Rows:
    sectors, techniques = economy.sectors, economy.techniques
    number = len(sectors.axis)
    columns: dict[str, Sequence[object]] = {
        "code": sectors.axis.labels,
        "name": sectors.names,
        "unit": sectors.axis.units,
        **columns_of("Sectors", sectors),
        "group": [group or None for group in sectors.group],
        **({} if apart else columns_of("Products", economy.products)),
        "input lag": techniques.lag[:number].tolist(),
        "import need": techniques.import_need[:number].tolist(),
    }
    return table("Sectors", columns)


def _products(economy: Economy) -> Rows:
    products = economy.products
    axis = {"code": products.axis.labels, "name": products.names, "unit": products.axis.units}
    return table("Products", {**axis, **columns_of("Products", products)})


def _techniques(economy: Economy) -> Rows:
    techniques, sectors = economy.techniques, economy.sectors.axis.labels
    further = slice(len(sectors), None)
    columns = {name: column[further] for name, column in columns_of("Techniques", techniques).items()}
    own = {
        "code": techniques.axis.labels[further],
        "sector": [sectors[index] for index in techniques.sector[further]],
        "input lag": techniques.lag[further].tolist(),
    }
    return table("Techniques", {**columns, **own})


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
    """The sectors of which it says more than its defaults do."""
    columns = columns_of("Capacity", economy.sectors)
    default = {column.name: column.default for column in BY_NAME["Capacity"].columns}
    neutral = {name: UNLIMITED if default[name] == math.inf else default[name] for name in columns}
    said = [
        index
        for index in range(len(economy.sectors.axis))
        if any(column[index] != neutral[name] for name, column in columns.items())
    ]
    named = {name: [column[index] for index in said] for name, column in columns.items()}
    return table("Capacity", {"sector": [economy.sectors.axis.labels[index] for index in said], **named})


def _projects(economy: Economy) -> Rows:
    projects = economy.projects
    spending = {f"spend {year}": shares.tolist() for year, shares in enumerate(projects.spending.T)}
    own = {"sector": projects.axis.columns["sector"], "type": projects.axis.columns["type"]}
    repairs = {"repairs idle": projects.repairs.astype(bool).tolist()}
    return table("Projects", {**columns_of("Projects", projects), **own, **spending, **repairs})


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
    own = {
        "sector": [labels[index] for index in inherited.sector],
        "year due": [year_cell(economy.years, int(year)) for year in inherited.due],
        "cost to come": inherited.cost_to_come.sum(axis=1).tolist(),
    }
    return table("Under construction", {**columns_of("Under construction", inherited), **own})


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
    columns = dict(zip(("product", *TRADE_ITEMS, *BASE_TRADE), zip(*rows, strict=True), strict=True)) if rows else {}
    return {"Trade": table("Trade", columns), "Trade by year": by_year}


def _foreign_exchange(economy: Economy) -> Rows:
    trade = economy.trade
    neutral = (trade.terms_of_trade == 1.0).all() and not trade.receipts.any() and not trade.interest.any()
    if neutral and trade.opening_debt == 0.0 and np.isinf(trade.debt_limit).all() and trade.unit == economy.money_unit:
        return []
    return items(_items("Foreign exchange", trade, "foreign money", trade.unit), economy.years)


def _town_and_country(economy: Economy) -> Rows:
    town = economy.town_and_country
    if town.farm_product < 0:
        return []
    unit = economy.products.axis.units[town.farm_product]
    codes = {
        "farm product": economy.products.axis.labels[town.farm_product],
        "farm sector": economy.sectors.axis.labels[town.farm_sector],
        "household": economy.households.axis.labels[town.household],
    }
    rows = _items("Town and country", town, UNIT, unit)
    return items([(name, own, codes.get(name, value)) for name, own, value in rows], economy.years)


def _items(sheet: str, part: object, generic: str, unit: str) -> list[tuple[str, str | None, object]]:
    """Item, unit and value, where the unit that the schema calls by a generic word is this one."""
    units = {column.name: column.unit for column in BY_NAME[sheet].columns}
    return [
        (name, unit if units[name].startswith(generic) else units[name] or None, value)
        for name, value in told(sheet, part).items()
    ]


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
    own = {"code": targets.axis.columns["code"], "year": [year_cell(economy.years, int(year)) for year in targets.year]}
    return table("Targets", {**columns_of("Targets", targets), **own})


def _objective(economy: Economy) -> Rows:
    objectives, projects = economy.objectives, economy.projects
    codes = [
        "|".join(projects.axis.key(projects.axis.position[code]).values()) if variable == "starts" else code
        for variable, code in zip(objectives.variable, objectives.code, strict=True)
    ]
    own: dict[str, Sequence[object]] = {
        "code": codes,
        "year": [year_cell(economy.years, int(year)) for year in objectives.year],
    }
    return table("Objective", {**columns_of("Objective", objectives), **own})
