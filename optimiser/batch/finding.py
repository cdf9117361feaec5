"""The main finding about a run that cannot be carried out: the light answer of the diagnosis, within a few seconds."""

from __future__ import annotations

from dataclasses import dataclass

from optimiser.diagnosis import first_answer
from optimiser.errors import OptimiserError
from optimiser.strategies import Request
from optimiser.strategies.targets import proportional
from optimiser.strategies.years_needed import YearsNeeded

SECONDS = 15.0
"""For the diagnosis of one run."""
LONGEST = 700
"""Characters of a finding; a long conflict is cut there."""


@dataclass(frozen=True)
class Finding:
    """The light answer about one run."""

    share: float | None = None
    """The largest common share of the targets' increments."""
    years: YearsNeeded | None = None
    """How many the targets would take; None where that is not known."""
    sentence: str = ""
    """The first conflict; empty where none was found in time."""


def share_of(request: Request) -> float | None:
    """The largest common share of the targets' increments that can be had; None where there is none."""
    if not (request.chosen_set or len(set(request.economy.targets.set)) == 1):
        return None
    return proportional(request).share


def found_of(request: Request, strategy_name: str, longest: int) -> Finding:
    """What can be had, how long all would take, in plans of up to `longest` years, and what cannot be kept together."""
    try:
        found = first_answer(request, strategy_name, longest=longest, time_limit=SECONDS)
    except OptimiserError as error:
        return Finding(sentence=f"No conflict was found: {error}")
    words = found.conflicts[0].sentence if found.conflicts else ""
    years = found.years if found.years is not None and found.years.finished else None
    return Finding(found.share, years, words if len(words) <= LONGEST else words[: LONGEST - 4] + " ...")
