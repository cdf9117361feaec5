"""What is wrong with a table, or worth knowing of it, before it is used: one function a question; `CHECKS` lists them.

A fault is something that no plan can be made of before it is mended, or a repair asked for; a warning is said and
listed on the workbook.  Nothing is mended here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import Fault
from optimiser.iotables.rules import source_of
from optimiser.iotables.table import NationalTable
from optimiser.iotables.vocabulary import Role, role_of

ROUNDING = 0.005
"""Share of a product's supply that is put down to rounding, besides half a unit for each figure."""
MOST_OFF = 0.02
"""Share of a product's supply by which it may be off without a repair being asked for."""
POWERS = (1e-6, 1e-3, 1e-2, 0.1, 10.0, 100.0, 1e3, 1e6)
CLEAR = 10.0
"""A power of ten is named as a slip of units where it leaves this many times less to be explained."""


def _fault(table: NationalTable, where: str, value: float, problem: str, remedy: str, warning: bool = False) -> Fault:
    shown = "" if np.isnan(value) else f"{value:.6g}"
    return Fault(table.source, where, shown, problem, remedy, warning)


def industry_gap(table: NationalTable) -> Floats:
    """(sector): output less inputs less value added; NaN where the table has no value added."""
    if not len(table.value_added_items):
        return np.full(len(table.sectors), np.nan)
    return np.asarray(table.net_product - table.value_added.sum(axis=0))


def factor_of_part(table: NationalTable) -> tuple[str, float] | None:
    """A part of the table, and the power of ten times which products, or industries, add up."""
    inside, final, make = table.use.sum(axis=1), table.final.sum(axis=1), table.make.sum(axis=1)
    trials: dict[str, Callable[[float], tuple[Floats, Floats]]] = {
        "final uses": lambda f: (make + table.imports, inside + f * final),
        "flows between industries": lambda f: (make + table.imports, f * inside + final),
        "imports": lambda f: (make + f * table.imports, inside + final),
    }
    size = max(float(table.supply.sum()), float(table.uses.sum()), 1e-300)
    found: list[tuple[float, str, float]] = []
    if np.abs(table.residual).sum() > MOST_OFF * size:
        for part, of in trials.items():
            for power in POWERS:
                supply, uses = of(power)
                scale = max(float(supply.sum()), 1e-300)
                found.append((float(np.abs(supply - uses).sum()) / scale, part, power))
        now = float(np.abs(table.residual).sum()) / size
    else:
        gap = industry_gap(table)
        if np.isnan(gap).any():
            return None
        net = table.net_product
        total = max(float(np.abs(net).sum()), 1e-300)
        added = table.value_added.sum(axis=0)
        now = float(np.abs(gap).sum()) / max(total, float(np.abs(added).sum()))
        found = [(float(np.abs(net - power * added).sum()) / total, "value added", power) for power in POWERS]
    if not found or now < MOST_OFF:
        return None
    off, part, power = min(found)
    return (part, power) if CLEAR * off < now else None


def parts_in_one_unit(table: NationalTable) -> Iterator[Fault]:
    """Parts of the table in other units than the rest: thousands against millions."""
    found = factor_of_part(table)
    if found:
        part, power = found
        problem = f"{part}: the table adds up when they are multiplied by {power:g}, so that their unit is another"
        where = {
            "final uses": table.cell(column=table.final_uses[0].name) if table.final_uses else "",
            "imports": next((table.cell(column=each) for each in table.columns if role_of(each) is Role.IMPORTS), ""),
            "value added": table.cell(row=table.value_added_items[0].name) if table.value_added_items else "",
        }.get(part, table.cell(row=table.products.labels[0]))
        remedy = "Give all parts in one unit, or ask for --repair rescale."
        yield _fault(table, where, float("nan"), problem, remedy)


def products_add_up(table: NationalTable) -> Iterator[Fault]:
    """Supply of every product is used: by how much it is off, and whether a power of ten explains it."""
    if factor_of_part(table):
        return
    supply, uses, residual = table.supply, table.uses, table.residual
    count = np.count_nonzero(table.use, axis=1) + np.count_nonzero(table.final, axis=1) + 1
    for index in np.flatnonzero(
        np.abs(residual) > ROUNDING * np.maximum(np.abs(supply), np.abs(uses)) + table.half_unit * count
    ):
        label = table.products.labels[index]
        slip = _power(float(supply[index]), float(uses[index]))
        words = f"{label}: {supply[index]:.10g} is supplied and {uses[index]:.10g} used, {residual[index]:+.6g}"
        if slip:
            words += f"; one of the two is {slip:g} times too large"
        size = max(abs(float(supply[index])), abs(float(uses[index])))
        warning = abs(residual[index]) <= MOST_OFF * size
        remedy = "Check the row; or ask for --repair difference, which makes it a use of its own."
        yield _fault(table, table.cell(row=label), float(residual[index]), words, remedy, warning)


