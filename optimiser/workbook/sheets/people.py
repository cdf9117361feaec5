"""From tables to labour, households, given uses, trade, town and country, and resources."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from optimiser.arrays import Axis, Floats, Ints, Sparse
from optimiser.economy.economy import (
    Demand,
    ExportSteps,
    Households,
    Pools,
    Resources,
    TownAndCountry,
    Trade,
    Transfers,
)
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Frame, Source
from optimiser.workbook.faults import WrongValue
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.matrices import matrix, sparse
from optimiser.workbook.schema import BASE_TRADE, TRADE_ITEMS
from optimiser.workbook.sheets.production import distinct
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
        axis=Axis("pool", codes.labels, tuple(frame["unit"])),
        names=tuple(frame.filled("name", codes.labels)),
        natural=natural,
        growth=growth,
        in_training=_in_training(source),
    )


def _in_training(source: Source) -> Floats:
    """(pool, year): those whose training was begun before the plan, by the year in which they join the pool."""
    frame = source.frame("In training")
    joined = np.zeros((len(source.codes["pool"]), source.years.reach + 1))
    for pool, due, persons in zip(frame["pool"], frame["year due"], frame["persons"], strict=True):
        if pool >= 0 and due >= 0:
            joined[pool, due] += persons
    return joined


def transfers_of(source: Source, pools: Pools, households: Households) -> Transfers:
    """Migration and training:  limit[t] = limit (1 + growth)^(t - 1)"""
    frame = source.frame("Transfers")
    leave, join = ints(frame["from"]), ints(frame["to"])
    names = pools.axis.labels
    for index in range(len(frame)):
        if leave[index] == join[index] >= 0:
            source.wrong(frame, index, "to", "is the pool that is left", "Name another pool.")
            frame.wrong.add((index, "to"))
    nobody = [-1] * len(frame)
    homes = {name: ints(frame.filled(name, nobody)) for name in ("from household", "to household")}
    _check_mouths(source, frame, homes, households)
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
        goods=_transfer_costs(source, frame),
        from_household=homes["from household"],
        to_household=homes["to household"],
        **stated(frame, Transfers, but=("limit",)),
    )


def _check_mouths(source: Source, frame: Frame, homes: dict[str, Ints], households: Households) -> None:
    """Mouths that move come from one household or go to another, and it is known how many people these have."""
    for index, mouths in enumerate(frame["mouths"]):
        named = [name for name, home in homes.items() if home[index] >= 0 or not frame.right(index, name)]
        if not mouths > 0.0:
            continue
        if not named:
            problem = "no household is named that these mouths leave or join"
            source.wrong(frame, index, "mouths", problem, "Name one in `from household` or `to household`.")
        if homes["from household"][index] == homes["to household"][index] >= 0:
            source.wrong(frame, index, "to household", "is the household that is left", "Name another household.")
        for name in named:
            home = int(homes[name][index])
            if home >= 0 and households.people[home] == 0.0:
                problem = f"it is not said how many people {households.axis.labels[home]} has"
                source.wrong(frame, index, name, problem, "Give its `people` in Households.")


def _transfer_costs(source: Source, transfers: Frame) -> Sparse:
    """(product, transfer): product units for each person who leaves."""
    frame = source.frame("Transfer costs")
    place = {pair: index for index, pair in enumerate(zip(transfers["from"], transfers["to"], strict=True))}
    taken = np.zeros((len(source.codes["product"]), len(transfers)))
    rows = zip(frame["from"], frame["to"], frame["product"], frame["quantity"], strict=True)
    for index, (leave, join, product, quantity) in enumerate(rows):
        if min(leave, join, product) < 0:
            continue
        if (leave, join) in place:
            taken[product, place[leave, join]] = quantity
        elif not transfers.wrong:
            pools = source.codes["pool"].labels
            problem = f"nobody moves from {pools[leave]} to {pools[join]}"
            source.wrong(frame, index, "to", problem, "Give them a row in Transfers, or delete this one.")
    return sparse(taken)


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
        **stated(frame, Households, but=("floor",)),
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
    labels = distinct(source, frame, [f"{each} step {step}" for each, step in zip(codes, frame["step"], strict=True)])
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


def resources_of(source: Source) -> Resources:
    """What cannot be produced."""
    frame, ceiling = yearly(source, "Resources")
    codes = source.make_known(frame, "resource", "resource")
    use = matrix(source, "Resource inputs", codes, source.codes["technique"])
    return Resources(Axis("resource", codes.labels, tuple(frame["unit"])), use, ceiling)
