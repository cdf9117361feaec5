"""What a worker does: a few runs, one after another, each from the same solved economy.

The economy without changes is solved first, once for each strategy and target set, and every run starts
from the basis of that plan, never from that of the run before: so its outcome does not depend on which
worker it came to, or when.  Where the solver gives up on that way, the run is solved from the beginning.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from optimiser.batch.measuring import SHARE, YEARS, flat
from optimiser.batch.run import FAILED, Figure, Options, Outcome, Run
from optimiser.batch.snapshot import Kept, economy_of
from optimiser.batch.uncertainty import economy_of_run
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault, OptimiserError, SolverFailed, VerificationFailed
from optimiser.solver import Bases, SolverOptions, Status
from optimiser.strategies import Request
from optimiser.strategies.solve import solve
from optimiser.strategies.years_needed import YearsNeeded, years_needed

KEPT = 64
"""Solved economies whose bases a worker keeps."""

MOST_FAULTS = 5
"""Faults that the message of a run tells; the others are counted."""

_BASES: Kept[tuple[str, str, str, Options], Bases] = Kept(KEPT)


def work(runs: Sequence[Run]) -> list[Outcome]:
    """Runs, one after another; one that raises is an outcome too."""
    return [_outcome(run) for run in runs]


def _outcome(run: Run) -> Outcome:
    bases = _BASES.get(run.reference, lambda: _learned(run))
    began = time.perf_counter()
    try:
        try:
            found = _planned(run, bases)
        except (SolverFailed, VerificationFailed):
            # close to what cannot be done, another way there may end where this one does not
            found = _planned(run, None)
    except InputFault as error:
        faults = [str(fault) for fault in error.faults[:MOST_FAULTS]]
        more = [f"and {len(error.faults) - MOST_FAULTS} more faults"] if len(error.faults) > MOST_FAULTS else []
        found = Outcome(FAILED, finding="\n".join(faults + more))
    except OptimiserError as error:
        found = Outcome(FAILED, finding=str(error))
    except Exception as error:  # a run must not take the batch with it, whatever it is
        found = Outcome(FAILED, finding=f"{type(error).__name__}: {error}")
    return replace(found, seconds=time.perf_counter() - began)


def _solver(options: Options, bases: Bases | None) -> SolverOptions:
    return SolverOptions(options.solver, options.time_limit, threads=options.threads, bases=bases)


def _learned(run: Run) -> Bases:
    """The bases of the economy as it is."""
    bases = Bases()
    with suppress(Exception):
        economy = economy_of(run.source, ())
        options = _solver(run.options, bases)
        solve(economy, run.strategy, target_set=run.target_set, options=options)
        if run.options.years_needed:
            _years(Request(economy, run.target_set, options), run.options)
    bases.close()
    return bases


def _planned(run: Run, bases: Bases | None) -> Outcome:
    economy = economy_of_run(run)
    options = _solver(run.options, bases)
    request = Request(economy, run.target_set, options)
    plan = solve(economy, run.strategy, target_set=run.target_set, options=options)
    found: dict[str, Figure] = {}
    reason = ""
    if plan.solution.optimal:
        found = flat(plan)
    elif plan.status is Status.INFEASIBLE:
        from optimiser.batch.finding import Finding, found_of, share_of

        light = found_of(request, run.strategy, run.options.longest) if run.options.findings else Finding()
        known = plan.share if plan.share is not None else light.share
        share = share_of(request) if known is None else known
        if share is not None:
            found[SHARE] = share
            reason = (
                f"{share:.0%} of the targets' increments can be had together. "
                if share >= 0.0
                else "What the targets ask for would end below the base year. "
            )
        if light.years is not None:
            found[YEARS] = _told(light.years)
        reason += light.sentence
    if run.options.repetitions:
        from optimiser.batch.carrying_out import carried_out

        try:
            found |= carried_out(plan, replace(request, options=_solver(run.options, None)), run.options)
        except (InputFault, SolverFailed, VerificationFailed) as error:
            # what became of the plan is not known, but the plan is
            reason = f"{reason.strip()} Not carried out: {error}"
    if run.options.years_needed and YEARS not in found and _has_targets(economy, run.target_set):
        found[YEARS] = _years(request, run.options)
    return Outcome(plan.status.value, found, reason.strip())


def _has_targets(economy: Economy, target_set: str) -> bool:
    return bool(target_set or economy.settings.target_set or len(set(economy.targets.set)) == 1)


def _years(request: Request, options: Options) -> Figure:
    return _told(years_needed(request, longest=options.longest))


def _told(found: YearsNeeded) -> Figure:
    """Years, or `more than 15`."""
    return found.together if found.together is not None else f"more than {found.tried}"
