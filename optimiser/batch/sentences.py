"""What a batch came to, in sentences, for the first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from optimiser.batch.measuring import CONSUMPTION, GAP, GROWTH, SHARE, YEARS
from optimiser.batch.run import BASE, FAILED
from optimiser.batch.statistics import Sensitivity
from optimiser.batch.survey import Group, GroupKey, Survey
from optimiser.language.figures import per_cent, unsigned_zero

SAMPLE = 12
"""A scenario that stands for so many runs is spoken of by how its results are spread."""
WEAK = 0.15
"""A rank correlation below this, either way, is not spoken of."""
SUBJECT = {
    GROWTH: "Growth",
    SHARE: "The share of the targets",
    CONSUMPTION: "Consumption",
    YEARS: "The years needed",
    GAP: "The inflationary gap",
}
PER_CENT = (GROWTH, SHARE, GAP)
"""Headlines that are shares."""
MOST = 14
"""Scenarios that are spoken of one by one."""


def _shown(name: str, value: float) -> str:
    if name in PER_CENT:
        return per_cent(value)
    return f"{value:.1f}".removesuffix(".0") + " years" if name == YEARS else unsigned_zero(f"{value:.2f}")


def edge(name: str, value: float) -> str:
    """Where a bar of a histogram begins or ends."""
    return per_cent(value) if name in PER_CENT else unsigned_zero(f"{value:.3g}")


def what_was_run(found: Survey) -> list[str]:
    """Counts."""
    scenarios = {(key.workbook, key.group) for key in found.groups}
    strategies = dict.fromkeys(key.strategy for key in found.groups)
    names = ", ".join(Path(each).name for each in found.workbooks)
    parts = [
        f"{number:,} {what}"
        for status, what in (
            ("optimal", "with a plan"),
            ("infeasible", "that cannot be carried out"),
            ("unbounded", "without bound"),
            ("limit", "stopped by the time limit"),
            (FAILED, "failed"),
        )
        if (number := found.status.get(status, 0))
    ]
    return [
        f"{_counted(found.runs, 'run')} of {names}: {_counted(len(scenarios), 'scenario')} (the workbook as it is "
        f"among them), {_counted(len(strategies), 'strategy', 'strategies')} ({', '.join(strategies)}).",
        f"{_joined(parts)}.",
    ]


def what_came_out(found: Survey) -> list[str]:
    """The headlines of each scenario against the workbook as it is."""
    said = []
    for key, group in found.groups.items():
        if key.group == BASE:
            said.append(f"{_subject(found, key)}: {_plainly(group)}.")
    others = [(key, group) for key, group in found.groups.items() if key.group != BASE]
    for key, group in others[:MOST]:
        words = _plainly(group) if group.runs == 1 else _spread(group)
        against = "" if group.runs >= SAMPLE else _against(group, found.base(key))
        said.append(f"{_subject(found, key)}: {words}{against}.")
    if len(others) > MOST:
        said.append(f"And {len(others) - MOST:,} more: see Scenarios by strategy.")
    return said


def which_opens_the_gap(found: Survey) -> list[str]:
    """Under which strategy the inflationary gap is widest, and under which narrowest, in the workbook as it is."""
    rises = sorted(
        (float(known[0]), key.strategy)
        for key, group in found.groups.items()
        if key.group == BASE and len(known := group.known(GAP))
    )
    if len({strategy for _, strategy in rises}) < 2:
        return []
    (low, narrow), (high, wide) = rises[0], rises[-1]
    return [
        f"The inflationary gap opens most under {wide}, {per_cent(high)} of the goods that people buy where it is "
        f"widest, and least under {narrow}, {per_cent(low)}."
    ]


def _subject(found: Survey, key: GroupKey) -> str:
    parts = ["The workbook as it is" if key.group == BASE else key.group[:1].upper() + key.group[1:]]
    if len(found.workbooks) > 1:
        parts.append(Path(key.workbook).name)
    if len({each.strategy for each in found.groups}) > 1:
        parts.append(key.strategy)
    if len({each.target_set for each in found.groups}) > 1 and key.target_set:
        parts.append(f"targets {key.target_set}")
    return ", ".join(parts)


def _plainly(group: Group) -> str:
    """`growth 6.5% a year, 27% of the targets' increments together ...` of a single run."""
    parts = []
    for name, words in (
        (GROWTH, "growth {} a year"),
        (SHARE, "{} of the targets' increments together"),
        (CONSUMPTION, "consumption a head {} times the base year's"),
        (GAP, "an inflationary gap of {} of the goods where it is widest"),
    ):
        known = group.known(name)
        if len(known):
            parts.append(words.format(_shown(name, float(known[0]))))
    known = group.known(YEARS)
    if len(known):
        years = float(known[0])
        beyond = group.is_beyond(YEARS, years)
        parts.append(f"{group.beyond} years for the targets" if beyond else f"the targets in {_shown(YEARS, years)}")
    if not group.status.get("optimal", 0):
        parts.append("no plan")
    return ", ".join(parts) or "no figures"


def _against(group: Group, base: Group | None) -> str:
    """` (+0.4 points in growth against the workbook as it is)`; of several runs, what their middle differs by."""
    if base is None:
        return ""
    for name in (GROWTH, SHARE, CONSUMPTION):
        mine, theirs = group.known(name), base.known(name)
        if len(mine) and len(theirs):
            change = float(np.median(mine)) - float(np.median(theirs))
            # a loss too small to be shown is no loss: + 0.0 makes 0 of -0
            points, units = round(100 * change, 1) + 0.0, round(change, 2) + 0.0
            shown = f"{points:+.1f} points" if name in (GROWTH, SHARE) else f"{units:+.2f}"
            middle = "" if group.runs == 1 else "the middle: "
            what = SUBJECT[name].removeprefix("The ").lower()
            return f" ({middle}{shown} in {what} against the workbook as it is)"
    return ""


def _spread(group: Group) -> str:
    """`4 runs, 4 with a plan; growth 6.5% in the middle, 6.0% to 7.1% in all`; of many, in nine of ten."""
    parts = [f"{_counted(group.runs, 'run')}, {group.status.get('optimal', 0):,} with a plan"]
    ends, among = ((0.05, 0.5, 0.95), "in nine of ten") if group.runs >= SAMPLE else ((0.0, 0.5, 1.0), "in all")
    for name in (GROWTH, SHARE, CONSUMPTION, YEARS, GAP):
        known = group.known(name)
        if not len(known):
            continue
        low, middle, high = (float(each) for each in np.quantile(known, ends))
        top = group.beyond if group.is_beyond(name, high) else _bare(name, high)
        words = SUBJECT[name][:1].lower() + SUBJECT[name][1:]
        if len(known) == 1:
            parts.append(f"{words} {_shown(name, middle)} in the only one that has it")
            continue
        parts.append(f"{words} {_shown(name, middle)} in the middle, {_bare(name, low)} to {top} {among}")
    return "; ".join(parts)


def _bare(name: str, value: float) -> str:
    return _shown(name, value).removesuffix(" years")


def what_moves(key: GroupKey, results: Mapping[str, Sequence[Sensitivity]]) -> list[str]:
    """Of each result, the inputs that move it most."""
    said = []
    for name, found in results.items():
        strong = [each for each in found if abs(each.rank) >= WEAK][:4]
        if not strong:
            said.append(f"{SUBJECT[name]} ({key.group}, {key.strategy}): none of the inputs moves it much.")
            continue
        first = strong[0]
        low, high = _shown(name, first.low), _shown(name, first.high)
        others = [f"{each.input} ({each.rank:+.2f})" for each in strong[1:]]
        then = f"; then {', '.join(others)}" if others else ""
        subject = f"{SUBJECT[name]} ({key.group}, {key.strategy})"
        said.append(
            f"{subject}: most by {first.input} (rank correlation {first.rank:+.2f}; {low} on average where it is in "
            f"its lowest fifth, {high} in its highest){then}."
        )
    return said


def _counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _joined(parts: Sequence[str]) -> str:
    words = " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
    return words[:1].upper() + words[1:]
