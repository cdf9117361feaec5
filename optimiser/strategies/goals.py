"""What strategies ask for: goals to be reached together, living standards to grow, consumption to be great."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Axis, Bools, Floats, Ints
from optimiser.economy.begun import consumed_before, start_of
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Guarantee
from optimiser.errors import InputFault
from optimiser.programme.constraints.rule import NOBODY, UNSPOKEN, Input, rule
from optimiser.programme.expressions import Affine
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.programme.rows import SCALAR, Kind, Sides, at_least
from optimiser.programme.variables import Variables
from optimiser.readdition.always import promises_kept

SMALLEST = 1e-6
"""The smallest increment that is one, relative to the base year: shares of a smaller one would be noise."""

SHARE = Axis("", ("share",), ("share of the increment",))


@dataclass(frozen=True, eq=False)
class Goals:
    """Quantities of the plan, each with the value it had and the value it is to reach.  Axis: target."""

    axis: Axis
    body: Affine
    """(n, 1): the quantity in the year it is to be reached."""
    base: Floats
    value: Floats
    variable: tuple[str, ...]
    index: Ints
    year: Ints
    scale: Floats

    @property
    def increment(self) -> Floats:
        """What is asked for beyond the base year."""
        return self.value - self.base

    def one(self, index: int) -> Affine:
        """A single quantity, as a goal."""
        return self.body.row(index)

    def shares(self, values: Floats) -> Floats:
        """The share of each increment that an answer reaches."""
        return (self.body.at(values) - self.base) / self.increment

    def reached_by(self, values: Floats) -> Bools:
        """(n): whether an answer reaches each value, to a share of 1e-9 of it."""
        return np.asarray(self.body.at(values) >= self.value - 1e-9 * np.abs(self.value))

    def guarantees(self, shares: Floats | float) -> tuple[Guarantee, ...]:
        """For the re-addition: each quantity reaches at least this share of its increment."""
        least = self.base + np.broadcast_to(shares, len(self.axis)) * self.increment
        return tuple(
            Guarantee(variable, int(index), int(year), float(value))
            for variable, index, year, value in zip(self.variable, self.index, self.year, least, strict=True)
        )

    def scaled(self, factor: float) -> Goals:
        """Every increment times a factor."""
        return self._with_value(self.base + factor * self.increment)

    def _with_value(self, value: Floats) -> Goals:
        return Goals(self.axis, self.body, self.base, value, self.variable, self.index, self.year, self.scale)

    def at_least(self, bound: Floats | float, body: Affine | None = None) -> Sides:
        """`quantity >= bound`, or another body."""
        return at_least(
            self.axis,
            SCALAR,
            self.body if body is None else body,
            np.broadcast_to(np.asarray(bound, float), len(self.axis))[:, None],
            scale=self.scale,
        )


TARGET_CELLS = (
    Input("Targets", "{set}|{variable}|{code}|{year}", "value"),
    Input("Target paths", "{set}|{variable}|{code}|{year}", "value"),
    Input("Target paths", "{set}|{variable}|{code}", "{year}"),
    Input("Target paths", "{set}|{variable}|{code}", "growth after"),
)


@rule(
    Kind.TARGET,
    family="targets",
    says="{least} of {what} {when}",
    gives="{what} {when}: {amount} short of {least} ({share})",
    many="targets are to be met",
    change=NOBODY,
    binds=UNSPOKEN,
    meaning="the target one unit higher",
    price_sign=1,
    explains=False,
    cells=TARGET_CELLS,
    readded=(promises_kept,),
)
def target(goals: Goals) -> Sides:
    """The targets are reached.

        quantity_i  >=  value_i

    Axes: (target); its units.  Shadow price: what a target one unit higher costs.
    Source: the control figures of Gosplan; standard modelling.
    """
    return goals.at_least(goals.value)


@rule(
    Kind.TARGET,
    family="targets",
    says="{what} {when} reaches its share",
    gives="{what} {when}: {amount} short of its share",
    many="targets are reached in one share",
    change=NOBODY,
    binds=UNSPOKEN,
    meaning="the target one unit higher",
    price_sign=1,
    explains=False,
    cells=TARGET_CELLS,
    readded=(promises_kept,),
)
def target_share(goals: Goals, share: Variable) -> Sides:
    """Every target is met in the common share.

        quantity_i - theta increment_i  >=  base_i

    A target that is not above its base is counted from 0 instead.
    Axes: (target); its units.  Shadow price: what a target one unit higher costs.
    Source: Kantorovich, Mathematical Methods in the Organization and Planning of Production (1939).
    """
    return goals.at_least(goals.base, goals.body - share.spread(goals.increment[:, None]))


@rule(
    Kind.TARGET,
    family="targets",
    says="{what} {when} keeps the {least} that it has reached",
    gives="{what} {when}: {amount} short of the {least} that it has reached",
    many="what targets have reached is kept",
    change=NOBODY,
    binds=UNSPOKEN,
    meaning="the target one unit higher",
    price_sign=1,
    explains=False,
    cells=TARGET_CELLS,
    readded=(promises_kept,),
)
def target_kept(goals: Goals) -> Sides:
    """What a target has reached is kept.

        quantity_i  >=  base_i + reached_i increment_i

    `reached` is set as goals block.  Axes: (target); its units.  Shadow price: what one unit more that is kept costs.
    Source: max-min fairness (leximin); standard modelling.
    """
    return goals.at_least(goals.base)


@rule(
    Kind.TARGET,
    family="targets",
    says="{least} of {what} {when}",
    gives="{what} {when}: {amount} short of {least} ({share})",
    many="targets are to be met",
    change=NOBODY,
    binds=UNSPOKEN,
    meaning="the target one unit higher",
    price_sign=1,
    explains=False,
    cells=TARGET_CELLS,
    readded=(promises_kept,),
)
def elastic_target(goals: Goals, shortfall: Variable) -> Sides:
    """Elastic targets are reached or missed at a cost.

        quantity_i + shortfall_i  >=  value_i

    Axes: (target); its units.  Shadow price: what a target one unit higher costs.
    Source: Charnes and Cooper, goal programming.
    """
    return goals.at_least(goals.value, goals.body + shortfall.over(np.array([0])).affine())


def quantities(
    economy: Economy, v: Variables, variable: tuple[str, ...], index: Ints, year: Ints
) -> tuple[Affine, Floats]:
    """(n, 1): output, capacity or consumption, each in a year; and the base-year size of each."""
    rows: list[Ints] = []
    columns: list[Ints] = []
    scale = np.ones(len(variable))
    for row, (name, where, when) in enumerate(zip(variable, index.tolist(), year.tolist(), strict=True)):
        if name == "output":
            found = v.output.columns[economy.techniques.sector == where, when - 1]
            scale[row] = v.scales.sector[where]
        elif name == "capacity":
            limited = v.indices.limited_of_asset[where]
            found = v.capacity.columns[[limited], when - 1] if limited >= 0 else np.empty(0, np.int64)
            scale[row] = v.scales.asset[where]
        else:
            found = v.consumption.columns[[where], when - 1]
        rows.append(np.full(len(found), row))
        columns.append(found)
    joined = np.concatenate(columns) if columns else np.empty(0, np.int64)
    at = np.concatenate(rows) if rows else np.empty(0, np.int64)
    return Affine.of((len(variable), 1), at, joined, np.ones(len(joined))), scale


def target_goals(economy: Economy, v: Variables, target_set: str, *, elastic: bool | None = None) -> Goals:
    """The goals of a target set; `elastic` picks the hard (False) or elastic (True) ones, None both.

    Increments are counted from the base year; from zero where a target does not lie above it by a millionth.

    Raises:
        InputFault: no such set.
    """
    targets = economy.targets
    known = sorted(set(targets.set))
    if target_set not in known:
        names = ", ".join(known) or "none: the workbook has no sheet Targets"
        raise InputFault.of("Targets", f"there is no target set {target_set!r}", f"Choose one of: {names}")
    chosen = np.array([name == target_set for name in targets.set])
    if elastic is not None:
        chosen &= targets.elastic == elastic
    indices = np.flatnonzero(chosen & (targets.year <= economy.years.last) & (targets.value > 0.0))
    variable = tuple(targets.variable[each] for each in indices)
    body, scale = quantities(economy, v, variable, targets.index[indices], targets.year[indices])
    axis = Axis(
        "target",
        tuple(targets.axis.labels[each] for each in indices),
        tuple(targets.axis.units[each] for each in indices),
        {
            "set": tuple(targets.set[each] for each in indices),
            "variable": variable,
            "code": tuple(targets.axis.columns["code"][each] for each in indices),
            "year": tuple(economy.years.label(int(targets.year[each])) for each in indices),
        },
    )
    value = targets.value[indices]
    base = targets.base[indices]
    base = np.where(value - base > SMALLEST * np.abs(base), base, 0.0)
    return Goals(axis, body, base, value, variable, targets.index[indices], targets.year[indices], scale)


def sector_goals(economy: Economy, v: Variables, variable: str, places: Ints, value: Floats) -> Goals:
    """Output of some sectors, or capacity of some assets, in the last plan year, from the base year's to `value`."""
    year = np.full(len(places), economy.years.plan)
    names = (variable,) * len(places)
    body, scale = quantities(economy, v, names, places, year)
    before, of_output = start_of(economy), variable == "output"
    base = (before.sectors.base_output if of_output else before.assets.capacity)[places]
    entity = economy.sectors.axis if of_output else economy.assets.axis
    codes = tuple(entity.labels[each] for each in places)
    when = economy.years.label(economy.years.plan)
    axis = Axis(
        "target",
        tuple(f"{variable} {code} {when}" for code in codes),
        tuple(entity.units[each] for each in places),
        {"variable": names, "code": codes, "year": (when,) * len(codes)},
    )
    return Goals(axis, body, base, value, names, places, year, scale)


