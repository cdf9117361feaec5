"""Why targets cannot be met, by how much, how long they would take, and what would mend it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from optimiser.diagnosis.conflict import background_holds, find_conflicts
from optimiser.diagnosis.elastic import confirm, elastic, least_total, least_worst, relaxable
from optimiser.diagnosis.findings import Diagnosis
from optimiser.diagnosis.holds import STEP, Help, chains, helps, holding, no_help
from optimiser.diagnosis.sentences import explained, relaxed, sentences
from optimiser.diagnosis.words import FAMILIES, names, places
from optimiser.economy.economy import Bools, Economy
from optimiser.plan.plan import Plan, Table
from optimiser.plan.solver import Solution, SolverOptions, Status, open_session
from optimiser.programme import formulate
from optimiser.programme.lp import Affine, Kind, LinearProgramme
from optimiser.programme.unknowns import Unknowns
from optimiser.strategies import Request, strategy
from optimiser.strategies.goals import Goals, target_goals
from optimiser.strategies.horizon import years_needed
from optimiser.strategies.ladder import Rung, ladder_table, leximin, with_ladder
from optimiser.strategies.maximum import ideal_goals
from optimiser.strategies.targets import proportional

TIME_LIMIT = 300.0
"""Seconds for a whole diagnosis, unless told otherwise."""


@dataclass(frozen=True, eq=False)
class Question:
    """A programme that may be infeasible, and what it consists of."""

    programme: LinearProgramme
    bare: LinearProgramme
    """Without the targets."""
    unknowns: Unknowns | None
    goals: Goals | None


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
        SolverFailed: the solver gave up.
    """
    deadline = time.monotonic() + time_limit
    asked = question(request, strategy_name)
    found = explain(
        asked.programme, request.options, economy=request.economy, kinds=kinds, deadline=deadline,
        progress=request.progress,
    )  # fmt: skip
    found = replace(found, strategy=strategy_name, target_set=request.chosen_set)
    if asked.goals is None or asked.unknowns is None or found.status == "infeasible before any target":
        if found.status == "feasible":
            found = _unbounded(request, strategy_name, found)
        return replace(found, sentences=sentences(found, request.economy))
    found = _what_can_be_had(request, asked, asked.goals, asked.unknowns, found, deadline)
    if strategy_name != "maximum" and found.status == "infeasible":
        found = _how_long(request, found, deadline)
    return replace(found, sentences=sentences(found, request.economy))


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
    deadline: float = float("inf"),
    progress: Callable[[str], None] = lambda _: None,
) -> Diagnosis:
    """Relaxation and conflicts of any programme; of an economy's in its words.

    Where targets are not to blame, resources and policies are examined; where these are not either
    (or the programme comes from elsewhere and has no kinds), every row is.
    """
    options = options or SolverOptions()
    empty = Diagnosis(economy, "", "", "feasible", ())
    progress("can everything be kept?")
    if open_session(programme.maximising(Affine.zero((1, 1))), options).solve().status is Status.OPTIMAL:
        return empty
    where = places(programme)
    status, give, members = _to_blame(programme, options, kinds)
    found = replace(empty, status=status)
    unfinished: list[str] = []

    progress("least relaxation")
    soft = elastic(programme, relaxable(programme, give))
    _, total = least_total(soft, open_session(soft.programme, options))
    if total is not None:
        found = replace(found, by_targets=relaxed(economy, where, confirm(programme, total, options)))
    if time.monotonic() < deadline:
        progress("relaxation with the worst kept least")
        even = least_worst(soft, options, deadline)
        if even is not None:
            found = replace(found, by_targets_evenly=relaxed(economy, where, confirm(programme, even, options)))
            if not even.finished:
                unfinished.append("the even relaxation: only its greatest part is proved least")
    else:
        unfinished.append("the even relaxation")
    others = (Kind.RESOURCE, Kind.POLICY)
    if status == "infeasible" and economy is not None and Kind.RESOURCE not in give and time.monotonic() < deadline:
        progress("what more would have to be there")
        soft = elastic(programme, relaxable(programme, others))
        _, needed = least_total(soft, open_session(soft.programme, options))
        if needed is not None:
            found = replace(found, by_resources=relaxed(economy, where, confirm(programme, needed, options)))

    seeds = total.rows if total is not None and status == "infeasible" else np.empty(0, np.int64)
    conflicts = find_conflicts(programme, members, options, seeds=seeds, deadline=deadline, progress=progress)
    if not conflicts or not all(each.irreducible and each.verified for each in conflicts):
        unfinished.append("the conflicts: not every member was proved to be needed within the time limit")
    in_words = tuple(explained(economy, where, each) for each in conflicts)
    return replace(found, conflicts=in_words, unfinished=tuple(unfinished))


def _to_blame(
    programme: LinearProgramme, options: SolverOptions, kinds: Collection[Kind]
) -> tuple[str, Collection[Kind], Bools]:
    """What is infeasible, which kinds may give way, and which rows a conflict is made of."""
    targets = relaxable(programme, (Kind.TARGET,))
    own = tuple(kinds)
    given = relaxable(programme, (Kind.RESOURCE, Kind.POLICY))
    if targets.any() and background_holds(programme, targets, options):
        return "infeasible", own, targets | given
    if background_holds(programme, targets | given, options):
        return "infeasible before any target", (Kind.RESOURCE, Kind.POLICY, *own), given
    return "infeasible before any target", tuple(Kind), relaxable(programme, tuple(Kind))


