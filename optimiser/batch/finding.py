"""The main finding about a run that is infeasible, in a sentence or two, within a few seconds."""

from __future__ import annotations

import time

from optimiser.batch.run import Figure
from optimiser.diagnosis.conflict import background_holds, find_conflicts
from optimiser.diagnosis.diagnose import question
from optimiser.diagnosis.elastic import relaxable
from optimiser.diagnosis.words import places, say
from optimiser.programme.lp import Kind
from optimiser.strategies import STRATEGIES, Request

SECONDS = 20.0
"""For the first conflict of one run."""
MOST_WORDS = 6
"""Members of a conflict that are said; the others are counted."""


def share_of(request: Request) -> float | None:
    """The largest common share of the targets' increments that can be had; None where not even nothing can."""
    if not (request.chosen_set or len(set(request.economy.targets.set)) == 1):
        return None
    return STRATEGIES["proportional"](request).share


def first_conflict(request: Request, strategy_name: str) -> str:
    """What cannot all be kept, as a sentence; empty where time ran out or the goal alone is to blame."""
    asked = question(request, strategy_name)
    programme, options = asked.programme, request.options
    targets = relaxable(programme, (Kind.TARGET,))
    given = relaxable(programme, (Kind.RESOURCE, Kind.POLICY))
    if not background_holds(programme, targets | given, options):
        return "Not even the rules of technology can be kept."
    before = not (targets.any() and background_holds(programme, targets, options))
    members = given if before else targets | given
    found = find_conflicts(programme, members, options, most=1, deadline=time.monotonic() + SECONDS)
    if not found:
        return ""
    where = places(programme)
    words = list(dict.fromkeys(say(request.economy, where[int(row)]) for row in found[0].rows))
    more = f"; and {len(words) - MOST_WORDS} more" if len(words) > MOST_WORDS else ""
    start = "Even without targets these cannot all be kept" if before else "These cannot all be kept"
    return f"{start}: {'; '.join(words[:MOST_WORDS])}{more}."


def finding(request: Request, strategy_name: str, share: Figure) -> str:
    """The main reason, with the share of the targets that can be had where that is known."""
    had = f"{share:.0%} of the targets' increments can be had together. " if isinstance(share, float) else ""
    return (had + first_conflict(request, strategy_name)).strip()
