"""Why targets cannot be met, by how much, how long they would take, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

import numpy as np

from optimiser.diagnosis.clock import Clock
from optimiser.diagnosis.conflict import find_conflicts
from optimiser.diagnosis.elastic import (
    Relaxation,
    Softened,
    confirm,
    elastic,
    least_total,
    least_worst,
    relaxable,
    soften,
)
from optimiser.diagnosis.findings import Alone, Diagnosis
from optimiser.diagnosis.holds import STEP, Help, chains, helps, holding, no_help
from optimiser.diagnosis.phrases import family
from optimiser.diagnosis.sentences import explained, relaxed, sentences
from optimiser.diagnosis.words import Place, called, cell, listed, places, thing
from optimiser.economy.economy import Bools, Economy, Ints
from optimiser.errors import SolverFailed
from optimiser.plan.plan import Plan
from optimiser.plan.solver import Solution, SolverOptions, Status, open_session
from optimiser.programme import formulate
from optimiser.programme.lp import Affine, Kind, LinearProgramme
from optimiser.programme.unknowns import Unknowns
from optimiser.strategies import Request, strategy
from optimiser.strategies.goals import Goals, target_goals
from optimiser.strategies.horizon import years_needed
from optimiser.strategies.ladder import ladder_table, leximin, with_ladder
from optimiser.strategies.maximum import ideal_goals
from optimiser.strategies.targets import proportional

TIME_LIMIT = 300.0
"""Seconds for a whole diagnosis, unless told otherwise."""

GIVEN = (Kind.RESOURCE, Kind.POLICY)

SUPPORT = ("capacity_limit", "capacity_accumulation", "output_in_hand")
"""Rules that nobody can change and that explain a conflict all the same when they are named."""

SEEDS = 10
"""Targets that are tried as conflicts of their own: those that give way most."""

HELPS = 12
"""Single changes that are tried and listed."""


def _none() -> Bools:
    return np.empty(0, bool)


@dataclass(frozen=True, eq=False)
class Question:
    """A programme that may be infeasible, and what it consists of."""

    programme: LinearProgramme
    bare: LinearProgramme
    """Without the targets."""
    unknowns: Unknowns
    goals: Goals | None


@dataclass(frozen=True, eq=False)
class _Blame:
    """What is infeasible, ready to be asked about.  Rows are those of the softened programme's original."""

    status: str
    softened: Softened | None = None
    members: Bools = field(default_factory=_none)
    """What conflicts are made of."""
    support: Bools = field(default_factory=_none)
    give: Bools = field(default_factory=_none)
    """What may give way in the least relaxation."""
    total: Relaxation | None = None
    """The least relaxation, where it is known already."""


@dataclass(frozen=True, eq=False)
class _Work:
    """What every step of a diagnosis has at hand."""

    options: SolverOptions
    clock: Clock
    progress: Callable[[str], None]
    unfinished: list[str] = field(default_factory=list)

    def timed(self, share: float = 1.0) -> tuple[Clock, SolverOptions]:
        """A part of the time that is left, and options that keep to it."""
        clock = self.clock.part(share)
        return clock, clock.options(self.options)

    def step(self, name: str, work: Callable[[], bool], said: str = "") -> None:
        """Do a step of which it is said, where it did not come to its end, that it is not finished."""
        if not self.clock.over:
            self.progress(name)
            try:
                if work():
                    return
            except SolverFailed:
                pass
        self.unfinished.append(said or name)


