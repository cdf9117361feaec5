"""Names of outcomes in sentences."""

from __future__ import annotations

from optimiser.execution.demand import COORDINATED


def capital(name: str) -> str:
    """The name of an outcome at the start of a sentence."""
    if name.startswith(COORDINATED):
        return f"The {name}"
    return name[:1].upper() + name[1:]
