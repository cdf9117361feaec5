"""What is carried out: a plan, or a demand for which there is none.

For most strategies it is their plan.  `maximum`, `ratchet` and infeasible `targets` demand what no plan can give:
here every sector's figures are what its own target takes, as if all others served it, and nothing is scaled down.
What such a demand lacks (consumption, imports, exports, transfers of people, sectors without a target) comes from
balanced growth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.flows import given_uses
from optimiser.errors import InputFault, SolverFailed
from optimiser.execution.paths import at_capacity, own_starts, path, spread_over_techniques
from optimiser.plan.plan import Plan
from optimiser.programme import formulate
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.variables import Variables
from optimiser.solver import open_session
from optimiser.strategies import Request, strategy_of
from optimiser.strategies.balanced import balanced
from optimiser.strategies.goals import Goals, sector_goals, target_kept
from optimiser.strategies.maximum import KEPT, maximum, served_sectors, stand_alone_maxima
from optimiser.strategies.objectives import consumption
from optimiser.strategies.solve import solve
from optimiser.strategies.strategy import Told
from optimiser.strategies.targets import ROUNDS, STEP

FORMS = ("smooth", "union")
"""How `maximum` is demanded.  smooth: a geometric path to every maximum, and the projects which that path takes;
union: every sector's own rows of the plan in which all others serve it."""

COORDINATED = "coordinated maximum"
"""The plan that `maximum` comes to when its demand is scaled down to what can be had in common."""


@dataclass(frozen=True, eq=False)
class Demanded:
    """What everybody is told to do.  Index 0 of every yearly array is the base year and of no account."""

    name: str
    output: Floats
    """x*: (technique, 0..T+1), units of its sector; year T+1 is what inputs are ordered for where they have a lag."""
    starts: Floats
    """y*: (project, 0..T), units of capacity begun."""
    consumption: Floats
    """C*: (household, 0..T), index, base year = 1."""
    imports: Floats
    """m*: (product, 0..T), product units."""
    exports: Floats
    """e*: (product, 0..T), product units."""
    transfers: Floats
    """(transfer, 0..T), persons who leave in the year."""
    given: Floats
    """d + h leaving + B theta: (product, 0..T), given uses, what those take who move or are trained, and assortments,
    product units; where sources outnumber them, 0."""
    outside: Floats
    """(product, 0..T): from sources outside the plan, where given uses that are negative outnumber the others."""
    feasible: bool
    """Whether it is a plan that keeps all the rules."""

    def blended(self, other: Demanded, share: float, name: str = "") -> Demanded:
        """`(1 - share)` of this and `share` of the other, figure by figure; beyond 1 it goes on the same way."""

        def mixed(part: str) -> Floats:
            mine, its = getattr(self, part), getattr(other, part)
            return np.asarray(np.maximum((1.0 - share) * mine + share * its, 0.0))

        feasible = (share == 0.0 and self.feasible) or (share == 1.0 and other.feasible)
        return replace(self.remade(mixed), name=name or other.name, feasible=feasible)

    def remade(self, made: Callable[[str], Floats]) -> Demanded:
        """The same with other figures: those of every part are made from its name."""
        parts = [each.name for each in fields(self) if isinstance(getattr(self, each.name), np.ndarray)]
        arrays: dict[str, Any] = {part: made(part) for part in parts}
        return replace(self, **arrays)


def of_plan(plan: Plan, name: str = "") -> Demanded:
    """A plan, to be carried out to the letter."""
    found, last = plan.quantities, plan.economy.years.plan
    output = np.zeros((found.output.shape[0], last + 2))
    reach = min(found.output.shape[1], last + 2)
    output[:, :reach] = found.output[:, :reach]

    def years(values: Floats) -> Floats:
        return np.maximum(values[:, : last + 1], 0.0)

    economy = plan.economy
    given = np.pad(given_uses(economy, last), ((0, 0), (1, 0))) + economy.transfers.goods @ years(found.transfers)
    given += economy.assortments.contents(years(found.assortments), len(given))
    return Demanded(
        name=name or plan.strategy,
        output=np.maximum(output, 0.0),
        starts=years(found.starts),
        consumption=years(found.consumption),
        imports=years(found.imports),
        exports=years(found.exports),
        transfers=years(found.transfers),
        given=np.maximum(given, 0.0),
        outside=np.maximum(-given, 0.0),
        feasible=True,
    )