def question(request: Request, strategy_name: str) -> Question:
    """What a strategy demands, as rows.

    Strategies without targets demand only what the economy itself does; `balanced` demands the chosen
    target set, if there is one, over and above.

    Raises:
        InputFault: no such strategy or target set.
    """
    strategy(strategy_name)
    bare, v = formulate(request.economy)
    bare = bare.maximising(Affine.zero((1, 1)))
    goals: Goals | None = None
    if strategy_name == "maximum":
        goals = ideal_goals(request, bare, v)
    elif strategy_name in ("targets", "proportional", "ratchet"):
        goals = target_goals(request.economy, v, request.needed_set, elastic=False)
    elif strategy_name == "balanced" and request.chosen_set:
        goals = target_goals(request.economy, v, request.chosen_set, elastic=False)
    if goals is not None and not len(goals.axis):
        goals = None
    programme = bare if goals is None else bare.with_rows(goals.rows("target", goals.value))
    return Question(programme, bare, v, goals)


def diagnose(
    request: Request,
    strategy_name: str = "targets",
    *,
    kinds: Collection[Kind] = (Kind.TARGET,),
    time_limit: float = TIME_LIMIT,
) -> Diagnosis:
    """Why what a strategy demands cannot be met, what conflicts, what can be had, and what would help.

    `kinds` says which rows may give way in the least relaxation: targets, unless told otherwise.

    Raises:
        InputFault: no such strategy or target set.
        SolverFailed: the solver gave up before anything was found.
    """
    work = _Work(request.options, Clock.of(time_limit), request.progress)
    asked = question(replace(request, options=work.timed(0.5)[1]), strategy_name)
    economy = request.economy
    named = request.needed_set if asked.goals is not None and strategy_name != "maximum" else ""
    empty = Diagnosis(economy, strategy_name, named, "limit", ())
    blame = _to_blame(asked.programme, work, kinds, economy)
    found = _why(blame, replace(empty, status=blame.status), work, 0.5)
    if found.status == "feasible" and asked.goals is None:
        return _said(_unbounded(request, strategy_name, found, work), work)
    if asked.goals is not None and found.status in ("feasible", "infeasible"):
        found = _what_can_be_had(request, asked, asked.goals, found, work)
    found = _evenly(blame, found, work)
    if asked.goals is not None and found.status == "infeasible" and strategy_name != "maximum":
        found = _how_long(request, asked.goals, found, work)
    return _said(found, work)


def diagnose_plan(
    plan: Plan, options: SolverOptions | None = None, progress: Callable[[str], None] = lambda _: None
) -> Diagnosis:
    """Why a strategy found no plan, with the strategy's own demands."""
    request = Request(plan.economy, plan.target_set, options or SolverOptions(), progress)
    return diagnose(request, plan.strategy)


def explain(
    programme: LinearProgramme,
    options: SolverOptions | None = None,
    *,
    economy: Economy | None = None,
    kinds: Collection[Kind] = (Kind.TARGET,),
    time_limit: float = TIME_LIMIT,
    progress: Callable[[str], None] = lambda _: None,
) -> Diagnosis:
    """Relaxations and conflicts of any programme; of an economy's in its words.

    Where targets are not to blame, resources and policies are examined; where these are not either, every
    row is.
    """
    work = _Work(options or SolverOptions(), Clock.of(time_limit), progress)
    blame = _to_blame(programme, work, kinds, economy)
    found = _why(blame, Diagnosis(economy, "", "", blame.status, ()), work, 0.8)
    return _said(_evenly(blame, found, work), work)


def _said(found: Diagnosis, work: _Work) -> Diagnosis:
    found = replace(found, unfinished=tuple(work.unfinished))
    return replace(found, sentences=sentences(found))


