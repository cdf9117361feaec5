"""A strategy is one value: a new one needs one function and one line, and a part left out fails at import."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import optimiser.strategies
from optimiser.cli import main as command_line
from optimiser.diagnosis import diagnose
from optimiser.plan.plan import Plan
from optimiser.programme import formulate
from optimiser.solver import open_session
from optimiser.strategies import STRATEGIES, Request, Strategy
from optimiser.strategies.solve import solve
from optimiser.strategies.strategy import TARGET_SET, Demand, Told, strategy
from optimiser.strategies.targets import targets
from optimiser.workbook import economy_from_tables
from optimiser.workbook.examples import EXAMPLES

PACKAGE = Path(optimiser.strategies.__file__).parents[1]
PARTS: dict[str, Any] = {
    "asks": "Toy: the most steel in the last year.",
    "unit": "Mt of toys",
    "goal": "the output of the first sector",
    "demand": None,
    "told": Told.PLAN,
    "leaves_open": "All the rest.",
}


@strategy(**PARTS)
def toy(request: Request) -> Plan:
    """The greatest output of the first sector in the last plan year."""
    programme, v = formulate(request.economy)
    year = np.array([request.economy.years.plan])
    programme = programme.maximising(v.output.over(year).affine().row(0))
    return Plan(request.economy, toy.criterion, "", programme, v, open_session(programme, request.options).solve())


renamed = Strategy(
    name="decreed",
    solve=targets.solve,
    criterion=targets.criterion,
    demand=TARGET_SET,
    told=targets.told,
    leaves_open=targets.leaves_open,
)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**STRATEGIES, "toy": toy, "decreed": renamed}
    monkeypatch.setattr(optimiser.strategies, "STRATEGIES", more)


@pytest.mark.usefixtures("registered")
def test_a_strategy_added_in_one_place_is_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from generate import model

    assert "### toy" in model()
    report = tmp_path / "toy.xlsx"
    inputs = Path(__file__).parents[2] / "inputs" / "two_sectors.xlsx"
    monkeypatch.setattr(
        "sys.argv", ["optimiser", "solve", str(inputs), "--strategy", "toy", "--json", "-o", str(report)]
    )
    with pytest.raises(SystemExit) as stopped:
        command_line.main()
    assert stopped.value.code == 0
    said = json.loads(capsys.readouterr().out)
    assert said["strategy"] == "toy"
    assert said["objective_unit"] == "Mt of toys"
    assert said["objective"] == pytest.approx(said["output"]["STL"]["3"])
    from openpyxl import load_workbook

    words = [str(cell) for row in load_workbook(report)["Plan"].iter_rows(values_only=True) for cell in row if cell]
    assert any(PARTS["asks"] in each for each in words)


@pytest.mark.usefixtures("registered")
def test_a_copy_under_another_name_is_diagnosed_like_the_original() -> None:
    economy = economy_from_tables(EXAMPLES["two_sectors"]())
    request = Request(economy, "ambitious")
    first, second = diagnose(request, "targets"), diagnose(request, "decreed")
    assert solve(economy, "decreed", target_set="ambitious").status == "infeasible"
    assert first.status == second.status == "infeasible"
    assert second.target_set == "ambitious"
    assert first.share == pytest.approx(second.share)
    assert [each.sentence for each in first.conflicts] == [each.sentence for each in second.conflicts]


@pytest.mark.parametrize("part", sorted(PARTS))
def test_no_part_can_be_left_out(part: str) -> None:
    with pytest.raises(TypeError, match=part):
        strategy(**{name: value for name, value in PARTS.items() if name != part})(toy.solve)


@pytest.mark.parametrize("part", sorted(set(PARTS) - {"demand", "told"}))
def test_no_part_can_be_empty(part: str) -> None:
    with pytest.raises(ValueError, match=f"strategy toy: {part} missing"):
        strategy(**PARTS | {part: ""})(toy.solve)


def test_a_strategy_states_its_mathematics() -> None:
    def toy(request: Request) -> Plan:
        raise AssertionError(request)

    with pytest.raises(ValueError, match="strategy toy: docstring missing"):
        strategy(**PARTS)(toy)


def test_a_demand_says_in_which_years_it_is_refused() -> None:
    with pytest.raises(ValueError, match="horizon"):
        Demand(goals=TARGET_SET.goals, of_target_set=True, refused="It cannot be.")


def test_nobody_asks_for_a_strategy_by_name() -> None:
    """No comparison with, and no table by, the name of a strategy outside its own decorator."""
    names = set(STRATEGIES) - {"targets", "consumption"}  # words of the workbook as well
    for path in PACKAGE.rglob("*.py"):
        if "examples" in path.parts or "schema" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            parts: list[ast.expr | None] = []
            if isinstance(node, ast.Compare):
                parts = [node.left, *node.comparators]
            elif isinstance(node, ast.Dict):
                parts = list(node.keys)
            for each in parts:
                assert not (isinstance(each, ast.Constant) and each.value in names), f"{path}: {ast.unparse(node)}"


def test_the_goal_of_targets_is_counted_in_index_points_of_discounted_consumption() -> None:
    economy = economy_from_tables(EXAMPLES["two_sectors"]())
    plan = solve(economy, "targets", target_set="modest")
    years = np.arange(1, economy.years.last + 1)
    weights = (1.0 + economy.settings.discount_rate) ** -years.astype(float)
    assert plan.objective == pytest.approx(float((plan.values("consumption") @ weights).sum()))
    assert plan.criterion.unit == "index points"
    assert plan.criterion.goal.startswith("the discounted consumption of all households and years")