def discounted_consumption(economy: Economy, v: Variables) -> Affine:
    """`sum_t (1+r)^-t sum_h C[h,t]`: every household's index counts alike."""
    years = np.arange(1, economy.years.last + 1)
    weights = (1.0 + economy.settings.discount_rate) ** -years.astype(float)
    return v.consumption.over(years).times(weights).affine().total()


def _bend(economy: Economy, v: Variables) -> tuple[Affine, Floats]:
    """(household, 1..N-1): `C[t+1] - 2 C[t] + C[t-1]`, its unknowns and what is known of it: C[h,0], 1 at the start."""
    years = np.arange(1, economy.years.last)
    before, now, after = (v.consumption.over(years, lag=lag).affine() for lag in (-1, 0, 1))
    known = np.zeros(now.shape)
    known[:, 0] = consumed_before(economy)
    return after - now.times(np.array(2.0)) + before, known


@rule(
    Kind.IDENTITY,
    family="evenness",
    says="consumption of the {what} household does not jump up {when}",
    gives="consumption of the {what} household {when}: {amount} of a jump up that is not counted",
    many="consumption does not jump up",
    change=NOBODY,
    binds=UNSPOKEN,
    meaning="one more index point of unevenness",
    price_sign=1,
    explains=False,
    cells=(Input("Plan", "smoothness", "value"),),
    readded=(promises_kept,),
)
def unevenness_up(economy: Economy, v: Variables, unevenness: Variable) -> Sides:
    """Consumption does not jump up.

        u[h,t]  >=  C[h,t+1] - 2 C[h,t] + C[h,t-1]          C[h,0] = 1

    Axes: (household, year 1..N-1); index, base year = 1.
    Shadow price: what one more index point of unevenness costs.
    Source: standard modelling of an absolute value.
    """
    bend, known = _bend(economy, v)
    years = np.arange(1, economy.years.last)
    return at_least(unevenness.entity, unevenness.times, unevenness.over(years).affine() - bend, known, scale=1.0)


