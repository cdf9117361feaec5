"""What `import optimiser` gives, and the README's own example."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

import optimiser
from optimiser.strategies import request_of
from optimiser.workbook.examples import two_sectors

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", optimiser.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(optimiser, name) is not None
    assert name in dir(optimiser)


def test_names_for_type_checkers_are_the_same() -> None:
    source = (ROOT / "optimiser" / "__init__.py").read_text(encoding="utf-8")
    assert sorted(re.findall(r"import \w+ as (\w+)", source)) == optimiser.__all__


def test_every_public_function_takes_the_economy_itself() -> None:
    """Those that are about one; a request is taken, too, and anything else is refused with what is needed."""
    economy = optimiser.read_economy(ROOT / "inputs" / "two_sectors.xlsx")
    asked = optimiser.Request(economy, "ambitious")
    assert optimiser.years_needed(economy, "ambitious") == optimiser.years_needed(asked)
    one, other = optimiser.diagnose(economy, target_set="ambitious"), optimiser.diagnose(asked)
    assert (one.status, one.sentences) == (other.status, other.sentences)
    assert one.target_set == "ambitious"
    few = optimiser.Draws(1, 2)
    done = optimiser.execute_strategies(economy, ["consumption"], few)
    assert done.draws == few
    again = optimiser.execute_strategies(optimiser.Request(economy), ["consumption"], few)
    assert [*done.outcomes] == [*again.outcomes]
    of_flows = optimiser.multipliers(optimiser.flows_of(economy))
    assert np.array_equal(optimiser.multipliers(economy).inverse, of_flows.inverse)
    with pytest.raises(optimiser.InputFault, match="no exchange of town and country"):
        optimiser.tribute_sweep(economy)
    programme, _ = optimiser.formulate(economy)
    explained = optimiser.explain(economy)
    assert (explained.economy, explained.status) == (economy, optimiser.explain(programme, economy=economy).status)
    for function in (optimiser.solve, optimiser.diagnose, optimiser.years_needed, optimiser.execute_strategies):
        with pytest.raises(TypeError, match="an Economy is needed first, and this is str"):
            function("inputs/two_sectors.xlsx")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a programme or an Economy is needed first, and this is str"):
        optimiser.explain("inputs/two_sectors.xlsx")  # type: ignore[arg-type]


def test_a_ladder_is_asked_by_the_name_of_its_measure() -> None:
    path = ROOT / "inputs" / "two_sectors.xlsx"
    by_name = optimiser.ladder(path, ["more workers"], "planned consumption")
    asked = optimiser.ladder(path, ["more workers"], optimiser.Question("planned consumption"))
    assert by_name.values == asked.values
    assert by_name.measure == "planned consumption"


def test_what_is_given_beside_a_request_takes_the_place_of_its_own() -> None:
    economy = optimiser.read_economy(ROOT / "inputs" / "two_sectors.xlsx")
    asked = request_of(optimiser.Request(economy, "modest"), "ambitious", optimiser.SolverOptions(time_limit=5.0))
    assert (asked.target_set, asked.options.time_limit) == ("ambitious", 5.0)
    assert request_of(asked) == asked


def test_changes_are_made_from_python() -> None:
    path = ROOT / "inputs" / "two_sectors.xlsx"
    change = optimiser.Change("Labour", "workers", "persons", "set", 36.0)
    said = optimiser.parse_change("Labour!workers!persons=36")
    assert optimiser.read_economy(path, changes=[change]) == optimiser.read_economy(path, changes=[said])
    assert optimiser.read_economy(path, changes=[change]) != optimiser.read_economy(path)


def test_warnings_of_tables_in_memory_can_be_had() -> None:
    tables = two_sectors.tables()
    row = next(each for each in tables["Plan"] if each[0] == "terminal condition")
    row[1] = "tail"
    assert [(each.sheet, each.warning) for each in optimiser.read_tables(tables).warnings] == [("Plan", True)]
    assert optimiser.read_tables(tables).economy == optimiser.economy_from_tables(tables)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = optimiser.nothing


def test_the_version_is_told_once() -> None:
    assert optimiser.__version__ == version("plan-optimiser")
    assert f"## {optimiser.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_example_of_the_readme_runs_and_prints_what_it_says(tmp_path: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "inputs").symlink_to(ROOT / "inputs")
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "outputs" / "plan.xlsx").stat().st_size > 0
    said = re.findall(r"^print\(.*\)  # ([\w.% ]+)$", code, re.MULTILINE)
    printed = done.stdout.splitlines()
    assert said[0] == printed[0] == "2.9% a year"
    assert said[-1] == printed[-1] == "infeasible"


def test_the_example_of_the_package_runs(tmp_path: Path) -> None:
    doc = optimiser.__doc__ or ""
    code = "\n".join(line[4:] for line in doc.split("\n") if line.startswith("    "))
    (tmp_path / "inputs").symlink_to(ROOT / "inputs")
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert list((tmp_path / "outputs").iterdir())


def test_importing_costs_nothing() -> None:
    code = "import sys, optimiser; print(sorted(name for name in sys.modules if name.startswith('optimiser')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['optimiser']"
