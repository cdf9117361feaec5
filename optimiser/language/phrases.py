"""Lists in sentences."""

from __future__ import annotations

from collections.abc import Sequence

SPOKEN = 5
"""Names that are spoken before the rest is only counted."""

CHOICES = 12
"""Words to choose from that are shown before the rest is only counted."""


def listed(words: Sequence[str], most: int = SPOKEN) -> str:
    """`coal, steel and transport`; `coal, steel and 7 others`."""
    words = list(words)
    if len(words) > most + 1:
        return f"{', '.join(words[:most])} and {len(words) - most} others"
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def first_few(words: Sequence[str], most: int = CHOICES) -> str:
    """`COA, STL, TRA`, to choose from or to look at; `COA, STL and 7 more`."""
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more
