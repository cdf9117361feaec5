"""Proofs by adding up: rules and targets, each with a multiplier, whose sums contradict each other.

Every line of a proof is an inequality that the programme asks for, with a weight above nothing: a demand says that
something is at least a number, a limit that something is at most one.  Weighted and added up,

    sum over demands of  weight * number   <=   (the same combination of unknowns)   <=   sum over limits of it,

since over all lines every unknown cancels.  Where the demands come to more than the limits no plan keeps them all.
A bound of an unknown is a line like any other.  Of a largest goal the sums say how great it can be at most.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

import numpy as np

from optimiser.arrays import Bools, Floats
from optimiser.diagnosis.words import family, say, thing, unknown
from optimiser.economy.economy import Economy
from optimiser.language.numbers import number
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.references import RowReference, input_cell
from optimiser.programme.rows import Kind
from optimiser.solver.certificate import Polyhedron
from optimiser.solver.exact import ExactProof, exact_proof, refuted
from optimiser.solver.violation import least_violation

ROUNDED = 1e-9
"""A multiplier or reduced cost of less than this share of its terms is left out of a proof that is not exact."""


@dataclass(frozen=True)
class ProofLine:
    """An inequality, and how often it is taken."""

    sentence: str
    """What it says."""
    about: str
    """What it is about."""
    year: str
    unit: str
    cell: str
    demand: bool
    """Whether it says `at least`; otherwise it says `at most`."""
    side: float
    """The number that it says."""
    weight: Fraction
    """Not below nothing."""
    terms: tuple[tuple[int, float], ...]
    """Unknown, by its place in the proof, and coefficient."""
    kind: Kind | None = None
    """None: the bound of an unknown."""
    row: int = -1
    """Of the programme; below nothing: the bound of an unknown."""
    family: str = ""
    """What its rule is about."""

    @property
    def worth(self) -> Fraction:
        """Weight times side."""
        return self.weight * Fraction(self.side)


@dataclass(frozen=True)
class Proof:
    """Lines whose sums contradict each other, or bound a goal."""

    lines: tuple[ProofLine, ...]
    unknowns: tuple[str, ...]
    unit: str
    """Of both sums."""
    of: str
    """What the sums are measured in: the line whose weight is one."""
    exact: bool
    """Whether in fractions every unknown cancels; otherwise they do to the rounding of the solver."""
    goal: bool = False
    """Whether it is the proof of how great a goal can be: the limits less the demands."""

    @property
    def demanded(self) -> Fraction:
        """What the demands come to."""
        return sum((line.worth for line in self.lines if line.demand), Fraction(0))

    @property
    def there(self) -> Fraction:
        """What the limits come to."""
        return sum((line.worth for line in self.lines if not line.demand), Fraction(0))

    @property
    def contradicts(self) -> bool:
        """Whether the demands come to more than the limits."""
        return self.demanded > self.there

    @property
    def left_over(self) -> tuple[Fraction, ...]:
        """What is left of every unknown over all lines: nothing in an exact proof of a contradiction."""
        sums = [Fraction(0)] * len(self.unknowns)
        for line in self.lines:
            for place, coefficient in line.terms:
                sums[place] += (line.weight if line.demand else -line.weight) * Fraction(coefficient)
        return tuple(sums)


def proof_of_conflict(
    programme: LinearProgramme,
    free: Bools | None,
    multipliers: Floats | None,
    where: Sequence[RowReference],
    economy: Economy | None,
    *,
    deadline: float,
) -> Proof | None:
    """The proof that a programme cannot be kept, in fractions where that is possible.

    From multipliers (row) that a solver has found, or else from those of the least violation.  `free` (row): rows
    that ask for nothing.  None where neither prove anything.
    """
    polyhedron = polyhedron_of(programme, free)
    given = () if multipliers is None else (multipliers,)
    for each in chain(given, _least_violation(programme, polyhedron, deadline)):
        found = refuted(polyhedron, each, deadline=deadline)
        if found is not None:
            return _in_its_unit(_proof(programme, polyhedron, found, where, economy, exact=True))
    for each in given:
        for sign in (-1.0, 1.0):
            rough = _rounded(polyhedron, sign * each)
            if rough is not None:
                made = _in_its_unit(_proof(programme, polyhedron, rough, where, economy, exact=False))
                if made.contradicts:
                    return made
    return None


def _least_violation(programme: LinearProgramme, polyhedron: Polyhedron, deadline: float) -> Iterator[Floats]:
    arrays = programme.arrays
    rows, columns = arrays.row_scale, arrays.column_scale
    sides = polyhedron.row_lower / rows, polyhedron.row_upper / rows
    bounds = polyhedron.lower / columns, polyhedron.upper / columns
    found = least_violation(arrays.scaled, *sides, *bounds, seconds=deadline - time.monotonic())
    if found is not None:
        yield found / rows


def proof_of_share(
    programme: LinearProgramme,
    free: Bools | None,
    prices: Floats,
    where: Sequence[RowReference],
    economy: Economy | None,
    *,
    deadline: float,
) -> Proof | None:
    """The proof that a goal can be no greater than its shadow prices (row) say; None where it is not exact."""
    polyhedron = polyhedron_of(programme, free)
    found = exact_proof(polyhedron, prices, programme.objective, deadline=deadline)
    if found is None:
        return None
    made = _proof(programme, polyhedron, found, where, economy, exact=True)
    return replace(made, goal=True, of="the common share")


def polyhedron_of(programme: LinearProgramme, free: Bools | None = None) -> Polyhedron:
    """A programme's rows and bounds in the user's units; rows that are `free` ask for nothing."""
    arrays = programme.arrays
    open_row = np.zeros(programme.rows, bool) if free is None else free
    return Polyhedron(
        programme.matrix,
        np.where(open_row, -np.inf, arrays.row_lower),
        np.where(open_row, np.inf, arrays.row_upper),
        arrays.lower,
        arrays.upper,
        arrays.row_scale,
        arrays.column_scale,
    )


def _rounded(polyhedron: Polyhedron, multipliers: Floats) -> ExactProof | None:
    """The multipliers as they are, what rounding leaves of the unknowns left out; None where more is left."""
    closed = np.where(multipliers > 0.0, np.isfinite(polyhedron.row_upper), np.isfinite(polyhedron.row_lower))
    clean = np.where(closed, multipliers, 0.0)
    clean[np.abs(clean) < ROUNDED * np.abs(clean).max(initial=0.0)] = 0.0
    reduced = -(polyhedron.matrix.T @ clean)
    size = abs(polyhedron.matrix).T @ np.abs(clean)
    matters = np.abs(reduced) > ROUNDED * size
    side = np.where(reduced > 0.0, polyhedron.upper, polyhedron.lower)
    if (matters & ~np.isfinite(side)).any():
        return None
    rows = {int(row): Fraction(float(clean[row])) for row in np.flatnonzero(clean)}
    if not rows:
        return None
    left = {int(column): Fraction(float(reduced[column])) for column in np.flatnonzero(matters)}
    return ExactProof(rows, left, Fraction(0))


def _proof(
    programme: LinearProgramme,
    polyhedron: Polyhedron,
    found: ExactProof,
    where: Sequence[RowReference],
    economy: Economy | None,
    *,
    exact: bool,
) -> Proof:
    matrix = polyhedron.matrix
    places: dict[int, int] = {}
    lines = []
    for row, weight in found.multipliers.items():
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        entries = zip(matrix.indices[span].tolist(), matrix.data[span].tolist(), strict=True)
        terms = tuple((places.setdefault(column, len(places)), value) for column, value in entries if value)
        reference = where[row]
        demand = weight < 0
        side = float(polyhedron.row_lower[row] if demand else polyhedron.row_upper[row])
        asked = replace(reference, upper=np.inf) if demand else replace(reference, lower=-np.inf)
        one_side = reference if reference.lower == reference.upper or economy is not None else asked
        lines.append(
            ProofLine(
                say(economy, [one_side]),
                thing(economy, reference),
                reference.year,
                reference.unit,
                input_cell(economy, reference),
                demand,
                side,
                abs(weight),
                terms,
                reference.kind,
                row,
                family(reference),
            )
        )
    names: Mapping[int, str] = {
        column: unknown(economy, programme.column_key(column)) for column in (*places, *found.reduced)
    }
    for column, weight in found.reduced.items():
        place = places.setdefault(column, len(places))
        demand = weight < 0
        side = float(polyhedron.lower[column] if demand else polyhedron.upper[column])
        said = f"{names[column]} is {'at least' if demand else 'at most'} {number(side)}"
        year = programme.column_key(column).get("year", "")
        lines.append(ProofLine(said, names[column], year, "", "", demand, side, abs(weight), ((place, 1.0),)))
    lines.sort(key=lambda line: (not line.demand, line.kind is None, -abs(line.worth)))
    return Proof(tuple(lines), tuple(names[column] for column in places), "", "", exact)


def _in_its_unit(proof: Proof) -> Proof:
    """All weights divided by that of the line that matters most, so that the sums are in its unit.

    A limit of what there is, if one has a part in the sums; else a target; else what is greatest.
    """

    def rank(line: ProofLine) -> tuple[int, Fraction]:
        order = ((Kind.RESOURCE, False), (Kind.POLICY, False), (Kind.TARGET, True))
        place = order.index((line.kind, line.demand)) if (line.kind, line.demand) in order else len(order)
        return (place if line.worth else len(order) + 1, -abs(line.worth))

    key = min(proof.lines, key=rank)
    lines = tuple(replace(line, weight=line.weight / key.weight) for line in proof.lines)
    return replace(proof, lines=lines, unit=key.unit, of=key.about or key.sentence)
