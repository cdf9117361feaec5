"""The turnpike: the balanced ray of an economy, on which everything grows at one rate, and how far plans are from it.

With `r = 1 + g`, activities `x`, projects begun `z`, capacity `k`, imports `m`, exports `e` and the scale `s` of what
people live on, all multiplied by `r` from year to year, the greatest `g` for which there are such with

    products    (1 - eps - sigma (1 - (1 - lambda)/r)) G x + m
                    >=  sum_lag r^lag A x + K sum_tau phi(tau) r^-tau z + s (c + d) + e
    capacity    kappa x  <=  k,     (1 - (1 - delta)/r) k  <=  sum_p r^-L z_p,     r - 1 <= gamma where k > 0
    people      sum_lag r^lag l x + l_b K sum_tau phi(tau) r^-tau z  <=  s P       pools among which people move are one
    abroad      tot pe'e + s receipts  >=  pm'm + n'x + n_p'z sum_tau phi(tau) r^-tau,
                m, e and z within s times their yearly limits

`c` is the living standard of the base year, `d` its given uses, `P` its people, `sigma` the stock norm, `lambda` what
is lost of stocks.  So the ray carries the people of the base year along at its living standard.  Without people, living
standard, given uses and trade, by-products that nobody makes in the main being there for nothing, it is the fastest
that techniques allow (`labour_free_rate`): above all others where nothing is traded; where there is one technique a
product and gestation of a year it is

    g*  =  1 / rho( (I - A - delta B)^-1 B )

What does not go on for ever, or does not grow with the rest, is no part of a ray: opening stocks, repairs and other
projects with a limit in all, debt, exports in steps, what moving takes, ceilings of resources, inherited work, the
exchange with the village.

The search is Newton's, on `u(r)`, the least by which all rows together have to be eased, which is 0 where there is a
ray: one linear programme for each `r`, whose prices give the slope; where the curve is dented it bisects, and tries
first the rates `1 + gamma` at which capacity can absorb no more, where it jumps.

Source: J. von Neumann (1937); D. Gale, The Theory of Linear Economic Models (1960), chapter 9; R. Dorfman, P. Samuelson
and R. Solow, Linear Programming and Economic Analysis (1958), chapter 12 (the turnpike).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Bools, Floats, times
from optimiser.economy.economy import Economy
from optimiser.errors import Fault, InputFault
from optimiser.plan.plan import Plan
from optimiser.programme.programme import LinearProgramme
from optimiser.solver import SolverOptions, open_session
from optimiser.strategies.ray_rows import RayRows

GREATEST = 10.0
"""Growth a year beyond which there is no limit to it."""
LEAST = -0.99
MOST_STEPS = 60
SETTLED = 1e-12
"""Between what is feasible and what is not: the search ends."""
CLOSE = 1e-6
"""Share by which Newton's last step moves: it is off by the square of that."""
BEYOND = 0.02
"""Share of a step by which less than the whole of it is taken, so that the next tangent is one where rows are eased."""
EASED = 1e-9
"""Rows eased by less than this are kept."""
NEAR = 0.05
"""Distance within which a year is said to be near the ray."""


class NoRay(InputFault):
    """There is no balanced ray, however slow."""


@dataclass(frozen=True, eq=False)
class Ray:
    """A balanced ray, in quantities of one year, and the prices that hold it."""

    rate: float
    output: Floats
    """(technique), units a year; as the base year's people need, or where nobody is carried along, summing to 1."""
    capacity: Floats
    """(asset); 0 where capacity does not limit."""
    starts: Floats
    """(project)."""
    prices: Floats
    """(product): what eases the rows by one, so that what is made is worth 1 in all."""


