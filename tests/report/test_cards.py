"""Results in a line, and as cards in a notebook."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

import optimiser
from optimiser.comparison.causes import Question, ladder
from optimiser.workbook.examples import two_sectors

PATH = Path(__file__).parent.parent.parent / "inputs" / "two_sectors.xlsx"
HOSTILE = '<img src=x onerror=alert(1)></td><script>alert("x")</script>\u202e' + "n" * 200
LONGEST = 250


@pytest.fixture(scope="module")
def results() -> Mapping[str, object]:
    """One of each kind."""
    economy = optimiser.read_economy(PATH)
    comparison = optimiser.compare(economy, ["balanced", "maximum"], points=0, draws=optimiser.Draws(1, 2))
    return {
        "Economy": economy,
        "Plan": comparison.plans["balanced"],
        "Comparison": comparison,
        "Execution": comparison.execution,
        "Diagnosis": optimiser.diagnose(economy, target_set="ambitious"),
        "Batch": optimiser.run_batch(optimiser.plan_runs([optimiser.source_of_workbook(PATH)])),
        "Ladder": ladder(PATH, ["more workers"], Question("planned consumption")),
    }


class Read(HTMLParser):
    """What a piece of HTML holds: open tags that are closed again, words, pictures."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.pictures: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag == "img":
            source = dict(attrs)["src"] or ""
            assert source.startswith("data:image/svg+xml;base64,")
            self.pictures.append(base64.b64decode(source.partition(",")[2]).decode("utf-8"))
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


KINDS = ("Economy", "Plan", "Comparison", "Execution", "Diagnosis", "Batch", "Ladder")


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_a_short_line(results: Mapping[str, object], kind: str) -> None:
    line = repr(results[kind])
    assert line.startswith(f"<{kind} ")
    assert line.endswith(">")
    assert len(line) < LONGEST
    assert "\n" not in line


def test_lines_say_what_came_out(results: Mapping[str, object]) -> None:
    assert repr(results["Economy"]) == "<Economy 'Steel and corn': 2 sectors, 2 products, 1 to 3, stylised>"
    assert "growth 9.14% a year" in repr(results["Plan"])
    assert "balanced optimal, maximum optimal" in repr(results["Comparison"])
    assert "targets 'ambitious': infeasible, share 70.4%" in repr(results["Diagnosis"])
    assert "2 repetitions" in repr(results["Execution"])
    assert "4 optimal" in repr(results["Batch"])


def test_a_long_title_is_cut_in_a_line() -> None:
    tables = two_sectors.tables()
    next(row for row in tables["Plan"] if row[0] == "title")[1] = "A title\nin lines " + "x" * 500
    assert len(repr(optimiser.economy_from_tables(tables))) < LONGEST
    assert "\n" not in repr(optimiser.economy_from_tables(tables))


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_sound_and_small(results: Mapping[str, object], kind: str) -> None:
    html = optimiser.html_of(results[kind])
    read = Read(html)
    assert read.open == []
    assert not {"script", "style", "link", "iframe"} & set(read.tags)
    assert "" not in html.split("\n"), "an empty line would end the block in Markdown"
    assert len(html) < 40_000
    assert "table" in read.tags or kind == "Ladder"
    for picture in read.pictures:
        tree = ElementTree.fromstring(picture)
        assert tree.tag == "{http://www.w3.org/2000/svg}svg"
        assert not re.findall(r"(?:https?:)?//(?!www\.w3\.org/2000/svg)\w", picture)


@pytest.mark.parametrize("kind", ["Economy", "Plan", "Comparison", "Execution", "Ladder"])
def test_a_card_has_a_picture(results: Mapping[str, object], kind: str) -> None:
    assert len(Read(optimiser.html_of(results[kind])).pictures) == 1


def test_a_card_says_what_the_report_says(results: Mapping[str, object]) -> None:
    plan = " ".join(Read(optimiser.html_of(results["Plan"])).words)
    assert "Stylised figures" in plan
    assert "9.14% a year" in plan
    assert "industrial output" in plan
    assert "greatest possible is" in plan
    assert "cannot all be met" in " ".join(Read(optimiser.html_of(results["Diagnosis"])).words)


def test_notebooks_are_given_the_card(results: Mapping[str, object]) -> None:
    plan = results["Plan"]
    assert isinstance(plan, optimiser.Plan)
    assert plan._repr_html_() == optimiser.html_of(plan)


def test_names_of_a_workbook_are_never_markup() -> None:
    tables = two_sectors.tables()
    next(row for row in tables["Plan"] if row[0] == "title")[1] = HOSTILE
    for row in tables["Sectors"][1:]:
        row[1] = f"{HOSTILE} {row[0]}"
    economy = optimiser.economy_from_tables(tables)
    for result in (economy, optimiser.solve(economy), optimiser.diagnose(economy, target_set="ambitious")):
        read = Read(optimiser.html_of(result))
        assert read.open == []
        assert "script" not in read.tags
        assert len(read.pictures) == read.tags.count("img")
        assert any("<script>" in words for words in read.words)
        for picture in read.pictures:
            tree = ElementTree.fromstring(picture)
            assert not [each for each in tree.iter() if each.tag.endswith(("script", "img", "foreignObject"))]


def test_signs_that_xml_does_not_have_are_left_out() -> None:
    tables = two_sectors.tables()
    tables["Sectors"][1][1] = "st\x07eel\ufffe"
    html = optimiser.html_of(optimiser.economy_from_tables(tables))
    (picture,) = Read(html).pictures
    assert "steel" in "".join(ElementTree.fromstring(picture).itertext())


def test_a_long_table_goes_on_in_the_report() -> None:
    economy = optimiser.read_economy(PATH.parent / "goelro.xlsx")
    assert len(economy.sectors.axis) < 16
    batch = optimiser.run_batch(optimiser.plan_runs([optimiser.source_of_workbook(PATH)]))
    assert "The table goes on" in optimiser.html_of(batch)
    assert "The table goes on" not in optimiser.html_of(economy)


def test_what_is_no_result_has_no_card() -> None:
    with pytest.raises(TypeError, match="str is no result that can be shown"):
        optimiser.html_of("a plan")
