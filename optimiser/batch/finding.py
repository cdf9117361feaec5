"""The main finding about a run that cannot be carried out, in a sentence or two, within a few seconds."""

from __future__ import annotations

from optimiser.diagnosis import first_answer
from optimiser.errors import OptimiserError
from optimiser.strategies import Request
from optimiser.strategies.targets import proportional

SECONDS = 15.0
"""For the diagnosis of one run."""
LONGEST = 700
"""Characters of a finding; a long conflict is cut there."""


def share_of(request: Request) -> float | None:
    """The largest common share of the targets' increments that can be had; None where there is none."""
    if not (request.chosen_set or len(set(request.economy.targets.set)) == 1):
        return None
    return proportional(request).share


def first_conflict(request: Request, strategy_name: str) -> str:
    """What cannot be kept together; empty where that was not found in time."""
    try:
        conflicts = first_answer(request, strategy_name, years=False, time_limit=SECONDS).conflicts
    except OptimiserError as error:
        return f"No conflict was found: {error}"
    words = conflicts[0].sentence if conflicts else ""
    return words if len(words) <= LONGEST else words[: LONGEST - 4] + " ..."