@dataclass(frozen=True, eq=False)
class Turnpike:
    """The ray of an economy, and the fastest that its techniques allow."""

    economy: Economy
    ray: Ray
    labour_free: Ray | None
    """None where techniques allow any growth, or where without trade they have no ray."""
    unlimited: bool
    """Whether techniques allow any growth."""
    left_out: tuple[str, ...]
    """What the economy has that is no part of a ray."""

    @property
    def rate(self) -> float:
        """g, a share a year."""
        return self.ray.rate

    @property
    def labour_free_rate(self) -> float:
        """g without people, what they live on, and trade; infinity where there is no limit, NaN where there is none."""
        if self.labour_free is None:
            return np.inf if self.unlimited else np.nan
        return self.labour_free.rate

    def proportions(self, ray: Ray | None = None) -> Floats:
        """(asset): shares of the ray's capacity by value; (sector) of its output where capacity limits nothing."""
        return shares_of(self.economy, *_sizes(self.economy, ray or self.ray))

    @property
    def entity(self) -> Axis:
        """The axis of the proportions: assets, or sectors where capacity limits nothing."""
        by_asset = np.isfinite(self.economy.assets.capacity).any()
        return self.economy.assets.axis if by_asset else self.economy.sectors.axis

    def distance(self, plan: Plan) -> Floats:
        """(1..T): `sum_q |k[q,t] / sum k[t] - k*[q] / sum k*| / 2`, capacity by value; 0 on the ray, 1 where apart."""
        economy, quantities = plan.economy, plan.quantities
        there = self.proportions()
        limited = np.isfinite(economy.assets.capacity)
        if limited.any():
            paths = np.where(limited[:, None], quantities.capacity, 0.0)
        else:
            paths = np.zeros((len(economy.sectors.axis), quantities.output.shape[1]))
            np.add.at(paths, economy.techniques.sector, quantities.output)
        last = economy.years.plan
        found = [shares_of(economy, paths[:, year], limited) for year in range(1, last + 1)]
        return np.array([float(np.abs(each - there).sum()) / 2.0 for each in found])

    def share_near(self, plan: Plan) -> float:
        """Share of the plan's years within `NEAR` of the ray."""
        return float((self.distance(plan) <= NEAR).mean())


def turnpike(economy: Economy, options: SolverOptions | None = None) -> Turnpike:
    """The turnpike of an economy; see the module.

    Raises:
        InputFault: there is no ray, or no limit to growth.
    """
    options = options or SolverOptions()
    carried = bool(economy.households.baskets.nnz or economy.demand.quantity[:, 0].any())
    peopled = carried and bool(np.isfinite(economy.pools.natural[:, 0]).any() or economy.techniques.labour.nnz)
    try:
        free, unlimited = _search(RayRows(economy, people=False), options), True
    except NoRay:
        if not peopled:
            raise
        free, unlimited = None, False
    ray = _search(RayRows(economy, people=True), options) if peopled else free
    if ray is None:
        problem = f"there is no limit to growth: it can be {GREATEST:.0%} a year"
        raise InputFault.of("Turnpike", problem, "Give what capacity costs, and who works.")
    return Turnpike(economy, ray, free, unlimited and free is None, tuple(_left_out(economy)))


def _left_out(economy: Economy) -> list[str]:
    named = {
        "opening stocks": bool(economy.products.opening_stock.any()),
        "projects with a limit in all": bool(np.isfinite(economy.projects.total_limit).any()),
        "debt": economy.trade.opening_debt > 0.0,
        "exports that sell for less in steps": len(economy.trade.export_steps.axis) > 0,
        "what moving and training take": economy.transfers.goods.nnz > 0,
        "baskets that change": len(economy.basket_paths.product) > 0,
        "assortments": len(economy.assortments.axis) > 0,
        "ceilings of resources": len(economy.resources.axis) > 0,
        "the exchange with the village": economy.town_and_country.farm_product >= 0,
        "yields that vary": bool((economy.sectors.yields != 1.0).any()),
    }
    return [name for name, there in named.items() if there]


def _sizes(economy: Economy, ray: Ray) -> tuple[Floats, Bools]:
    limited = np.isfinite(economy.assets.capacity)
    if limited.any():
        return ray.capacity, limited
    return np.asarray(np.bincount(economy.techniques.sector, ray.output, len(economy.sectors.axis)), float), limited


def shares_of(economy: Economy, sizes: Floats, limited: Bools) -> Floats:
    """Shares by value, where every sector's product has a price; else by amount."""
    own = np.unique(economy.techniques.sector, return_index=True)[1]
    value = times(economy.techniques.outputs.T.tocsr(), economy.products.price)[own]
    worth = np.zeros(len(economy.sectors.axis))
    worth[economy.techniques.sector[own]] = value
    counted = np.ones(len(worth), bool)
    if limited.any():
        # an asset is worth what the output that it serves is, divided among all that serve it
        assets, counted = economy.assets, limited & (economy.assets.use > 0.0)
        worth = assets.shared(worth, counted) / np.where(counted, assets.use, 1.0)
    valued = sizes * worth if (worth[counted] > 0.0).all() else sizes
    total = float(valued.sum())
    return valued / total if total > 0.0 else valued


