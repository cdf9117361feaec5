"""National income (net product) of a plan by year: by origin, by use, and what of it is accumulated.

Values are at the prices of the workbook, which are those of the base year and the same in all years.  What has no price
counts for nothing; imports that have no home product are not in it, for they are paid for in foreign money alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Floats, times
from optimiser.economy.base_year import base_output, cost_of_capacity, started_in_base_year
from optimiser.economy.economy import Economy
from optimiser.economy.flows import inputs_in
from optimiser.plan.accounts.sources_and_uses import USES, Account, sources_and_uses
from optimiser.plan.measures import inputs_for
from optimiser.plan.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

BUILDING, STOCKS, ABROAD, UNUSED = "building less wear", "increase of stocks", "exports less imports", "without a use"
"""Uses of income that are differences of lines of the balances, and what is left over."""

_NETTED = frozenset({"inputs of production", "building", "exports", "stock at the end", "surplus"})


@dataclass(frozen=True, eq=False)
class NationalIncome:
    """National income, money units a year; the last axis of every array is that of the years 0..T, 0 the base year."""

    years: tuple[str, ...]
    unit: str
    sectors: Axis
    output: Floats
    """`p'G x`: (sector, year), value of output."""
    inputs: Floats
    """`p'A[t] x[t+lag]`: (sector, year), value of the inputs of production spent in the year."""
    wear: Floats
    """`p'K delta k[t]`: (sector, year), what it costs to replace the capacity that wears out."""
    by_use: Mapping[str, Floats]
    """Uses and their values by year: consumption, given uses, building, stocks, abroad, and what has no use."""

    @property
    def by_origin(self) -> Floats:
        """`p'G x - p'A[t] x[t+lag] - p'K delta k[t]`: (sector, year)."""
        return self.output - self.inputs - self.wear

    @property
    def total(self) -> Floats:
        """(year): the income of all sectors."""
        return np.asarray(self.by_origin.sum(axis=0))

    @property
    def accumulation(self) -> Floats:
        """(year): building less wear, and the increase of stocks."""
        return self.by_use[BUILDING] + self.by_use[STOCKS]

    @property
    def accumulation_rate(self) -> Floats:
        """(year): the share of accumulation in the income; NaN where there is none."""
        return share(self.accumulation, self.total)

    def frame(self) -> pd.DataFrame:
        """A row for each sector (`origin`) and each use (`use`), a column a year, money units."""
        import pandas as pd

        rows = {("origin", code): row for code, row in zip(self.sectors.labels, self.by_origin, strict=True)}
        rows |= {("use", item): row for item, row in self.by_use.items()}
        index = pd.MultiIndex.from_tuples(rows, names=["side", "item"])
        return pd.DataFrame(list(rows.values()), index=index, columns=list(self.years))


def national_income(plan: Plan) -> NationalIncome:
    """The national income of a plan.

        sum_j (p'G x - p'A x - p'K delta k)_j  =  p'c C + p F + p'd + (p'K Z - p'K delta k) + p'(s[t] - s[t-1])
                                                  + p'(e - m) + moving, losses and reserve + what has no use

    The left side is of the sectors, the right side of the lines of the products' balances; nothing on either is the
    difference of the two.  In the base year both are those of `base_year`.
    Source: Popov, balance of the national economy of 1923/24; Kuznets, National Income and Its Composition.
    """
    economy, T = plan.economy, plan.economy.years.plan
    output, inputs, worn = _by_sector(plan)
    return NationalIncome(
        years=tuple(economy.years.label(year) for year in range(T + 1)),
        unit=economy.money_unit,
        sectors=economy.sectors.axis,
        output=output,
        inputs=inputs,
        wear=worn,
        by_use=_by_use(economy, sources_and_uses(plan), worn.sum(axis=0)),
    )


def share(part: Floats, whole: Floats) -> Floats:
    """A part of a whole, a share; NaN where the whole is nothing."""
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole > 0.0))


def _by_sector(plan: Plan) -> tuple[Floats, Floats, Floats]:
    """Value of output, of inputs, and of wear: three arrays (sector, 0..T)."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    price, techniques = economy.products.price, economy.techniques
    worth = times(techniques.outputs.T.tocsr(), price)
    made, spent = np.array(q.output[:, : T + 1]), inputs_for(plan)
    made[:, 0], spent[:, 0] = base_output(economy), started_in_base_year(economy)
    output, inputs, worn = np.zeros((3, len(economy.sectors.axis), T + 1))
    np.add.at(output, techniques.sector, worth[:, None] * made)
    for year in range(T + 1):
        takes = times(inputs_in(economy, year).T.tocsr(), price)
        np.add.at(inputs[:, year], techniques.sector, takes * spent[:, year])
    limited = np.isfinite(economy.sectors.capacity)
    standing = np.where(limited[:, None], q.capacity[:, : T + 1], 0.0)
    worn[:] = (cost_of_capacity(economy) * economy.sectors.depreciation)[:, None] * standing
    return output, inputs, worn


def _by_use(economy: Economy, lines: list[Account], worn: Floats) -> dict[str, Floats]:
    """Uses by item: those of the balances at prices, building less wear, stocks and trade as differences."""
    value: dict[tuple[str, str], Floats] = {
        (line.side, line.item): np.asarray(economy.products.price @ line.amounts) for line in lines
    }
    source = {item: amount for (side, item), amount in value.items() if side != USES}
    use = {item: amount for (side, item), amount in value.items() if side == USES}
    return {
        **{item: amount for item, amount in use.items() if item not in _NETTED},
        BUILDING: use["building"] - worn,
        STOCKS: use["stock at the end"] - source["stock at the start"],
        ABROAD: use["exports"] - source["imports"],
        UNUSED: use["surplus"],
    }
