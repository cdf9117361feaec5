"""Strategies of several stages: each keeps what those before it found."""

from __future__ import annotations

from dataclasses import replace

from optimiser.plan.plan import Plan


def unfinished(found: Plan, stage: str) -> Plan:
    """The plan of the stage before, which keeps all that was found until then, where the solver failed at the next."""
    undecided = f"{stage} could not be decided: the solver gave no answer that adds up."
    sentence = f"{undecided} The plan shown keeps what was found before."
    return replace(found, sentences=(*found.sentences, sentence))
