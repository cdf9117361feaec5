"""From people back to tables: pools, migration and training, households."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.workbook.write.yearly import CLOSE, Rows, columns_of, limit, rate, table, year_cell


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
    own: dict[str, Sequence[object]] = {
        "limit": [limit(path[1]) for path in moves.limit],
        "limit growth": [rate(path) for path in moves.limit],
        "from household": [homes[home] if home >= 0 else None for home in moves.from_household],
        "to household": [homes[home] if home >= 0 else None for home in moves.to_household],
    }
    return table("Transfers", {**columns_of("Transfers", moves), **moves.axis.columns, **own})


def transfer_costs(economy: Economy) -> Rows:
    """Sheet `Transfer costs`."""
    moves, products = economy.transfers, economy.products.axis.labels
    taken = moves.goods.tocoo()
    columns: dict[str, Sequence[object]] = {
        name: [labels[move] for move in taken.col] for name, labels in moves.axis.columns.items()
    }
    columns["product"] = [products[product] for product in taken.row]
    return table("Transfer costs", {**columns, "quantity": taken.data.tolist()})


def in_training(economy: Economy) -> Rows:
    """Sheet `In training`."""
    joined = economy.pools.in_training
    pool, due = joined.nonzero()
    columns: dict[str, Sequence[object]] = {
        "pool": [economy.pools.axis.labels[each] for each in pool],
        "year due": [year_cell(economy.years, int(year)) for year in due],
        "persons": joined[pool, due].tolist(),
    }
    return table("In training", columns)


def households(economy: Economy) -> Rows:
    """Sheet `Households`."""
    homes = economy.households
    own: dict[str, Sequence[object]] = {
        "household": homes.axis.labels,
        "name": homes.names,
        "floor": homes.floor[:, 0].tolist(),
        "floor growth": [rate(path) for path in homes.floor / homes.mouths],
        "mouths growth": [rate(path) for path in homes.mouths],
    }
    return table("Households", {**columns_of("Households", homes), **own})
