"""The table of model against source: every margin beside what the calibrated economy has of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .calibration import COUNTED, FARM, USERS, equipment_from_abroad
from .figures import GRADES, Flow, Margin, Sector, margins, sectors
from .workbook import FOOD_IN_THE_BASKET, MOUTHS_GROWTH, TAX, targets, terms_of_trade, village_food

COMMAND = "python -m optimiser.workbook.examples.first_five_year_plan.calibration {}"
PAGE = "docs/findings/first_five_year_plan_margins.md"


@dataclass(frozen=True)
class Accounts:
    """What is added up from the calibrated economy."""

    branches: tuple[Sector, ...]
    known: Mapping[str, Margin]
    found: tuple[Flow, ...]

    def of(self, code: str) -> Sector:
        """A sector by its code."""
        return next(s for s in self.branches if s.code == code)

    def sum(self, kind: str, *, product: str = "", user: str = "") -> float:
        """Flows of a table; what is left empty is added over."""
        chosen = (f for f in self.found if f.table == kind)
        return sum(f.value for f in chosen if product in ("", f.product) and user in ("", f.user))

    def income(self, code: str) -> float:
        """Net product that national income counts, bn roubles: output less inputs and what wears out."""
        s = self.of(code)
        worn = self.sum("building", user=code) * s.depreciation / (s.depreciation + s.first_growth)
        return COUNTED.get(code, 1.0) * (s.value - self.sum("flow", user=code) - worn)

    @property
    def national_income(self) -> float:
        """Bn roubles."""
        return sum(self.income(s.code) for s in self.branches)

    def output(self, *groups: str) -> float:
        """Output of groups, bn roubles."""
        return sum(s.value for s in self.branches if s.group in groups)

    def abroad(self, imported: bool) -> float:
        """Imports, with the equipment that has no home product, or exports; bn gold roubles."""
        if imported:
            return sum(s.imports * (s.import_price or 0.0) + s.import_need * s.output for s in self.branches)
        return sum(s.exports * (s.export_price or 0.0) for s in self.branches)

    @property
    def farm_workers(self) -> float:
        """Million persons at work in agriculture."""
        return sum(self.sum("labour", user=code) for code in FARM)

    @property
    def employed(self) -> float:
        """Million persons at work outside agriculture."""
        return self.sum("labour") - self.farm_workers

    def industry_target(self, variant: str) -> float:
        """Growth of all industry that a variant's targets come to."""
        industry = [s for s in self.branches if s.group in ("producer goods", "consumer goods")]
        reached = targets(self.branches, self.known)[variant]
        return sum(reached[s.code] * s.price for s in industry) / sum(s.value for s in industry) - 1.0

    def uses(self, s: Sector) -> dict[str, float]:
        """Who uses a product in 1927/28, bn roubles."""
        own = village_food(self.known) if s.code == "AGR" else 0.0
        return {
            "current inputs": self.sum("flow", product=s.code),
            **{user: self.sum("use", product=s.code, user=user) for user in USERS},
            "village's own food": own,
            "building": self.sum("building", product=s.code),
            "exports": s.exports * s.price,
        }


INTRODUCTION = (
    "The base year 1927/28 of [the example](../../inputs/first_five_year_plan.xlsx) is fitted to what is known: see",
    "[what the examples are made of](../examples.md). *found* and *memory* are sourced, memory being a source that has",
    "not been looked up again; *derived* follows from others; *assumed* has no source. The coefficients are fitted, so",
    "most margins are met exactly: that the economy adds up does not make it true.",
)

OF_THE_MODEL: dict[str, Callable[[Accounts], float]] = {
    "village_food": lambda a: 1000.0 * village_food(a.known) / a.known["village_mouths"].value,
    "national_income": lambda a: a.national_income,
    "farm_income_share": lambda a: sum(a.income(code) for code in FARM) / a.national_income,
    "farm_output": lambda a: a.output("agriculture"),
    "industry_output": lambda a: a.output("producer goods", "consumer goods"),
    "group_a": lambda a: a.output("producer goods"),
    "group_b": lambda a: a.output("consumer goods"),
    "investment": lambda a: a.sum("building") + equipment_from_abroad(a.branches),
    "exports": lambda a: a.abroad(imported=False),
    "imports": lambda a: a.abroad(imported=True),
    "farm_workers": lambda a: a.farm_workers,
    "farm_labour_share": lambda a: a.farm_workers / (a.farm_workers + a.employed),
    "employed": lambda a: a.employed,
    "coal": lambda a: a.of("COA").output,
    "oil": lambda a: a.of("OIL").output,
    "pig_iron": lambda a: a.of("IRN").output,
    "steel": lambda a: a.of("STL").output,
    "electricity": lambda a: a.of("ELE").output,
    "freight": lambda a: a.of("TRN").output,
    "industry_minimum": lambda a: a.industry_target("minimum"),
    "industry_optimal": lambda a: a.industry_target("optimal"),
}
"""What the economy has of a margin; the others are taken over as they are, or have no counterpart."""