def _to_blame(
    programme: LinearProgramme, work: _Work, kinds: Collection[Kind], economy: Economy | None
) -> _Blame:
    """Which rows are to blame: targets; else, with targets left out, resources and policies; else any row."""
    targets, given = relaxable(programme, (Kind.TARGET,)), relaxable(programme, GIVEN)
    early = "infeasible before any target" if economy is not None or targets.any() else "infeasible"
    options = work.timed()[1]
    work.progress("least relaxation")
    if targets.any():
        may_give, support = relaxable(programme, kinds), _support(programme)
        softened = soften(programme, targets | given | support | may_give, options)
        solution, total = least_total(softened, targets)
        if total is not None and not len(total.rows):
            return _Blame("feasible")
        if total is not None:
            own = bool((may_give == targets).all())
            return _Blame("infeasible", softened, targets | given, support, may_give, total if own else None)
        if solution.status is Status.LIMIT:
            return _Blame("limit")
        bare = tuple(block.name for block in programme.blocks if block.kind is Kind.TARGET)
        programme = programme.without(*bare)
    for chosen in (GIVEN, tuple(Kind)):
        members = relaxable(programme, chosen)
        if not members.any():
            continue
        support = _support(programme) & ~members
        softened = soften(programme, members | support, options)
        solution, total = least_total(softened, members)
        if total is not None and not len(total.rows):
            return _Blame("feasible")
        if total is not None:
            return _Blame(early, softened, members, support, members, total)
        if solution.status is Status.LIMIT:
            return _Blame("limit")
    # whatever gives way, it does not help: the bounds of the unknowns contradict each other, or there are no rows
    feasible = open_session(programme, options).solve().status in (Status.OPTIMAL, Status.UNBOUNDED)
    return _Blame("feasible" if feasible else early)


def _support(programme: LinearProgramme) -> Bools:
    flags = [np.full(block.count, block.name in SUPPORT) for block in programme.blocks]
    return np.concatenate(flags) if flags else _none()


def _why(blame: _Blame, found: Diagnosis, work: _Work, share: float) -> Diagnosis:
    """The least relaxation; in a share of the time left the conflicts; and what it would take to meet the targets."""
    softened = blame.softened
    if softened is None:
        return found
    programme, economy = softened.programme, found.economy
    where, given = places(programme), relaxable(programme, GIVEN)
    total = blame.total or least_total(softened, blame.give)[1]
    if total is not None:
        said = relaxed(economy, where, confirm(programme, total, work.timed(0.5)[1]))
        found = replace(found, by_targets=said)
        work.progress(f"least relaxation: {'; '.join(each.sentence for each in said.rows[:3])}")
    elif work.clock.over:
        work.unfinished.append("the least relaxation")
    seeds: Ints = np.empty(0, np.int64)
    if total is not None and blame.status == "infeasible":
        wanted = relaxable(programme, (Kind.TARGET,))[total.rows]
        seeds = total.rows[wanted][np.argsort(-np.abs(total.shares[wanted]))][:SEEDS]

    def conflicts() -> bool:
        nonlocal found
        made = find_conflicts(
            softened, blame.members, blame.support, work.options, seeds=seeds, clock=work.clock.part(share),
            progress=work.progress,
        )  # fmt: skip
        found = replace(found, conflicts=tuple(explained(economy, where, each) for each in made))
        return bool(made) and all(each.irreducible and each.verified for each in made)

    def resources() -> bool:
        nonlocal found
        softened.session.options = work.timed(0.5)[1]
        solution, needed = least_total(softened, given)
        if needed is not None:
            said = relaxed(economy, where, confirm(programme, needed, work.timed(0.5)[1]))
            found = replace(found, by_resources=said)
        return solution.status is not Status.LIMIT

    work.step("conflicts", conflicts, "the conflicts: there may be more, or not all their rows may be needed")
    if found.status == "infeasible" and economy is not None and not (blame.give & given).any():
        work.step("what more would have to be there", resources)
    return found


def _evenly(blame: _Blame, found: Diagnosis, work: _Work) -> Diagnosis:
    """The relaxation with the worst kept least."""
    softened = blame.softened
    if softened is None:
        return found
    programme, economy = softened.programme, found.economy
    where = places(programme)

    def evenly() -> bool:
        nonlocal found
        clock, options = work.timed(0.5)
        even = least_worst(elastic(programme, blame.give), options, clock)
        if even is not None:
            said = relaxed(economy, where, confirm(programme, even, work.timed(0.5)[1]))
            found = replace(found, by_targets_evenly=said)
        return even is not None and even.finished

    if found.by_targets is not None:
        said = "the relaxation with the worst kept least: only its greatest parts, if any, are proved least"
        work.step("the relaxation with the worst kept least", evenly, said)
    return found


