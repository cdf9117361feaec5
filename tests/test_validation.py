"""The page of published results is fresh, its figures agree with what is printed, and its tests exist."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

import matrix_balancing
import published_results
import pytest
import validation
from published_results import RESULTS, Figure, Result

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    return {make.__name__: make() for make in RESULTS}


@pytest.mark.parametrize("name", [make.__name__ for make in RESULTS])
def test_figures_agree(name: str, results: dict[str, Result]) -> None:
    """Every figure of ours, rounded as the source rounds, is the printed one."""
    assert results[name].figures
    assert [figure for figure in results[name].figures if not figure.agrees] == []


def test_a_figure_that_is_off_by_one_digit_is_seen() -> None:
    assert Figure("a", "33.3333", 100 / 3).agrees
    assert not Figure("a", "33.3334", 100 / 3).agrees
    assert not Figure("a", "515034", 515033.2).agrees
    assert not Figure("a", "1", float("nan")).agrees


def test_tests_behind_the_results_exist(results: dict[str, Result]) -> None:
    page = validation.PAGE.read_text(encoding="utf-8")
    named = {test for result in results.values() for test in result.tests}
    named |= set(re.findall(r"`(tests/\S+::\w+)`", page))
    assert named
    for test in named:
        file, _, function = test.partition("::")
        assert f"def {function}(" in (ROOT / file).read_text(encoding="utf-8"), test


def test_the_page_is_fresh() -> None:
    command = [sys.executable, "docs/validation.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stale_page_and_a_wrong_figure_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(validation, "RESULTS", (published_results.leontief,))
    monkeypatch.setattr(validation, "PAGE", tmp_path / "validation.md")
    assert validation.main([]) == 0
    assert validation.main(["--check"]) == 0
    text = validation.PAGE.read_text(encoding="utf-8")
    validation.PAGE.write_text(text.replace("25.00", "25.01"), encoding="utf-8")
    assert validation.main(["--check"]) == 1
    assert "is stale" in capsys.readouterr().err

    def misprint() -> Result:
        right = published_results.leontief()
        return dataclasses.replace(right, figures=(dataclasses.replace(right.figures[0], printed="26"),))

    monkeypatch.setattr(validation, "RESULTS", (misprint,))
    assert validation.main([]) == 1
    assert "printed 26" in capsys.readouterr().err


def test_matrix_balancing() -> None:
    """RAS meets the sums and is the least; the library's objective is that of a sum that should be a difference."""
    flows = matrix_balancing.ras()
    assert flows.sum(axis=1) == pytest.approx([245, 136, 159], rel=1e-12)
    assert flows.sum(axis=0) == pytest.approx([251, 107, 182], rel=1e-12)
    turn = flows.copy()
    turn[:2, :2] += [[0.5, -0.5], [-0.5, 0.5]]  # the same sums
    assert matrix_balancing.information(flows) < matrix_balancing.information(turn)
    assert matrix_balancing.least_squares(1) == pytest.approx(7.6203, abs=5e-5)
    assert matrix_balancing.least_squares(-1) < 2