TAKEN_OVER = ("unemployed", "rural_pool", "living_minimum", "living_optimal", "town_mouths", "village_mouths")
"""Margins that stand in the workbook as they are."""


def model_against_source(found: Iterable[Flow]) -> str:
    """The page, in Markdown."""
    accounts = Accounts(sectors(), margins(), tuple(found))
    lines = [
        "# The first five-year plan: model against source",
        "",
        f"Made by `{COMMAND.format(PAGE)}`.",
        "",
        *INTRODUCTION,
        "",
        "## Margins",
        "",
        "| margin | unit | source | model | off | known | grade | where from |",
        "|---|---|---|---|---|---|---|---|",
        *(_margin(accounts, key, margin) for key, margin in accounts.known.items()),
        "",
        "## Balance of every product, 1927/28, bn roubles",
        "",
        *_balance(accounts),
        "",
        "## National income by origin, 1927/28, bn roubles",
        "",
        "Output less current inputs and what wears out in a year.  Of trade and services 0.65 counts (assumed).",
        "",
        "| sector | output | net product | share |",
        "|---|---|---|---|",
        *(
            f"| {s.name} | {s.value:.2f} | {accounts.income(s.code):.2f} | "
            f"{accounts.income(s.code) / accounts.national_income:.1%} |"
            for s in accounts.branches
        ),
        "",
        "## Exchange of town and country, 1927/28",
        "",
        *_exchange(accounts),
        "",
        "## Priors that moved most",
        "",
        "| table | product | user | prior | calibrated | change |",
        "|---|---|---|---|---|---|",
        *_moved(accounts, 12),
    ]
    return "\n".join(lines) + "\n"


def _exchange(accounts: Accounts) -> list[str]:
    goods = accounts.sum("use", user="village")
    terms = terms_of_trade(accounts.known, accounts.found)
    return [
        f"Goods for {goods:.2f} bn roubles reach the village, at {terms:.3f} roubles of farm produce a rouble;",
        f"{FOOD_IN_THE_BASKET:.0%} of the village's own food rises with its living standard and counts as going out",
        f"and back. {TAX} bn roubles are taken as tax (assumed). Mouths grow by {MOUTHS_GROWTH['urban']:.1%} a year in",
        f"town and by {MOUTHS_GROWTH['rural']:.1%} in the village.",
    ]


def _margin(accounts: Accounts, key: str, margin: Margin) -> str:
    if key in TAKEN_OVER:
        model, off = "as it is", ""
    elif key in OF_THE_MODEL:
        there = OF_THE_MODEL[key](accounts)
        model, off = f"{there:.4g}", f"{there / margin.value - 1.0:+.1%}"
    else:
        model, off = "no counterpart", ""
    where = margin.source or "no source named"
    return (
        f"| {margin.item} | {margin.unit} | {margin.value:.4g} | {model} | {off} | {margin.known} | "
        f"{GRADES[margin.known]} | {where} |"
    )


def _balance(accounts: Accounts) -> list[str]:
    names = list(accounts.uses(accounts.branches[0]))
    lines = [
        f"| product | output | imports | {' | '.join(names)} | uses over supply |",
        "|---" * (len(names) + 4) + "|",
    ]
    for s in accounts.branches:
        uses = accounts.uses(s)
        bought = s.imports * s.price
        off = sum(uses.values()) / (s.value + bought) - 1.0
        cells = " | ".join(f"{each:.3f}" if each else "" for each in uses.values())
        lines.append(f"| {s.name} | {s.value:.3f} | {bought:.3f} | {cells} | {abs(off):.4%} |")
    return lines


def _moved(accounts: Accounts, most: int) -> list[str]:
    moved = sorted(accounts.found, key=lambda f: -abs(f.value / f.prior - 1.0))[:most]
    return [
        f"| {f.table} | {f.product} | {f.user} | {f.prior:.3g} | {f.value:.3g} | {f.value / f.prior - 1.0:+.1%} |"
        for f in moved
    ]
