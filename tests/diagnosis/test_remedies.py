"""Remedies within reason: nothing below subsistence, nothing beyond what is plausible, and helps that agree."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from seldom import seldom
from test_planted import economy_of, labour

from optimiser import Economy, economy_from_tables
from optimiser.diagnosis import Diagnosis, diagnose
from optimiser.diagnosis.findings import Relaxed
from optimiser.diagnosis.helps import STEP
from optimiser.diagnosis.question import question
from optimiser.diagnosis.remedies import plausible
from optimiser.diagnosis.words import thing
from optimiser.economy.flows import mouths_there
from optimiser.economy.relaxation import PlausibleRelaxation
from optimiser.programme.constraints import RULES
from optimiser.programme.references import row_references, year_numbers
from optimiser.programme.rows import Kind
from optimiser.strategies import Request
from optimiser.strategies.years_needed import years_needed
from optimiser.workbook import read_workbook
from optimiser.workbook.examples import two_sectors

INPUTS = Path(__file__).parents[2] / "inputs"
NEVER = {"labour", "idle_capacity", "village_subsistence"}


@cache
def economy() -> Economy:
    return read_workbook(INPUTS / "first_five_year_plan.xlsx").economy


@cache
def found(target_set: str, factor: float) -> tuple[Economy, Diagnosis]:
    """The diagnosis with all plausible shares times a factor; what never gives way does not even so."""
    rules = PlausibleRelaxation.rules()
    shares = {rule: factor * share for rule, (share, _) in rules.items()}
    made = replace(economy(), relaxation=PlausibleRelaxation(**shares))
    return made, diagnose(Request(made, target_set))


def within_reason(made: Economy, relaxed: Relaxed) -> float:
    """The greatest part of what is plausible that a remedy asks for; each row is looked up in the programme anew."""
    asked = question(Request(made, "minimum"), "targets").programme
    room = plausible(asked, made)
    rows = {(each.rule, *each.thing, each.year): row for row, each in enumerate(row_references(asked))}
    parts = [0.0]
    for each in relaxed.rows:
        if each.reference.kind is Kind.TARGET:
            continue
        assert each.reference.kind in (Kind.RESOURCE, Kind.POLICY)
        assert each.reference.rule not in NEVER
        most = room.most[rows[each.reference.rule, *each.reference.thing, each.reference.year]]
        parts.append(each.amount / most)
        if each.reference.rule == "living_standard_floor":
            household = made.households.axis.position[each.reference.what]
            (year,) = year_numbers(made, [each.reference])
            a_head = (each.reference.lower - each.amount) / made.households.mouths[household, year]
            assert a_head >= made.relaxation.subsistence - 1e-6
    return max(parts)


@pytest.mark.parametrize(("target_set", "factor"), [*seldom([("minimum", 1.0), ("optimal", 1.0)]), ("minimum", 6.0)])
def test_nothing_gives_way_beyond_what_is_plausible(target_set: str, factor: float) -> None:
    made, diagnosis = found(target_set, factor)
    asked = [each for each in (diagnosis.by_resources, diagnosis.by_resources_evenly, diagnosis.nearest_miss) if each]
    assert asked
    for each in asked:
        assert each.verified, "put into the programme and solved again"
        assert within_reason(made, each) <= 1.0 + 1e-6


@pytest.mark.slow
def test_where_nothing_plausible_does_that_is_the_finding() -> None:
    _, diagnosis = found("minimum", 1.0)
    assert diagnosis.by_resources is None
    miss = diagnosis.nearest_miss
    assert miss is not None
    missing = [each for each in miss.rows if each.reference.kind is Kind.TARGET]
    assert missing
    assert any("Nothing plausible would do" in sentence for sentence in diagnosis.sentences)
    # limits that give way leave less missing than none that do
    assert diagnosis.by_targets is not None
    assert sum(each.relative for each in missing) < sum(each.relative for each in diagnosis.by_targets.rows)


@cache
def short_of_people(weight: float) -> tuple[Economy, Diagnosis]:
    """Too few skilled people in the last year, all limits plausibly doubled, and people at some weight."""
    made, _ = labour(economy_of(10), 2)
    shares = dict.fromkeys(PlausibleRelaxation.rules(), 1.0)
    made = replace(made, relaxation=PlausibleRelaxation(**{**shares, "labour_weight": weight}))
    return made, diagnose(Request(made, "growth"))


def borne(relaxed: Relaxed | None, rule: str) -> float:
    """The shares by which rows of a rule give way, together."""
    assert relaxed is not None
    return sum(each.relative for each in relaxed.rows if each.reference.rule == rule)


def test_where_something_does_it_keeps_all_targets() -> None:
    _, diagnosis = short_of_people(1.0)
    least, evenly = diagnosis.by_resources, diagnosis.by_resources_evenly
    assert diagnosis.nearest_miss is None
    assert least is not None
    assert evenly is not None
    assert least.verified
    assert evenly.verified
    assert all(each.reference.kind is not Kind.TARGET for each in (*least.rows, *evenly.rows))
    # the fairest spreads it: more rows, and the worst of them less
    assert len(evenly.rows) > len(least.rows)
    assert max(each.relative for each in evenly.rows) < max(each.relative for each in least.rows)
    assert any("would take" in sentence for sentence in diagnosis.sentences)


def test_a_weight_moves_the_burden_elsewhere() -> None:
    usual, dear = short_of_people(1.0)[1].by_resources, short_of_people(1000.0)[1].by_resources
    assert borne(dear, "labour") < borne(usual, "labour")
    assert borne(dear, "transfer_limit") > borne(usual, "transfer_limit")


@pytest.mark.slow
@pytest.mark.parametrize(("target_set", "factor"), [("minimum", 1.0), ("optimal", 1.0), ("minimum", 6.0)])
def test_what_it_takes_and_what_helps_agree(target_set: str, factor: float) -> None:
    """What would not help is no part of a remedy, and what would help is plausible."""
    made, diagnosis = found(target_set, factor)
    remedy = diagnosis.by_resources or diagnosis.nearest_miss
    assert remedy is not None
    asked = question(Request(made, target_set), "targets").programme
    where = row_references(asked)
    for words in diagnosis.useless:
        family, things = words.split(": ", 1)
        for each in remedy.rows:
            if each.reference.stands_for is not None and each.reference.stands_for.family == family:
                assert thing(made, each.reference) not in things.split(", ")
    room = plausible(asked, made)
    sides = np.maximum(
        *(np.where(np.isfinite(s), np.abs(s), 0.0) for s in (asked.arrays.row_lower, asked.arrays.row_upper))
    )
    size = np.where(sides > 1e-9 * asked.arrays.row_scale, sides, asked.arrays.row_amount)
    helpful = [each for each in diagnosis.helps if each.moves]
    assert helpful
    for help_ in (*helpful, *diagnosis.pairs):
        for (rule, *thing_), _ in help_.moves:
            rows = [row for row, at in enumerate(where) if (at.rule, *at.thing) == (rule, *thing_)]
            if rule != "capacity_accumulation":
                assert (STEP * size[rows] <= room.most[rows] * (1 + 1e-6)).all(), help_.change


@pytest.mark.slow
def test_pairs_buy_more_than_either_change() -> None:
    _, diagnosis = found("optimal", 1.0)
    singles = {each.moves: each for each in diagnosis.helps if each.moves}
    assert diagnosis.pairs
    for pair in diagnosis.pairs:
        parts = [each for moves, each in singles.items() if set(moves) < set(pair.moves)]
        assert len(parts) == 2
        assert pair.share > max(each.share for each in parts)


def test_years_saved_are_those_of_the_changed_economy() -> None:
    """A tenth more people, where the sheet allows it: the years are found again from another workbook."""
    tables = dict(two_sectors.tables())
    tables["Relaxation"] = [["key", "value"], ["labour", 0.2]]
    made = economy_from_tables(tables)
    (help_,) = [each for each in diagnose(Request(made, "ambitious")).helps if "labour" in each.change]
    more = replace(made, pools=replace(made.pools, natural=made.pools.natural * 1.1))
    assert help_.years == years_needed(Request(more, "ambitious")).together
    assert help_.years is not None
    assert help_.years < (years_needed(Request(made, "ambitious")).together or 0)


def test_more_people_are_no_help_unless_the_sheet_says_so() -> None:
    made = economy_from_tables(two_sectors.tables())
    assert not [each for each in diagnose(Request(made, "ambitious")).helps if "labour" in each.change]


def room_of_floors(made: Economy) -> np.ndarray[Any, Any]:
    """(household, 1..N): how far each floor may give way."""
    asked = question(Request(made, "minimum"), "targets").programme
    return plausible(asked, made).most[asked.row_range["living_standard_floor"]].reshape(len(made.households.axis), -1)


def test_subsistence_is_the_floor_of_floors() -> None:
    """The room of a living standard is what lies above subsistence a head, whatever share of it might give way."""
    generous = replace(economy().relaxation, living_standard_floor=1.0, subsistence=0.93)
    made = replace(economy(), relaxation=generous)
    last = made.years.last
    floors, mouths = (each[:, 1 : last + 1] for each in (made.households.floor, made.households.mouths))
    assert (floors > 0.93 * mouths).any()
    assert (floors < 0.93 * mouths).any()
    assert room_of_floors(made) == pytest.approx(np.maximum(floors - 0.93 * mouths, 0.0))


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_those_who_go_take_their_part_of_the_room_with_them(share: float) -> None:
    """As many as may go, limits of movement giving way too: who is left lives at subsistence and not below."""
    shares = replace(economy().relaxation, living_standard_floor=1.0, subsistence=0.5, transfer_limit=share)
    moves = economy().transfers
    going = replace(
        moves, mouths=np.array([2.0, 0.0]), from_household=np.array([1, -1]), to_household=np.array([0, -1])
    )
    made = replace(economy(), relaxation=shares, transfers=going)
    room, last = room_of_floors(made), made.years.last
    gone = np.zeros((len(moves.axis), last + 1))
    gone[0, 1:] = moves.limit[0, 1 : last + 1] * (1.0 + share)
    left = mouths_there(made, gone)[:, 1:]
    floors, mouths = (each[:, 1 : last + 1] for each in (made.households.floor, made.households.mouths))
    rural = floors[1] * left[1] / mouths[1] - room[1]
    assert (room[1] > 0.0).all()
    assert rural == pytest.approx(0.5 * left[1])
    # who joins needs no room, and gives none
    assert room[0] == pytest.approx(floors[0] - 0.5 * mouths[0])
    free = replace(made, transfers=replace(going, limit=np.full_like(moves.limit, np.inf)))
    assert not room_of_floors(free)[1].any()


def test_every_limit_that_somebody_sets_is_on_the_sheet() -> None:
    """But for the steps of exports, which nothing is ever held back by: what goes beyond one sells for less."""
    limits = {each.name for each in RULES if each.kind in (Kind.RESOURCE, Kind.POLICY)}
    assert set(PlausibleRelaxation.rules()) == limits - {"export_step"}