def industries_add_up(table: NationalTable) -> Iterator[Fault]:
    """Inputs and value added of every industry are its output."""
    gap = industry_gap(table)
    if np.isnan(gap).any() or factor_of_part(table):
        return
    output = table.output
    count = np.count_nonzero(table.use, axis=0) + len(table.value_added_items) + 1
    for index in np.flatnonzero(np.abs(gap) > ROUNDING * np.abs(output) + table.half_unit * count):
        label = table.sectors.labels[index]
        spent = float(output[index] - gap[index])
        slip = _power(float(output[index]), spent)
        words = f"{label}: output is {output[index]:.10g}, inputs and value added {spent:.10g}, {gap[index]:+.6g}"
        if slip:
            words += f"; one of the two is {slip:g} times too large"
        # flows do not depend on value added
        yield _fault(table, table.cell(column=label), float(gap[index]), words, "Check the column.", warning=True)


def _power(first: float, second: float) -> float:
    """The power of ten between two amounts; 0 where it is none."""
    if first <= 0.0 or second <= 0.0:
        return 0.0
    ratio = max(first, second) / min(first, second)
    power = 10.0 ** round(np.log10(ratio))
    return float(power) if power > 1.0 and abs(ratio / power - 1.0) < MOST_OFF else 0.0


def nothing_made(table: NationalTable) -> Iterator[Fault]:
    """Industries without output: legal where they use nothing either."""
    output, inputs = table.output, table.use.sum(axis=0)
    for index in np.flatnonzero(output == 0.0):
        label = table.sectors.labels[index]
        if inputs[index] > 0.0:
            problem = f"{label} makes nothing and uses {inputs[index]:.6g}"
            yield _fault(
                table, table.cell(column=label), float(inputs[index]), problem, "Give its output, or no inputs."
            )
        else:
            problem = f"{label} makes nothing and uses nothing: a plan keeps it at nothing"
            yield _fault(table, table.cell(column=label), 0.0, problem, "Nothing need be done.", True)
    for index in np.flatnonzero(output < 0.0):
        label = table.sectors.labels[index]
        problem = f"{label} has a negative output"
        yield _fault(table, table.cell(column=label), float(output[index]), problem, "Check the column.")


def inputs_within_output(table: NationalTable) -> Iterator[Fault]:
    """Industries that use more than they make: nothing can be made of such an industry."""
    output, inputs = table.output, table.use.sum(axis=0) + table.import_need
    for index in np.flatnonzero((inputs > output * (1.0 + ROUNDING)) & (output > 0.0)):
        label = table.sectors.labels[index]
        problem = f"{label} uses {inputs[index]:.6g} and makes {output[index]:.6g}"
        warning = inputs[index] < 2.0 * output[index]
        yield _fault(
            table, table.cell(column=label), float(inputs[index]), problem, "Check the column's units.", warning
        )


def negative_entries(table: NationalTable) -> Iterator[Fault]:
    """Negative final uses, and what is made of them; negative inputs are told by the rule that makes them output."""
    for i, j in np.argwhere(table.final < 0.0):
        use = table.final_uses[j]
        problem = f"{use.name} of {table.products.labels[i]} is negative: taken for {source_of(use.role)}"
        where = table.cell(table.products.labels[i], use.name)
        yield _fault(table, where, float(table.final[i, j]), problem, "Check that it is meant.", True)


def something_for_people(table: NationalTable) -> Iterator[Fault]:
    """Consumption and investment are known: without the one nothing is wanted, without the other nothing is built."""
    for role, lacking in ((Role.CONSUMPTION, "households consume"), (Role.INVESTMENT, "is invested")):
        if not table.of_role(role).sum() > 0.0:
            problem = f"no column says what {lacking}"
            name = role.name.lower()
            warning = role is Role.INVESTMENT
            yield _fault(table, "", float("nan"), problem, f"Name it: --final-use NAME={name}.", warning)


def year_known(table: NationalTable) -> Iterator[Fault]:
    """The year of the table."""
    if not table.year:
        problem = "neither the file nor its name says of what year it is; the base year is called 0"
        yield _fault(table, "", float("nan"), problem, "Say it: --year 2021.", True)


CHECKS: tuple[Callable[[NationalTable], Iterator[Fault]], ...] = (
    parts_in_one_unit,
    products_add_up,
    industries_add_up,
    nothing_made,
    inputs_within_output,
    negative_entries,
    something_for_people,
    year_known,
)


def check_table(table: NationalTable) -> tuple[Fault, ...]:
    """Everything found, what came up in reading first, faults before warnings."""
    found = [*table.findings, *(each for check in CHECKS for each in check(table))]
    return tuple(sorted(found, key=lambda each: each.warning))
