"""Many cases of one test: a few run always, the rest with what is slow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest


def seldom(cases: Sequence[Any], always: int = 0) -> list[Any]:
    """The first cases as they are, those after them marked slow."""
    later = [pytest.param(*(each if isinstance(each, tuple) else (each,)), marks=pytest.mark.slow) for each in cases]
    return [*cases[:always], *later[always:]]
