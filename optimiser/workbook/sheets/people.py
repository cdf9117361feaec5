"""People at work, those who move or are trained, and households."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimiser.arrays import Axis, Floats, Ints, Sparse
from optimiser.economy.economy import Economy, Households, Pools, Transfers
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Frame, Source
from optimiser.workbook.faults import WrongValue
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.matrices import matrix, sparse
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.sheets.regions import names_in, region_column, regions_in, without_region
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import year_columns


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
        names=names_in(source, frame, codes.labels),
        region=regions_in(source, frame),
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
    names, units = pools.axis.labels or ("",), pools.axis.units or ("",)  # without pools every code is at fault
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
    moved = tuple(units[index] for index in leave)
    return Transfers(
        axis=Axis("transfer", source.distinct(frame, labels), moved, columns),
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
        names=names_in(source, frame, codes.labels),
        region=regions_in(source, frame),
        baskets=matrix(source, "Baskets", source.codes["product"], codes),
        floor=standard * mouths,
        mouths=mouths,
        **stated(frame, Households, but=("floor",)),
    )


def _labour_sheet(economy: Economy) -> Rows:
    pools, years = economy.pools, economy.years
    after = np.arange(years.reach + 1)
    path = pools.natural[:, :1] * (1.0 + pools.growth[:, None]) ** after
    same = (pools.natural == path) | (abs(pools.natural - np.where(np.isinf(path), 0.0, path)) <= writing.CLOSE * path)
    other = [year for year in range(years.reach + 1) if not same[:, year].all()]
    regional = region_column(pools.region)
    header = [
        "pool",
        "name",
        "unit",
        *regional,
        "persons",
        "growth",
        *(writing.year_cell(years, year) for year in other),
    ]
    rows = [
        [
            label,
            pools.names[index],
            pools.axis.units[index],
            *(column[index] for column in regional.values()),
            writing.limit(pools.natural[index, 0]),
            float(pools.growth[index]),
            *(None if same[index, year] else writing.limit(pools.natural[index, year]) for year in other),
        ]
        for index, label in enumerate(pools.axis.labels)
    ]
    return [list(header), *rows] if rows else []


def _transfers_sheet(economy: Economy) -> Rows:
    moves, homes = economy.transfers, economy.households.axis.labels
    own: dict[str, Sequence[object]] = {
        "limit": [writing.limit(path[1]) for path in moves.limit],
        "limit growth": [writing.rate(path) for path in moves.limit],
        "from household": [homes[home] if home >= 0 else None for home in moves.from_household],
        "to household": [homes[home] if home >= 0 else None for home in moves.to_household],
    }
    return writing.table("Transfers", {**writing.columns_of("Transfers", moves), **moves.axis.columns, **own})


def _transfer_costs_sheet(economy: Economy) -> Rows:
    moves, products = economy.transfers, economy.products.axis.labels
    taken = moves.goods.tocoo()
    columns: dict[str, Sequence[object]] = {
        name: [labels[move] for move in taken.col] for name, labels in moves.axis.columns.items()
    }
    columns["product"] = [products[product] for product in taken.row]
    return writing.table("Transfer costs", {**columns, "quantity": taken.data.tolist()})


def _in_training_sheet(economy: Economy) -> Rows:
    joined = economy.pools.in_training
    pool, due = joined.nonzero()
    columns: dict[str, Sequence[object]] = {
        "pool": [economy.pools.axis.labels[each] for each in pool],
        "year due": [writing.year_cell(economy.years, int(year)) for year in due],
        "persons": joined[pool, due].tolist(),
    }
    return writing.table("In training", columns)


def _households_sheet(economy: Economy) -> Rows:
    homes = economy.households
    own: dict[str, Sequence[object]] = {
        "household": homes.axis.labels,
        "name": homes.names,
        **region_column(homes.region),
        "floor": homes.floor[:, 0].tolist(),
        "floor growth": [writing.rate(path) for path in homes.floor / homes.mouths],
        "mouths growth": [writing.rate(path) for path in homes.mouths],
    }
    return writing.table("Households", {**without_region(writing.columns_of("Households", homes)), **own})


def _baskets_sheet(economy: Economy) -> Rows:
    homes = economy.households
    return writing.matrix("Baskets", economy.products.axis, homes.axis, homes.baskets)


PARTS = (
    Part("pools", lambda source, _: pools_of(source), {"Labour": _labour_sheet, "In training": _in_training_sheet}),
    Part(
        "households",
        lambda source, _: households_of(source),
        {"Households": _households_sheet, "Baskets": _baskets_sheet},
    ),
    Part(
        "transfers",
        lambda source, made: transfers_of(source, made["pools"], made["households"]),
        {"Transfers": _transfers_sheet, "Transfer costs": _transfer_costs_sheet},
    ),
)
