"""Pages as plain data: a part left out fails at once, and what is added appears in every kind of file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from reports import plan

from optimiser.errors import OutputFault
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report import writers
from optimiser.report.page import (
    Cells,
    Chart,
    Column,
    Format,
    Heading,
    Link,
    Page,
    Report,
    Sentence,
    Series,
    Stream,
    Table,
    bound,
)
from optimiser.report.pages import plan as plan_pages
from optimiser.report.pages.plan import plan_report
from optimiser.report.patterns import Pattern, Patterns, by_magnitude
from optimiser.report.reports import plan_json, write_pages
from optimiser.report.writers.excel_names import sheets_of
from optimiser.report.writers.text import printed

TABLE = Table((Column("what"), Column("share", format=Format.SHARE)), (("steel", 0.25), ("corn", -0.0001)))
LINE = Series("share", Cells.down(TABLE, 1))
LABELS = Cells.down(TABLE, 0)
BARS = Chart("bars", "Shares", (LINE,), LABELS)

LEFT_OUT: dict[str, Callable[[], object]] = {
    "a column without a name": lambda: Column(""),
    "a heading without words": lambda: Heading(""),
    "a sentence without words": lambda: Sentence(""),
    "a link without a page": lambda: Link("", "there"),
    "a table without columns": lambda: Table((), ()),
    "a row with a cell too few": lambda: Table((Column("a"), Column("b")), (("x",),)),
    "a role too few": lambda: Table((Column("a"),), (("x",), ("y",)), ("total",)),
    "a stream without widths": lambda: Table((Column("a"),), Stream(lambda: iter(()))),
    "a series without a name": lambda: Series("", LABELS),
    "a chart without a title": lambda: Chart("bars", "", (LINE,), LABELS),
    "a chart without series": lambda: Chart("bars", "Shares", (), LABELS),
    "bars without categories": lambda: Chart("bars", "Shares", (LINE,)),
    "points without a second axis": lambda: Chart("points", "Shares", (LINE,)),
    "a page without a name": lambda: Page(" ", "A page.", (TABLE,)),
    "a page without a meaning": lambda: Page("Toy", "", (TABLE,)),
    "a page without blocks": lambda: Page("Toy", "A page.", ()),
    "a report without a title": lambda: Report("", (Page("Toy", "A page.", (TABLE,)),)),
    "a report without pages": lambda: Report("Toy", ()),
    "two pages of one name": lambda: Report("Toy", (Page("a", "A.", (TABLE,)), Page("A", "B.", (TABLE,)))),
    "a link to nowhere": lambda: Report("Toy", (Page("a", "A.", (Link("b", "there"),)),)),
    "a chart without its table": lambda: Report("Toy", (Page("a", "A.", (BARS,)),)),
}


@pytest.mark.parametrize("make", LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_lacks_a_part_is_not_made(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"needs?|rows of|two pages|not there|on no page"):
        make()


def toy(_: Plan, m: Measures) -> list[Page]:
    """A page as somebody adds it."""
    rows = tuple((year, 0.5) for year in m.years)
    table = Table((Column("year"), Column("fun", "laughs", Format.SHARE, "How much fun there is.")), rows)
    chart = Chart("bars", "Fun", (Series("fun", Cells.down(table, 1)),), Cells.down(table, 0))
    blocks = (Sentence("Fun is constant.", brief=True), Sentence("Not for the terminal."), table, chart)
    return [Page("Fun", "How much fun the plan is.", blocks, key="fun", headlines=(chart,))]


def test_a_page_that_is_added_appears_wherever_it_is_meant_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(plan_pages, "PAGES", (*plan_pages.PAGES, toy))
    found = plan("two", "balanced")
    report = plan_report(found)
    write_pages(report, tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    sheet = book["Fun"]
    words = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"Fun", "How much fun the plan is.", "Fun is constant.", "fun, laughs", 0.5} <= set(words)
    assert len(sheet._charts) == 1  # type: ignore[attr-defined]
    assert len(book["Plan"]._charts) == 5  # type: ignore[attr-defined]
    assert "Fun" in [row[0].value for row in book["Plan"].iter_rows()]
    said = list(printed(report))
    assert "Fun is constant." in said
    assert "Not for the terminal." not in said
    made = json.loads(json.dumps(plan_json(found, None, report), allow_nan=False))
    assert made["fun"] == [{"year": year, "fun": 0.5} for year in ("0", "1", "2", "3")]


NAMES = """
SUFFIX = ".names"

