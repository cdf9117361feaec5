"""What a command left behind, for tests that run it in this process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Ran:
    """Its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """Stdout, which has to be one JSON object and nothing else."""
        assert self.out.count("\n") == 1
        assert self.out.endswith("}\n")
        return dict(json.loads(self.out, parse_constant=lambda word: pytest.fail(f"{word} is no JSON")))


Command = Callable[..., Ran]


def files(folder: Path) -> list[str]:
    """The files in a folder and below, by their paths in it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def digest(path: Path) -> str:
    """By which a file is known to be unchanged."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
