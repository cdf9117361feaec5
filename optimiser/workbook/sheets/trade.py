"""What is taken from the plan and given to it: given uses, foreign trade, the exchange of town and country."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.economy.economy import Demand, Economy, ExportSteps, TownAndCountry, Trade
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Source
from optimiser.workbook.faults import WrongValue
from optimiser.workbook.fields import floats, ints
from optimiser.workbook.schema import BASE_TRADE, TRADE_ITEMS, UNIT
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import items, yearly


def demand_of(source: Source, units: tuple[str, ...]) -> Demand:
    """Given uses."""
    frame, quantity = yearly(source, "Demand")
    product = ints(frame["product"])
    known = source.codes["product"].labels
    columns = {"product": tuple(known[index] for index in product), "use": tuple(frame["use"])}
    labels = [f"{first} {second}" for first, second in zip(*columns.values(), strict=True)]
    axis = Axis("use", source.distinct(frame, labels), tuple(units[index] for index in product), columns)
    return Demand(axis, product, quantity)


def trade_of(source: Source, money_unit: str, units: tuple[str, ...]) -> Trade:
    """What can be traded, and the account with the world abroad."""
    frame = source.frame("Trade")
    shape = (len(source.codes["product"]), source.years.reach + 1)
    neutral = (math.nan, math.nan, math.inf, math.inf)
    arrays = {item: np.full(shape, value) for item, value in zip(TRADE_ITEMS, neutral, strict=True)}
    for item, blank in zip(TRADE_ITEMS, neutral, strict=True):
        for product, value in zip(frame["product"], frame.filled(item, [blank] * len(frame)), strict=True):
            if product >= 0:
                arrays[item][product] = value
    base = {item: np.full(shape[0], math.nan) for item in BASE_TRADE}
    for item in BASE_TRADE:
        for product, value in zip(frame["product"], frame.filled(item, [math.nan] * len(frame)), strict=True):
            if product >= 0:
                base[item][product] = value
    rows, series = yearly(source, "Trade by year")
    for index, (product, item) in enumerate(zip(rows["product"], rows["item"], strict=True)):
        if product < 0 or item not in arrays:
            continue
        arrays[item][product] = series[index]
        if item.endswith("price") and np.isinf(series[index]).any():
            source.wrong(rows, index, "item", "a price cannot be unlimited", "Put a price there.")
    # a price that cannot be read is a fault of its own: the product is one that can be exported all the same
    priced = {each for each, price in zip(frame["product"], frame["export price"], strict=True) if price is not None}
    priced |= {each for each, item in zip(rows["product"], rows["item"], strict=True) if item == "export price"}
    account = items(source, "Foreign exchange")
    ones = np.ones(shape[1])
    return Trade(
        import_price=arrays["import price"],
        export_price=arrays["export price"],
        import_limit=arrays["import limit"],
        export_limit=arrays["export limit"],
        unit=_foreign_unit(source, money_unit),
        terms_of_trade=account.get("terms of trade", ones),
        receipts=account.get("receipts", 0.0 * ones),
        opening_debt=account.get("opening debt", 0.0),
        debt_limit=account.get("debt limit", math.inf * ones),
        interest=account.get("interest", 0.0 * ones),
        base_imports=base["base imports"],
        base_exports=base["base exports"],
        export_steps=_export_steps(source, units, priced),
    )


def _export_steps(source: Source, of_products: tuple[str, ...], priced: set[int]) -> ExportSteps:
    """Exports that sell for less, product by product in rising order; no step brings more than the one before."""
    frame, goods = source.frame("Export steps"), source.codes["product"]
    order = sorted(range(len(frame)), key=lambda index: (frame["product"][index], frame["step"][index]))
    for before, index in zip([None, *order], order, strict=False):
        product = frame["product"][index]
        if product >= 0 and product not in priced:
            problem = f"{goods.labels[product]} cannot be exported"
            source.wrong(frame, index, "product", problem, "Give its export price in Trade, or delete this row.")
        if before is None or frame["product"][before] != product:
            continue
        if frame["beyond"][index] <= frame["beyond"][before]:
            problem = "is not beyond the step before"
            source.wrong(frame, index, "beyond", problem, "Give a greater amount, or change the order of the steps.")
        if frame["price factor"][index] > frame["price factor"][before]:
            problem = "is above the price factor of the step before"
            source.wrong(frame, index, "price factor", problem, "Each further amount sells for no more: lower it.")
    codes = [goods.labels[product] for product in frame["product"]]
    labels = source.distinct(frame, [f"{each} step {step}" for each, step in zip(codes, frame["step"], strict=True)])
    product = ints(frame["product"])[order]
    return ExportSteps(
        axis=Axis(
            "step",
            tuple(labels[index] for index in order),
            tuple(of_products[each] for each in product),
            {"product": tuple(codes[index] for index in order), "step": tuple(str(frame["step"][i]) for i in order)},
        ),
        product=product,
        beyond=floats(frame["beyond"])[order],
        price_factor=floats(frame["price factor"])[order],
    )


def _foreign_unit(source: Source, money_unit: str) -> str:
    """The unit that stands beside the receipts."""
    table = source.tables.get("Foreign exchange")
    row = source.rows.get("Foreign exchange", {}).get("receipts")
    column = table.columns.get("unit") if table else None
    if table is None or row is None or column is None or values.blank(table.cell(row, column)):
        return money_unit
    try:
        return values.text(table.cell(row, column))
    except WrongValue as wrong:
        source.collector.refuse(table.title, row, column, table.cell(row, column), wrong)
        return money_unit


def town_and_country_of(source: Source) -> TownAndCountry:
    """What the village gives and gets; -1 and zeros where it is not set apart."""
    said: dict[str, Any] = items(source, "Town and country")
    zeros = np.zeros(source.years.reach + 1)
    product, sector = said.get("farm product", -1), said.get("farm sector", -1)
    if sector is None and product >= 0:
        label = source.codes["product"].labels[product]
        sector = source.codes["sector"].find(label)
        if sector < 0:
            table, row = source.tables["Town and country"], source.rows["Town and country"].get("farm sector")
            problem, remedy = f"no sector has the code of the farm product, {label}", "Name the farm sector."
            if row and "value" in table.columns:
                source.collector.wrong(table.title, row, table.columns["value"], None, problem, remedy)
            else:
                source.collector.wrong_sheet(table.title, problem, remedy)
    return TownAndCountry(
        farm_product=product,
        farm_sector=-1 if sector is None else sector,
        household=said.get("household", -1),
        terms_of_trade=said.get("terms of trade", zeros),
        tax=said.get("tax", zeros),
        coerced_share=said.get("coerced share", zeros),
        quota=said.get("quota", zeros),
        yield_loss=said.get("yield loss", zeros),
        subsistence=said.get("subsistence", zeros),
        own_food=said.get("own food", 0.0),
        slack_limit=said.get("slack limit", zeros + 1.0),
    )


def _demand_sheet(economy: Economy) -> Rows:
    demand = economy.demand
    rows = [list(demand.axis.key(index).values()) for index in range(len(demand.axis))]
    return writing.yearly(["product", "use"], rows, demand.quantity, economy.years)


def _traded(trade: Trade) -> dict[str, Floats]:
    """Item to its figures: (product, year)."""
    arrays = (trade.import_price, trade.export_price, trade.import_limit, trade.export_limit)
    return dict(zip(TRADE_ITEMS, arrays, strict=True))


def _even(series: Floats) -> bool:
    """Whether a figure is the same in every year, or not known in any."""
    return bool((series == series[0]).all() or np.isnan(series).all())


def _trade_sheet(economy: Economy) -> Rows:
    """What is the same in every year."""
    trade = economy.trade
    traded = np.column_stack([trade.base_imports, trade.base_exports])
    rows: Rows = []
    for index, label in enumerate(economy.products.axis.labels):
        series = [array[index] for array in _traded(trade).values()]
        said = [None if not _even(one) or np.isnan(one[0]) else writing.limit(one[0]) for one in series]
        base = [None if np.isnan(each) else float(each) for each in traded[index]]
        if said not in ([None, None, writing.UNLIMITED, writing.UNLIMITED], [None] * 4) or base != [None, None]:
            rows.append([label, *said, *base])
    columns = dict(zip(("product", *TRADE_ITEMS, *BASE_TRADE), zip(*rows, strict=True), strict=True)) if rows else {}
    return writing.table("Trade", columns)


def _trade_by_year_sheet(economy: Economy) -> Rows:
    """What differs from year to year."""
    labels = economy.products.axis.labels
    keys, series = [], []
    for index, label in enumerate(labels):
        for item, array in _traded(economy.trade).items():
            if not _even(array[index]):
                keys.append([label, item])
                series.append(array[index])
    return writing.yearly(["product", "item"], keys, np.array(series), economy.years)


def _export_steps_sheet(economy: Economy) -> Rows:
    steps = economy.trade.export_steps
    numbers = {"step": [int(step) for step in steps.axis.columns["step"]]}
    own = {"product": steps.axis.columns["product"]}
    return writing.table("Export steps", {**writing.columns_of("Export steps", steps), **own, **numbers})


def _foreign_exchange_sheet(economy: Economy) -> Rows:
    trade = economy.trade
    neutral = (trade.terms_of_trade == 1.0).all() and not trade.receipts.any() and not trade.interest.any()
    if neutral and trade.opening_debt == 0.0 and np.isinf(trade.debt_limit).all() and trade.unit == economy.money_unit:
        return []
    return writing.items(writing.items_of("Foreign exchange", trade, "foreign money", trade.unit), economy.years)


def _town_and_country_sheet(economy: Economy) -> Rows:
    town = economy.town_and_country
    if town.farm_product < 0:
        return []
    unit = economy.products.axis.units[town.farm_product]
    codes = {
        "farm product": economy.products.axis.labels[town.farm_product],
        "farm sector": economy.sectors.axis.labels[town.farm_sector],
        "household": economy.households.axis.labels[town.household],
    }
    rows = writing.items_of("Town and country", town, UNIT, unit)
    return writing.items([(name, own, codes.get(name, value)) for name, own, value in rows], economy.years)


PARTS = (
    Part("demand", lambda source, made: demand_of(source, made["products"].axis.units), {"Demand": _demand_sheet}),
    Part(
        "trade",
        lambda source, made: trade_of(source, made["money_unit"], made["products"].axis.units),
        {
            "Trade": _trade_sheet,
            "Trade by year": _trade_by_year_sheet,
            "Export steps": _export_steps_sheet,
            "Foreign exchange": _foreign_exchange_sheet,
        },
    ),
    Part(
        "town_and_country", lambda source, _: town_and_country_of(source), {"Town and country": _town_and_country_sheet}
    ),
)
