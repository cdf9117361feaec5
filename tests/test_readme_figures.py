"""The figures of the README's comparison are those that the command gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from optimiser import compare, read_economy
from optimiser.execution import Draws
from optimiser.execution.worth import standings

ROOT = Path(__file__).resolve().parents[1]
ROWS = {
    "balanced growth": "balanced",
    "all maxima at once": "maximum",
    "the same maxima, scaled down to one plan": "coordinated maximum",
}


@pytest.mark.slow
def test_the_comparison_as_carried_out() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    economy = read_economy(ROOT / "inputs" / "first_five_year_plan.xlsx")
    execution = compare(economy, ("balanced", "maximum"), points=0, draws=Draws(seed=1, repetitions=200)).execution
    assert execution is not None
    worth = {each.name: each.consumption[0] for each in standings(execution)}
    for row, name in ROWS.items():
        (line,) = re.findall(rf"^\| {row} \| (.*) \|$", text, re.MULTILINE)
        outcome = execution.outcomes[name]
        assert outcome.industry_told is not None
        assert outcome.industry is not None
        assert outcome.heavy is not None
        found = (
            outcome.industry_told[-1],
            outcome.industry.at(-1)[0],
            outcome.heavy.at(-1)[0],
            outcome.capital_index.at(())[0],
            worth[name],
        )
        assert [f"{float(each):.2f}" for each in found] == line.split(" | ")
