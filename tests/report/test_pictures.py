"""Flows, schedules and graphs: what they need, the figures behind them, and where they are drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from reports import plan

from optimiser.arrays import Floats
from optimiser.plan.accounts.sources_and_uses import sources_and_uses
from optimiser.plan.measures import measures
from optimiser.report.page import Column, Flows, Graph, Page, Report, Schedule, Table
from optimiser.report.pages import deliveries
from optimiser.report.pages import projects as pages_of_projects
from optimiser.report.pages.deliveries import flows, told_apart
from optimiser.report.pages.projects import projects
from optimiser.report.reports import write_pages
from optimiser.report.writers import html_flows, html_graph, html_schedule

MOVED = Table((Column("from"), Column("to"), Column("1"), Column("2")), (("a", "b", 1.0, 2.0), ("a", "c", 3.0, 0.0)))
FLOWS = Flows("Flows", MOVED, "t", first=2)
HEADS = tuple(map(Column, ("what", "unit", "begun", "done", "1", "2", "3")))
ROWS = (("a", "m", "1", "3", 2.0, 0.0, 0.0), ("b", "m", "2", "", 0.0, 1.0, 0.5), ("c", "m", "", "2", 4.0, 0.0, 0.0))
SCHEDULE = Schedule("Works", Table(HEADS, ROWS), first=4, name=0, unit=1, begun=2, finished=3)
LED = Table((Column("what"), Column("to"), Column("share")), (("a", "b", 0.5), ("b", "c", 0.25), ("c", "a", 0.75)))
GRAPH = Graph("Chains", LED, source=0, target=1, figure=2)

LEFT_OUT: dict[str, Callable[[], object]] = {
    "flows without a title": lambda: replace(FLOWS, title=""),
    "flows without a unit": lambda: replace(FLOWS, unit=""),
    "flows without rows": lambda: replace(FLOWS, table=Table(MOVED.columns, ())),
    "flows below nothing": lambda: replace(FLOWS, table=Table(MOVED.columns, (("a", "b", -1.0, 2.0),))),
    "flows without a figure": lambda: replace(FLOWS, table=Table(MOVED.columns, (("a", "b", None, 2.0),))),
    "flows of columns that are not there": lambda: replace(FLOWS, first=4),
    "a schedule of a time that is not there": lambda: replace(
        SCHEDULE, table=Table(HEADS, (("a", "m", "0", "3", 2.0, 0.0, 0.0),))
    ),
    "a graph of columns that are not there": lambda: replace(GRAPH, figure=3),
    "a picture without its table": lambda: Report("R", (Page("P", "A page.", (FLOWS,)),)),
}


@pytest.mark.parametrize("make", LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_what_lacks_a_part_is_not_made(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"needs?|on no page"):
        make()


def added(years: int, *rows: Sequence[object]) -> Floats:
    """The figures of rows, added up by year."""
    return np.asarray(np.array(rows, float).reshape(-1, years).sum(axis=0))


def thick(layer: str) -> list[float]:
    return [float(each) for each in re.findall(r'stroke-width="([\d.]+)"', layer)]


def test_flows_are_as_thick_as_they_are_great_in_every_year() -> None:
    drawn = html_flows.draw(FLOWS)
    parts = drawn.split('<g class="time')[1:]
    assert [len(thick(each)) for each in parts] == [2, 1], "what is nothing is not drawn"
    (one, three), (two,) = map(thick, parts)
    assert three == pytest.approx(3.0 * one, abs=0.2)
    assert two == pytest.approx(2.0 * one, abs=0.2), "the years have one measure"
    assert [each.startswith(" on") for each in parts] == [False, True]
    assert "a → c: 3" in drawn


def test_flows_touch_the_bars_of_both_ends() -> None:
    layer = html_flows.draw(FLOWS).split('<g class="time')[1]
    bars = [(float(top), float(tall)) for top, tall in re.findall(r"M[\d.]+ ([\d.]+)h[\d.]+v([\d.]+)h", layer)]
    bands = re.findall(r'd="M[\d.]+ ([\d.]+)C.*? ([\d.]+)" stroke-width="([\d.]+)"', layer)
    (source, *targets) = bars
    assert sum(float(each[2]) for each in bands) == pytest.approx(source[1], abs=0.2)
    for (top, tall), (left, right, width) in zip(targets, bands, strict=True):
        assert float(right) == pytest.approx(top + tall / 2.0, abs=0.2)
        assert tall == pytest.approx(float(width), abs=0.2)
        assert source[0] - 0.1 <= float(left) - float(width) / 2 <= source[0] + source[1]


def test_a_schedule_tells_what_is_paid_for_what_waits_and_what_is_of_use() -> None:
    drawn = html_schedule.draw(SCHEDULE)
    fields = re.findall(r'<rect class="(\w+)" x[^>]*><title>(\w), (\d): ([^<]*)</title>', drawn)
    assert [(kind, name, time) for kind, name, time, _ in fields] == [
        *(("spent", "a", "1"), ("waits", "a", "2"), ("gives", "a", "3")),
        *(("spent", "b", "2"), ("spent", "b", "3")),
        *(("spent", "c", "1"), ("gives", "c", "2"), ("gives", "c", "3")),
    ]
    assert fields[0][3] == "2.00 m spent, gives nothing yet"
    assert len(re.findall(r'<path class="begun" d="M\d{3}', drawn)) == 2, "what was begun before has no mark"
    assert ">Works, m<" in drawn


def test_a_graph_goes_from_left_to_right_and_a_ring_back_below() -> None:
    assert html_graph.layers([("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")]) == [["a", "d"], ["b", "c"]]
    assert html_graph.layers([("a", "b"), ("b", "a")]) == [["a"], ["b"]]
    assert html_graph.layers([("a", "a"), ("b", "c"), ("c", "b")]) == [["a"], ["b"], ["c"]]
    drawn = html_graph.draw(GRAPH)
    assert len(re.findall('class="box"', drawn)) == 3
    assert len(re.findall('class="edge"', drawn)) == 2
    assert len(re.findall('class="edge dashed"', drawn)) == 1
    assert "<title>b. 0.500</title>" in drawn


def test_workbooks_show_the_tables_of_pictures(tmp_path: Path) -> None:
    blocks = (FLOWS, MOVED, SCHEDULE, SCHEDULE.table, GRAPH, LED)
    write_pages(Report("R", (Page("P", "A page.", blocks),)), tmp_path / "r.xlsx")
    said = [cell.value for row in openpyxl.load_workbook(tmp_path / "r.xlsx")["P"].iter_rows() for cell in row]
    assert {"from", "begun", "share", 3.0, 0.75} <= set(said)


@pytest.mark.parametrize("most", [70, 5])
def test_flows_are_all_uses_at_prices(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes from a product is all that is used of it, and nothing is lost where few are told apart."""
    monkeypatch.setattr(deliveries, "MOST_FLOWS", most)
    found = plan("five", "balanced")
    m = measures(found)
    (page,) = flows(found, m)
    table = page.tables[0]
    economy, T = found.economy, found.economy.years.plan
    used = np.zeros((len(economy.products.axis), T)) + sum(
        each.amounts[:, 1:]
        for each in sources_and_uses(found)
        if each.side == "uses"
        and each.item not in ("surplus", "stock at the end", "lost from stocks", "planned reserve")
    )
    names = told_apart(economy.products.names, economy.products.axis.labels)
    for product, name in enumerate(names):
        shown = added(T, *(row[3:] for row in table.kept if row[0] == name))
        assert shown == pytest.approx(economy.products.price[product] * used[product], rel=1e-6, abs=1e-6)
    apart = [row for row in table.kept if row[1] != deliveries.OTHER]
    assert len(apart) == most


