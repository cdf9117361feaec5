"""Numbers in sentences: few figures, and never a minus sign before nothing."""

from __future__ import annotations

import math


def in_words(value: float) -> str:
    """A number in a sentence: three significant figures, thousands set apart."""
    if not math.isfinite(value):
        return "no limit"
    return unsigned_zero(f"{value:,.0f}" if abs(value) >= 1000.0 else f"{value:.3g}")


def per_cent(value: float, digits: int = 1, *, signed: bool = False) -> str:
    """A share in a sentence: `12.5%`, signed `+12.5%`; nothing has no sign."""
    return unsigned_zero(f"{value:{'+' if signed else ''}.{digits}%}")


def unsigned_zero(words: str) -> str:
    """A number as it is written, without its sign where none of its figures is more than zero."""
    return words.lstrip("+-") if not any(sign in "123456789" for sign in words) else words
