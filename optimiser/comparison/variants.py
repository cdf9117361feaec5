"""Variants of a plan side by side: the targets of each, under its own circumstances and under those of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from optimiser.comparison.compare import LARGEST
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.language.phrases import listed
from optimiser.plan.measures import Measures, measures
from optimiser.plan.plan import Plan
from optimiser.programme import formulate
from optimiser.shown import Shown, brief
from optimiser.solver import SolverOptions
from optimiser.strategies import Request
from optimiser.strategies.goals import target_goals
from optimiser.strategies.solve import solve
from optimiser.strategies.targets import largest_share
from optimiser.strategies.years_needed import LONGEST, WHOLE, YearsNeeded, years_needed
from optimiser.workbook import Change, read_workbook, scenario_changes
from optimiser.workbook.faults import text_of
from optimiser.workbook.variants import Variant

Progress = Callable[[str], None]

OPERATIONS = {"set": "is", "multiply": "times", "add": "more by"}
"""What a change does to a cell, in words before its value."""


AS_IT_IS = "as it is"
"""The workbook under no scenario."""

SEEN = 5e-4
"""Of a share in per cent with one decimal."""


def _silent(_: str) -> None: ...


@dataclass(frozen=True)
class Circumstance:
    """Cells in which the circumstances of a variant are not those of the workbook as it is."""

    sheet: str
    row: str
    columns: tuple[str, ...]
    done: str
    """What is done with them: `times 1.05`."""

    def __str__(self) -> str:
        where = columns_in_words(self.columns)
        place = "" if where == "value" else f", {where}"
        return f"{self.sheet}, {self.row}{place}: {self.done}"


@dataclass(frozen=True, eq=False)
class Position:
    """A variant, and where it stands."""

    variant: Variant
    circumstances: tuple[Circumstance, ...]
    plan: Plan
    """Of the strategy that all variants have in common, for its targets under its circumstances."""
    measures: Measures | None
    """Of that plan; None where there is none."""
    shares: Mapping[str, float | None]
    """The largest common share of the increments of its targets that can be had in the plan's years, by the scenario
    that holds, empty for none; 1 is all of them.  None: nothing can be carried through, or nothing limits it."""
    years: Mapping[str, YearsNeeded]
    """The smallest number of plan years in which its targets can be reached in full, likewise; empty where not asked
    for."""

    @property
    def share(self) -> float | None:
        """The share under its own circumstances."""
        return self.shares[self.variant.scenario]


@dataclass(frozen=True, eq=False)
class VariantComparison(Shown):
    """Variants of one workbook side by side."""

    economy: Economy
    """As the workbook is, with no circumstances of any variant."""
    strategy: str
    positions: Mapping[str, Position]
    """By the name of the variant, in the order of the sheet."""

    def __repr__(self) -> str:
        shares = ", ".join(
            f"{name} {'none' if each.share is None else f'{each.share:.1%}'}" for name, each in self.positions.items()
        )
        return f"<VariantComparison of {brief(self.economy.title)}, {self.economy.years}: {shares}>"


def compare_variants(
    path: str | Path,
    strategy: str = "",
    *,
    changes: tuple[Change, ...] = (),
    longest: int | None = None,
    options: SolverOptions | None = None,
    progress: Progress = _silent,
) -> VariantComparison:
    """The variants of a workbook's sheet `Variants`, each with its targets under the circumstances of all of them.

        theta[v,w] = max theta   subject to   quantity_i  >=  base_i + theta (target_i - base_i)   for i in set(v),

    and all rules of the economy under the scenario w; and the smallest number of plan years in which the targets of
    v can be reached in full under w (`years_needed`).  Scenarios are
    those that some variant names; its own is what it is meant for.

    Args:
        path: the workbook.
        strategy: of the plan of each variant; empty: the workbook's.
        changes: further changes of cells, made after those of every scenario.
        longest: plan years beyond which the search for the years needed stops, 0: none is made.  None: 15, and none
            beyond 100 sectors.
        options: the solver.
        progress: is told what is being done.

    Raises:
        InputFault: the workbook is at fault, or has no variants; or the strategy cannot be asked of it.
    """
    bare = read_workbook(path, changes=changes)
    if not bare.variants:
        problem = "the workbook has no variants to set side by side"
        raise InputFault.of("Variants", problem, "Add a sheet Variants: variant, target set, scenario.")
    scenarios = dict.fromkeys(each.scenario for each in bare.variants)
    asked = scenario_changes(path, filter(None, scenarios))
    economies = {each: read_workbook(path, each or None, changes).economy for each in scenarios}
    if longest is None:
        longest = LONGEST if len(bare.economy.sectors.axis) <= LARGEST else 0
    base = Request(bare.economy, options=options or SolverOptions(), progress=progress)
    chosen = strategy or bare.economy.settings.strategy
    positions: dict[str, Position] = {}
    for variant in bare.variants:
        progress(f"variant {variant.name}")
        plan = solve(
            economies[variant.scenario], chosen, target_set=variant.target_set, options=base.options, progress=progress
        )
        requests = {
            each: replace(base, economy=economy, target_set=variant.target_set) for each, economy in economies.items()
        }
        positions[variant.name] = Position(
            variant,
            tuple(circumstances(asked.get(variant.scenario, ()))),
            plan,
            measures(plan, variant.target_set) if plan.solution.optimal else None,
            {each: reachable(request) for each, request in requests.items()},
            {each: years_needed(request, longest=longest) for each, request in requests.items()} if longest else {},
        )
    return VariantComparison(bare.economy, chosen, positions)


def reachable(request: Request) -> float | None:
    """The largest common share of the increments of a target set, as `proportional` finds it; None where there is none.

    Raises:
        InputFault: no target set, or no such set.
    """
    bare, v = formulate(request.economy)
    _, best, _ = largest_share(request, bare, target_goals(request.economy, v, request.needed_set))
    return best.objective if best.optimal else None


def columns_in_words(columns: Sequence[str]) -> str:
    """One column, or the first and the last of several."""
    return columns[0] if len(columns) == 1 else f"{columns[0]} to {columns[-1]}"


def circumstances(changes: tuple[Change, ...]) -> list[Circumstance]:
    """Changes that follow each other and do the same along a row, as one."""

    def same(change: Change) -> tuple[str, str, str]:
        return change.sheet, change.row, f"{OPERATIONS[change.operation]} {text_of(change.value)}"

    return [
        Circumstance(sheet, row, tuple(each.column for each in group), done)
        for (sheet, row, done), group in groupby(changes, same)
    ]


def variants_in_words(compared: VariantComparison) -> list[str]:
    """Of every variant: what of its targets can be had under its circumstances, how long the whole takes, and what
    the circumstances of the others would make of it."""
    words = []
    plan_years = compared.economy.years.plan
    for name, each in compared.positions.items():
        own, said = each.share, f"Variant '{name}' (targets '{each.variant.target_set}'): "
        if own is None:
            said += "no common share of its targets can be found under its circumstances"
        elif own >= WHOLE:
            said += f"all its targets can be reached in the plan's {plan_years} years under its circumstances"
            said += f", and {own:.1%} of their increments" if own > 1.0 + SEEN else ""
        else:
            said += f"{own:.1%} of the increments of its targets can be had in the plan's {plan_years} years"
        if each.years:
            said += f"; in full they take {each.years[each.variant.scenario]}"
        others = [other for other in each.shares if other != each.variant.scenario]
        told = [f"{_share(each.shares[other])} under {_called(other)}{_take(each, other)}" for other in others]
        words.append(f"{said}. It would be {listed(told, len(told))}." if told else f"{said}.")
    return words


def _called(scenario: str) -> str:
    return repr(scenario) if scenario else f"the workbook {AS_IT_IS}"


def _share(share: float | None) -> str:
    return "no share" if share is None else f"{share:.1%}"


def _take(position: Position, under: str) -> str:
    return f" ({position.years[under]} in full)" if position.years else ""
