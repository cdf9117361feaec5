"""A rule is one value: without any of its parts it is not made, and whatever is said of it comes from it."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimiser import Economy
from optimiser.economy.quantities import Quantities
from optimiser.programme.constraints import RULES, Rule
from optimiser.programme.constraints.rule import NOBODY, UNSPOKEN, Input, rule
from optimiser.programme.rows import Kind, Sides, at_most
from optimiser.programme.variables import Variables, year_axis
from optimiser.readdition.check import Check
from optimiser.strategies import DEMANDS

ROOT = Path(__file__).parent.parent.parent


def added_up(economy: Economy, q: Quantities) -> Iterator[Check]:
    """Output keeps under its ceiling."""
    yield "ceiling", q.output[:, 1:], q.output[:, 1:]


def ceiling(economy: Economy, v: Variables) -> Sides:
    """Output keeps under its ceiling."""
    years = np.arange(1, economy.years.last + 1)
    axis = economy.techniques.axis
    return at_most(axis, year_axis(economy, 1, economy.years.last), v.output.over(years).affine(), 1.0, scale=1.0)


PARTS: dict[str, Any] = {
    "family": "ceilings",
    "says": "output of {what} {when} is at most {most}",
    "gives": "output of {what} {when}: {amount} more than {most}",
    "many": "output keeps under its ceiling",
    "change": "a tenth more {what}",
    "binds": "{name} is at its ceiling in {year}: a further {unit}",
    "meaning": "one more unit under the ceiling",
    "price_sign": 1,
    "explains": False,
    "cells": (Input("Sectors", "{technique}", "base output"),),
    "readded": (added_up,),
}


def test_with_all_its_parts_a_rule_is_made() -> None:
    made = rule(Kind.RESOURCE, **PARTS)(ceiling)
    assert made.name == "ceiling"
    assert made.summary == "Output keeps under its ceiling"


@pytest.mark.parametrize("part", PARTS)
def test_a_rule_without_a_part_is_an_error(part: str) -> None:
    parts = {name: value for name, value in PARTS.items() if name != part}
    with pytest.raises(TypeError, match=rf"the rule ceiling lacks {part}"):
        rule(Kind.RESOURCE, **parts)(ceiling)


@pytest.mark.parametrize(
    ("part", "value", "problem"),
    [
        ("family", "", "family is empty"),
        ("says", " ", "says is empty"),
        ("gives", "", "gives is empty"),
        ("many", "", "many is empty"),
        ("meaning", "", "meaning is empty"),
        ("binds", UNSPOKEN, "binds is empty"),
        ("price_sign", 0, "price_sign is neither"),
        ("cells", (), "no cell of the workbook"),
        ("readded", (), "nothing adds it up again"),
        ("readded", ("capacity",), "nothing adds it up again"),
        ("says", "{whom} {when}", "says is to be filled with whom"),
        ("many", "{what}", "many is to be filled with what"),
        ("binds", "{what} in {year}", "binds is to be filled with what"),
        ("cells", (Input("Sectors", "{thing}", "base output"),), "cells is to be filled with thing"),
        ("says", "{what} {given}", "speaks of what is given"),
    ],
)
def test_a_rule_with_an_empty_or_wrong_part_is_an_error(part: str, value: object, problem: str) -> None:
    with pytest.raises(ValueError, match=f"the rule ceiling: .*{problem}"):
        rule(Kind.RESOURCE, **PARTS | {part: value})(ceiling)


def test_a_rule_without_a_sentence_of_its_own_is_an_error() -> None:
    def silent(economy: Economy, v: Variables) -> Sides:
        raise NotImplementedError

    with pytest.raises(ValueError, match="the rule silent: no docstring"):
        rule(Kind.RESOURCE, **PARTS)(silent)


def test_a_part_that_no_rule_has_is_an_error() -> None:
    with pytest.raises(TypeError, match="the rule ceiling has no part colour"):
        rule(Kind.RESOURCE, **PARTS, colour="red")(ceiling)  # type: ignore[call-arg]


@pytest.mark.parametrize("each", [*RULES, *DEMANDS], ids=lambda each: each.name)
def test_a_rule_goes_to_other_processes_as_itself(each: Rule[...]) -> None:
    assert pickle.loads(pickle.dumps(each)) is each


def test_names_are_not_given_twice() -> None:
    names = [each.name for each in (*RULES, *DEMANDS)]
    assert len(set(names)) == len(names)


def test_only_what_nobody_can_change_lacks_a_change() -> None:
    without = {each.name for each in RULES if each.change == NOBODY}
    assert without == {"labour_movement", "marketed_produce"}


TOY = '''

def no_more_than_the_ceiling(economy: Economy, q: Quantities) -> Iterator[Check]:
    """No sector makes more than its ceiling."""
    ceiling = np.where(economy.sectors.fall_limit < 1.0, 1.2 * economy.sectors.base_output, np.inf)
    for year in range(1, economy.years.last + 1):
        made = np.bincount(economy.techniques.sector, q.output[:, year], len(ceiling))
        yield "ceiling", np.where(np.isfinite(ceiling), made - ceiling, 0.0), np.maximum(made, 1.0)


@rule(
    Kind.RESOURCE,
    family="ceilings",
    says="output of {what} {when} keeps under its ceiling of {most}",
    gives="output of {what} {when}: {amount} over its ceiling of {most}",
    many="output keeps under its ceiling",
    change="a ceiling for {what} higher by a tenth",
    binds="{name} is at its ceiling in {year}: a further {unit} above it",
    meaning="one more unit under the ceiling",
    price_sign=1,
    explains=False,
    cells=(Input("Sectors", "{sector}", "fall limit"),),
    readded=(no_more_than_the_ceiling,),
)
def output_ceiling(economy: Economy, v: Variables) -> Sides:
    """Sectors whose fall is limited keep under a ceiling.

        sum_{k of j} x[k,t]  <=  1.2 x[j,0]

    Axes: (sector, year 1..N); sector units a year.  Shadow price: what one more unit under the ceiling adds.
    Source: a test.
    """
    last = economy.years.last
    by_sector = incidence(economy.techniques.sector, len(economy.sectors.axis))
    ceiling = np.where(economy.sectors.fall_limit < 1.0, 1.2 * economy.sectors.base_output, np.inf)
    return at_most(
        economy.sectors.axis,
        year_axis(economy, 1, last),
        by_sector @ v.output.over(np.arange(1, last + 1)),
        ceiling[:, None],
        scale=v.scales.sector,
    )
'''

MODULE = '''"""Ceilings: a rule for a test."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Quantities
from optimiser.programme.constraints.rule import Input, rule
from optimiser.programme.expressions import incidence
from optimiser.programme.rows import Kind, Sides, at_most
from optimiser.programme.variables import Variables, year_axis
from optimiser.readdition.check import Check
'''


@pytest.fixture(scope="module")
def with_a_toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with one rule more: one file, and one line in the list (and the file's name in its import)."""
    root = tmp_path_factory.mktemp("project")
    for folder in ("optimiser", "docs"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "inputs", root / "inputs")
    room = root / "optimiser" / "programme" / "constraints"
    (room / "toy.py").write_text(MODULE + TOY, encoding="utf-8")
    listed = (room / "__init__.py").read_text(encoding="utf-8")
    listed = listed.replace("terminal, trade\n", "terminal, toy, trade\n")
    listed = listed.replace("    terminal.static_output,\n", "    terminal.static_output,\n    toy.output_ceiling,\n")
    (room / "__init__.py").write_text(listed, encoding="utf-8")
    return root


def run(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, capture_output=True, text=True, env=environment(root), check=False
    )
    assert done.returncode in (0, 4), done.stderr
    return done.stdout


def environment(root: Path) -> dict[str, str]:
    import os

    return os.environ | {"PYTHONPATH": str(root)}


def json_of(text: str) -> Any:
    return json.loads(text[text.index('{"') :])


def test_a_rule_more_is_documented(with_a_toy: Path) -> None:
    run(with_a_toy, "docs/generate.py")
    section = (with_a_toy / "docs" / "model.md").read_text(encoding="utf-8").partition("### output_ceiling\n")[2]
    section = section.partition("\n### ")[0]
    assert "sum_{k of j} x[k,t]  <=  1.2 x[j,0]" in section
    assert "Kind: resource" in section
    assert "fall limit" in section
    assert "No sector makes more than its ceiling" in section


def test_a_rule_more_is_reported_with_its_input_cell(with_a_toy: Path) -> None:
    from openpyxl import load_workbook

    file = "inputs/first_five_year_plan.xlsx"
    found = json_of(run(with_a_toy, "-m", "optimiser", "solve", file, "--json", "--force", "-o", "plan.xlsx"))
    shown = [each for each in found["shadow_prices"] if each["rule"] == "output_ceiling"]
    assert shown
    assert all(each["value"] > 0.0 for each in shown)
    book = load_workbook(with_a_toy / "plan.xlsx")
    rows = [row for row in book["What binds"].iter_rows(values_only=True) if "output ceiling" in row]
    assert rows
    assert any("one more unit under the ceiling" in row for row in rows)
    assert all(str(row[-1]).startswith("Sectors!") for row in rows)
    words = [cell for row in book["About"].iter_rows(values_only=True) for cell in row]
    assert "Sectors whose fall is limited keep under a ceiling" in words


@pytest.mark.slow
def test_a_rule_more_is_diagnosed_in_its_own_words(with_a_toy: Path) -> None:
    file = "inputs/first_five_year_plan.xlsx"
    found = json_of(run(with_a_toy, "-m", "optimiser", "diagnose", file, "--json", "--force", "-o", "why.xlsx"))
    rows = [row for each in found["conflicts"] for row in each["rows"] if row["rule"] == "output_ceiling"]
    assert rows
    assert all(row["about"] == "ceilings" and row["cell"].startswith("Sectors!") for row in rows)
    assert any("keeps under its ceiling of" in each["sentence"] for each in found["conflicts"])


def test_a_rule_more_is_added_up_again(with_a_toy: Path) -> None:
    code = """
from optimiser import economy_from_tables
from optimiser.errors import VerificationFailed
from optimiser.plan.verification import verify
from optimiser.programme import constraints
from optimiser.strategies import Request, strategy_of
from optimiser.workbook.examples import EXAMPLES
economy = economy_from_tables(EXAMPLES["first_five_year_plan"]())
every = constraints.RULES
constraints.RULES = tuple(rule for rule in every if rule.name != "output_ceiling")
plan = strategy_of("consumption")(Request(economy))
constraints.RULES = every
try:
    verify(economy, plan.quantities).confirm()
except VerificationFailed as failed:
    print(failed)
"""
    assert "ceiling" in run(with_a_toy, "-c", code)
