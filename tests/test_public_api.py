"""What `import optimiser` gives, and the README's own example."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import optimiser

pytestmark = pytest.mark.quick

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", optimiser.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(optimiser, name) is not None
    assert name in dir(optimiser)


def test_names_for_type_checkers_are_the_same() -> None:
    source = (ROOT / "optimiser" / "__init__.py").read_text(encoding="utf-8")
    assert sorted(re.findall(r"import \w+ as (\w+)", source)) == optimiser.__all__


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
