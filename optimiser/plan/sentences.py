"""Plans in sentences: what was asked, what came out, what holds it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.years import Years
from optimiser.language.figures import in_words, per_cent
from optimiser.plan.measures import Measures, reported, worth
from optimiser.plan.plan import Plan
from optimiser.programme.rows import Kind
from optimiser.solver import Status

if TYPE_CHECKING:
    from optimiser.workbook import Reading

STYLISED = "Stylised figures: this economy shows how such a plan hangs together. It is no evidence of what happened."
ASK_FOR_LESS = "Ask for that share of the targets, or for less, and a plan can be found (strategy proportional)."

_SHORT: Mapping[str, str] = {
    "material_balance": "{name} is short in {year}: a further {unit} of it",
    "output_in_hand": "{name} has no more in hand in {year}: a further {unit} begun the year before",
    "working_stock_norm": "the stock of {name} is at its norm in {year}: a further {unit} required",
    "closing_stock": "the stock of {name} at the end is at its least: a further {unit} required",
    "capacity_limit": "the capacity of {name} is fully used in {year}: a further {unit} of capacity",
    "project_year_limit": "no more {name} projects can be begun in {year}: a further {unit} of them",
    "project_total_limit": "no more {name} projects can be begun at all: a further {unit} of them",
    "absorptive_limit": "{name} can take no more new capacity in {year}: a further {unit} of it",
    "output_fall_limit": "{name} may not fall faster into {year}: a further {unit} that must be made",
    "labour": "all the {name} labour is at work in {year}: a further {unit}",
    "transfer_limit": "no more people can pass from {name} in {year}: a further {unit}",
    "living_standard_floor": "the floor under the consumption of {the} holds in {year}: a floor higher by 1",
    "foreign_exchange": "foreign money is used up in {year}: a further {unit}",
    "debt_limit": "no more is lent in {year}: a further {unit} of credit",
    "import_limit": "no more {name} can be imported in {year}: a further {unit} offered",
    "export_limit": "no more {name} finds a buyer abroad in {year}: a further {unit} of demand",
    "town_country_exchange": "the village sells no more {name} for what it can buy in {year}: a further {unit} given",
    "village_subsistence": "the village keeps the {name} it needs in {year}: a further {unit} kept",
    "resource_ceiling": "all {name} is used in {year}: a further {unit}",
    "terminal_capacity": "the end asks for the capacity of {name}: a further {unit} left behind",
    "terminal_output": "the end asks for the output of {name}: a further {unit} left in hand",
    "terminal_stocks": "the end asks for the stock of {name}: a further {unit} left over",
    "static_output": "the year after the plan asks for {name}: a further {unit}",
}

_OF_STRATEGIES: Mapping[str, str] = {
    "balanced_growth": "Every household's consumption grows at the common rate",
    "target_share": "Every target is met in the common share",
    "target_kept": "What a target has reached is kept",
    "target": "The targets are reached",
    "elastic_target": "Elastic targets are reached or missed at a cost",
    "unevenness_up": "Consumption does not jump up",
    "unevenness_down": "Consumption does not jump down",
}


@cache
def rules() -> Mapping[str, str]:
    """Every rule of the programme in one sentence, from its own docstring."""
    from optimiser.programme.constraints import CONSTRAINTS

    return {each.__name__: (each.__doc__ or "").strip().split("\n")[0].rstrip(".") for each in CONSTRAINTS}


def rule_in_words(name: str) -> str:
    """A rule in one sentence; its name where it has none."""
    return rules().get(name) or _OF_STRATEGIES.get(name) or name.replace("_", " ").capitalize()


def asked_of(plan: Plan) -> str:
    """The strategy in a sentence."""
    words = plan.criterion.asks.format(kept=plan.economy.settings.growth_kept)
    return words if not plan.target_set else f"{words} Target set: {plan.target_set}."


def stylised_title(economy: Economy) -> str:
    """The title, with the word `stylised` where it applies and is not in it."""
    title = economy.title or "Plan"
    return f"{title} (stylised)" if economy.stylised and "stylised" not in title.lower() else title


def came_out(status: Status) -> str:
    """What became of the solve, where there is no plan."""
    return {
        Status.OPTIMAL: "A plan was found.",
        Status.INFEASIBLE: "Infeasible: no plan keeps all the rules and reaches what the strategy demands.",
        Status.UNBOUNDED: "Unbounded: nothing limits what the strategy seeks. Some limit is missing in the workbook or "
        "something costs nothing.",
        Status.LIMIT: "Not finished: the solver reached its time limit before it had an answer.",
        Status.UNDECIDED: "Could not be decided: the solver gave no verdict, or one that its figures do not prove.",
    }[status]


def name_of(economy: Economy, key: Mapping[str, str], *, codes: bool = False) -> str:
    """What a row is about, by name: `steel`; with `codes`, `STL steel`."""
    known = {
        "product": (economy.products.axis.position, economy.products.names),
        "sector": (economy.sectors.axis.position, economy.sectors.names),
        "bundle": (economy.sectors.axis.position, economy.sectors.names),
        "technique": (economy.sectors.axis.position, economy.sectors.names),
        "pool": (economy.pools.axis.position, economy.pools.names),
        "from": (economy.pools.axis.position, economy.pools.names),
        "to": (economy.pools.axis.position, economy.pools.names),
        "household": (economy.households.axis.position, economy.households.names),
    }

    def one(column: str, code: str) -> str:
        if column == "code":
            column = {"consumption": "household"}.get(key.get("variable", ""), "sector")
        position, names = known.get(column, ({}, ()))
        name = names[position[code]] if code in position else code
        return f"{code} {name}" if codes and name.casefold() != code.casefold() else name

    parts = [one(column, code) for column, code in key.items() if column != "year" and code]
    if "from" in key:
        return " to ".join(parts)
    return " ".join(parts)


@dataclass(frozen=True)
class Row:
    """A row with a shadow price."""

    rule: str
    kind: Kind
    key: Mapping[str, str]
    price: float
    """What one more unit adds to the goal."""
    comparable: float
    """What as much again as the base year has of it adds."""
    unit: str
    meaning: str


def priced_rows(plan: Plan, least: float) -> list[Row]:
    """Rows of the plan years, and after the plan, whose shadow price is above `least`.

    Those that something could be done about come first; then identities and targets; each the greatest first.
    """
    found = []
    for block in plan.programme.blocks:
        columns = reported(plan, block.times)
        if not block.count or not columns:
            continue
        prices = worth(plan, block.name)[:, columns]
        for entity, place in zip(*np.nonzero(np.abs(prices) > least), strict=True):
            key = block.entity.key(int(entity)) if block.entity.name or len(block.entity) > 1 else {}
            if block.times.name:
                key |= block.times.key(columns[int(place)])
            price = float(prices[entity, place])
            comparable = abs(price) * float(block.scale[entity])
            found.append(Row(block.name, block.kind, key, price, comparable, block.unit[int(entity)], block.meaning))
    last = (Kind.IDENTITY, Kind.TARGET)
    return sorted(found, key=lambda each: (each.kind in last, -each.comparable))


def holds_back(plan: Plan, rows: list[Row], most: int = 3) -> list[str]:
    """The rows that hold the plan back most, in words: no rule and nothing it is about twice."""
    known, sentences = rules(), []
    used: set[str] = set()
    goal = plan.criterion
    for row in rows:
        about = {code for column, code in row.key.items() if column not in ("year", "type")}
        if row.rule not in known or row.kind in (Kind.IDENTITY, Kind.TARGET) or used & (about | {row.rule}):
            continue
        used |= about | {row.rule}
        sentences.append(_sentence(plan.economy, row, goal.unit))
        if len(sentences) == most:
            break
    return sentences


def _sentence(economy: Economy, row: Row, goal: str) -> str:
    unit = row.unit or "unit"
    name, year = name_of(economy, row.key), row.key.get("year", "")
    short = _SHORT.get(row.rule)
    if short is None:
        words = f"{rule_in_words(row.rule)} ({' '.join((name, year)).strip()}): {row.meaning} ({unit})"
    else:
        words = short.format(name=name, the=the(name), year=year or "the plan", unit=unit)
    adds = "add" if row.price > 0 else "cost"
    words = f"{words} would {adds} {in_words(abs(row.price))} {goal}; "
    words = f"{words}1 % of the base-year amount would {adds} {in_words(row.comparable / 100.0)}."
    return words[0].upper() + words[1:]


def path_in_words(values: Floats, years: tuple[str, ...]) -> str:
    """Where an index ends, and how low it was on the way, in half a sentence."""
    end, first = float(values[-1]), years[0]
    low = int(np.argmin(values[1:])) + 1
    rate = end ** (1.0 / (len(values) - 1)) - 1.0 if end > 0 else -1.0
    times = f"{in_words(end)} times that of {first} by {years[-1]} ({per_cent(rate, signed=True)} a year)"
    dips = values[low] < min(1.0, end) - 0.005
    if dips:
        return f"falls to {in_words(float(values[low]))} in {years[low]} and comes to {times}"
    return f"{'comes to' if end < 1.005 else 'rises to'} {times}"


def the(name: str) -> str:
    """A name with its article, once."""
    return name if name.lower().startswith("the ") else f"the {name}"


def consumption_in_words(economy: Economy, m: Measures) -> list[str]:
    """What the consumption of each household becomes."""
    sentences = []
    for place, name in enumerate(economy.households.names):
        words = f"Consumption of {the(name)} {path_in_words(m.consumption[place], m.years)}"
        head = m.consumption_per_head[place, -1]
        if abs(head - m.consumption[place, -1]) > 1e-6:
            words += f", or {in_words(float(head))} times a head"
        sentences.append(f"{words}.")
    return sentences


def growth_in_words(plan: Plan) -> list[str]:
    """The growth rate and the share, where the strategy finds them."""
    sentences = []
    kept = plan.economy.settings.growth_kept
    if plan.growth_rate is not None:
        who = "all households' consumption" if len(plan.economy.households.axis) else "all sectors' output"
        words = f"The greatest common growth of {who} is {per_cent(plan.growth_rate, 2)} a year"
        sentences.append(
            f"{words}; the plan keeps {kept:.0%} of it, {per_cent(kept * plan.growth_rate, 2)}."
            if plan.kept_growth is not None
            else f"{words}."
        )
    if plan.share is not None and not plan.sentences:
        targets = f"the targets {plan.target_set!r}" if plan.target_set else "the goals"
        what = plan.criterion.share_of or targets
        if plan.share >= 1.0:
            sentences.append(f"{_capital(what)} can be had in full: {plan.share:.1%} of their increments in common.")
        else:
            sentences.append(f"Of the increments that {what} ask for, {plan.share:.1%} can be had in common.")
    return sentences


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def industry_in_words(economy: Economy, m: Measures) -> list[str]:
    """Industry, capital, investment and debt."""
    first, last = m.years[0], m.years[-1]
    sentences = []
    if m.industrial_index is not None:
        words = f"Industrial output {path_in_words(m.industrial_index, m.years)}"
        if m.capital_index is not None:
            words += f"; capacity comes to {in_words(m.capital_index)} times that of {first}"
        sentences.append(f"{words}.")
    if m.investment_share is not None and len(m.years) > 2 and len(economy.households.axis):
        share = m.investment_share[1:]
        words = f"Building takes {share[0]:.0%} of final uses at home in {m.years[1]} and {share[-1]:.0%} in {last}"
        if m.unfinished_value is not None and m.unfinished_value.any():
            top = int(np.argmax(m.unfinished_value))
            words += (
                f"; unfinished construction is at its greatest in {m.years[top]}, "
                f"{in_words(float(m.unfinished_value[top]))} {economy.money_unit}"
            )
        sentences.append(f"{words}.")
    if m.debt is not None:
        unit, end = economy.trade.unit, float(m.debt[-1])
        owed = f"{in_words(end)} {unit} at the end of {last}" if end > 1e-9 else f"nothing at the end of {last}"
        sentences.append(f"Foreign debt is {owed}.")
    return sentences


def span(years: Years) -> str:
    """The years of a plan, and the year it starts from."""
    last = f" to {years.label(years.plan)}" if years.plan > 1 else ""
    return f"{years.label(1)}{last} from the base year {years.label(0)}"


def checked(plan: Plan) -> list[str]:
    """Whether the balances were added up again, and how far they were off."""
    if plan.verification is None:
        return ["The balances of this plan were not added up again."] if plan.solution.optimal else []
    v = plan.verification
    off = f"the worst is off by {v.worst_violation:.1g} of its turnover" if v.worst_violation > 0 else "all agree"
    return [f"Every balance was added up again from the plan: {v.rows_checked:,} rows, {off}."]


def trust(plan: Plan, reading: Reading | None) -> list[str]:
    """What else a reader has to know before believing a plan: the tail, and how the workbook was read."""
    found, years = [], plan.economy.years
    if years.tail:
        first, last = years.label(years.plan + 1), years.label(years.last)
        tail = f"The years {first} to {last} were" if years.tail > 1 else f"The year {last} was"
        found.append(f"{tail} planned as well, so that the plan does not eat its own future; they are not shown.")
    if reading is not None:
        count = sum(each.count for each in reading.defaults)
        found.append(
            f"In reading the workbook {_counted(count, 'value')} that nobody gave came from "
            f"{_counted(len(reading.defaults), 'default')}; {_counted(len(reading.warnings), 'warning')}: see Defaults."
        )
    return found


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else f"no {noun}s"
