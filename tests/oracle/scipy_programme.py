"""A linear programme for scipy, built row by row: nothing of the program under test is in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from scipy.optimize import linprog

INFINITY = float("inf")
EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}

VERDICTS = {0: "optimal", 2: "infeasible", 3: "unbounded"}

Terms = Iterable[tuple[float, int | None]]


@dataclass(frozen=True)
class Block:
    """Columns of one kind: by place and year, the years counted from `first`; None where there is no such unknown."""

    columns: Mapping[tuple[int, int], int]

    def at(self, place: int, year: int) -> int | None:
        return self.columns.get((place, year))


@dataclass(frozen=True)
class Answer:
    """`status`: optimal, infeasible or unbounded; `value` has a meaning where it is optimal."""

    status: str
    value: float = float("nan")


@dataclass
class ScipyProgramme:
    """Columns with their sizes, rows `least <= terms <= most`, and sides that grow with (1+g)^power."""

    size: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    rows: list[dict[int, float]] = field(default_factory=list)
    sides: list[tuple[float, float]] = field(default_factory=list)
    power: dict[int, int] = field(default_factory=dict)

    def column(self, size: float = 1.0, floor: float = 0.0) -> int:
        self.size.append(size if size > 0 else 1.0)
        self.floor.append(floor)
        return len(self.size) - 1

    def block(self, places: Iterable[int], years: Iterable[int], size: Iterable[float], floor: float = 0.0) -> Block:
        """Columns for every place (in sizes of its own) and every year."""
        times, widths = list(years), list(size)
        return Block({(place, year): self.column(widths[place], floor) for place in places for year in times})

    def row(self, terms: Terms, *, least: float = -INFINITY, most: float = INFINITY, power: int = 0) -> None:
        """A row; its least is to be multiplied by (1+g)^power."""
        entries: dict[int, float] = {}
        for coefficient, column in terms:
            if column is not None and coefficient:
                entries[column] = entries.get(column, 0.0) + coefficient
        if least == -INFINITY and most == INFINITY:
            return
        if power:
            self.power[len(self.rows)] = power
        self.rows.append(entries)
        self.sides.append((least, most))

    def compiled(self) -> Compiled:
        return Compiled(self)


class Compiled:
    """The programme as arrays, every column in its own size and every row by its largest coefficient."""

    def __init__(self, programme: ScipyProgramme) -> None:
        self.size = np.array(programme.size)
        count = [len(entries) for entries in programme.rows]
        rows = np.repeat(np.arange(len(count)), count)
        columns = np.array([column for entries in programme.rows for column in entries], int)
        values = np.array([value for entries in programme.rows for value in entries.values()])
        values = values * self.size[columns]
        scale = np.zeros(len(count))
        np.maximum.at(scale, rows, np.abs(values))
        scale[scale == 0] = 1.0
        matrix = sp.csr_array((values / scale[rows], (rows, columns)), shape=(len(count), len(self.size)))
        self.least, self.most = np.array(programme.sides, float).reshape(-1, 2).T / scale
        self.power = np.zeros(len(count), int)
        self.power[list(programme.power)] = list(programme.power.values())
        self.bounds = np.column_stack([np.array(programme.floor) / self.size, np.full(len(self.size), INFINITY)])
        self.equal = self.least == self.most
        self.below = ~self.equal & np.isfinite(self.most)
        self.above = ~self.equal & np.isfinite(self.least)
        self.upper = sp.vstack([matrix[self.below], -matrix[self.above]]).tocsr()
        self.exact = matrix[self.equal]

    def greatest(self, goal: Mapping[int, float], growth: float = 0.0) -> Answer:
        """The greatest sum of `goal`, with the growth given."""
        cost = np.zeros(len(self.size))
        for column, weight in goal.items():
            cost[column] -= weight * self.size[column]
        largest = float(np.abs(cost).max(initial=0.0)) or 1.0
        least = self.least * (1.0 + growth) ** self.power
        upper = np.concatenate([self.most[self.below], -least[self.above]])
        for options in (EXACT, {}):  # what is too fine for the tightest tolerances is tried with the usual ones
            found = linprog(  # type: ignore[call-overload]
                cost / largest, A_ub=self.upper, b_ub=upper, A_eq=self.exact, b_eq=self.most[self.equal],
                bounds=self.bounds, method="highs", options=options,
            )  # fmt: skip
            if found.status in VERDICTS:
                break
        else:
            raise RuntimeError(f"scipy gave no answer: {found.message}")
        if found.status == 0:
            return Answer("optimal", -float(found.fun) * largest)
        return Answer(VERDICTS[found.status])
