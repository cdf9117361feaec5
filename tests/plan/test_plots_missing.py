"""What is said where matplotlib is not installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import optimiser

INPUTS = Path(__file__).parent.parent.parent / "inputs"


def test_what_to_install_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = optimiser.solve(optimiser.read_economy(INPUTS / "two_sectors.xlsx"))
    for name in [each for each in sys.modules if each.partition(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "optimiser.plan.picture", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"pip install plan-optimiser\[plot\]"):
        plan.plot.output()