@dataclass(frozen=True, eq=False)
class _Point:
    """The answer at one `r`: how far rows have to be eased, the slope of that, unknowns and prices."""

    eased: float
    slope: float
    """Of what rows are eased by, by `r`; NaN where they need not be."""
    values: Floats
    prices: Floats


def _eased(rows: RayRows, r: float, options: SolverOptions) -> _Point:
    """`min u: M(r) y + u >= 0`, with `s = 1` where people are carried along, else outputs that sum to 1."""
    matrix, upper = rows.at(r)
    height, width = matrix.shape
    sized = np.zeros((1, width + 1))
    sized[0, rows.span["scale" if rows.people else "output"]] = 1.0
    eased = sp.hstack([matrix, sp.csr_array(np.ones((height, 1)))])
    whole = sp.vstack([eased, sp.csr_array(sized)])
    low, high = np.append(np.zeros(height), 1.0), np.append(np.full(height, np.inf), 1.0)
    programme = LinearProgramme.of_arrays(
        sp.csr_array(whole),
        low,
        high,
        np.zeros(width + 1),
        np.append(upper, np.inf),
        np.append(np.zeros(width), -1.0),
        rows=map(str, range(height + 1)),
        columns=map(str, range(width + 1)),
    )
    solution = open_session(programme, options).solve()
    if not solution.optimal:
        raise InputFault.of("Turnpike", f"a programme of the search is {solution.status.value}", "Try another solver.")
    values, prices = solution.values[:-1], np.abs(solution.shadow_prices[:-1])
    least = float(solution.values[-1])
    if least <= EASED:  # nobody asks for the slope
        return _Point(least, np.nan, values, prices)
    step = 1e-6 * r
    change = (rows.at(r + step)[0] - rows.at(r - step)[0]) / (2.0 * step)
    return _Point(least, -float(prices @ (change @ values)), values, prices)


def _search(rows: RayRows, options: SolverOptions) -> Ray | None:
    """The greatest rate, by Newton from above, kept between what is feasible and what is not; None without a limit.

    Raises:
        NoRay: there is none.
    """
    low, high = 1.0 + LEAST, 1.0 + GREATEST
    above = _eased(rows, high, options)
    if above.eased <= EASED:
        return None
    if _eased(rows, low, options).eased > EASED:
        problem = "there is no balanced ray: something is used that nobody makes"
        raise NoRay([Fault("Turnpike", "", "", problem, "`optimiser validate` names it.")])
    jumps = rows.jumps()
    steps = np.sort(np.concatenate([jumps, jumps + 0.9 * SETTLED]))  # on either side
    rate = high
    for _ in range(MOST_STEPS):
        rate = high - above.eased / above.slope if above.slope > 0.0 else low
        if low <= rate and high - rate < CLOSE * high:
            break
        if high - low < SETTLED * high:  # a step, where sectors cannot absorb more
            rate = low
            break
        # the tangent meets zero near the rate, a little beyond it: then the next one is taken closer by
        inside = steps[(steps > low) & (steps < high)]
        between = float(inside[len(inside) // 2]) if len(inside) else (low + high) / 2.0
        trial = rate + BEYOND * (high - rate) if rate > low else between
        found = _eased(rows, trial, options)
        if found.eased > EASED:
            high, above = trial, found
        else:
            low = trial
    else:
        rate = low
    return _ray(rows, rate, _eased(rows, rate, options).values, above.prices)


def _ray(rows: RayRows, r: float, solved: Floats, held: Floats) -> Ray:
    """The ray from scaled unknowns, and from the prices just beyond it, where rows have to be eased."""
    economy = rows.economy
    values = solved * rows.column_scale
    capacity, starts = np.zeros(len(economy.assets.axis)), np.zeros(len(economy.projects.axis))
    capacity[rows.limited] = values[rows.span["capacity"]]
    ready = r ** economy.projects.gestation[rows.lasting].astype(float)
    starts[rows.lasting] = values[rows.span["starts"]] * ready
    output = values[rows.span["output"]]
    prices = held[: len(economy.products.axis)] / rows.row_scale[: len(economy.products.axis)]
    worth = float(prices @ times(economy.techniques.outputs, output))
    return Ray(r - 1.0, output, capacity, starts, prices / worth if worth > 0.0 else prices)
