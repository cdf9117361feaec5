"""What a reader of the last year would take for an accident is said, with the rule that asks for it, and only then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reports import plan

from optimiser.economy.economy import Terminal
from optimiser.plan.last_year import last_year_in_words, leaps
from optimiser.plan.measures import measures
from optimiser.plan.plan import Plan
from optimiser.plan.sentences import path_in_words
from optimiser.report.pages.plan import plan_report
from optimiser.report.writers.text import printed
from optimiser.strategies.solve import solve

YEARS = ("0", "1", "2", "3", "4")


def said(of: Plan) -> dict[str, str]:
    """The sentences by what they are about."""
    about = {
        "alone": "leaps",
        "More capacity": "idle",
        "Begun": "afterwards",
        "no works": "pause",
        "Little": "building",
    }
    return {
        name: words
        for words in last_year_in_words(of, measures(of))
        for mark, name in about.items()
        if mark in words.partition(":")[0]
    }


@pytest.mark.quick
def test_a_leap_is_more_than_a_tenth_and_more_than_twice_any_year_before() -> None:
    output = np.array(
        [
            [1.0, 1.1, 1.2, 1.3, 1.4],
            [1.0, 1.05, 1.1, 1.15, 1.4],
            [1.0, 1.01, 1.02, 1.03, 1.1],
            [1.0, 1.3, 1.3, 1.3, 2.0],
            [1.0, 0.9, 0.8, 0.8, 2.0],
            [0.0, 0.0, 0.0, 0.0, 2.0],
        ]
    )
    assert leaps(output) == [4, 1], "even growth, small growth, growth before, and what did not exist are no leaps"


@pytest.mark.quick
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ([1.0, 1.1, 1.2, 1.3, 1.4], "rises to 1.4 times"),
        ([1.0, 0.9, 1.2, 1.3, 1.4], "falls to 0.9 in year 1 and comes to 1.4 times"),
        ([1.0, 1.1, 1.2, 1.5, 1.4], "rises to 1.5 in year 3 and comes to 1.4 times"),
        ([1.0, 0.9, 1.2, 1.5, 1.4], "falls to 0.9 in year 1, rises to 1.5 in year 3 and comes to 1.4 times"),
        ([1.0, 1.2, 0.8, 0.85, 0.9], "rises to 1.2 in year 1, falls to 0.8 in year 2 and comes to 0.9 times"),
        ([1.0, 0.95, 0.93, 0.92, 0.9], "comes to 0.9 times"),
        ([1.0, 1.1, 1.2, 1.403, 1.4], "rises to 1.4 times"),
    ],
)
def test_where_a_path_was_highest_and_lowest_is_said(path: list[float], words: str) -> None:
    assert path_in_words(np.array(path), YEARS).startswith(words)


def test_the_leap_of_electricity_is_what_the_targets_of_the_last_year_ask_for() -> None:
    found = plan("five", "balanced")
    words = said(found)["leaps"]
    place = found.economy.sectors.axis.position["ELE"]
    output = measures(found).output[place]
    assert f"electricity grows by {output[-1] / output[-2] - 1:.0%} in 1932/33 alone" in words
    (asked,) = (each for each in found.guarantees if each.variable == "output" and each.index == place)
    assert asked.year == 5
    assert output[-1] == pytest.approx(asked.value, rel=1e-6)
    assert 0.45 < 1.0 - output[-2] / output[-1] < 0.5, "nearly half, as docs/examples.md says of electricity"
    assert "leaps" not in said(replace(found, guarantees=()))
    before = replace(asked, year=4)
    assert "electricity" not in said(replace(found, guarantees=(*found.guarantees, before))).get("leaps", "")
    less = replace(asked, value=0.9 * asked.value)
    others = tuple(each for each in found.guarantees if each is not asked)
    assert "electricity" not in said(replace(found, guarantees=(*others, less))).get("leaps", "")
    assert words in list(printed(plan_report(found)))


def test_where_building_pauses_before_the_last_year_it_is_said_why() -> None:
    """Nothing pauses in the example; here what is begun in its last years but one is taken away."""
    whole = plan("five", "balanced")
    assert "pause" not in said(whole)
    block, values = whole.variables.starts, whole.solution.values.copy()
    starts = values[block.offset : block.offset + block.size].reshape(block.shape)
    starts[whole.economy.projects.gestation > 1, 2] = 0.0
    starts[:, 3] = 0.0
    found = replace(whole, solution=replace(whole.solution, values=values))
    unfinished = measures(found).unfinished_value
    assert unfinished is not None
    assert unfinished[4] == pytest.approx(0.0, abs=1e-9)
    assert unfinished[5] > 1.0
    assert "At the end of 1931/32 no works stand unfinished" in said(found)["pause"]
    assert "pause" not in said(replace(found, guarantees=()))
    assert "pause" not in said(plan("five", "superindustrial"))
    asked = replace(plan("five", "superindustrial"), guarantees=found.guarantees)
    assert "pause" not in said(asked), "works go on there"


def test_capacity_that_nobody_uses_is_named_with_its_use() -> None:
    found = plan("five", "balanced")
    economy, m = found.economy, measures(found)
    place = economy.sectors.axis.position["BLD"]
    used = m.output[place, -1] / m.capacity[place, -1]
    assert used < 0.5
    grown = m.capacity[place, -1] / economy.assets.capacity[place]
    assert f"construction ({grown:.3g} times as much as in 1927/28, {used:.0%} of it used)" in said(found)["idle"]
    assert said(found)["idle"].endswith("What is asked of output in that year has to have a use, and works are one.")
    free = replace(economy, products=replace(economy.products, unused_limit=np.full(14, np.inf)))
    assert "have a use" not in said(replace(found, economy=free))["idle"]
    assert "have a use" not in said(replace(found, guarantees=()))["idle"]
    without = solve(free, "balanced").quantities.capacity[place, -1]
    assert without < 0.5 * m.capacity[place, -1], "it is the limit that asks for the works"
    assert "idle" not in said(plan("five", "superindustrial"))
    unused = said(plan("five", "war"))["idle"]
    assert "machine-building" in unused
    assert "construction" not in unused, "what was there already was not built"


def test_works_for_after_the_plan_that_nothing_limits_are_named() -> None:
    """In the example all are absorbed; oil's limit is taken away."""
    held = plan("five", "maximum")
    assert "afterwards" not in said(held)
    economy = held.economy
    oil = economy.sectors.axis.position["OIL"]
    limits = economy.assets.absorptive_limit.copy()
    limits[oil] = np.inf
    found = solve(replace(economy, assets=replace(economy.assets, absorptive_limit=limits)), "maximum")
    (wells,) = (n for n, each in enumerate(economy.projects.axis.labels) if each == "OIL new")
    begun, base = found.quantities.starts[wells, 5], economy.assets.capacity[oil]
    assert begun > 10.0 * held.quantities.starts[wells, 5]
    words = said(found)["afterwards"]
    assert f"{begun:.3g} Mt of oil ({begun / base:.3g} times the base year's)" in words
    assert "construction" not in words, "what is ready in the year after is held by the absorptive limit"
    limited = np.array(economy.projects.year_limit)
    limited[wells] = 1e6
    found = replace(found, economy=replace(found.economy, projects=replace(economy.projects, year_limit=limited)))
    assert "oil" not in said(found).get("afterwards", "")
    assert "afterwards" not in said(plan("five", "consumption"))


def test_where_little_is_built_at_the_end_it_is_said_why() -> None:
    found = plan("five", "consumption")
    share = measures(found).investment_share
    assert share is not None
    assert share[-1] < 0.5 * share[1]
    assert "no more capacity has to be left than there was at the start" in said(found)["building"]
    nothing = replace(found, economy=replace(found.economy, terminal=Terminal.NONE))
    assert "nothing is asked of what is left" in said(nothing)["building"]
    assert "building" not in said(replace(found, growth_asked=0.02)), "then more is asked of the end"
    capital = found.variables.capacity.over(np.arange(1, 6)).affine().total()
    counted = replace(found, programme=found.programme.maximising(capital))
    assert "building" not in said(counted), "a goal that counts capital is no reason"
    assert "building" not in said(plan("five", "balanced"))


@pytest.mark.quick
def test_a_plan_of_one_year_has_no_last_year() -> None:
    found = plan("two", "balanced")
    one = replace(found.economy, years=replace(found.economy.years, plan=1))
    assert last_year_in_words(replace(found, economy=one), measures(found)) == []