def _what_can_be_had(
    request: Request, asked: Question, goals: Goals, v: Unknowns, found: Diagnosis, deadline: float
) -> Diagnosis:
    """The common share, who holds it, the ladder, and the share without each target."""
    request.progress("largest common share")
    programme, share = with_ladder(asked.bare, goals)
    column = np.zeros(programme.columns)
    column[share.offset] = 1.0
    programme = programme.maximising(share.over(np.array([0])).affine())
    session = open_session(programme, request.options)
    kept = programme.row_range["target_kept"]
    session.free_rows(np.arange(kept.start, kept.stop))
    solution = session.solve()
    if not solution.optimal:
        return replace(found, unfinished=(*found.unfinished, "the largest common share"))
    where = places(programme)
    found = replace(found, share=solution.objective, holds=holding(programme, solution, where, session.ranges()))
    known = names(request.economy)
    useless = tuple(
        f"{FAMILIES.get(rule, rule)}: {' '.join(known.get(word, word) for word in [what])}"
        for rule, what in no_help(programme, solution, where)
    )
    found = replace(found, useless=useless)
    if found.status == "feasible":
        return found

    unfinished = list(found.unfinished)
    open_rows = np.arange(programme.row_range["target_share"].start, programme.row_range["target_share"].stop)
    if time.monotonic() < deadline:
        request.progress("the share without each target")
        left = []
        for place, row in enumerate(open_rows):
            session.free_rows(np.array([row]))
            without = session.solve()
            session.restore_rows(np.array([row]))
            if without.optimal:
                left.append((_name(known, goals, place), without.objective))
        found = replace(found, left_out=tuple(sorted(left, key=lambda each: -each[1])))
        request.progress("what would help")
        tried = helps(session, where, solution, request.economy, lambda c: known.get(c, c), 12)
        tried += _circumstances(request, found)
        found = replace(found, helps=tuple(sorted(tried, key=lambda each: -each.gain)[:12]))
        prices = np.abs(solution.shadow_prices[open_rows]) * goals.increment
        worst = [int(each) for each in np.argsort(-prices)[:3] if prices[each] > 1e-9]
        starts = np.array([goals.place[each] for each in worst if goals.variable[each] != "consumption"], np.int64)
        walked = chains(session, v, request.economy, solution, where, starts, lambda c: known.get(c, c))
        found = replace(found, chains=walked)
    else:
        unfinished.append("what would help, and the bottleneck chains")
    if time.monotonic() < deadline:
        request.progress("the ladder")
        rungs, _, last = leximin(session, goals, share, most=1.0, request=request)
        found = replace(found, ladder=_ladder(goals, rungs, last, unfinished))
    else:
        unfinished.append("the ladder")
    return replace(found, unfinished=tuple(unfinished))


def _circumstances(request: Request, found: Diagnosis) -> tuple[Help, ...]:
    """What a year more, and a better harvest, would buy: each a programme of its own."""
    economy = request.economy
    cases = []
    if economy.years.plan + economy.years.tail + 1 < economy.years.reach and found.strategy != "maximum":
        cases.append(("a year more", economy.with_plan_years(economy.years.plan + 1)))
    farm = economy.town_and_country.farm_sector
    if farm >= 0:
        yields = np.array(economy.sectors.yields)
        yields[farm, 1:] *= 1.0 + STEP
        better = replace(economy, sectors=replace(economy.sectors, yields=yields))
        cases.append(("a harvest a tenth better in every year", better))
    made = []
    for name, other in cases:
        share = proportional(request.over(other)).share if found.strategy != "maximum" else None
        if share is not None and found.share is not None and share > found.share:
            made.append(Help(name, share, share - found.share))
    return tuple(made)


def _ladder(goals: Goals, rungs: list[Rung], last: Solution, unfinished: list[str]) -> Table:
    if not last.optimal:
        unfinished.append("the ladder beyond the steps shown")
    return ladder_table(goals, rungs)


def _name(known: dict[str, str], goals: Goals, place: int) -> str:
    code, variable = goals.axis.columns["code"][place], goals.axis.columns["variable"][place]
    return f"{known.get(code, code)}{'' if variable == 'output' else f' ({variable})'}"


def _how_long(request: Request, found: Diagnosis, deadline: float) -> Diagnosis:
    if time.monotonic() > deadline:
        return replace(found, unfinished=(*found.unfinished, "how long the targets would take"))
    return replace(found, years=years_needed(request, each=True))


def _unbounded(request: Request, strategy_name: str, found: Diagnosis) -> Diagnosis:
    """What could grow without limit, if the strategy's goal has none."""
    plan = strategy(strategy_name)(request)
    if plan.status is not Status.UNBOUNDED:
        return found
    programme = plan.programme
    arrays = programme.arrays
    roof = 1e6 * arrays.column_scale
    session = open_session(programme, request.options)
    every = np.arange(programme.columns)
    session.set_columns(every, np.maximum(arrays.lower, -roof), np.minimum(arrays.upper, roof))
    solution = session.solve()
    driving: list[str] = []
    if solution.optimal:
        at_roof = np.flatnonzero(np.isinf(arrays.upper) & (solution.values >= 0.5 * roof))
        keys = [programme.column_key(int(column)) for column in at_roof]
        driving = list(dict.fromkeys(" ".join([key["variable"], *list(key.values())[1:-1]]) for key in keys))
    return replace(found, status="unbounded", useless=tuple(driving[:8]))
