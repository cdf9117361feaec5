"""How results show themselves: in a line, and in a notebook."""

from __future__ import annotations

from importlib import import_module

LONGEST = 60
"""Letters of a title that are shown in a line."""


def brief(title: str) -> str:
    """A title in quotes, cut where it is long."""
    words = " ".join(title.split())
    return repr(words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…")


class Shown:
    """Shows itself in a notebook as the beginning of its report.

    What a report looks like is decided above the rooms that results are in.  So the package, which knows where every
    public name is, is asked when something is to be shown, and nothing is imported upwards before.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(import_module("optimiser").html_of(self))
