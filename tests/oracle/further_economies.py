"""Variations of random economies: people in training, what moving takes, stocks, foreign machines, falling prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from optimiser.economy.economy import Economy

Random = np.random.Generator


def in_training(economy: Economy, random: Random) -> Economy:
    """Up to three years' classes in every pool, the last among them, that nobody else enters."""
    pools = economy.pools
    joined = np.zeros_like(pools.natural)
    for pool, people in enumerate(pools.natural[:, 0].tolist()):
        for year in range(1, 4):
            if np.isfinite(people) and random.random() < 0.6:
                joined[pool, year] = random.uniform(0, 0.04) * people
    return replace(economy, pools=replace(pools, in_training=joined))


def moving(economy: Economy, random: Random) -> Economy:
    """Who moves takes goods with him and mouths to another household, or to none; floors are high enough to matter."""
    moves, households, n = economy.transfers, economy.households, len(economy.products.axis)
    count = len(moves.axis)
    people = np.array([float(economy.pools.natural[moves.source[0], 0])] * len(households.axis))
    size = economy.sectors.base_output[:, None] / people[0]
    goods = random.uniform(0, 0.5, (n, count)) * (random.random((n, count)) < 0.5) * size
    lost = np.full(count, len(households.axis) - 1)
    gained = np.where(lost > 0, 0, -1)
    return replace(
        economy,
        transfers=replace(
            moves, goods=sp.csr_array(goods), mouths=random.uniform(0, 3, count),
            from_household=np.where(random.random(count) < 0.7, lost, gained),
            to_household=np.where(random.random(count) < 0.7, gained, -1),
        ),
        households=replace(households, people=people * random.uniform(1, 3), floor=1.1 * households.floor),
    )  # fmt: skip


FURTHER = (in_training, moving)
