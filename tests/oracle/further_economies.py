"""Variations of random economies: people in training, what moving takes, stocks, foreign machines, falling prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

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


FURTHER = (in_training,)