def write(report, path):
    path.write_text("\\n".join(page.name for page in report.pages))
"""


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A folder whose files count as writers."""
    folder = tmp_path / "added"
    folder.mkdir()
    monkeypatch.setattr(writers, "__path__", [*writers.__path__, str(folder)])
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_a_format_is_a_file_with_a_suffix(monkeypatch: pytest.MonkeyPatch, added: Path, tmp_path: Path) -> None:
    (added / "names.py").write_text(NAMES)
    monkeypatch.setattr(writers, "WRITERS", writers.writers_in(writers.__path__))
    report = plan_report(plan("two", "balanced"))
    with pytest.raises(OutputFault, match=r"written as \.xlsx or \.html or \.names"):
        write_pages(report, tmp_path / "report.odt")
    write_pages(report, tmp_path / "report.names")
    assert (tmp_path / "report.names").read_text().split("\n")[:2] == ["Plan", "Output"]


def test_a_format_that_writes_nothing_does_not_import(added: Path) -> None:
    (added / "silent.py").write_text('SUFFIX = ".silent"')
    with pytest.raises(AttributeError, match="write"):
        writers.writers_in(writers.__path__)


def test_two_formats_of_one_suffix_do_not_import(added: Path) -> None:
    (added / "again.py").write_text(NAMES.replace(".names", ".html"))
    with pytest.raises(ValueError, match=r"two formats have the suffix \.html"):
        writers.writers_in(writers.__path__)


def test_pages_know_no_file_format() -> None:
    """Only writers load what writes files."""
    import ast

    import optimiser.report as room

    folder = Path(str(room.__file__)).parent
    for path in [folder / "page.py", folder / "patterns.py", *(folder / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [each for each in named if each.split(".")[0] in ("openpyxl", "xlsxwriter")], path
            assert not [each for each in named if each.startswith("optimiser.report.writers")], path
    for path in (folder / "writers").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "optimiser.economy" not in text, path
        assert "optimiser.plan" not in text, path


def test_pages_of_one_name_are_told_apart() -> None:
    page = Page("Same", "A page.", (TABLE,))
    report = bound("Toy", Page("First", "The first.", (Sentence("Here."),)), [page, page, page])
    assert [each.name for each in report.pages] == ["First", "Same", "Same 2", "Same 3"]
    long = Page("x" * 40, "A page.", (TABLE,))
    others = [Page(name, "A page.", (TABLE,)) for name in ("x" * 40 + "y", "a/b:c", "History", "plan", "Plan ")]
    names = list(sheets_of([long, *others]))
    assert names == ["x" * 31, f"{'x' * 29} 2", "a b c", "History 2", "plan", "Plan 2"]


@pytest.mark.parametrize("value", [-0.0, -1e-12, -0.0004, -0.04, -0.4, -4e-300])
@pytest.mark.parametrize("kind", list(Format))
def test_nothing_has_no_sign(value: float, kind: Format) -> None:
    """A minus sign stands only before figures."""
    table = Table((Column("a", format=kind), Column("b", format=kind)), ((value, 123.0),))
    for pattern in Patterns(table).along([value, 123.0]):
        assert pattern is not None
        shown = pattern.shown(value)
        assert not shown.startswith("-") or any(sign in "123456789" for sign in shown), shown
    first, _ = Patterns(table).along([value, 123.0])
    assert first is not None
    assert value == 0.0 or first.shown(value).startswith("-"), "what is less than nothing is shown to be so"


def test_numbers_have_three_or_four_figures() -> None:
    shown = {size: by_magnitude([size]).shown(size) for size in (123456.0, 123.456, 12.3456, 0.123456, 0.0123456)}
    assert list(shown.values()) == ["123,456", "123.5", "12.35", "0.123", "0.0123"]
    assert by_magnitude([1e-7]).shown(1.234e-7) == "1.2E-07"
    assert by_magnitude([0.0]).shown(0.0) == "–"
    assert Pattern(1, percent=True, signed=True).shown(0.05) == "+5.0%"


def test_rows_that_are_streamed_are_asked_for_again() -> None:
    table = Table((Column("a", width=9.0),), Stream(lambda: iter([(1.0,), (2.0,), (3.0,)])))
    assert Cells.down(table, 0, 0, 1).values == [1.0, 2.0]
    assert Cells.down(table, 0, 1, 2).numbers == [2.0, 3.0]
