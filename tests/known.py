"""What may be absent and in a test is there."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def known(value: T | None) -> T:
    """The value; a failure where there is none."""
    assert value is not None
    return value