def _what_can_be_had(request: Request, asked: Question, goals: Goals, found: Diagnosis, work: _Work) -> Diagnosis:
    """The common share, who holds it, the ladder, and the share without each target."""
    economy = request.economy
    programme, share = with_ladder(asked.bare, goals)
    programme = programme.maximising(share.over(np.array([0])).affine())
    work.progress("largest common share")
    session = open_session(programme, work.timed()[1])
    kept = programme.row_range["target_kept"]
    session.free_rows(np.arange(kept.start, kept.stop))
    solution = session.solve()
    if not solution.optimal:
        work.unfinished.append("the largest common share, and what depends on it")
        return found
    where = places(programme)
    found = replace(
        found, share=solution.objective, holds=holding(programme, solution, where, session.ranges(), economy),
        useless=_useless(programme, solution, where, economy),
    )  # fmt: skip
    if found.status == "feasible":
        return found
    span = programme.row_range["target_share"]
    open_rows = np.arange(span.start, span.stop)
    prices = np.abs(solution.shadow_prices[open_rows]) * goals.increment

    def left_out() -> bool:
        nonlocal found
        clock, session.options = work.timed(0.3)
        # a target without a price does not hold the share: leaving it out changes nothing
        share_without = [solution.objective] * len(open_rows)
        tried = np.argsort(-prices)[: int((prices > 1e-9).sum())].tolist()
        done = True
        for place in tried:
            session.free_rows(open_rows[[place]])
            without = Status.LIMIT if clock.over else (answer := session.solve()).status
            session.restore_rows(open_rows[[place]])
            share_without[place] = answer.objective if without is Status.OPTIMAL else float("nan")
            done &= without is Status.OPTIMAL
        left = [(_name(economy, goals, place), value) for place, value in enumerate(share_without) if value == value]
        found = replace(found, left_out=tuple(sorted(left, key=lambda each: -each[1])))
        return done

    def single_changes() -> bool:
        nonlocal found
        clock, session.options = work.timed(0.3)
        tried, done = helps(session, where, solution, economy, HELPS, clock)
        others, all_of_them = _circumstances(request, found, work)
        found = replace(found, helps=tuple(sorted((*tried, *others), key=lambda each: -each.gain)[:HELPS]))
        return done and all_of_them

    def bottlenecks() -> bool:
        nonlocal found
        clock, session.options = work.timed(0.3)
        worst = [int(each) for each in np.argsort(-prices)[:3] if prices[each] > 1e-9]
        starts = np.array([goals.place[each] for each in worst if goals.variable[each] != "consumption"], np.int64)
        walked = chains(session, asked.unknowns, economy, solution, where, starts, clock)
        found = replace(found, chains=walked)
        return not clock.over

    def ladder() -> bool:
        nonlocal found
        session.options = work.timed(0.5)[1]
        rungs, _, last = leximin(session, goals, share, most=1.0, request=request)
        found = replace(found, ladder=ladder_table(goals, rungs))
        return last.optimal

    work.step("the share without each target", left_out)
    work.step("what would help", single_changes)
    work.step("the bottleneck chains", bottlenecks)
    work.step("the ladder", ladder)
    return found


def _useless(
    programme: LinearProgramme, solution: Solution, where: list[Place], economy: Economy
) -> tuple[str, ...]:
    """Resources of which more alone would not help, by what they are about."""
    by_family: dict[str, list[str]] = {}
    for place in no_help(programme, solution, where):
        by_family.setdefault(family(place.rule), []).append(thing(economy, place))
    return tuple(f"{name}: {listed(things, 12)}" for name, things in by_family.items())


