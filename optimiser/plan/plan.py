"""The plan: a solved programme in the planner's words and units."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.economy.begun import consumed_before
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Guarantee, Quantities
from optimiser.plan import frames
from optimiser.plan.optimality import confirmed_gap
from optimiser.plan.verification import Verification, verify
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.variables import Variables
from optimiser.shown import Shown, brief
from optimiser.solver import Solution, Status

if TYPE_CHECKING:
    import pandas as pd

    from optimiser.plan.accounts import Accounts
    from optimiser.plan.plots import PlanPlots


@dataclass(frozen=True)
class Table:
    """A table that a strategy or a diagnosis adds to the report.  Numbers have their unit in the heading."""

    name: str
    """The sheet's name."""
    meaning: str
    """A sentence above the table."""
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True)
class Criterion:
    """What a plan makes as great as possible, and how that is spoken of."""

    strategy: str
    """The name of the strategy."""
    asks: str
    """A sentence that tells what is asked; `{kept}` stands for the part of the greatest growth that is kept."""
    unit: str
    """What the goal, and so every shadow price, is counted in."""
    goal: str
    """What the goal is, in words."""
    share_of: str = ""
    """What the plan's share is a share of; empty: the targets of its set."""
    turnpike: bool = False
    """Whether its report shows how far it keeps from the turnpike."""


