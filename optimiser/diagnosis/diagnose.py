"""Why targets cannot be met, by how much, how long they would take, and what would mend it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from optimiser.arrays import Ints
from optimiser.diagnosis.blame import Blame, to_blame
from optimiser.diagnosis.conflict import Conflict, find_conflicts
from optimiser.diagnosis.elastic import Relaxation, confirm, elastic, least_total, least_worst, relaxable
from optimiser.diagnosis.findings import Diagnosis, Relaxed
from optimiser.diagnosis.fit import fit_of_targets
from optimiser.diagnosis.growth import beyond_growth
from optimiser.diagnosis.possible import how_long, what_can_be_had
from optimiser.diagnosis.proof import proof_of_conflict
from optimiser.diagnosis.question import Step, Work, question, unfinished
from optimiser.diagnosis.remedies import GIVEN, Remedies, plausible, remedies
from optimiser.diagnosis.sentences import explained, relaxed, sentences
from optimiser.diagnosis.words import unknown
from optimiser.economy.economy import Economy
from optimiser.plan.plan import Plan
from optimiser.programme import LinearProgramme, formulate
from optimiser.programme.references import RowReference
from optimiser.programme.rows import Kind
from optimiser.solver import SolverOptions, Status, open_session
from optimiser.strategies import Progress, Request, request_of, strategy_of
from optimiser.strategies.targets import largest_share
from optimiser.strategies.years_needed import LONGEST, years_needed

TIME_LIMIT = 300.0
"""Seconds for a whole diagnosis, unless told otherwise."""

PROVING = 0.1
"""The share of the time left that making multipliers exact may take."""

SEEDS = 10
"""Targets that are tried as conflicts of their own: those that give way most."""


def diagnose(
    economy: Economy | Request,
    strategy_name: str = "targets",
    *,
    target_set: str = "",
    options: SolverOptions | None = None,
    progress: Progress | None = None,
    kinds: Collection[Kind] = (Kind.TARGET,),
    time_limit: float = TIME_LIMIT,
) -> Diagnosis:
    """Why what a strategy demands cannot be met, what conflicts, what can be had, and what would help.

    `target_set` is the workbook's own where it is empty; a `Request` says it, the options and the progress at once.
    `kinds` says which rows may give way in the least relaxation: targets, unless told otherwise.

    Raises:
        InputFault: no such strategy or target set.
        SolverFailed: the solver gave up before anything was found.
    """
    request = request_of(economy, target_set, options, progress)
    work = Work.of(request.options, time_limit, request.progress)
    asked = question(replace(request, options=work.timed(0.5)[1]), strategy_name)
    economy = request.economy
    demand = asked.demand if asked.goals is not None else None
    named = request.needed_set if demand is not None and demand.of_target_set else ""
    fit = fit_of_targets(economy, asked.goals) if asked.goals is not None and named else ()
    beyond = beyond_growth(economy, asked.goals) if asked.goals is not None else ()
    empty = Diagnosis(economy, strategy_name, named, "limit", (), demand=demand, fit=fit, beyond=beyond)
    blame = to_blame(asked.programme, work, kinds)
    found = _why(blame, replace(empty, status=blame.status), work, 0.5)
    if found.status == "feasible" and asked.goals is None:
        return _said(_unbounded(request, strategy_name, found, work))
    if asked.goals is not None and found.status in ("feasible", "infeasible"):
        found = what_can_be_had(request, asked, asked.goals, found, work)
    found = _evenly(blame, found, work)
    if asked.goals is not None and found.status == "infeasible" and found.of_target_set:
        found = how_long(request, asked.goals, found, work)
    return _said(found)


def first_answer(
    request: Request, strategy_name: str = "targets", *, longest: int = LONGEST, time_limit: float = TIME_LIMIT
) -> Diagnosis:
    """The light answer, for batches: the largest common share, the years all targets take, and the first conflict.

    No relaxation is shared out, no change is tried and no target looked at alone, so that it costs about a third
    of `diagnose`.  Plans of up to `longest` years are tried.

    Raises:
        InputFault: no such strategy or target set.
        SolverFailed: the solver gave up before anything was found.
    """
    work = Work.of(request.options, time_limit, request.progress)
    asked = question(replace(request, options=work.timed(0.5)[1]), strategy_name)
    demand = asked.demand if asked.goals is not None else None
    named = request.needed_set if demand is not None and demand.of_target_set else ""
    blame = to_blame(asked.programme, work)
    found = Diagnosis(request.economy, strategy_name, named, blame.status, (), demand=demand)
    softened = blame.softened
    if softened is None:
        return _said(found)
    where = softened.where
    made = find_conflicts(softened, blame.members, blame.support, work.options, most=1, clock=work.clock.part(0.7))
    found = replace(found, conflicts=tuple(explained(request.economy, where, each) for each in made))
    if asked.goals is not None and found.status == "infeasible":
        timed = replace(request, options=work.timed(0.5)[1])
        solution = largest_share(timed, asked.bare, asked.goals, most=1.0)[1]
        share = solution.objective if solution.optimal else None
        needed = years_needed(timed, longest=longest) if found.of_target_set else None
        found = replace(found, share=share, years=needed)
    return _said(found)


def diagnose_plan(
    plan: Plan, options: SolverOptions | None = None, progress: Callable[[str], None] = lambda _: None
) -> Diagnosis:
    """Why a strategy found no plan, with the strategy's own demands."""
    request = Request(plan.economy, plan.target_set, options or SolverOptions(), progress)
    return diagnose(request, plan.strategy)