@pytest.mark.parametrize(("name", "strategy"), [("five", "balanced"), ("williams", "superindustrial")])
def test_what_is_spent_on_projects_is_all_that_is_built(
    name: str, strategy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all projects are shown, their spending by year is the plan's investment; capacity comes when it is due."""
    monkeypatch.setattr(pages_of_projects, "MOST_PROJECTS", 10_000)
    found = plan(name, strategy)
    m, of = measures(found), found.economy.projects
    (page,) = projects(found, m)
    table = page.tables[0]
    spent = added(found.economy.years.plan, *(row[6:] for row in table.kept))
    assert m.investment is not None
    assert spent == pytest.approx(m.investment[1:], rel=1e-6, abs=1e-6)
    sectors, years = found.economy.sectors.names, [*m.years, *[""] * int(of.gestation.max())]
    due = {
        f"{sectors[of.sector[place]]}: {of.axis.columns['type'][place]}": int(of.gestation[place])
        for place in range(len(of.axis))
    }
    begun = [row for row in table.kept if row[3]]
    assert begun
    assert [row[4] for row in begun] == [years[years.index(str(row[3])) + due[str(row[0])]] for row in begun]


def test_things_of_one_name_are_told_apart() -> None:
    assert told_apart(("steel", "corn", "steel"), ("S1", "C", "S2")) == ["steel (S1)", "corn", "steel (S2)"]