@dataclass(frozen=True, eq=False)
class Plan(Shown):
    """What a strategy found.  Without a plan (`status` not optimal) only the findings have a meaning."""

    economy: Economy
    criterion: Criterion
    target_set: str
    programme: LinearProgramme
    variables: Variables
    solution: Solution
    growth_rate: float | None = None
    """Greatest common growth a year, a share; None where the strategy does not look for it."""
    share: float | None = None
    """Largest common share of the targets' increments; None where the strategy does not look for it."""
    guarantees: tuple[Guarantee, ...] = ()
    tables: tuple[Table, ...] = ()
    sentences: tuple[str, ...] = ()
    """What the strategy has to say of its own, for the first page."""
    kept_growth: float | None = None
    """The growth that the plan keeps, where the strategy keeps a part of the greatest."""
    verification: Verification | None = field(default=None)
    growth_asked: float = 0.0
    """The growth a year that the plan is held to, by which its end is measured under the terminal condition `ray`."""

    @property
    def plot(self) -> PlanPlots:
        """Plots of it, with matplotlib: `plan.plot.output()`."""
        from optimiser.plan.plots import PlanPlots

        return PlanPlots(self)

    @cached_property
    def accounts(self) -> Accounts:
        """National income, labour, wealth and more by year: `plan.accounts.income.frame()`.

        Raises:
            ValueError: there is no plan (its status is not optimal).
        """
        from optimiser.plan.accounts import Accounts

        return Accounts(self)

    @property
    def strategy(self) -> str:
        """The name of the strategy that found the plan."""
        return self.criterion.strategy

    @property
    def status(self) -> Status:
        """Optimal, infeasible, unbounded, or stopped by a limit."""
        return self.solution.status

    @property
    def objective(self) -> float:
        """The goal's value, in the strategy's unit."""
        return self.solution.objective

    def __repr__(self) -> str:
        found = [self.status.value]
        found += [f"growth {self.growth_rate:.2%} a year"] if self.growth_rate is not None else []
        found += [f"share {self.share:.1%}"] if self.share is not None else []
        economy = self.economy
        return f"<Plan {self.strategy!r} of {brief(economy.title)}, {economy.years}: {', '.join(found)}>"

    def values(self, name: str) -> Floats:
        """The unknowns of a block: (entity, its years).

        Raises:
            LookupError: no such block.
        """
        if name not in self.programme.variable:
            raise frames.unknown_block(self.programme, name)
        block = self.programme.variable[name]
        return self.solution.values[block.offset : block.offset + block.size].reshape(block.shape)

    def reduced_costs(self, name: str) -> Floats:
        """What one more unit of a binding bound adds to the goal: (entity, its years)."""
        block = self.programme.variable[name]
        return self.solution.reduced_costs[block.offset : block.offset + block.size].reshape(block.shape)

    def shadow_prices(self, rule: str) -> Floats:
        """What one more unit of the right-hand side adds to the goal: (entity, time); 0 where there is no row."""
        return self._spread(rule, self.solution.shadow_prices)

    def slack(self, rule: str) -> Floats:
        """How far a row is from its nearer side, in its unit: (entity, time); infinity where there is no row."""
        arrays = self.programme.arrays
        nearest = np.minimum(self._activity - arrays.row_lower, arrays.row_upper - self._activity)
        return self._spread(rule, nearest, fill=np.inf)

    @cached_property
    def _activity(self) -> Floats:
        return np.asarray(self.programme.arrays.matrix @ self.solution.values)

    def _spread(self, rule: str, per_row: Floats, fill: float = 0.0) -> Floats:
        block = self.programme.block[rule]
        table = np.full(block.active.shape, fill)
        table[block.active] = per_row[self.programme.row_range[rule]]
        return table

    @cached_property
    def quantities(self) -> Quantities:
        """The plan on the economy's own axes, base year included; see `Quantities`."""
        economy, indices = self.economy, self.variables.indices
        last = economy.years.last

        def spread(name: str, size: int, chosen: slice | Ints = slice(None)) -> Floats:
            values = self.values(name)
            full = np.zeros((size, values.shape[1] + 1))
            full[chosen, 1:] = values
            return full

        def single(name: str) -> Floats:
            return self.values(name)[0] if self.values(name).size else np.zeros(last)

        n = len(economy.products.axis)
        capacity = spread("capacity", len(economy.assets.axis), indices.limited)
        capacity[:, 0] = economy.assets.capacity
        capacity[~np.isfinite(economy.assets.capacity)] = np.inf
        consumption = spread("consumption", len(economy.households.axis))
        consumption[:, 0] = consumed_before(economy)
        stocks = spread("stocks", n, indices.storable)
        stocks[:, 0] = np.where(economy.products.storable, economy.products.opening_stock, 0.0)
        farm_kept, marketed, debt = (
            np.concatenate([[0.0], single(name)]) for name in ("farm_kept", "marketed", "debt")
        )
        return Quantities(
            output=spread("output", len(economy.techniques.axis)),
            stocks=stocks,
            imports=spread("imports", n, indices.imported),
            exports=spread("exports", n, indices.exported),
            consumption=consumption,
            starts=spread("starts", len(economy.projects.axis)),
            capacity=capacity,
            transfers=spread("transfers", len(economy.transfers.axis)),
            farm_kept=farm_kept,
            marketed=marketed,
            debt=debt,
            sold_cheaper=spread("sold_cheaper", len(economy.trade.export_steps.axis)),
            assortments=spread("assortments", len(economy.assortments.axis)),
            growth=self.growth_asked,
            guarantees=self.guarantees,
        )

    def output_by_sector(self) -> Floats:
        """(sector, 0..X): output, techniques added up, base year at index 0."""
        economy = self.economy
        total = np.zeros((len(economy.sectors.axis), self.quantities.output.shape[1]))
        np.add.at(total, economy.techniques.sector, self.quantities.output)
        total[:, 0] = economy.sectors.base_output
        return total

    def verified(self) -> Verification:
        """Every balance re-added, and the duality gap.

        Raises:
            VerificationFailed: the plan does not add up, or is not shown to be the best.
        """
        verification = verify(self.economy, self.quantities).confirm()
        return replace(verification, gap=confirmed_gap(self.programme, self.solution))

    def frame(self, name: str, *, long: bool = False, after: bool = False) -> pd.DataFrame:
        """The unknowns of a block as a table: a row an entity (with its unit), a column a plan year.

        `long`: tidy instead, a row an entity and year, the figure in the column `value`.  `after`: with the years after
        the plan, which are the tail and the year to which its end is compared.

        Raises:
            LookupError: no such block; it says which there are, and which is nearest.
        """
        return frames.frame(self, name, long=long, after=after)

    def rows(self, rule: str, *, after: bool = False) -> pd.DataFrame:
        """The rows of a rule: what and when, activity, both sides, slack, shadow price, unit.

        Rows of years after the plan are there with `after`, or where the rule has no others.

        Raises:
            LookupError: no such rule; it says which there are, and which is nearest.
        """
        if rule not in self.programme.block:
            raise frames.unknown_rule(self.programme, rule)
        return frames.rows(self, rule, after=after)
