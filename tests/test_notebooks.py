"""The notebooks run without a network from the first cell to the last, and say what is stored."""

from __future__ import annotations

import json
from pathlib import Path

import notebook_pages
import pytest

pytestmark = pytest.mark.slow

LIBRARIES = ("nbclient", "nbconvert", "ipykernel", "matplotlib", "pymrio")


@pytest.fixture(scope="module", autouse=True)
def _with_what_notebooks_need() -> None:
    for name in LIBRARIES:
        pytest.importorskip(name, reason=f"{name} is of an extra: pip install plan-optimiser[notebooks]")


def test_there_are_three() -> None:
    assert [path.stem for path in notebook_pages.paths()] == [
        "1_five_year_plan",
        "2_your_own_economy",
        "3_national_table",
    ]


@pytest.mark.parametrize("path", notebook_pages.paths(), ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_runs_and_says_what_is_stored(path: Path) -> None:
    found, stored = notebook_pages.executed(path), path.read_text(encoding="utf-8")
    same = notebook_pages.without_pictures(found) == notebook_pages.without_pictures(stored)
    assert same, "run python docs/notebook_pages.py"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import warnings; warnings.warn('look')", "cell 0 warns: .*look"),
        ("import os; os.getcwd()", "names /"),
        ("print('x' * 500_000)", "500,.* bytes"),
    ],
)
def test_a_notebook_that_is_not_sound_is_refused(tmp_path: Path, code: str, said: str) -> None:
    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": code,
    }
    path = tmp_path / "broken.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    with pytest.raises(notebook_pages.NotebookFault, match=said):
        notebook_pages.executed(path)


def test_the_gallery_shows_each() -> None:
    text, pictures = notebook_pages.gallery()
    for path in notebook_pages.paths():
        assert f"({path.stem}.md)" in text
        assert pictures[f"{path.stem}.png"].startswith(b"\x89PNG")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_page_has_the_cards_and_the_pictures() -> None:
    path = notebook_pages.paths()[0]
    text, pictures = notebook_pages.markdown(path)
    assert text.startswith("# A five-year plan")
    assert "<strong>The first five-year plan" in text
    assert len(pictures) == 4
    assert all(name in text for name in pictures)
