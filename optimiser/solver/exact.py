"""Proofs by multipliers made exact: the same sums as in `certificate`, in fractions, without any rounding.

A solver's multipliers y are right to its tolerance only, so that `d = c - A'y` is not quite nothing where it has to
be: at unknowns without a bound on the side that d pushes against.  There

    sum_i y_i A_ij  =  c_j        for every such unknown j

is solved again in whole numbers over the rows that have a multiplier, all data being the exact fractions that the
floating-point numbers are.  What these equations leave open keeps the solver's value.  The sums are then taken of all
rows and unknowns, and only what they show counts: how the multipliers came about does not matter.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, inf, isfinite, lcm

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.solver.certificate import Polyhedron

NOISE = 1e-9
"""A multiplier of less than this share of the greatest, each with the size of its row, is taken for none."""

DOUBTS = (1e-7, 1e-9, 1e-11, 1e-5)
"""A reduced cost of less than this share of its terms is taken for nothing; one after another is tried."""

DIGITS = 40
"""Binary digits of a multiplier that the equations leave open."""

TURNS = 6
"""How often equations that could not be kept with others change places with them."""

SIMPLE, NEARLY = 1_000, 1e-12
"""Such a multiplier is taken for a fraction with a denominator up to this, if it is as near to it."""

MOST_ROWS = 3_000
"""Rows with a multiplier beyond which fractions would take too long."""

CONSTANT = -1
"""Where the right side of an equation stands: a further unknown that is one."""

Equation = dict[int, int]
"""Unknown to coefficient; it is nothing."""


@dataclass(frozen=True, eq=False)
class ExactProof:
    """Multipliers whose sums show that no point keeps all rows and bounds, or how great a goal can be at most."""

    multipliers: Mapping[int, Fraction]
    """Row to y; rows without one are not named."""
    reduced: Mapping[int, Fraction]
    """Unknown to `d = c - A'y`, where it is not nothing."""
    bound: Fraction
    """`sum_i max(y_i row_lower_i, y_i row_upper_i) + sum_j max(d_j lower_j, d_j upper_j)`: the goal is at most this."""


def exact_proof(
    polyhedron: Polyhedron, multipliers: Floats, goal: Floats | None = None, *, deadline: float = inf
) -> ExactProof | None:
    """A proof in fractions near some multipliers (row) in the user's units.

    Without a goal its bound is below zero, which no point can keep (Farkas); with a goal (column) the bound is the
    most that the goal can be.  None where the multipliers could not be made exact, or not by the `deadline`.
    """
    objective = np.zeros(len(polyhedron.lower)) if goal is None else goal
    worth = np.abs(multipliers) * np.maximum(_sizes(polyhedron), 1e-300)
    # a multiplier that pushes against an open side is nothing but noise
    closed = np.where(multipliers > 0.0, np.isfinite(polyhedron.row_upper), np.isfinite(polyhedron.row_lower))
    used = np.flatnonzero(closed & (worth > NOISE * worth.max(initial=0.0)))
    if not len(used) or len(used) > MOST_ROWS:
        return None
    clean = np.zeros(len(multipliers))
    clean[used] = multipliers[used]
    tried: set[tuple[int, ...]] = set()
    for doubt in DOUBTS:
        needed = _needed(polyhedron, clean, objective, doubt)
        if tuple(needed) in tried:
            continue
        tried.add(tuple(needed))
        equations = _equations(polyhedron, used, needed, objective)
        first: set[int] = set()
        for _ in range(TURNS):
            solved = _solved(equations, first, clean, used, deadline)
            if solved is None:
                break
            found = added_up(polyhedron, solved, objective)
            if found is not None and (goal is not None or found.bound < 0):
                return found
            wrong = set(needed) & _pushed(polyhedron, solved, objective)
            if wrong <= first:
                break
            first |= wrong
    return None


def refuted(polyhedron: Polyhedron, multipliers: Floats, *, deadline: float = inf) -> ExactProof | None:
    """The proof that no point is there, from multipliers (row) or from their opposites."""
    for each in (-multipliers, multipliers):
        found = exact_proof(polyhedron, each, deadline=deadline)
        if found is not None:
            return found
    return None


def added_up(polyhedron: Polyhedron, multipliers: Mapping[int, Fraction], goal: Floats) -> ExactProof | None:
    """The sums of given multipliers in fractions; None where one of them pushes against an open side."""
    bound = Fraction(0)
    for row, weight in multipliers.items():
        side = float(polyhedron.row_upper[row] if weight > 0 else polyhedron.row_lower[row])
        if not isfinite(side):
            return None
        bound += weight * Fraction(side)
    left = _reduced(polyhedron, multipliers, goal)
    for column, weight in left.items():
        side = float(polyhedron.upper[column] if weight > 0 else polyhedron.lower[column])
        if not isfinite(side):
            return None
        bound += weight * Fraction(side)
    return ExactProof(dict(multipliers), left, bound)


def _reduced(polyhedron: Polyhedron, multipliers: Mapping[int, Fraction], goal: Floats) -> dict[int, Fraction]:
    """Unknown to `d = c - A'y`, where it is not nothing."""
    matrix = polyhedron.matrix
    reduced = {int(column): Fraction(float(goal[column])) for column in np.flatnonzero(goal)}
    for row, weight in multipliers.items():
        for place in range(matrix.indptr[row], matrix.indptr[row + 1]):
            column = int(matrix.indices[place])
            reduced[column] = reduced.get(column, Fraction(0)) - weight * Fraction(float(matrix.data[place]))
    return {column: weight for column, weight in sorted(reduced.items()) if weight}


def _pushed(polyhedron: Polyhedron, multipliers: Mapping[int, Fraction], goal: Floats) -> set[int]:
    """Unknowns that are pushed against an open side."""
    reduced = _reduced(polyhedron, multipliers, goal)
    sides = {column: polyhedron.upper if weight > 0 else polyhedron.lower for column, weight in reduced.items()}
    return {column for column, side in sides.items() if not isfinite(float(side[column]))}


def _sizes(polyhedron: Polyhedron) -> Floats:
    """(row): the greatest coefficient."""
    entries = abs(polyhedron.matrix)
    most = entries.max(axis=1) if entries.nnz else np.zeros(entries.shape[0])
    return np.asarray(most.toarray()).ravel() if hasattr(most, "toarray") else np.asarray(most)


def _needed(polyhedron: Polyhedron, multipliers: Floats, goal: Floats, doubt: float) -> list[int]:
    """Unknowns whose reduced cost has to be nothing: it is so nearly, or it pushes against an open side."""
    reduced = goal - polyhedron.matrix.T @ multipliers
    size = np.abs(goal) + abs(polyhedron.matrix).T @ np.abs(multipliers)
    held = np.isfinite(polyhedron.lower) & np.isfinite(polyhedron.upper)
    pushed = np.where(reduced > 0.0, polyhedron.upper, polyhedron.lower)
    needed = (size > 0.0) & ~held & (~np.isfinite(pushed) | (np.abs(reduced) <= doubt * size))
    return [int(each) for each in np.flatnonzero(needed)]


def _equations(polyhedron: Polyhedron, used: Ints, needed: list[int], goal: Floats) -> dict[int, Equation]:
    """`sum_i y_i A_ij - c_j = 0` of each needed unknown, in whole numbers; y by their place among the used."""
    part = polyhedron.matrix[used][:, needed].tocsc()
    made: dict[int, Equation] = {}
    for number, column in enumerate(needed):
        span = slice(part.indptr[number], part.indptr[number + 1])
        entries = {
            int(row): Fraction(float(value))
            for row, value in zip(part.indices[span], part.data[span], strict=True)
            if value
        }
        if goal[column]:
            entries[CONSTANT] = -Fraction(float(goal[column]))
        if entries:
            common = lcm(*(each.denominator for each in entries.values()))
            made[column] = {row: int(value * common) for row, value in entries.items()}
    return made


def _solved(
    equations: Mapping[int, Equation], first: set[int], start: Floats, used: Ints, deadline: float
) -> dict[int, Fraction] | None:
    """Row to multiplier: the equations hold exactly, and what they leave open is as at the start.

    Elimination in whole numbers, each time of the shortest equation by the unknown that the fewest others have, those
    that come `first` before all others.  An equation that would make a multiplier nothing, or contradicts those before
    it, is left out: nearly nothing need not be nothing.  None where the time runs out.
    """
    left = dict(equations)
    where: dict[int, set[int]] = {}
    for number, equation in left.items():
        for unknown in equation:
            where.setdefault(unknown, set()).add(number)
    steps: list[tuple[int, Equation]] = []
    while left:
        if time.monotonic() > deadline:
            return None
        number = min(left, key=lambda each: (each not in first, len(left[each])))
        equation = left.pop(number)
        for unknown in equation:
            where[unknown].discard(number)
        choices = [unknown for unknown in equation if unknown != CONSTANT]
        if len(equation) < 2 or not choices:
            continue
        pivot = min(choices, key=lambda each: (len(where[each]), abs(equation[each])))
        steps.append((pivot, equation))
        for other in list(where[pivot]):
            _reduce(left, where, other, equation, pivot)
    values = {CONSTANT: Fraction(1)}
    fixed = {pivot for pivot, _ in steps}
    for place, row in enumerate(used.tolist()):
        if place not in fixed:
            values[place] = _rounded(float(start[row]))
    for pivot, equation in reversed(steps):
        total = sum((factor * values[each] for each, factor in equation.items() if each != pivot), Fraction(0))
        values[pivot] = -total / equation[pivot]
    return {int(row): values[place] for place, row in enumerate(used.tolist()) if values[place]}


def _reduce(left: dict[int, Equation], where: dict[int, set[int]], number: int, by: Equation, pivot: int) -> None:
    """Take the pivot out of an equation; an equation of which nothing is left is no more."""
    equation = left[number]
    common = gcd(by[pivot], equation[pivot])
    mine, theirs = by[pivot] // common, equation[pivot] // common
    made = {unknown: mine * coefficient for unknown, coefficient in equation.items()}
    for unknown, coefficient in by.items():
        value = made.get(unknown, 0) - theirs * coefficient
        if value:
            if unknown not in made:
                where[unknown].add(number)
            made[unknown] = value
        else:
            made.pop(unknown, None)
            where[unknown].discard(number)
    if not made:
        del left[number]
        return
    content = gcd(*made.values())
    left[number] = {unknown: coefficient // content for unknown, coefficient in made.items()} if content > 1 else made


def _rounded(value: float) -> Fraction:
    """The simple fraction that a float stands for, or else the float to so many binary digits."""
    simple = Fraction(value).limit_denominator(SIMPLE)
    if abs(float(simple) - value) <= NEARLY * abs(value):
        return simple
    mantissa, exponent = np.frexp(value)
    return Fraction(round(float(mantissa) * 2**DIGITS)) * Fraction(2) ** (int(exponent) - DIGITS)
