"""The page in a real browser: a cell is changed, the figure changes, what is saved solves to the same figure."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra `app` is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")

from served import example  # noqa: E402

from optimiser.workbook.examples import EXAMPLES  # noqa: E402

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium is found")

PERSONS = '#grid [data-place="D2"] input'
SAVED = ("--strategy", "maximum", "--scenario", "more hands")
HOSTILE = "<img src=x onerror=document.title='owned'></script>"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        begun = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield begun
        begun.close()


class Tab:
    """A tab of the browser with the page, and all that it asked for and complained of."""

    def __init__(self, context: Any, address: str) -> None:
        self.address = address
        self.origin = address.partition("/?")[0]
        self.page = context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)
        self.solved()

    def solved(self) -> None:
        """Once the plans are those of the changes."""
        self.page.locator("#state", has_text="solved in").wait_for()

    def sheet(self, title: str) -> None:
        self.page.locator("#titles button", has_text=re.compile(f"^{title}")).first.click()
        self.page.locator("#titles button[aria-current=true]", has_text=title).wait_for()

    def type(self, text: str) -> None:
        """Into the persons of the sheet Labour."""
        self.page.fill(PERSONS, text)
        self.page.press(PERSONS, "Enter")

    def figure(self, title: str, place: int) -> str:
        """A figure of the table, of a strategy by its place."""
        row = self.page.locator("#answer tr", has=self.page.locator("th", has_text=title))
        return str(row.locator("td").nth(place).locator(".value").inner_text())

    def until(self, title: str, place: int, other: str) -> str:
        """The figure, once it is another."""
        row = self.page.locator("#answer tr", has=self.page.locator("th", has_text=title))
        changed = (
            row.locator("td").nth(place).locator(".value").filter(has_not_text=re.compile(f"^{re.escape(other)}$"))
        )
        changed.wait_for()
        return str(changed.inner_text())


Begin = Callable[..., str]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """Begins the command with the two sectors, in which further sheets may take the place of its own: the address."""
    begun: list[subprocess.Popen[str]] = []

    def begin(**changed: Any) -> str:
        path = example(tmp_path, "two_sectors", **changed)
        command = [sys.executable, "-m", "optimiser", "serve", str(path), "--no-open"]
        begun.append(
            subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        )
        assert begun[-1].stdout is not None
        return begun[-1].stdout.readline().strip()

    yield begin
    for each in begun:
        each.terminate()
        each.communicate(timeout=20)


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    made = browser.new_context(viewport={"width": 1400, "height": 900})
    made.set_default_timeout(20_000)
    yield made
    made.close()


def test_a_cell_is_changed_solved_saved_and_solves_to_the_same_figure(
    begin: Begin, context: Any, tmp_path: Path
) -> None:
    tab = Tab(context, begin())
    before = tab.figure("common share", 1)
    tab.sheet("Labour")
    tab.type("36")
    after = tab.until("common share", 1, before)
    assert float(after.rstrip("%")) > float(before.rstrip("%"))
    assert tab.page.locator("#changes li").count() == 1
    tab.page.click("#keeping summary")
    tab.page.fill("#keep-scenario", "more hands")
    tab.page.fill("#keep-file", "tried.xlsx")
    tab.page.click("#keep button")
    tab.page.locator("#kept code").wait_for()
    assert '--scenario "more hands"' in tab.page.inner_text("#kept")
    done = subprocess.run(
        [sys.executable, "-m", "optimiser", "solve", "outputs/tried.xlsx", "--json", *SAVED],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert f"{json.loads(done.stdout)['share']:.2%}" == after
    assert tab.said == []
    assert [each for each in tab.asked if not each.startswith(tab.origin)] == []


def test_a_slider_moves_the_cell_and_the_figure(begin: Begin, context: Any) -> None:
    tab = Tab(context, begin())
    before = tab.figure("common share", 1)
    tab.sheet("Labour")
    tab.page.select_option("#scenario", "more workers")
    between = tab.until("common share", 1, before)
    tab.page.locator("#changes input[type=range]").fill("0.95")
    tab.until("common share", 1, between)
    assert float(tab.page.input_value(PERSONS)) == pytest.approx(0.95 * 32.0)
    tab.page.click("#none")
    tab.until("common share", 1, tab.figure("common share", 1))
    assert tab.figure("common share", 1) == before
    tab.page.click("#back")
    tab.page.locator("#changes li").wait_for()
    assert tab.said == []


def test_two_tabs_do_not_mix(begin: Begin, context: Any) -> None:
    address = begin()
    one, other = Tab(context, address), Tab(context, address)
    before = one.figure("common share", 1)
    for tab, persons in ((one, "36"), (other, "30")):
        tab.sheet("Labour")
        tab.type(persons)
        tab.until("common share", 1, before)
    first, second = one.figure("common share", 1), other.figure("common share", 1)
    assert float(second.rstrip("%")) < float(before.rstrip("%")) < float(first.rstrip("%"))
    # each is itself again after it is loaded anew
    for tab, persons, figure in ((other, "30", second), (one, "36", first)):
        tab.page.reload()
        tab.solved()
        assert tab.page.input_value(PERSONS) == persons
        assert tab.figure("common share", 1) == figure
    assert one.said == other.said == []


def test_a_fault_is_shown_at_the_cell_and_nothing_is_lost(begin: Begin, context: Any) -> None:
    tab = Tab(context, begin())
    before = tab.figure("common share", 1)
    tab.sheet("Labour")
    for text, problem in (
        ("-1", "out of bounds"),
        ("many", "is text where a number belongs"),
        ("30; 36", "many runs"),
        ("", "empty"),
    ):
        tab.type(text)
        why = tab.page.locator('#grid [data-place="D2"] .why', has_text=problem)
        why.wait_for()
        assert len(why.inner_text()) > len(problem) + 10
        assert tab.page.input_value(PERSONS) == text
        assert tab.page.get_attribute(PERSONS, "aria-invalid") == "true"
        assert tab.page.get_attribute(PERSONS, "aria-describedby") == why.get_attribute("id")
        assert tab.figure("common share", 1) == before
    tab.type("36")
    tab.until("common share", 1, before)
    playwright.expect(tab.page.locator("#grid .why")).to_have_count(0)
    assert tab.page.locator("#faults li").count() == 0


def test_what_cannot_be_is_shown_in_a_sentence(begin: Begin, context: Any) -> None:
    tab = Tab(context, begin())
    tab.page.get_by_label("targets").check()
    tab.sheet("Labour")
    tab.type("20")
    tab.page.locator("#answer .alarm", has_text="cannot all be met").wait_for()
    with context.expect_page() as opened:
        tab.page.get_by_role("link", name="why not").click()
    opened.value.locator("h1").wait_for()
    assert "cannot" in opened.value.inner_text("main")


def test_names_of_a_workbook_are_shown_as_they_are(begin: Begin, context: Any) -> None:
    households = [list(row) for row in EXAMPLES["two_sectors"]()["Households"]]
    households[1][households[0].index("name")] = HOSTILE
    tab = Tab(context, begin(Households=households))
    assert HOSTILE in tab.page.inner_text("#answer table")
    assert HOSTILE in tab.page.inner_text("#answer .charts")
    tab.sheet("Households")
    assert tab.page.locator("img").count() == 0
    assert "owned" not in tab.page.title()
    assert tab.said == []


@pytest.mark.parametrize("width", [1400, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_where_it_is_shown(begin: Begin, browser: Any, width: int, scheme: str) -> None:
    made = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab = Tab(made, begin())
    tab.sheet("Inputs")
    tab.page.select_option("#scenario", "dearer building")
    tab.page.locator("#changes li").first.wait_for()
    tab.solved()
    assert tab.page.evaluate("document.documentElement.scrollWidth") == width
    colours = tab.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", colours))) < 300) is (scheme == "dark")
    made.close()


def test_what_is_being_typed_stays_while_plans_are_found(begin: Begin, context: Any) -> None:
    tab = Tab(context, begin())
    before = tab.figure("common share", 1)
    tab.sheet("Labour")
    held: list[Any] = []
    tab.page.route("**/view", lambda route: held.append(route))
    tab.type("36")
    tab.page.click('#grid [data-place="E2"] input')
    tab.page.keyboard.type("1")
    for _ in range(200):  # until the page has asked: on a busy machine that takes a while
        if held:
            break
        tab.page.wait_for_timeout(50)
    assert held
    for each in held:
        each.continue_()
    tab.page.unroute("**/view")
    tab.until("common share", 1, before)
    typed = '#grid [data-place="E2"] input'
    assert tab.page.input_value(typed) not in ("0.05", "")
    assert tab.page.evaluate("document.activeElement.closest('[data-place]').dataset.place") == "E2"


def test_a_drag_is_one_step_back(begin: Begin, context: Any) -> None:
    tab = Tab(context, begin())
    tab.page.select_option("#scenario", "more workers")
    value = tab.page.locator("#changes .value")
    value.wait_for()
    tab.page.focus("#changes [type=range]")
    for _ in range(5):
        tab.page.evaluate(
            "s => { s.stepUp(); s.dispatchEvent(new Event('input', { bubbles: true })); }",
            tab.page.query_selector("#changes [type=range]"),
        )
    assert float(value.input_value()) > 1.1
    tab.page.click("#back")
    playwright.expect(value).to_have_value("1.1")
