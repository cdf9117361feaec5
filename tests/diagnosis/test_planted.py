"""Conflicts planted in random economies that were feasible: what is found has to contain what was planted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp
from independent import Feasibility, assert_conflict

from optimiser import Economy
from optimiser.arrays import Axis
from optimiser.diagnosis import Diagnosis, explain
from optimiser.diagnosis.question import question
from optimiser.diagnosis.words import family
from optimiser.economy.economy import Resources
from optimiser.economy.random import synthetic_economy
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.references import RowReference
from optimiser.solver import Session, Status, no_solution
from optimiser.strategies import Request

YEARS = 4
SIZES = (10, 25, pytest.param(60, marks=pytest.mark.slow))
Planted = tuple[Economy, Callable[[RowReference], bool]]


def economy_of(sectors: int) -> Economy:
    return synthetic_economy(sectors, YEARS, target_growth=0.02, seed=sectors)


def changed(economy: Economy, part: str, name: str, change: Callable[[Any], Any]) -> Economy:
    whole = getattr(economy, part)
    return replace(economy, **{part: replace(whole, **{name: change(np.array(getattr(whole, name)))})})


def times(reference: Any, factor: float) -> Callable[[Any], Any]:
    def change(array: Any) -> Any:
        array[reference] = array[reference] * factor
        return array

    return change


def labour(economy: Economy, sector: int) -> Planted:
    year = economy.years.label(YEARS)
    made = changed(economy, "pools", "natural", times((1, YEARS), 0.7))
    return made, lambda reference: reference.rule == "labour" and reference.what == "skilled" and reference.year == year


def target(economy: Economy, sector: int) -> Planted:
    code = economy.sectors.axis.labels[sector]
    return changed(economy, "targets", "value", times(sector, 4.0)), lambda p: p.rule == "target" and p.what == code


def energy(economy: Economy, sector: int) -> Planted:
    """Half of a sector's capacity gone, and no fast way to build more."""
    code = economy.sectors.axis.labels[sector]
    made = changed(economy, "assets", "capacity", times(sector, 0.3))
    made = changed(made, "assets", "absorptive_limit", times(sector, 0.2))
    return made, lambda p: p.what == code and family(p) in ("capacity", "speed of building")


def foreign_exchange(economy: Economy, sector: int) -> Planted:
    year = economy.years.label(3)
    owed = -economy.sectors.base_output.sum()
    made = changed(economy, "trade", "receipts", lambda a: np.where(np.arange(len(a)) == 3, owed, a))
    return made, lambda p: p.rule == "foreign_exchange" and p.year == year


def harvest(economy: Economy, sector: int) -> Planted:
    code, year = economy.sectors.axis.labels[sector], economy.years.label(YEARS)
    made = changed(economy, "sectors", "yields", times((sector, YEARS), 0.5))
    return made, lambda p: p.rule == "capacity_limit" and p.what == code and p.year == year


def gestation(economy: Economy, sector: int) -> Planted:
    """Capacity that takes longer to build than the plan lasts, and a target that needs it."""
    code = economy.sectors.axis.labels[sector]
    own = economy.projects.asset == sector
    made = changed(economy, "projects", "gestation", lambda a: np.where(own, YEARS + 2, a))
    made = changed(made, "targets", "value", times(sector, 1.25))
    return made, lambda p: p.what == code and p.rule in ("capacity_limit", "capacity_accumulation")


def resource(economy: Economy, sector: int) -> Planted:
    n, reach = len(economy.sectors.axis), economy.years.reach + 1
    use = sp.csr_array((np.ones(1), (np.zeros(1, int), np.array([sector]))), (1, n))
    ceiling = np.full((1, reach), 0.5 * economy.sectors.base_output[sector])
    ore = Resources(Axis("resource", ("ore",), ("kt",)), use, ceiling)
    return replace(economy, resources=ore), lambda p: p.rule == "resource_ceiling" and p.what == "ore"


def programme(economy: Economy) -> LinearProgramme:
    return question(Request(economy, "growth"), "targets").programme


def assert_speaks(found: Diagnosis) -> None:
    texts = [*found.sentences, *(p for c in found.conflicts for p in (*c.phrases, c.sentence, *c.families))]
    for text in texts:
        assert not re.search(r"\b(None|nan|inf|row \d+)\b|[{}_]", text), text


@pytest.mark.parametrize("sectors", SIZES)
@pytest.mark.parametrize(
    "plant", [labour, target, energy, foreign_exchange, harvest, gestation, resource], ids=lambda each: each.__name__
)
def test_what_was_planted_is_found(plant: Callable[[Economy, int], Planted], sectors: int) -> None:
    economy = economy_of(sectors)
    assert Feasibility(programme(economy)).without(())
    # the third sector is neither machines nor building
    made, is_planted = plant(economy, 2)
    asked = programme(made)
    found = explain(asked, economy=made)
    assert found.status.startswith("infeasible")
    assert found.conflicts
    assert found.verified
    assert not found.unfinished
    for conflict in found.conflicts:
        assert conflict.irreducible
        assert any(is_planted(reference) for reference in conflict.rows), conflict.sentence
        assert all(conflict.phrases)
    assert_conflict(asked, found.conflicts[0])
    assert_speaks(found)


def test_the_relaxation_is_enough_and_no_less_is() -> None:
    made, _ = labour(economy_of(25), 2)
    asked = programme(made)
    found = explain(asked, economy=made)
    assert found.by_targets is not None
    assert found.by_targets.verified
    check = Feasibility(asked)
    names = {(reference.rule, *reference.key.items()): row for row, reference in enumerate(_places(asked))}
    for factor, enough in ((1.0 + 1e-5, True), (0.97, False)):
        lower, upper = check.lower.copy(), check.upper.copy()
        for gives in found.by_targets.rows:
            row = names[(gives.reference.rule, *gives.reference.key.items())]
            amount = factor * gives.amount / asked.arrays.row_scale[row]
            lower[row], upper[row] = lower[row] - amount, upper[row] + amount
        check.highs.changeRowsBounds(  # type: ignore[attr-defined]
            len(lower), check.all_rows, lower, upper
        )
        check.highs.run()
        feasible = check.highs.modelStatusToString(check.highs.getModelStatus()) == "Optimal"
        assert feasible is enough


def _places(asked: LinearProgramme) -> list[RowReference]:
    from optimiser.programme.references import row_references

    return row_references(asked)


def test_where_one_attempt_does_not_answer_targets_are_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = target(economy_of(10), 2)
    expected = explain(programme(made), economy=made)
    monkeypatch.setattr(Session, "solve_once", lambda _: no_solution(Status.UNDECIDED))
    found = explain(programme(made), economy=made)
    assert found.status == expected.status == "infeasible"
    assert found.sentences == expected.sentences


def test_two_independent_conflicts_are_both_found() -> None:
    economy = economy_of(25)
    made, first = target(economy, 4)
    made, second = target(made, 9)
    found = explain(programme(made), economy=made)
    assert len(found.conflicts) >= 2
    wanted = [[reference for reference in conflict.rows if reference.rule == "target"] for conflict in found.conflicts]
    assert any(len(some) == 1 and first(some[0]) for some in wanted)
    assert any(len(some) == 1 and second(some[0]) for some in wanted)