def plans_of(request: Request, names: Sequence[str], plans: Mapping[str, Plan] | None = None) -> dict[str, Plan]:
    """The plan of every strategy that has one to be carried out, found or not; `plans` are not sought again.

    Raises:
        InputFault: no such strategy, or data that it needs are absent.
    """
    known = dict(plans or {})
    for name in dict.fromkeys(names):
        if name not in known and strategy_of(name).told is not Told.ROUNDS:
            known[name] = solve(
                request.economy, name, target_set=request.target_set, options=request.options, progress=request.progress
            )
    return known


def balanced_demand(request: Request, plans: Mapping[str, Plan] | None = None) -> Demanded:
    """Balanced growth; what demands without a plan lack is taken from it.

    It is that of the workbook's own target set; of `plans` found for the request those are taken that are the same.

    Raises:
        InputFault: there is no balanced plan.
    """

    def plan_of(name: str) -> Plan:
        known = None if request.target_set not in ("", request.economy.settings.target_set) else (plans or {}).get(name)
        return known or solve(request.economy, name, options=request.options, progress=request.progress)

    plan = plan_of(balanced.name)
    if not plan.solution.optimal:
        plan = plan_of(consumption.name)
    if not plan.solution.optimal:
        raise InputFault.of(
            "Plan",
            "a demand without a plan takes consumption, trade and transfers from balanced growth, and that is "
            f"{plan.status.value}",
            "Lower the floors of the living standard, or see `optimiser diagnose IN.xlsx --strategy balanced`",
        )
    return of_plan(plan, balanced.name)


def _on_paths(
    economy: Economy, rest: Demanded, name: str, output: Mapping[int, Floats], capacity: Mapping[int, Floats]
) -> Demanded:
    """Sectors with a path follow it and begin what that takes.

    The others, of whom no figure is demanded, make what they can with the capacity they have in `rest`.
    `output`: sector to figures (0..T+1), sector units; `capacity`: asset to figures, units of the asset.
    """
    figures, starts = at_capacity(economy, rest.output, rest.starts), np.array(rest.starts)
    nothing = np.zeros(economy.years.plan + 2)
    assets = economy.assets
    told = sorted({*output, *(int(assets.sector[asset]) for asset in capacity)})
    for sector in told:
        mine = economy.techniques.sector == sector
        if sector in output:
            figures[mine] = spread_over_techniques(output[sector], rest.output[mine])
    for asset in np.flatnonzero(np.isin(assets.sector, told) & np.isfinite(assets.capacity)).tolist():
        mine, own = economy.techniques.sector == assets.sector[asset], economy.projects.asset == asset
        starts[own] = own_starts(economy, asset, figures[mine], capacity.get(asset, nothing))
    return replace(rest, name=name, output=figures, starts=starts, feasible=False)


def maximum_demand(request: Request, rest: Demanded, form: str = "smooth") -> Demanded:
    """Every sector's stand-alone maximum, all of them at once.

    Raises:
        InputFault: no such form, or a sector without a maximum.
    """
    if form not in FORMS:
        raise InputFault.of("Execution", f"there is no form {form!r} of a demand", f"Choose one of: {', '.join(FORMS)}")
    economy, last = request.economy, request.economy.years.plan
    bare, v = formulate(economy)
    chosen = served_sectors(economy)
    base = economy.sectors.base_output[chosen]
    # only which quantities are meant matters here, not the value asked for
    goals = sector_goals(economy, v, "output", chosen, base + np.where(base > 0.0, base, 1.0))
    maxima, _, _, solution = stand_alone_maxima(request, bare, goals, pairs=False)
    if not solution.optimal:
        raise InputFault.of("Plan", "a sector has no greatest output", "Limit its capacity or its labour")
    rising = maxima > goals.base * (1.0 + 1e-9)
    goals = sector_goals(economy, v, "output", chosen[rising], maxima[rising])
    if form == "union":
        return _union(request, rest, bare, v, goals)
    base = economy.sectors.base_output
    paths = {int(j): path(base[j], {last: value}, last + 1) for j, value in zip(goals.index, goals.value, strict=True)}
    return _on_paths(economy, rest, "maximum", paths, {})