def _circumstances(request: Request, found: Diagnosis, work: _Work) -> tuple[tuple[Help, ...], bool]:
    """What a year more, and a better harvest, would buy: each a programme of its own."""
    economy = request.economy
    cases = []
    if economy.years.plan + economy.years.tail + 1 < economy.years.reach and found.strategy != "maximum":
        cases.append(("a year more", economy.with_plan_years(economy.years.plan + 1)))
    farm = economy.town_and_country.farm_sector
    if farm >= 0 and found.strategy != "maximum":
        yields = np.array(economy.sectors.yields)
        yields[farm, 1:] *= 1.0 + STEP
        better = replace(economy, sectors=replace(economy.sectors, yields=yields))
        cases.append(("a harvest a tenth better in every year", better))
    made: list[Help] = []
    for name, other in cases:
        if work.clock.over:
            return tuple(made), False
        options = work.timed(0.3)[1]
        share = proportional(replace(request, options=options).over(other)).share
        if share is not None and found.share is not None and share > found.share:
            made.append(Help(name, share, share - found.share))
    return tuple(made), True


def _name(economy: Economy, goals: Goals, place: int) -> str:
    code, variable = goals.axis.columns["code"][place], goals.axis.columns["variable"][place]
    prefix = {"capacity": "capacity for ", "consumption": "consumption of the household "}.get(variable, "")
    last = economy.years.label(economy.years.plan)
    year = goals.axis.columns["year"][place]
    return f"{prefix}{called(economy, 'code', code, variable)}{'' if year == last else f' in {year}'}"


def _how_long(request: Request, goals: Goals, found: Diagnosis, work: _Work) -> Diagnosis:
    def scanned() -> bool:
        nonlocal found
        needed = years_needed(replace(request, options=work.timed()[1]), each=True)
        rows = {label: place for place, label in enumerate(goals.axis.labels)}
        where = places(LinearProgramme(blocks=(goals.rows("target", goals.value),)))
        alone = tuple(
            Alone(
                _name(request.economy, goals, rows[label]), float(goals.value[rows[label]]),
                goals.axis.units[rows[label]], years, cell(request.economy, where[rows[label]]),
            )
            for label, years in needed.alone.items() if label in rows
        )  # fmt: skip
        if needed.together or needed.finished:
            found = replace(found, years=needed)
        found = replace(found, alone=alone)
        if not needed.finished:
            work.progress(f"plans of up to {needed.tried} years were tried")
        return needed.finished

    work.step("how long the targets would take", scanned)
    return found


def _unbounded(request: Request, strategy_name: str, found: Diagnosis, work: _Work) -> Diagnosis:
    """What could grow without limit, if the strategy's goal has none."""
    options = work.timed()[1]
    plan = strategy(strategy_name)(replace(request, options=options))
    if plan.status is not Status.UNBOUNDED:
        return found
    programme = plan.programme
    arrays = programme.arrays
    roof = 1e6 * arrays.column_scale
    session = open_session(programme, options)
    every = np.arange(programme.columns)
    session.set_columns(every, np.maximum(arrays.lower, -roof), np.minimum(arrays.upper, roof))
    solution = session.solve()
    growing: list[str] = []
    if solution.optimal:
        at_roof = np.flatnonzero(np.isinf(arrays.upper) & (solution.values >= 0.5 * roof))
        growing = [_unknown(request.economy, programme.column_key(int(column))) for column in at_roof]
    return replace(found, status="unbounded", growing=tuple(dict.fromkeys(growing))[:8])


def _unknown(economy: Economy, key: dict[str, str]) -> str:
    """An unknown in words, without its year: `output of coal`."""
    name = {"starts": "projects begun for", "moved": "people moved into", "farm_kept": "produce kept by"}.get(
        key["variable"], f"{key['variable'].replace('_', ' ')} of"
    )
    things = [called(economy, column, code) for column, code in key.items() if column not in ("variable", "year")]
    return f"{name} {' '.join(each for each in things if each)}".removesuffix(" of ").strip()
