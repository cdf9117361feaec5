"""The report as a web page: whole in itself, never markup from names, charts and tables as in the workbook."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from reports import EXAMPLES, plan, reading, renamed

from optimiser.cli.main import cli
from optimiser.economy.random import synthetic_economy
from optimiser.report.page import (
    Cells,
    Chart,
    Column,
    Flows,
    Format,
    Graph,
    Heading,
    Page,
    Report,
    Scaling,
    Schedule,
    Sentence,
    Series,
    Table,
)
from optimiser.report.pages.plan import plan_report
from optimiser.report.reports import write_pages, write_report
from optimiser.report.writers.html_charts import Axis, draw
from optimiser.strategies.solve import solve
from optimiser.workbook import economy_from_tables

CELLS = {"td", "th"}
VOID = {"meta", "input", "br", "link", "img", "rect", "path", "circle"}


class Parsed(HTMLParser):
    """Elements with their attributes, the words, and whether every element is closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in CELLS:
            self._end_cell()
        if tag not in VOID or tag in ("path", "circle", "rect"):
            self.open.append(tag)

    def _end_cell(self) -> None:
        """A cell of a table ends where the next begins, or its row does."""
        if self.open and self.open[-1] in CELLS:
            self.open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        if tag == "tr":
            self._end_cell()
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(path: Path) -> tuple[str, Parsed]:
    text = path.read_text(encoding="utf-8")
    parsed = Parsed(text)
    assert parsed.open == []
    return text, parsed


@pytest.fixture
def written(tmp_path: Path) -> tuple[str, Parsed]:
    write_report(plan("five", "balanced"), tmp_path / "report.html", reading=reading("five"))
    return page(tmp_path / "report.html")


