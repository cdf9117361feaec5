"""From tables to labour, households, given uses, trade, town and country, and resources."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from optimiser.arrays import Axis
from optimiser.economy.economy import Demand, Households, Pools, Resources, TownAndCountry, Trade, Transfers
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Source
from optimiser.workbook.faults import WrongValue
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.matrices import matrix
from optimiser.workbook.read.production import distinct
from optimiser.workbook.schema import BASE_TRADE, TRADE_ITEMS
from optimiser.workbook.yearly import items, year_columns, yearly


def pools_of(source: Source) -> Pools:
    """Labour:  natural[t] = persons (1 + growth)^t, but where a year is given."""
    frame = source.frame("Labour")
    codes = source.make_known(frame, "pool", "pool")
    persons, growth = floats(frame["persons"]), floats(frame["growth"])
    years = np.arange(source.years.reach + 1)
    natural = persons[:, None] * (1.0 + growth[:, None]) ** years
    table = source.tables.get("Labour")
    if table is not None:
        cells = frame.sheet.cells
        assert cells is not None
        for year, column in year_columns(source, table).items():
            for index, row in enumerate(frame.rows):
                cell = table.cell(row, column)
                if values.blank(cell):
                    continue
                try:
                    natural[index, min(year, source.years.reach)] = values.limit(cell, cells.bounds)
                except WrongValue as wrong:
                    source.collector.refuse(table.title, row, column, cell, wrong)
    return Pools(
        Axis("pool", codes.labels, tuple(frame["unit"])), tuple(frame.filled("name", codes.labels)), natural, growth
    )


def transfers_of(source: Source, pools: Pools) -> Transfers:
    """Migration and training:  limit[t] = limit (1 + growth)^(t - 1)"""
    frame = source.frame("Transfers")
    leave, join = ints(frame["from"]), ints(frame["to"])
    names = pools.axis.labels
    for index in range(len(frame)):
        if leave[index] == join[index] >= 0:
            source.wrong(frame, index, "to", "is the pool that is left", "Name another pool.")
    columns = {"from": tuple(names[index] for index in leave), "to": tuple(names[index] for index in join)}
    labels = [f"{first} to {second}" for first, second in zip(*columns.values(), strict=True)]
    growth, most = floats(frame["limit growth"]), floats(frame["limit"])
    after = np.maximum(np.arange(source.years.reach + 1) - 1, 0)
    units = tuple(pools.axis.units[index] for index in leave)
    return Transfers(
        axis=Axis("transfer", distinct(source, frame, labels), units, columns),
        source=leave,
        target=join,
        limit=most[:, None] * (1.0 + growth[:, None]) ** after,
        **stated(frame, Transfers, but=("limit",)),
    )


def households_of(source: Source) -> Households:
    """Who consumes:  floor[t] = floor (1 + floor growth)^t mouths[t],  mouths[t] = (1 + mouths growth)^t"""
    frame = source.frame("Households")
    codes = source.make_known(frame, "household", "household")
    years = np.arange(source.years.reach + 1)
    mouths = (1.0 + floats(frame["mouths growth"])[:, None]) ** years
    standard = floats(frame["floor"])[:, None] * (1.0 + floats(frame["floor growth"])[:, None]) ** years
    return Households(
        axis=Axis("household", codes.labels, ("index (base year = 1)",) * len(codes)),
        names=tuple(frame.filled("name", codes.labels)),
        baskets=matrix(source, "Baskets", source.codes["product"], codes),
        floor=standard * mouths,
        mouths=mouths,
    )


def demand_of(source: Source, units: tuple[str, ...]) -> Demand:
    """Given uses."""
    frame, quantity = yearly(source, "Demand")
    product = ints(frame["product"])
    known = source.codes["product"].labels
    columns = {"product": tuple(known[index] for index in product), "use": tuple(frame["use"])}
    labels = [f"{first} {second}" for first, second in zip(*columns.values(), strict=True)]
    axis = Axis("use", distinct(source, frame, labels), tuple(units[index] for index in product), columns)
    return Demand(axis, product, quantity)


def trade_of(source: Source, money_unit: str) -> Trade:
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
    )


def resources_of(source: Source) -> Resources:
    """What cannot be produced."""
    frame, ceiling = yearly(source, "Resources")
    codes = source.make_known(frame, "resource", "resource")
    use = matrix(source, "Resource inputs", codes, source.codes["technique"])
    return Resources(Axis("resource", codes.labels, tuple(frame["unit"])), use, ceiling)
