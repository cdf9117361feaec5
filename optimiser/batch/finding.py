"""The main finding about a run that cannot be carried out, in a sentence or two, within a few seconds."""

from __future__ import annotations

from optimiser.batch.run import Figure
from optimiser.diagnosis import diagnose
from optimiser.errors import OptimiserError
from optimiser.strategies import STRATEGIES, Request

SECONDS = 15.0
"""For the diagnosis of one run."""
LONGEST = 1200
"""Characters of a finding; a long conflict is cut there."""


def share_of(request: Request) -> float | None:
    """The largest common share of the targets' increments that can be had; None where not even none of them can."""
    if not (request.chosen_set or len(set(request.economy.targets.set)) == 1):
        return None
    return STRATEGIES["proportional"](request).share


def finding(request: Request, strategy_name: str, share: Figure) -> str:
    """How much of the targets can be had, where that is known, and the first conflict."""
    parts = [f"{share:.0%} of the targets' increments can be had together."] if isinstance(share, float) else []
    try:
        conflicts = diagnose(request, strategy_name, time_limit=SECONDS).conflicts
    except OptimiserError as error:
        return " ".join([*parts, f"No conflict was found: {error}"])
    if conflicts:
        parts.append(conflicts[0].sentence)
    words = " ".join(parts)
    return words if len(words) <= LONGEST else words[: LONGEST - 4] + " ..."