def explain(
    programme: LinearProgramme | Economy,
    options: SolverOptions | None = None,
    *,
    economy: Economy | None = None,
    kinds: Collection[Kind] = (Kind.TARGET,),
    time_limit: float = TIME_LIMIT,
    progress: Callable[[str], None] = lambda _: None,
) -> Diagnosis:
    """Relaxations and conflicts of any programme; of an economy's, which an Economy itself stands for, in its words.

    Where targets are not to blame, resources and policies are examined; where these are not either, every
    row is.

    Raises:
        TypeError: neither a programme nor an economy.
    """
    if isinstance(programme, Economy):
        economy, (programme, _) = programme, formulate(programme)
    if not isinstance(programme, LinearProgramme):
        raise TypeError(f"a programme or an Economy is needed first, and this is {type(programme).__name__}")
    work = Work.of(options or SolverOptions(), time_limit, progress)
    blame = to_blame(programme, work, kinds, economy=economy is not None)
    found = _why(blame, Diagnosis(economy, "", "", blame.status, ()), work, 0.8)
    return _said(_evenly(blame, found, work))


def _said(found: Diagnosis) -> Diagnosis:
    return replace(found, sentences=sentences(found))


def _why(blame: Blame, found: Diagnosis, work: Work, share: float) -> Diagnosis:
    """The least relaxation; in a share of the time left the conflicts; and what it would take to meet the targets."""
    softened = blame.softened
    if softened is None:
        return found
    programme, economy = softened.programme, found.economy
    where, given = softened.where, relaxable(programme, GIVEN)
    total = blame.total or least_total(softened, blame.give)[1]
    if total is not None:
        said = relaxed(economy, where, confirm(programme, total, work.timed(0.5)[1]))
        found = replace(found, by_targets=said)
        work.progress(f"least relaxation: {'; '.join(each.sentence for each in said.rows[:3])}")
    elif work.clock.over:
        found = unfinished(found, "the least relaxation")
    seeds: Ints = np.empty(0, np.int64)
    if total is not None and blame.status == "infeasible":
        wanted = relaxable(programme, (Kind.TARGET,))[total.rows]
        seeds = total.rows[wanted][np.argsort(-np.abs(total.shares[wanted]))][:SEEDS]

    def conflicts(found: Diagnosis) -> Step:
        made = find_conflicts(
            softened,
            blame.members,
            blame.support,
            work.options,
            seeds=seeds,
            clock=work.clock.part(share),
            progress=work.progress,
        )
        deadline = work.clock.part(PROVING).deadline
        proofs = [
            proof_of_conflict(programme, each.free, each.refutation, where, economy, deadline=deadline) for each in made
        ]
        if not any(each.verified for each in made) and not any(proofs):
            # what the solver cannot tell from rounding, fractions may: then of all rows together
            whole = proof_of_conflict(programme, None, None, where, economy, deadline=deadline)
            if whole is not None:
                rows = np.array(sorted(line.row for line in whole.lines if line.row >= 0))
                made, proofs = (Conflict(rows, irreducible=False, verified=True),), [whole]
        said = tuple(explained(economy, where, each, proof) for each, proof in zip(made, proofs, strict=True))
        said = tuple(sorted(said, key=lambda each: (not each.joint, each.of_own_growth)))
        found = replace(found, conflicts=said)
        return found, bool(said) and all(each.irreducible and each.verified for each in said)

    def resources(found: Diagnosis) -> Step:
        assert economy is not None
        clock, softened.session.options = work.timed(0.5)
        made = remedies(softened, plausible(programme, economy), work.options, clock)
        return _told(found, made, programme, where, work.timed(0.5)[1]), made.finished

    found = work.step(
        found, "conflicts", conflicts, "the conflicts: there may be more, or not all their rows may be needed"
    )
    if found.status == "infeasible" and economy is not None and not (blame.give & given).any():
        found = work.step(found, "what more would have to be there", resources)
    return found


def _told(
    found: Diagnosis, made: Remedies, programme: LinearProgramme, where: Sequence[RowReference], options: SolverOptions
) -> Diagnosis:
    """Remedies in words, each put into the programme and added up."""

    def said(relaxation: Relaxation | None) -> Relaxed | None:
        if relaxation is None:
            return None
        return relaxed(found.economy, where, confirm(programme, relaxation, options))

    least, evenly, miss = (said(each) for each in (made.least, made.evenly, made.miss))
    return replace(found, by_resources=least, by_resources_evenly=evenly, nearest_miss=miss)


def _evenly(blame: Blame, found: Diagnosis, work: Work) -> Diagnosis:
    """The relaxation with the worst kept least."""
    softened = blame.softened
    if softened is None:
        return found
    programme, economy = softened.programme, found.economy
    where = softened.where

    def evenly(found: Diagnosis) -> Step:
        clock, options = work.timed(0.5)
        even = least_worst(elastic(programme, blame.give), options, clock)
        if even is not None:
            said = relaxed(economy, where, confirm(programme, even, work.timed(0.5)[1]))
            found = replace(found, by_targets_evenly=said)
        return found, even is not None and even.finished

    if found.by_targets is not None:
        said = "the relaxation with the worst kept least: only its greatest parts, if any, are proved least"
        found = work.step(found, "the relaxation with the worst kept least", evenly, said)
    return found


def _unbounded(request: Request, strategy_name: str, found: Diagnosis, work: Work) -> Diagnosis:
    """What could grow without limit, if the strategy's goal has none."""
    options = work.timed()[1]
    plan = strategy_of(strategy_name)(replace(request, options=options))
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
        keys = [programme.column_key(int(column)) | {"year": ""} for column in at_roof]
        growing = [unknown(request.economy, key) for key in keys]
    return replace(found, status="unbounded", growing=tuple(dict.fromkeys(growing))[:8])