@rule(
    Kind.IDENTITY,
    family="evenness",
    says="consumption of the {what} household does not jump down {when}",
    gives="consumption of the {what} household {when}: {amount} of a jump down that is not counted",
    many="consumption does not jump down",
    change=NOBODY,
    binds=UNSPOKEN,
    meaning="one more index point of unevenness",
    price_sign=1,
    explains=False,
    cells=(Input("Plan", "smoothness", "value"),),
    readded=(promises_kept,),
)
def unevenness_down(economy: Economy, v: Variables, unevenness: Variable) -> Sides:
    """Consumption does not jump down.

        u[h,t]  >=  -(C[h,t+1] - 2 C[h,t] + C[h,t-1])          C[h,0] = 1

    Axes: (household, year 1..N-1); index, base year = 1.
    Shadow price: what one more index point of unevenness costs.
    Source: standard modelling of an absolute value.
    """
    bend, known = _bend(economy, v)
    years = np.arange(1, economy.years.last)
    return at_least(unevenness.entity, unevenness.times, unevenness.over(years).affine() + bend, -known, scale=1.0)


def with_share(programme: LinearProgramme, *, upper: float = np.inf) -> tuple[LinearProgramme, Variable]:
    """One unknown more: the common share of the goals' increments."""
    programme = programme.with_variable(
        "share", SHARE, lower=-np.inf, upper=upper, meaning="common share of the increments"
    )
    return programme, programme.variables[-1]
