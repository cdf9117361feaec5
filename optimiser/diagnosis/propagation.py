"""The readable version of a proof: this bound forces that one, step by step, until two contradict each other.

Of a line `sum_j a_j x_j >= b` the bounds of all unknowns but one say how great that one's term has to be at least:

    a_k x_k  >=  b - sum over j /= k of the most that a_j x_j can be

It is what presolve does.  Not every contradiction can be reached in this way; where it cannot, only the sums show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite

from optimiser.diagnosis.proof import Proof, ProofLine
from optimiser.language.numbers import number

ROUNDS = 50
"""How often all lines are gone through."""

BETTER = 1e-6
"""A bound has to be better than the one before by this share, or it is no step."""

CLEAR = 1e-9
"""What contradicts a line has to do so by this share of its terms."""


@dataclass(frozen=True)
class Step:
    """One bound that others force."""

    because: str
    """The line that forces it."""
    follows: str
    """What it forces."""
    cell: str


@dataclass(frozen=True)
class _Bound:
    """What an unknown is at least (side 0) or at most (side 1), and how that is known."""

    unknown: int
    side: int
    value: float
    line: int
    """The line that forces it; below nothing: a bound that was given."""
    parents: tuple[int, ...] = ()
    """Places of the bounds from which it follows."""


def steps_to_contradiction(proof: Proof) -> tuple[Step, ...]:
    """The steps that lead to a contradiction, each after those that it needs; none where no such chain is found."""
    lines = [line for line in proof.lines if line.kind is not None]
    known: list[_Bound] = []
    best: dict[tuple[int, int], int] = {}
    for line in proof.lines:
        if line.kind is None:
            unknown = line.terms[0][0]
            best[unknown, int(not line.demand)] = len(known)
            known.append(_Bound(unknown, int(not line.demand), line.side, -1))
    for _ in range(ROUNDS):
        moved = False
        for place, line in enumerate(lines):
            ending = _against(line, known, best)
            if ending is not None:
                return _told(proof, lines, known, place, ending)
            for made in _forced(line, place, known, best):
                best[made.unknown, made.side] = len(known)
                known.append(made)
                moved = True
        if not moved:
            break
    return ()


def _most(line: ProofLine, known: Sequence[_Bound], best: dict[tuple[int, int], int]) -> list[tuple[float, int]]:
    """For each term of a demand the most that it can be (of a limit: the least), and the bound that says so."""
    found = []
    for unknown, coefficient in line.terms:
        place = best.get((unknown, int((coefficient > 0.0) == line.demand)), -1)
        found.append((coefficient * known[place].value if place >= 0 else (inf if line.demand else -inf), place))
    return found


def _against(line: ProofLine, known: Sequence[_Bound], best: dict[tuple[int, int], int]) -> tuple[int, ...] | None:
    """The bounds under which a line cannot be kept, or None."""
    terms = _most(line, known, best)
    total = sum(value for value, _ in terms)
    size = abs(line.side) + sum(abs(value) for value, _ in terms)
    if not isfinite(total) or (line.side - total if line.demand else total - line.side) <= CLEAR * size:
        return None
    return tuple(place for _, place in terms)


def _forced(line: ProofLine, place: int, known: Sequence[_Bound], best: dict[tuple[int, int], int]) -> list[_Bound]:
    """Bounds that a line forces and that are better than those known."""
    terms = _most(line, known, best)
    endless = sum(not isfinite(value) for value, _ in terms)
    if endless > 1:
        return []
    made = []
    for number_, (unknown, coefficient) in enumerate(line.terms):
        if endless and isfinite(terms[number_][0]):
            continue
        others = [each for other, each in enumerate(terms) if other != number_]
        value = (line.side - sum(each for each, _ in others)) / coefficient
        side = int((coefficient > 0.0) != line.demand)
        before = best.get((unknown, side), -1)
        if before >= 0:
            gain = value - known[before].value if side == 0 else known[before].value - value
            if gain <= BETTER * max(abs(value), abs(known[before].value)):
                continue
        made.append(_Bound(unknown, side, value, place, tuple(each for _, each in others)))
    return made


def _told(
    proof: Proof, lines: Sequence[ProofLine], known: Sequence[_Bound], last: int, ending: tuple[int, ...]
) -> tuple[Step, ...]:
    needed: set[int] = set()
    waiting = list(ending)
    while waiting:
        place = waiting.pop()
        if place not in needed:
            needed.add(place)
            waiting += known[place].parents
    steps = []
    for place in sorted(needed):
        bound = known[place]
        if bound.line >= 0:
            words = "at most" if bound.side else "at least"
            follows = f"{proof.unknowns[bound.unknown]} is {words} {number(bound.value)}"
            steps.append(Step(lines[bound.line].sentence, follows, lines[bound.line].cell))
    line = lines[last]
    terms = sum(coefficient * known[place].value for (_, coefficient), place in zip(line.terms, ending, strict=True))
    can = f"this comes to {'at most' if line.demand else 'at least'} {number(terms)}, and has to be"
    follows = f"{can} {'at least' if line.demand else 'at most'} {number(line.side)}: it cannot"
    return (*steps, Step(line.sentence, follows, line.cell))
