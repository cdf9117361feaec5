"""What a strategy is: what it demands, how it solves, and how it is spoken of, in one value.

    @strategy(
        asks="Proportional: the largest common share of all targets' increments.",
        unit="shares",
        goal="the common share of the targets' increments (1 is all of them)",
        demand=TARGET_SET,
        told=Told.PLAN,
        leaves_open="...",
    )
    def proportional(request: Request) -> Plan:
        ...
        return Plan(economy, proportional.criterion, ...)

A part that is missing is an error when the module is imported.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from optimiser.plan.plan import Criterion, Plan
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.variables import Variables
from optimiser.strategies.goals import Goals, target_goals
from optimiser.strategies.request import Request

DISCOUNTED = "the discounted consumption of all households and years, each at 1 in the base year"
"""What strategies strive for last, where their own goal leaves a choice."""


@dataclass(frozen=True)
class Demand:
    """What a strategy demands whatever can be had, and which may therefore be infeasible."""

    goals: Callable[[Request, LinearProgramme, Variables], Goals | None]
    """The demands, each with its base and the value demanded; None where nothing is demanded after all."""
    of_target_set: bool
    """Whether they are a target set, whose last year moves with the end of the plan."""
    refused: str
    """What it means that they cannot all be met; `{named}` stands for the set, `{horizon}` for the years."""

    def __post_init__(self) -> None:
        if "{horizon}" not in self.refused:
            raise ValueError("a demand says in which years it cannot be met: {horizon} is missing in `refused`")


def _needed(request: Request, _: LinearProgramme, v: Variables) -> Goals | None:
    return target_goals(request.economy, v, request.needed_set, elastic=False)


def _chosen(request: Request, _: LinearProgramme, v: Variables) -> Goals | None:
    return target_goals(request.economy, v, request.chosen_set, elastic=False) if request.chosen_set else None


_SET_REFUSED = "The targets{named} cannot all be met{horizon}."

TARGET_SET = Demand(goals=_needed, of_target_set=True, refused=_SET_REFUSED)
"""A target set, which there must be."""

CHOSEN_SET = Demand(goals=_chosen, of_target_set=True, refused=_SET_REFUSED)
"""The chosen target set, if there is one, over and above."""


class Told(StrEnum):
    """What everybody is told to do when a strategy is carried out."""

    PLAN = "the plan"
    SET = "the plan; where there is none, the target set as it stands"
    ROUNDS = "a target set whose figures leapfrog one another, whether that can be or not"
    MAXIMA = "every stand-alone maximum at once, whether that can be or not"


@dataclass(frozen=True)
class Strategy:
    """The same rules, another goal.  Called with a `Request` it finds a `Plan`."""

    name: str
    solve: Callable[[Request], Plan]
    """Its docstring states the mathematics."""
    criterion: Criterion
    demand: Demand | None
    """None: it demands no more than the economy itself does."""
    told: Told
    """What is carried out."""
    leaves_open: str
    """What its own goal does not settle, and what settles it then."""

    def __call__(self, request: Request) -> Plan:
        """The plan that the strategy finds."""
        return self.solve(request)


def strategy(
    *,
    asks: str,
    unit: str,
    goal: str,
    demand: Demand | None,
    told: Told,
    leaves_open: str,
    share_of: str = "",
    turnpike: bool = False,
) -> Callable[[Callable[[Request], Plan]], Strategy]:
    """Makes a strategy of a function that solves it; its name is the function's.

    `asks` tells in a sentence what it is (`{kept}` is the part of the greatest growth that is kept), `unit` and
    `goal` what its objective is counted in and what it is, `share_of` what its share is a share of, `turnpike` whether
    a report shows how far the plan keeps from the balanced ray.

    Raises:
        ValueError: a part is empty, or the function has no docstring.
    """

    def made(solve: Callable[[Request], Plan]) -> Strategy:
        name = solve.__name__
        said = {
            "asks": asks,
            "unit": unit,
            "goal": goal,
            "leaves_open": leaves_open,
            "docstring": inspect.getdoc(solve),
        }
        missing = [part for part, words in said.items() if not words]
        if missing:
            raise ValueError(f"strategy {name}: {', '.join(missing)} missing")
        criterion = Criterion(strategy=name, asks=asks, unit=unit, goal=goal, share_of=share_of, turnpike=turnpike)
        return Strategy(name=name, solve=solve, criterion=criterion, demand=demand, told=told, leaves_open=leaves_open)

    return made
