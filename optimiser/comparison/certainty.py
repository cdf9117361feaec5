"""How sure a verdict is: the part of draws over the graded uncertainty of the inputs in which each claim holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from optimiser.comparison.rebalancing import rebalanced
from optimiser.errors import InputFault, SolverFailed, VerificationFailed
from optimiser.execution import Draws, Execution, demands, execute
from optimiser.execution.demand import COORDINATED
from optimiser.execution.sentences import measured, reference_of
from optimiser.execution.verdict import Claim, claims
from optimiser.language.phrases import listed
from optimiser.solver import SolverOptions
from optimiser.strategies import Request
from optimiser.workbook import Change, read_workbook
from optimiser.workbook.read.grades import deviations, draw, legal, ranges_of

SURE = 0.9
"""A claim that holds in a smaller part of the draws says so."""

REPETITIONS = 20
"""How often each draw is carried out: the differences between draws are far greater than those of chance."""


@dataclass(frozen=True, eq=False)
class Certainty:
    """In which part of the draws each claim holds."""

    draws: int
    """All that were made."""
    with_plans: int
    """Those in which all strategies could be carried out; only these count."""
    contradictory: int
    """Those whose base year could not be closed again without taking most of a figure away."""
    holds: Mapping[Claim, float]
    """Part of the draws with plans; empty where there are none."""
    fixed: tuple[str, ...]
    """Graded figures that are not drawn, because a changed one would be illegal: whole numbers, bounds."""
    failed: int = 0
    """Draws in which a solver gave up, a plan did not add up or a year did not come to rest: without plans, too."""

    @property
    def unsure(self) -> tuple[Claim, ...]:
        """Claims that hold in fewer than 90 per cent of the draws."""
        return tuple(each for each, part in self.holds.items() if part < SURE)


def certainty(
    path: str | Path,
    execution: Execution,
    count: int,
    *,
    target_set: str = "",
    options: SolverOptions | None = None,
    scenario: str | None = None,
    changes: Sequence[Change] = (),
    progress: Callable[[str], None] = lambda _: None,
) -> Certainty:
    """In which part of `count` draws each claim of the verdict on an execution holds.

    Every graded range of the workbook (sheet `Notes on grades`) is drawn once a draw, as one factor for all its
    figures, uniform on a scale of ratios and independent of the others; then the base year is closed again
    (`rebalanced`).  Chance is that of the execution.

    A draw in which something is not found is one without plans.

    Raises:
        InputFault: the workbook states no ranges.
    """
    made = claims(execution)
    ranges, fixed = legal(path, ranges_of(path))
    held = dict.fromkeys(made, 0)
    found, contradictory, failed = 0, 0, 0
    known, spread = read_workbook(path, scenario, changes).economy, deviations(ranges)
    for number in range(count):
        progress(f"draw {number + 1} of {count} over the graded inputs")
        try:
            economy = read_workbook(path, scenario, [*changes, *draw(ranges, execution.draws.seed, number)]).economy
            closed = rebalanced(known, economy, spread)
            contradictory += closed is None
            request = Request(closed or economy, target_set, options or SolverOptions())
            drawn = None if closed is None else _carried_out(request, execution)
        except InputFault:
            continue
        except (SolverFailed, VerificationFailed):
            failed += 1
            continue
        if drawn is None:
            continue
        found += 1
        for claim in made:
            held[claim] += holds(claim, drawn)
    parts = {claim: number / found for claim, number in held.items()} if found else {}
    return Certainty(count, found, contradictory, parts, tuple(f"{e.sheet} {e.row} {e.column}" for e in fixed), failed)


def holds(claim: Claim, execution: Execution) -> bool:
    """Whether an outcome has more, or less, than the reference, as is claimed."""
    reference, outcome = reference_of(execution), execution.outcomes.get(claim.outcome)
    if reference is None or outcome is None:
        return False
    what = next(each for each in measured(reference) if each.name == claim.measure)
    before, after = what.of(reference), what.of(outcome)
    if before is None or after is None:
        return False
    return after[0] > before[0] if claim.more else after[0] < before[0]


def certainty_in_words(found: Certainty) -> list[str]:
    """How many claims are sure, and each that is not."""
    if not found.holds:
        none = f"In none of {found.draws} draws over the graded inputs could all strategies be carried out"
        return [f"{none}{_without(found)}."]
    sure = len(found.holds) - len(found.unsure)
    words = [
        f"Of {found.draws} draws over the graded inputs, the base year closed again in each, {found.with_plans} have "
        f"all plans{_without(found)}; in these, {sure} of {len(found.holds)} differences from the reference have the "
        f"same sign in at least {SURE:.0%} of the draws."
    ]
    for claim in found.unsure:
        words.append(f"Not sure, it holds in {found.holds[claim]:.0%} of the draws: {claim.words}")
    return words


def _without(found: Certainty) -> str:
    """How many have none, and why, where that is known."""
    others = found.draws - found.with_plans
    if not others:
        return ""
    reasons = [
        (found.contradictory, "since the base year does not close"),
        (found.failed, "since a solver gave up, or a plan or a year did not add up"),
    ]
    told = listed([f"{times} of them {why}" for times, why in reasons if times])
    return f" ({others} have not{f', {told}' if told else ''})"


def _carried_out(request: Request, like: Execution) -> Execution | None:
    """What comes of the same strategies in another economy; None where one of them has no plan.

    Raises:
        InputFault: there is no balanced plan from which demands take what they lack.
    """
    told = demands(request, [name for name in like.outcomes if name != COORDINATED])
    if set(told) != set(like.outcomes):
        return None
    economy, few = request.economy, Draws(like.draws.seed, min(REPETITIONS, like.draws.repetitions))
    outcomes = {name: execute(economy, told[name], economy.behaviour, few) for name in like.outcomes}
    return Execution(economy, outcomes, (), (), few)
