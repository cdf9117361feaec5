"""Plans in sentences: what was asked, what came out, what holds it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.origin import UNGRADED
from optimiser.economy.years import Years
from optimiser.language.figures import in_words, per_cent
from optimiser.language.naming import name_of, the, with_stylised, year_named
from optimiser.plan.measures import Measures, reported, worth
from optimiser.plan.plan import Plan
from optimiser.programme import constraints
from optimiser.programme.constraints import Rule
from optimiser.programme.references import RowReference
from optimiser.programme.rows import Kind
from optimiser.solver import Status

if TYPE_CHECKING:
    from optimiser.workbook import Reading

STYLISED = "Stylised figures: this economy shows how such a plan hangs together. It is no evidence of what happened."
BELIEVED = 1.0
"""The greatest elasticity of the goal that is spoken of: what one per cent of something adds to it, in per cent.  Of
everything together it is about one (Euler, constant returns), of one thing alone less."""
NEXT_TO_NO_CHANGE = "Each price is of the next small amount; all of them stand on the page What binds."
ASK_FOR_LESS = "Ask for that share of the targets, or for less, and a plan can be found (strategy proportional)."


def rule_in_words(name: str, rule: Rule[...] | None) -> str:
    """A rule in one sentence; its name where it is from elsewhere."""
    return rule.summary if rule is not None else name.replace("_", " ").capitalize()


def asked_of(plan: Plan) -> str:
    """The strategy in a sentence."""
    words = plan.criterion.asks.format(kept=plan.economy.settings.growth_kept)
    return words if not plan.target_set else f"{words} Target set: {plan.target_set}."


def stylised_title(economy: Economy) -> str:
    """The title of an economy, which says where it is stylised."""
    return with_stylised(economy.title or "Plan", economy.stylised)


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
    stands_for: Rule[...] | None = None
    """The rule it comes from."""

    @property
    def reference(self) -> RowReference:
        """The row, to find the input cell behind it."""
        return RowReference(self.rule, self.kind, self.key, -np.inf, np.inf, self.unit, self.stands_for)


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
            comparable = abs(price) * float(block.amount[entity])
            unit = block.unit[int(entity)]
            found.append(Row(block.name, block.kind, key, price, comparable, unit, block.meaning, block.rule))
    last = (Kind.IDENTITY, Kind.TARGET)
    return sorted(found, key=lambda each: (each.kind in last, -each.comparable))


def unit_explained(plan: Plan) -> str:
    """What the unit is that shadow prices are counted in, and what they are a price of."""
    goal = plan.criterion
    point = " An index point is as much as one household consumes in the base year." if "index" in goal.unit else ""
    return f"Counted in {goal.unit}: {goal.goal}.{point} {NEXT_TO_NO_CHANGE}"


def lasts(plan: Plan, row: Row) -> bool:
    """Whether the price of a row holds for more than next to no change.

    Where earlier stages are held, what they found is held so exactly that some prices hold for nothing that could be
    done: those by which the goal would answer to one per cent with more than `BELIEVED` times what it is.
    """
    held = plan.kept_growth is not None or (plan.share is not None and not np.isclose(plan.share, plan.objective))
    return not held or row.comparable <= BELIEVED * abs(plan.objective)


def holds_back(plan: Plan, rows: list[Row], most: int = 3) -> list[str]:
    """The rows that hold the plan back most by prices that last, in words: no rule and nothing it is about twice."""
    sentences: list[str] = []
    used: set[str] = set()
    goal = plan.criterion
    for row in rows:
        about = {code for column, code in row.key.items() if column not in ("year", "type")}
        rule = row.stands_for
        if rule not in constraints.RULES or row.kind in (Kind.IDENTITY, Kind.TARGET) or used & (about | {row.rule}):
            continue
        if not lasts(plan, row):
            continue
        used |= about | {row.rule}
        sentences.append(_sentence(plan.economy, row, goal.unit))
        if len(sentences) == most:
            break
    return sentences


def _sentence(economy: Economy, row: Row, goal: str) -> str:
    unit = row.unit or "unit"
    name, year = name_of(economy, row.key), year_named(row.key["year"]) if "year" in row.key else ""
    rule = row.stands_for
    if rule is None or not rule.binds:
        words = f"{rule_in_words(row.rule, rule)} ({' '.join((name, year)).strip()}): {row.meaning} ({unit})"
    else:
        words = rule.binds.format(name=name, the=the(name), year=year or "the plan", unit=unit)
        if " of " in unit:  # it says itself what it is of
            words = words.replace(f"{unit} of it", unit).replace(f"{unit} of them", unit)
    adds = "add" if row.price > 0 else "cost"
    words = f"{words} would {adds} {in_words(abs(row.price))} {goal}; "
    words = f"{words}1% of the base-year amount would {adds} {in_words(row.comparable / 100.0)}."
    return words[0].upper() + words[1:]


def path_in_words(values: Floats, years: tuple[str, ...]) -> str:
    """Where an index ends, and how low and how high it was on the way, in half a sentence."""
    end, years = float(values[-1]), tuple(map(year_named, years))
    low = int(np.argmin(values[1:])) + 1
    rate = end ** (1.0 / (len(values) - 1)) - 1.0 if end > 0 else -1.0
    times = f"{in_words(end)} times that of {years[0]} by {years[-1]} ({per_cent(rate, signed=True)} a year)"
    high = int(np.argmax(values))
    on_the_way = []
    if values[low] < min(1.0, end) - 0.005:
        on_the_way.append((low, f"falls to {in_words(float(values[low]))} in {years[low]}"))
    if values[high] > max(1.0, end) + 0.005:
        on_the_way.append((high, f"rises to {in_words(float(values[high]))} in {years[high]}"))
    if on_the_way:
        return f"{', '.join(words for _, words in sorted(on_the_way))} and comes to {times}"
    return f"{'comes to' if end < 1.005 else 'rises to'} {times}"


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
    """The growth rate and the share, where the strategy finds them; else how great its goal is."""
    sentences = []
    kept = plan.economy.settings.growth_kept
    if plan.growth_rate is not None:
        who = "all households' consumption" if len(plan.economy.households.axis) else "all sectors' output"
        base = year_named(plan.economy.years.label(0))
        greatest = f"{per_cent(plan.growth_rate, 2)} a year"
        words = f"The greatest common growth of {who} that can be had in every year is {greatest}, from {base}."
        if plan.kept_growth is not None:
            keeps = f"grows together by at least {per_cent(kept * plan.growth_rate, 2)} a year from {base}"
            words = f"{_capital(who)} {keeps}; the greatest possible is {greatest}, of which the plan keeps {kept:.0%}."
        sentences.append(words)
    if plan.share is not None and not plan.sentences:
        targets = f"the targets {plan.target_set!r}" if plan.target_set else "the goals"
        what = plan.criterion.share_of or targets
        if plan.share >= 1.0:
            more = f", and {in_words(plan.share)} times their increments in common" if plan.share >= 1.005 else ""
            sentences.append(f"{_capital(what)} can be had in full{more}.")
        else:
            sentences.append(f"Of the increments that {what} ask for, {plan.share:.1%} can be had in common.")
    if plan.growth_rate is None and plan.share is None and not plan.sentences and plan.solution.optimal:
        goal = plan.criterion
        sentences.append(f"{_capital(goal.goal)}: {in_words(plan.objective)} {goal.unit}, the most there is.")
    return sentences


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def industry_in_words(economy: Economy, m: Measures) -> list[str]:
    """Industry, capital, investment and debt."""
    years = tuple(map(year_named, m.years))
    first, last = years[0], years[-1]
    sentences = []
    if m.industrial_index is not None:
        words = f"Industrial output {path_in_words(m.industrial_index, m.years)}"
        if m.capital_index is not None:
            words += f"; capacity comes to {in_words(m.capital_index)} times that of {first}"
        sentences.append(f"{words}.")
    if m.investment_share is not None and len(m.years) > 2 and len(economy.households.axis):
        share = m.investment_share[1:]
        words = f"Building takes {share[0]:.0%} of final uses at home in {years[1]} and {share[-1]:.0%} in {last}"
        if m.unfinished_value is not None and m.unfinished_value.any():
            top = int(np.argmax(m.unfinished_value))
            words += (
                f"; unfinished construction is at its greatest in {years[top]}, "
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
    last = f" to {year_named(years.label(years.plan))}" if years.plan > 1 else ""
    return f"{year_named(years.label(1))}{last} from the base year {years.label(0)}"


def checked(plan: Plan) -> list[str]:
    """Whether the balances were added up again, and how far they were off."""
    if plan.verification is None:
        return ["The balances of this plan were not added up again."] if plan.solution.optimal else []
    v = plan.verification
    off = f"the worst is off by {v.worst_violation:.1g} of its turnover" if v.worst_violation > 0 else "all agree"
    return [f"Every balance was added up again from the plan: {v.rows_checked:,} rows, {off}."]


def how_known(economy: Economy) -> list[str]:
    """What share of the figures is sourced, derived or assumed; nothing where the workbook does not say."""
    grades = economy.origin.grades
    if not grades:
        return []
    first, *rest = (f"{grades.share(each):.0%} {each}" for each in grades.names)
    shares = ", ".join([first.replace(" ", " are ", 1), *rest])
    without = grades.number(UNGRADED)
    others = f"{_counted(without, 'figure')} more have no grade" if without else "every figure has a grade"
    return [f"Of the {grades.graded:,} graded figures that the workbook gives, {shares}; {others}: see Grades."]


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
