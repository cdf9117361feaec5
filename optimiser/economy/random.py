"""Economies made at random, consistent in their base year: for tests of scale and of properties."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Floats, Sparse
from optimiser.economy.assortments import Assortments
from optimiser.economy.basket_paths import BasketPaths
from optimiser.economy.economy import (
    Assets,
    Construction,
    Demand,
    Economy,
    ExportSteps,
    Households,
    Inherited,
    Objectives,
    Pools,
    Products,
    Projects,
    Resources,
    Sectors,
    Targets,
    Techniques,
    Terminal,
    TownAndCountry,
    Trade,
    Transfers,
)
from optimiser.economy.input_paths import InputPaths
from optimiser.economy.planner import Settings
from optimiser.economy.years import Years

GROWTH = 0.03
"""The growth that the base year's own investment supports."""


def _sparse(matrix: Floats) -> Sparse:
    made = sp.csr_array(matrix)
    made.eliminate_zeros()
    return made


def synthetic_economy(
    sectors: int,
    plan_years: int = 5,
    *,
    tail: int = 0,
    density: float = 1.0,
    seed: int = 0,
    target_growth: float = 0.05,
) -> Economy:
    """An economy of `sectors` branches, with trade, stocks, three labour pools and two-year projects.

    Input coefficients fill the share `density` of the matrix; the first two products are machines and building.
    The base year's output covers inputs, investment for 3 per cent growth, consumption, given uses and trade.
    One target set, `growth`, asks every sector for `target_growth` a year.
    """
    random = np.random.default_rng(seed)
    n = sectors
    codes = tuple(f"S{number:03d}" for number in range(1, n + 1))
    A = random.gamma(0.5, size=(n, n)) * (random.random((n, n)) < density)
    A *= random.uniform(0.3, 0.6, n) / np.maximum(A.sum(axis=0), 1e-9)
    capital = random.uniform(0.8, 2.0, n)
    depreciation = random.uniform(0.03, 0.06, n)
    composition = np.zeros((n, n))
    split = random.uniform(0.3, 0.7, n)
    composition[0], composition[min(1, n - 1)] = split, 1.0 - split
    B = composition * capital
    final = random.lognormal(3.0, 1.0, n)
    per_output = A + B * (GROWTH + depreciation)
    excess = max(1.0, 1.25 * np.abs(np.linalg.eigvals(per_output)).max())
    output = np.linalg.solve(np.eye(n) - per_output / excess, final)
    A, B = A / excess, B / excess
    composition = B / capital
    years = Years.of("2000", plan_years, tail)
    reach = years.reach + 1
    ones, grown = np.ones(n), np.ones(reach)
    traded = random.random(n) < 0.4
    price = np.where(traded, 1.0, np.nan)[:, None].repeat(reach, axis=1)
    products = Axis("product", codes, ("bn",) * n)
    branches = Axis("sector", codes, ("bn",) * n)
    techniques = Axis("technique", codes, ("bn",) * n)
    labour = random.uniform(0.005, 0.03, (3, n))
    people = labour @ output
    pools = Axis("pool", ("unskilled", "skilled", "specialist"), ("million persons",) * 3)
    natural = 1.04 * people[:, None] * 1.01 ** np.arange(reach)
    types = ("new", "extension")
    project_sector = np.repeat(np.arange(n), 2)
    project_codes = tuple(codes[j] for j in project_sector)
    labels = tuple(f"{code} {types[index % 2]}" for index, code in enumerate(project_codes))
    spending = np.tile([[0.5, 0.5], [1.0, 0.0]], (n, 1))
    begun = (GROWTH + depreciation) * output
    inherited = Inherited(
        np.tile(np.arange(n), 2),
        np.concatenate([begun, begun]),
        np.repeat([1, 2], n),
        np.vstack([np.zeros((n, reach)), np.eye(1, reach, 1).repeat(n, axis=0) * 0.5]),
    )
    baskets = 0.75 * final
    last = years.label(plan_years)
    labels_targets = tuple(f"growth: output {code} {last}" for code in codes)
    empty_axis = Axis(
        "transfer", ("unskilled to skilled",), ("million persons",), {"from": ("unskilled",), "to": ("skilled",)}
    )
    return Economy(
        f"{n} sectors made at random",
        True,
        f"random numbers, seed {seed}",
        "bn",
        years,
        Terminal.TAIL if tail else Terminal.NONE,
        Settings("balanced", "", "", 0.8, 0.1, 0.05),
        Products(
            axis=products,
            names=codes,
            price=ones,
            storable=ones > 0,
            opening_stock=0.05 * output,
            closing_stock=0.05 * output,
            stock_norm=np.zeros(n),
            reserve=np.zeros((n, reach)),
            unused_limit=ones * np.inf,
            marketed_share=np.zeros(n),
            stock_loss=np.zeros(n),
            greatest_stock=ones * np.inf,
            fuel_value=np.zeros(n),
            good=codes,
            region=("",) * n,
            freight=ones,
        ),
        Sectors(
            branches,
            codes,
            ("producer goods",) * n,
            output,
            np.zeros(n),
            ones,
            np.full(n, 0.02),
            np.ones((n, reach)),
            ("",) * n,
        ),
        Assets(
            axis=branches,
            sector=np.arange(n),
            use=ones,
            capacity=output / 0.97,
            depreciation=depreciation,
            idle=np.zeros(n),
            absorptive_limit=np.full(n, 0.3),
        ),
        Techniques(
            techniques,
            np.arange(n),
            ones,
            np.zeros(n, np.int64),
            np.zeros(n),
            _sparse(A),
            _sparse(np.eye(n)),
            _sparse(labour),
        ),
        InputPaths(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, reach))),
        Construction(Axis("bundle", codes, ("bn",) * n), _sparse(B), _sparse(np.eye(n)), _sparse(np.zeros((3, n)))),
        Projects(
            Axis("project", labels, ("bn",) * (2 * n), {"sector": project_codes, "type": types * n}),
            project_sector,
            np.tile([2, 1], n),
            spending,
            np.tile([1.0, 1.3], n),
            np.where(np.arange(2 * n) % 2, 0.1 * output[project_sector], np.inf),
            np.full(2 * n, np.inf),
            np.zeros(2 * n),
            np.zeros(2 * n),
        ),
        inherited,
        Pools(pools, pools.labels, natural, np.full(3, 0.01), np.zeros((3, reach)), ("",) * 3),
        Transfers(
            empty_axis,
            np.array([0]),
            np.array([1]),
            np.full((1, reach), 0.02 * people[0]),
            np.array([1]),
            sp.csr_array((n, 1)),
            np.zeros(1),
            np.array([-1]),
            np.array([-1]),
        ),
        Households(
            Axis("household", ("all",), ("index (base year = 1)",)),
            ("all",),
            _sparse(baskets[:, None]),
            np.full((1, reach), 0.9),
            np.ones((1, reach)),
            np.zeros(1),
            ("",),
        ),
        Demand(
            Axis(
                "use", tuple(f"{code} given" for code in codes), ("bn",) * n, {"product": codes, "use": ("given",) * n}
            ),
            np.arange(n),
            0.15 * final[:, None] * 1.02 ** np.arange(reach),
        ),
        Trade(
            1.1 * price,
            price,
            np.where(traded, 0.1 * output, np.inf)[:, None] * grown,
            np.where(traded, 0.1 * output, np.inf)[:, None] * grown,
            "bn",
            grown,
            0.0 * grown,
            0.0,
            np.full(reach, 0.02 * output.sum()),
            np.full(reach, 0.05),
            np.full(n, np.nan),
            np.full(n, np.nan),
            ExportSteps(
                Axis("step", (), (), {"product": (), "step": ()}), np.empty(0, np.int64), np.empty(0), np.empty(0)
            ),
        ),
        TownAndCountry(-1, -1, -1, 0.0, *(np.full(reach, neutral) for neutral in (*[0.0] * 6, 1.0))),
        Resources(Axis("resource", ()), sp.csr_array((0, n)), np.empty((0, reach))),
        Targets(
            Axis(
                "target",
                labels_targets,
                ("bn",) * n,
                {"set": ("growth",) * n, "variable": ("output",) * n, "code": codes, "year": (last,) * n},
            ),
            ("growth",) * n,
            ("output",) * n,
            np.arange(n),
            np.full(n, plan_years),
            output * (1.0 + target_growth) ** plan_years,
            np.array(output),
            np.zeros(n, bool),
            ones,
        ),
        Objectives((), (), (), np.empty(0, np.int64), np.empty(0)),
        Assortments(Axis("assortment", ()), np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, reach))),
        BasketPaths(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, reach))),
    )
