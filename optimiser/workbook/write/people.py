"""From people back to tables: pools, migration and training, households."""

from __future__ import annotations

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.workbook.write.yearly import CLOSE, Rows, limit, rate, table, year_cell


def labour(economy: Economy) -> Rows:
    """Sheet `Labour`."""
    pools, years = economy.pools, economy.years
    after = np.arange(years.reach + 1)
    path = pools.natural[:, :1] * (1.0 + pools.growth[:, None]) ** after
    same = (pools.natural == path) | (abs(pools.natural - np.where(np.isinf(path), 0.0, path)) <= CLOSE * path)
    other = [year for year in range(years.reach + 1) if not same[:, year].all()]
    header = ["pool", "name", "unit", "persons", "growth", *(year_cell(years, year) for year in other)]
    rows = [
        [
            label,
            pools.names[index],
            pools.axis.units[index],
            limit(pools.natural[index, 0]),
            float(pools.growth[index]),
            *(None if same[index, year] else limit(pools.natural[index, year]) for year in other),
        ]
        for index, label in enumerate(pools.axis.labels)
    ]
    return [list(header), *rows] if rows else []


def transfers(economy: Economy) -> Rows:
    """Sheet `Transfers`."""
    moves, homes = economy.transfers, economy.households.axis.labels
    rows = [
        [
            *moves.axis.key(index).values(),
            limit(path[1]),
            rate(path),
            int(moves.lag[index]),
            float(moves.mouths[index]),
            *(homes[home] if home >= 0 else None for home in (moves.from_household[index], moves.to_household[index])),
        ]
        for index, path in enumerate(moves.limit)
    ]
    names = ["from", "to", "limit", "limit growth", "lag", "mouths", "from household", "to household"]
    return table("Transfers", names, rows)


def transfer_costs(economy: Economy) -> Rows:
    """Sheet `Transfer costs`."""
    moves, products = economy.transfers, economy.products.axis.labels
    taken = moves.goods.tocoo()
    rows = [
        [*moves.axis.key(move).values(), products[product], amount]
        for product, move, amount in zip(taken.row.tolist(), taken.col.tolist(), taken.data.tolist(), strict=True)
    ]
    return table("Transfer costs", ["from", "to", "product", "quantity"], rows)


def in_training(economy: Economy) -> Rows:
    """Sheet `In training`."""
    pools, years = economy.pools, economy.years
    rows = [
        [pools.axis.labels[pool], year_cell(years, int(due)), float(pools.in_training[pool, due])]
        for pool, due in zip(*pools.in_training.nonzero(), strict=True)
    ]
    return table("In training", ["pool", "year due", "persons"], rows)


def households(economy: Economy) -> Rows:
    """Sheet `Households`."""
    homes = economy.households
    rows = [
        [
            label,
            homes.names[index],
            float(homes.floor[index, 0]),
            rate(homes.floor[index] / homes.mouths[index]),
            rate(homes.mouths[index]),
            float(homes.people[index]),
        ]
        for index, label in enumerate(homes.axis.labels)
    ]
    return table("Households", ["household", "name", "floor", "floor growth", "mouths growth", "people"], rows)