def test_it_is_whole_in_itself(written: tuple[str, Parsed]) -> None:
    text, parsed = written
    assert not re.search(r"https?:|url\(|@import|<link|<img|<iframe", text)
    for tag, attributes in parsed.elements:
        assert not {"src", "style", "action", "srcset"} & attributes.keys(), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert tag != "a" or str(attributes["href"]).startswith("#")
    (policy,) = [str(a["content"]) for _, a in parsed.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_it_has_every_page_of_the_report(written: tuple[str, Parsed]) -> None:
    _, parsed = written
    report = plan_report(plan("five", "balanced"), reading("five"))
    places = {str(a["id"]) for tag, a in parsed.elements if tag == "section"}
    assert len(places) == len(report.pages)
    links = {str(a["href"])[1:] for tag, a in parsed.elements if tag == "a"}
    assert links == places | {"main", "pages"}
    tables = [table for each in report.pages for table in each.tables]
    assert sum(tag == "table" for tag, _ in parsed.elements) == len(tables)
    pictures = (Chart, Flows, Schedule, Graph)
    charts = sum(isinstance(block, pictures) for each in report.pages for block in each.blocks)
    assert sum(tag == "figure" for tag, _ in parsed.elements) == charts
    said = " ".join(parsed.words)
    assert f"{plan('five', 'balanced').growth_rate:.2%}" in said
    assert "Stylised figures" in said


def test_it_can_be_read_without_eyes(written: tuple[str, Parsed]) -> None:
    _, parsed = written
    names = [str(a.get("id")) for _, a in parsed.elements if a.get("id")]
    assert len(names) == len(set(names))
    assert dict(parsed.elements)["html"]["lang"] == "en"
    assert sum(tag == "h1" for tag, _ in parsed.elements) == 1
    for tag, attributes in parsed.elements:
        assert tag != "svg" or attributes.get("aria-label") or attributes.get("aria-hidden") == "true"
        assert tag != "th" or attributes["scope"] in ("row", "col")
        assert attributes.get("role") != "region" or attributes["aria-label"]


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "\u202etxet siht",
    "x" * 200,
    "&lt;b&gt;",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_never_markup(name: str, tmp_path: Path) -> None:
    names = {"steel": name, "the people": name, "Steel and corn": name, "Mt": name}
    economy = economy_from_tables(renamed(EXAMPLES["two"].tables(), names))
    write_report(solve(economy, "maximum"), tmp_path / "report.html")
    _, parsed = page(tmp_path / "report.html")
    assert {tag for tag, _ in parsed.elements} <= {
        *("html", "head", "meta", "title", "style", "script", "body", "a", "header", "h1", "nav", "ul", "li", "main"),
        *("section", "h2", "h3", "p", "dl", "dt", "dd", "div", "table", "thead", "tbody", "tr", "th", "td"),
        *("figure", "figcaption", "svg", "g", "path", "rect", "circle", "text", "label", "input", "span"),
    }
    assert sum(tag == "script" for tag, _ in parsed.elements) == 1
    assert any(name in each for each in parsed.words)
    for _, attributes in parsed.elements:
        assert not {"onerror", "onload", "src"} & attributes.keys()


def test_a_page_of_a_large_economy_is_small_enough(tmp_path: Path) -> None:
    write_report(solve(synthetic_economy(56, 10, density=0.3), "consumption"), tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size < 1_500_000
    page(tmp_path / "report.html")


@pytest.mark.parametrize("command", ["solve", "compare", "diagnose"])
def test_it_stands_beside_the_workbook_where_it_is_asked_for(command: str, tmp_path: Path) -> None:
    source = Path(__file__).parents[2] / "inputs" / "two_sectors.xlsx"
    out = tmp_path / "report.xlsx"
    done = CliRunner().invoke(cli, [command, str(source), "-o", str(out), "--html", "--quiet"], standalone_mode=False)
    assert done.exception is None, done.output
    assert sorted(each.name for each in tmp_path.iterdir()) == ["report.html", "report.xlsx"]
    page(tmp_path / "report.html")


def test_the_lines_of_a_chart_are_where_their_figures_are() -> None:
    table = Table(
        (Column("what"), Column("1"), Column("2"), Column("3")), (("a", 1.0, 2.0, 3.0), ("b", 3.0, None, 1.0))
    )
    years = Cells.along(table, -1, 1)
    series = tuple(Series(name, Cells.along(table, row, 1)) for row, name in enumerate("ab"))
    drawn = draw(Chart("lines", "Paths & more", series, years, y=Scaling("t", least=0.0)))
    assert 'aria-label="Paths &amp; more"' in drawn
    first, second = re.findall(r'<g class="k\d"><path class="line" d="M(.*?)"/>', drawn)
    points = [tuple(map(float, each.split())) for each in first.split("L")]
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    heights = [y for _, y in points]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=0.2)
    assert heights[0] > heights[2]
    assert len(second.split("L")) == 2, "what is not there is not drawn"


@pytest.mark.parametrize("figures", [[0.0], [1.0, 1.0], [-3.0, 5.0], [1e-9, 2e-9], [1e9, 3.3e9], [0.95, 1.29]])
def test_an_axis_holds_its_figures(figures: list[float]) -> None:
    axis = Axis.over(figures, Scaling(), 0.0, 100.0, zero=False)
    assert axis.low <= min(figures)
    assert axis.high >= max(figures) * (1 - 1e-12)
    assert 2 <= len(axis.ticks) <= 8
    assert all(-1e-6 <= axis.at(each) <= 100.0 + 1e-6 for each in [*figures, *axis.ticks])


@pytest.mark.parametrize("second", [-0.25, 0.25])
def test_bars_begin_at_nothing(second: float) -> None:
    table = Table((Column("what"), Column("share", format=Format.SHARE)), (("a", 0.5), ("b", second)))
    for kind, length in (("bars", "height"), ("lying bars", "width")):
        chart = Chart(kind, "Bars", (Series("share", Cells.down(table, 1)),), Cells.down(table, 0))  # type: ignore[arg-type]
        one, other = map(float, re.findall(rf'<rect class="fill"[^>]* {length}="([\d.]+)"[^>]*><title>', draw(chart)))
        assert one == pytest.approx(2.0 * other, abs=0.2)


def test_headings_and_sentences_are_told_by_their_tone(tmp_path: Path) -> None:
    blocks = (Heading("H"), Sentence("Beware.", "alarm"), Table((Column("a"),), ((1,), (None,))))
    write_pages(Report("R", (Page("P", "A page.", blocks),)), tmp_path / "r.html")
    text, _ = page(tmp_path / "r.html")
    assert "<h3>H</h3>" in text
    assert '<p class="alarm">Beware.</p>' in text