def _union(request: Request, rest: Demanded, bare: LinearProgramme, v: Variables, goals: Goals) -> Demanded:
    """Every sector's rows of its own plan: the greatest output at the end, and then on the way there."""
    economy, last = request.economy, request.economy.years.plan
    output, starts = np.array(rest.output), np.array(rest.starts)
    programme = bare.with_rows(target_kept(goals))
    session = open_session(programme, request.options)
    rows = np.arange(programme.row_range[target_kept.name].start, programme.row_range[target_kept.name].stop)
    free = np.full(len(rows), np.inf)
    session.set_rows(rows, -free, free)
    for place, sector in enumerate(goals.index.tolist()):
        request.progress(f"stand-alone plan {place + 1} of {len(goals.index)}")
        mine, own = economy.techniques.sector == sector, economy.assets.sector[economy.projects.asset] == sector
        session.set_rows(rows[[place]], goals.value[[place]] * (1.0 - KEPT), free[:1])
        goal = np.zeros(programme.columns)
        goal[v.output.columns[mine, :last].ravel()] = 1.0 / goals.scale[place]
        session.set_goal(goal)
        solution = session.solve()
        if not solution.optimal:
            raise SolverFailed(f"The stand-alone plan of {economy.sectors.axis.labels[sector]} was not found again")
        alone = of_plan(Plan(economy, maximum.criterion, "", session.as_it_stands(), v, solution))
        output[mine], starts[own] = alone.output[mine], alone.starts[own]
        session.set_rows(rows[[place]], -free[:1], free[:1])
    return replace(rest, name="maximum", output=output, starts=starts, feasible=False)


def target_demand(request: Request, rest: Demanded, *, rounds: int = 1, name: str = "targets") -> Demanded:
    """A target set as it stands, feasible or not; with more rounds, figures that leapfrog one another.

    In year t of T the figures of round `1 + (rounds - 1)(t - 1)/(T - 1)` are demanded; every round asks 15 per cent
    more of every increment.

    Raises:
        InputFault: no target set, or no such set.
    """
    economy, chosen, last = request.economy, request.needed_set, request.economy.years.plan
    targets, sectors, assets = economy.targets, economy.sectors, economy.assets
    if chosen not in targets.set:
        known = ", ".join(sorted(set(targets.set))) or "none: the workbook has no sheet Targets"
        raise InputFault.of("Targets", f"there is no target set {chosen!r}", f"Choose one of: {known}")
    points: dict[str, dict[int, dict[int, tuple[float, float]]]] = {"output": {}, "capacity": {}, "consumption": {}}
    for each in np.flatnonzero([one == chosen for one in targets.set]):
        year, value = int(targets.year[each]), float(targets.value[each])
        if year <= last:
            increment = max(value - float(targets.base[each]), 0.0)
            points[targets.variable[each]].setdefault(int(targets.index[each]), {})[year] = (value, increment)
    years = np.arange(last + 2)
    factors = (1.0 + STEP) ** ((rounds - 1) * np.clip((years - 1) / max(last - 1, 1), 0.0, 1.0))

    def demanded(base: float, figures: dict[int, tuple[float, float]]) -> Floats:
        rounds_of = [
            path(base, {year: value + (factor - 1.0) * more for year, (value, more) in figures.items()}, last + 1)
            for factor in factors
        ]
        return np.array([rounds_of[year][year] for year in years])

    consumption = np.array(rest.consumption)
    for household, figures in points["consumption"].items():
        consumption[household] = demanded(1.0, figures)[: last + 1]
    return _on_paths(
        economy, replace(rest, consumption=consumption), name,
        {sector: demanded(sectors.base_output[sector], figures) for sector, figures in points["output"].items()},
        {asset: demanded(assets.capacity[asset], figures) for asset, figures in points["capacity"].items()},
    )  # fmt: skip


def ambition_demand(balanced: Demanded, maximum: Demanded, share: float) -> Demanded:
    """A demand between balanced growth (0) and all maxima at once (1), and beyond."""
    return balanced.blended(maximum, share, f"ambition {share:g}")


def demands(
    request: Request, names: Sequence[str], *, form: str = "smooth", plans: Mapping[str, Plan] | None = None
) -> dict[str, Demanded]:
    """What each strategy demands; `maximum` has a second line, its coordinated plan.

    A strategy without a plan that demands no figures of its own is left out.  `plans` that have been found already
    are not sought again.

    Raises:
        InputFault: no such strategy, or data that it needs are absent.
    """
    found: dict[str, Demanded] = {}
    rest: Demanded | None = None
    known = plans_of(request, names, plans)
    for name in dict.fromkeys(names):
        told = strategy_of(name).told
        if told is not Told.PLAN:
            rest = rest or balanced_demand(request, known)
        if told is Told.ROUNDS and rest is not None:
            found[name] = target_demand(request, rest, rounds=ROUNDS, name=name)
            continue
        plan = known[name]
        if told is Told.MAXIMA and rest is not None:
            found[name] = replace(maximum_demand(request, rest, form), name=name)
            if plan.solution.optimal:
                found[COORDINATED] = of_plan(plan, COORDINATED)
        elif plan.solution.optimal:
            found[name] = of_plan(plan)
        elif told is Told.SET and rest is not None:
            found[name] = target_demand(request, rest, name=name)
    return found
