"""A sheet costs three places: the schema, a field, and a part that reads and writes it; a forgotten one is named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from economy_tables import everything

from optimiser.economy import Economy
from optimiser.workbook import economy_from_tables, tables_of
from optimiser.workbook.schema import SHEETS
from optimiser.workbook.sheets import PARTS, Part
from optimiser.workbook.sheets import part as parts
from optimiser.workbook.sheets.part import joined

ROOT = Path(__file__).parents[2]


def sheet_names(part: Part) -> tuple[str, ...]:
    return (*part.write, *part.instead)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.field)
def test_a_field_without_a_part_is_named(part: Part) -> None:
    with pytest.raises(ValueError, match=f"no part has the field of Economy {part.field}$"):
        joined(each for each in PARTS if each is not part)


def test_a_new_field_without_a_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True, eq=False)
    class Larger(Economy):
        mills: tuple[str, ...] = ()

    monkeypatch.setattr(parts, "Economy", Larger)
    with pytest.raises(ValueError, match=r"no part has the field of Economy mills$"):
        joined(PARTS)


@pytest.mark.parametrize(
    ("part", "sheet"), [(part, sheet) for part in PARTS for sheet in sheet_names(part)], ids=lambda each: str(each)[:20]
)
def test_a_sheet_without_a_part_is_named(part: Part, sheet: str) -> None:
    kept = {name: rows for name, rows in part.write.items() if name != sheet}
    less = replace(part, write=kept, instead=tuple(name for name in part.instead if name != sheet))
    wanted = f"no part has the sheet {sheet}$" if kept else f"the part {part.field} is written to no sheet$"
    with pytest.raises(ValueError, match=wanted):
        joined(less if each is part else each for each in PARTS)


def mills(field: str = "mills", sheets: Iterable[str] = ("Mills",)) -> Part:
    return Part(field, lambda source, _: source.frame("Mills")["code"], dict.fromkeys(sheets, lambda _: []))


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        (mills(), "a part has what is not known: the field of Economy mills$"),
        (mills(sheets=()), "the part mills is written to no sheet$"),
        (mills("pools"), "more than one part has the field of Economy pools$"),
    ],
)
def test_a_part_too_many_is_named(part: Part, wanted: str) -> None:
    with pytest.raises(ValueError, match=wanted):
        joined((*PARTS, part))


@pytest.mark.parametrize(
    ("sheet", "wanted"),
    [
        ("Mills", "a part has what is not known: the sheet Mills$"),
        ("Labour", "more than one part has the sheet Labour$"),
    ],
)
def test_a_sheet_too_many_is_named(sheet: str, wanted: str) -> None:
    first, *rest = (part for part in PARTS if "Labour" not in part.write)
    more = replace(first, write={**first.write, sheet: lambda _: []})
    with pytest.raises(ValueError, match=wanted):
        joined((more, *rest, *(part for part in PARTS if "Labour" in part.write)))


def test_a_part_without_a_way_back_is_not_made() -> None:
    with pytest.raises(TypeError, match="write"):
        Part("mills", lambda source, _: source.frame("Mills")["code"])  # type: ignore[call-arg]


def test_sheets_stand_in_the_order_of_the_schema_and_parameters_last() -> None:
    places = {sheet.name: place for place, sheet in enumerate(SHEETS)}
    written = list(tables_of(economy_from_tables(everything())))
    assert written[-2:] == ["Execution", "Relaxation"]
    assert written[:-2] == sorted(written[:-2], key=places.__getitem__)
    assert {"Plan", "Yields", "Objective"} < set(written)


SCHEMA = """
    Sheet(
        "Mills",
        Layout.YEARLY,
        "Mills on rivers.",
        "there are none",
        (
            new("mill", "The mill."),
            whole("wheels", "Its wheels.", "wheels", 1, 0, 10),
            growth_after("water"),
        ),
        ("mill",),
        cells=limit("water", "Water that it may take.", "m3"),
    ),"""

FIELD = """@dataclass(frozen=True, eq=False)
class Mills:
    axis: Axis
    wheels: Ints
    water: Floats


@dataclass(frozen=True, eq=False)
class Economy(Shown):"""

PART = """def mills_of(source):
    frame, water = yearly(source, "Mills")
    codes = source.make_known(frame, "mill", "mill")
    return Mills(axis=Axis("mill", codes.labels), water=water, **stated(frame, Mills))


def _mills_sheet(economy):
    rows = list(zip(economy.mills.axis.labels, economy.mills.wheels.tolist()))
    return writing.yearly(["mill", "wheels"], rows, economy.mills.water, economy.years)


PARTS = (
    Part("mills", lambda source, _: mills_of(source), {"Mills": _mills_sheet}),"""

USE = """
import sys
sys.path[:0] = ["tests/workbook", "docs"]
from economy_tables import everything, faults_of
from optimiser.economy.differences import differences
from optimiser.workbook import economy_from_tables, tables_of
rows = [["mill", "wheels", "1928/29", "1929/30"], ["upper", 2, 7.5, 8.0], ["lower", 1, "unlimited", "unlimited"]]
tables = {**everything(), "Mills": rows}
economy = economy_from_tables(tables)
written = tables_of(economy)
assert written["Mills"] == rows, written["Mills"]
assert economy.mills.wheels.tolist() == [2, 1]
assert not differences(economy_from_tables(written), economy, 1e-12)
rows[1][1] = 11
print(*faults_of(tables), sep="\\n")
from workbook_page import document
print(document().partition("## Mills\\n")[2].partition("\\n## ")[0])
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for folder in ("optimiser", "docs", "tests/workbook"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path}: {old}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(root: Path, code: str) -> tuple[str, str]:
    command, environment = [sys.executable, "-c", code], os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def test_a_sheet_more_is_read_written_and_documented(project: Path) -> None:
    """Three places, one after the other; until the last of them the package cannot be imported."""
    workbook = project / "optimiser" / "workbook"
    change(project / "optimiser/economy/economy.py", "@dataclass(frozen=True, eq=False)\nclass Economy(Shown):", FIELD)
    change(project / "optimiser/economy/economy.py", "    pools: Pools\n", "    pools: Pools\n    mills: Mills\n")
    assert "no part has the field of Economy mills" in run(project, "import optimiser.workbook")[1]
    change(workbook / "schema/people.py", "SHEETS: tuple[Sheet, ...] = (", "SHEETS: tuple[Sheet, ...] = (" + SCHEMA)
    change(workbook / "sheets/people.py", "PARTS = (", PART)
    change(
        workbook / "sheets/people.py", "import Economy, Households, Pools", "import Economy, Households, Mills, Pools"
    )
    change(workbook / "sheets/people.py", "import year_columns", "import year_columns, yearly")
    out, errors = run(project, USE)
    assert not errors, errors
    assert "Mills!B2 ('11'): is out of bounds" in out
    assert "| `wheels` | whole number | wheels | at least 0 and at most 10 | 1 | Its wheels. |" in out
