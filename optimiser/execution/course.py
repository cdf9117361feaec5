"""The courses that a demand takes: year by year, a chunk of repetitions at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from optimiser.economy.behaviour import Behaviour
from optimiser.economy.economy import Economy
from optimiser.execution.demand import Demanded
from optimiser.execution.draws import Draws, Luck
from optimiser.execution.setting import Setting
from optimiser.execution.state import Happened, State
from optimiser.execution.year import carry_out

WORKING_SET = 100_000
"""Numbers in the largest array of a chunk: repetitions are carried out so many at a time."""


@dataclass(frozen=True, eq=False)
class Course:
    """What happened to some repetitions, year by year."""

    setting: Setting
    first: int
    """The number of the first repetition."""
    years: tuple[Happened, ...]
    """Years 1..T; every array ends with the axis of repetitions."""
    states: tuple[State, ...]
    """The state at the start of the years 1..T+1."""


def chunk_size(setting: Setting) -> int:
    """How many repetitions are carried out together."""
    groups = int(setting.cohorts.begun.max(initial=0)) + 1
    largest = max(
        len(setting.coefficients.inputs.row),
        2 * groups * setting.coefficients.materials.shape[0],
        len(setting.cohorts.asset),
        1,
    )
    return max(WORKING_SET // largest, 1)


def courses(
    economy: Economy, demanded: Demanded, behaviour: Behaviour, draws: Draws, *, chunk: int = 0
) -> Iterator[Course]:
    """The courses that a demand takes, some repetitions at a time, so that memory does not depend on their number.

    Raises:
        SolverFailed: a year does not come to rest.
    """
    setting = Setting.of(economy, demanded, behaviour)
    size = chunk or chunk_size(setting)
    for first in range(0, draws.repetitions, size):
        last = min(first + size, draws.repetitions)
        luck = draws.luck(economy, first, last)
        yield course_of(setting, luck, first, last - first)


def course_of(setting: Setting, luck: Luck, first: int, repetitions: int) -> Course:
    """The course of some repetitions, whose luck has been drawn.

    Raises:
        SolverFailed: a year does not come to rest.
    """
    states, years = [setting.opening(repetitions)], []
    for year in range(1, setting.economy.years.plan + 1):
        following, happened = carry_out(setting, states[-1], luck, year)
        states.append(following)
        years.append(happened)
    return Course(setting, first, tuple(years), tuple(states))
