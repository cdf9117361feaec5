"""Variations of random economies: people in training, what moving takes, stocks, foreign machines, falling prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis
from optimiser.economy.economy import Economy, ExportSteps
from optimiser.economy.random import synthetic_economy

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
    lost = np.where(random.random(count) < 0.7, len(households.axis) - 1, -1)
    gained = np.where((random.random(count) < 0.7) & (lost != 0), 0, -1)
    mouths = np.where((lost >= 0) | (gained >= 0), random.uniform(0, 3, count), 0.0)
    return replace(
        economy,
        transfers=replace(
            moves, goods=sp.csr_array(goods), mouths=mouths, from_household=lost, to_household=gained,
        ),
        households=replace(households, people=people * random.uniform(1, 3), floor=1.1 * households.floor),
    )  # fmt: skip


def keeping(economy: Economy, random: Random) -> Economy:
    """Stocks are lost in part, and there is room for little more of some than is to be left."""
    products, n = economy.products, len(economy.products.axis)
    room = (products.closing_stock + 0.02 * economy.sectors.base_output) * random.uniform(1, 3, n)
    return replace(economy, products=replace(
        products, stock_loss=random.uniform(0, 0.5, n) * (random.random(n) < 0.7),
        greatest_stock=np.where(random.random(n) < 0.7, room, np.inf),
    ))  # fmt: skip


def machines(economy: Economy, random: Random) -> Economy:
    """New capacity takes machines that are not made at home."""
    projects = economy.projects
    count = len(projects.axis)
    need = random.uniform(0, 0.5, count) * (random.random(count) < 0.6)
    return replace(economy, projects=replace(projects, import_need=need))


def markets(economy: Economy, random: Random) -> Economy:
    """Exports sell for less the more there are of them, in one step or two."""
    trade = economy.trade
    exported = np.flatnonzero(np.isfinite(trade.export_price).all(axis=1))
    product, number, beyond, factor = [], [], [], []
    for each in exported.tolist():
        amount, share = 0.0, 1.0
        for step in range(1, int(random.integers(1, 3)) + 1):
            amount += float(random.uniform(0, 0.06)) * float(economy.sectors.base_output[each])
            share *= float(random.uniform(0.3, 1.0))
            product.append(each)
            number.append(step)
            beyond.append(amount)
            factor.append(share)
    codes = tuple(economy.products.axis.labels[each] for each in product)
    labels = tuple(f"{code} step {step}" for code, step in zip(codes, number, strict=True))
    columns = {"product": codes, "step": tuple(map(str, number))}
    axis = Axis("step", labels, ("bn",) * len(labels), columns)
    steps = ExportSteps(axis, np.array(product, np.int64), np.array(beyond), np.array(factor))
    return replace(economy, trade=replace(trade, export_steps=steps))


FURTHER = (in_training, moving, keeping, machines, markets)


def further_economy(seed: int) -> Economy:
    """An economy made at random that has everything of this file."""
    random = np.random.default_rng(5000 + seed)
    economy = synthetic_economy(
        int(random.integers(2, 7)), int(random.integers(2, 5)), tail=seed % 2 * 2,
        density=float(random.uniform(0.4, 1.0)), seed=seed, target_growth=0.02,
    )  # fmt: skip
    economy = _town_and_village(economy, random)
    for variation in FURTHER:
        economy = variation(economy, random)
    return economy


def _town_and_village(economy: Economy, random: Random) -> Economy:
    """Two households in place of one, whose people grow in number at rates of their own."""
    households, labels = economy.households, ("town", "village")
    basket = households.baskets.toarray()
    share = random.uniform(0.3, 0.7, basket.shape)
    mouths = (1 + random.uniform(0, 0.02, (2, 1))) ** np.arange(households.mouths.shape[1])
    return replace(economy, households=replace(
        households, axis=Axis("household", labels, ("index (base year = 1)",) * 2), names=labels,
        baskets=sp.csr_array(np.hstack([share * basket, (1 - share) * basket])), floor=0.8 * mouths, mouths=mouths,
        people=np.zeros(2),
    ))  # fmt: skip
