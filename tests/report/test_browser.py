"""The web page in a browser without a network: quiet, legible to everybody, its controls do what they say.

Needs the extra `browser` and Debian's `chromium` (or one at PLAN_OPTIMISER_CHROMIUM); skipped without.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reports import EXAMPLES, plan, reading, renamed

from optimiser.comparison.compare import compare
from optimiser.report.reports import write_comparison, write_report
from optimiser.strategies.solve import solve
from optimiser.workbook import economy_from_tables

playwright: Any = pytest.importorskip("playwright.sync_api", reason="needs playwright, of the extra `browser`")
axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs the extra `browser`")

CHROMIUM = os.environ.get("PLAN_OPTIMISER_CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="needs Debian's chromium"),
    # the library leaves its event loop to the collector
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
HOSTILE = {
    "steel": "<img src=x onerror=document.title='taken'>",
    "corn": "</script><script>document.title='taken'</script>",
    "the people": "\u202etxet siht",
    "Steel and corn": "x" * 200,
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    found = {name: folder / f"{name}.html" for name in ("plan", "comparison", "hostile")}
    write_report(plan("five", "balanced"), found["plan"], reading=reading("five"))
    write_comparison(compare(plan("two", "balanced").economy, ("balanced", "maximum")), found["comparison"])
    hostile = economy_from_tables(renamed(EXAMPLES["two"].tables(), HOSTILE))
    write_report(solve(hostile, "balanced"), found["hostile"])
    return found


class Opened:
    """A page in a window of its own, without a network, with all that it complains of or asks for."""

    def __init__(self, browser: Any, path: Path, **given: Any) -> None:
        self.context = browser.new_context(offline=True, **given)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(dialog.message))
        self.page.on("request", lambda request: self.said.append(request.url))
        self.page.goto(path.as_uri())
        assert self.said.pop(0) == path.as_uri()

    def __enter__(self) -> Any:
        return self.page

    def __exit__(self, *_: object) -> None:
        self.context.close()
        assert self.said == [], "no message, no error, no request"


@pytest.mark.parametrize("name", ["plan", "comparison", "hostile"])
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (400, "dark")])
def test_everybody_can_read_it(browser: Any, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    look = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with Opened(browser, pages[name], **look) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "it goes past the window"
        assert "taken" not in page.title()
    with Opened(browser, pages[name], bypass_csp=True, **look) as page:
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_on_a_telephone_names_stay_beside_figures(browser: Any, pages: dict[str, Path]) -> None:
    look = {"viewport": {"width": 400, "height": 800}, "reduced_motion": "reduce"}
    with Opened(browser, pages["plan"], **look) as page:
        box = page.locator("#page-2 .scroll").first
        for chart in page.locator("figure.chart").all():
            assert chart.locator("svg").first.bounding_box()["width"] <= 400, "a chart is whole"
        code, last = box.locator("tbody th").first, box.locator("tbody td").last
        before = code.bounding_box()["x"]
        assert last.bounding_box()["x"] > 400
        box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
        assert last.bounding_box()["x"] < 400
        assert code.bounding_box()["x"] == before
        page.evaluate("window.scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        page.locator("nav .up").click()
        assert page.locator("nav li a").first.bounding_box()["y"] >= 0


def test_names_are_shown_as_text(browser: Any, pages: dict[str, Path]) -> None:
    with Opened(browser, pages["hostile"]) as page:
        assert page.locator("img").count() == 0
        assert page.locator("script").count() == 1
        shown = page.locator("body").inner_text()
        for name in HOSTILE.values():
            assert name in shown


def test_a_slider_moves_the_flows_through_the_years(browser: Any, pages: dict[str, Path]) -> None:
    with Opened(browser, pages["plan"]) as page:
        figure = page.locator("figure.flows")
        seen = figure.locator(".time:visible")
        assert seen.count() == 1
        last = seen.text_content()
        assert figure.locator(".now").inner_text() == "1932/33"
        figure.locator("input").focus()
        page.keyboard.press("ArrowLeft")
        assert figure.locator(".now").inner_text() == "1931/32"
        assert figure.locator("input").get_attribute("aria-valuetext") == "1931/32"
        assert seen.count() == 1
        assert seen.text_content() != last


def test_one_cursor_is_on_all_charts(browser: Any, pages: dict[str, Path]) -> None:
    with Opened(browser, pages["comparison"]) as page:
        charts = page.locator("figure.linked")
        assert charts.count() > 3
        charts.nth(0).locator(".picture").focus()
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        for number in range(charts.count()):
            chart = charts.nth(number)
            assert chart.locator(".told").inner_text().startswith("2")
            assert all(each.inner_text() for each in chart.locator(".legend b").all())
        told = charts.nth(0).locator(".told").inner_text()
        name = charts.nth(0).locator(".legend li").nth(0).inner_text()
        figure = charts.nth(0).locator(".legend b").nth(0)
        assert figure.inner_text() in told
        assert name.replace(figure.inner_text(), "").strip() in told
        drawn = charts.nth(1).locator("svg").first
        drawn.hover(position={"x": drawn.bounding_box()["width"] - 30, "y": 40})
        assert charts.nth(0).locator(".told").inner_text() == "3"
        charts.nth(0).locator(".picture").focus()
        page.keyboard.press("Escape")
        assert charts.nth(0).locator(".legend b").nth(0).inner_text() == ""


def test_tables_are_sorted_filtered_and_copied(browser: Any, pages: dict[str, Path]) -> None:
    with Opened(browser, pages["plan"]) as page:
        page.evaluate("document.addEventListener('copy', () => { window.taken = document.activeElement.value; })")
        section = page.locator("section", has=page.locator("h2", has_text="Balances"))
        rows = section.locator("table").last.locator("tbody tr:visible")
        every = rows.count()
        section.get_by_role("searchbox", name="Every product").fill("machine-building building")
        assert 0 < rows.count() < every
        assert all("machine-building" in each.inner_text() for each in rows.all())
        section.get_by_role("searchbox", name="Every product").fill("")
        first = page.locator("table").first
        header = first.get_by_role("button", name="growth a year")
        header.click()
        header.click()
        shown = [float(each.strip("%")) for each in first.locator("tbody tr td:last-child").all_inner_texts()]
        assert shown == sorted(shown, reverse=True)
        page.get_by_role("button", name="Copy for a spreadsheet: Plan", exact=True).click()
        lines = [each.split("\t") for each in page.evaluate("window.taken").split("\n")]
        assert lines[0][:2] == ["what", "unit"]
        assert {len(each) for each in lines} == {len(lines[0])}
        assert lines[1][-1] == f"+{shown[0]}%"
