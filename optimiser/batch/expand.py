"""From a scenario as it is written down to the runs that it stands for: one, a grid, or a sample."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np

from optimiser.arrays import Floats
from optimiser.batch.run import NOTHING, Drawn
from optimiser.workbook.changes import Change
from optimiser.workbook.read.grades import Range, deviations
from optimiser.workbook.scenarios import Choice, Definition


@dataclass(frozen=True)
class Variant:
    """One set of changes that a scenario stands for."""

    name: str
    """`taxes`; of a grid `taxes [tax=1.2]`; of a sample `uncertain 017`."""
    group: str
    """The scenario's own name."""
    changes: tuple[Change, ...]
    inputs: tuple[tuple[str, Choice], ...] = ()
    """What was chosen or drawn, by the input's name."""
    drawn: Drawn = field(default=NOTHING)
    """Graded figures, each within its range."""


def count(definition: Definition) -> int:
    """How many runs a scenario stands for."""
    return math.prod(map(len, _lists(definition).values())) * (definition.runs or 1)


def expand(definition: Definition, graded: Sequence[Range] = ()) -> Iterator[Variant]:
    """The runs of a scenario: every combination of its lists, and for each of these every draw of its ranges.

    `graded` are the ranges of graded figures that are drawn, too, uniform on a scale of ratios.

    The draws are the same for every combination, so that combinations are compared under equal circumstances.
    """
    lists, spans = _lists(definition), _spans(definition)
    names, sampled = list(spans), bool(spans or graded)
    shares = latin_hypercube(definition.runs or 0, len(spans) + len(graded), definition.seed)
    low = np.array([spans[name][0] for name in names])
    high = np.array([spans[name][1] for name in names])
    width = len(str(definition.runs or 0))
    for combination in product(*lists.values()):
        chosen: dict[str, Choice] = dict(zip(lists, combination, strict=True))
        shown = ", ".join(f"{name}={_shown(value)}" for name, value in chosen.items())
        name = f"{definition.name} [{shown}]" if shown else definition.name
        if not sampled:
            yield _variant(definition, name, chosen)
        for number, row in enumerate(shares, start=1) if sampled else ():
            figures = (low + (high - low) * row[: len(spans)]).tolist()
            factors = [each.at(float(part)) for each, part in zip(graded, row[len(spans) :], strict=True)]
            figured = chosen | dict(zip(names, figures, strict=True))
            yield _variant(definition, f"{name} {number:0{width}}", figured, factors, graded)


def _variant(
    definition: Definition,
    name: str,
    chosen: dict[str, Choice],
    factors: Sequence[Change] = (),
    graded: Sequence[Range] = (),
) -> Variant:
    changes = tuple(
        replace(line.change, value=chosen[line.name]) if line.choices or line.span else line.change
        for line in definition.lines
    )
    of_grades = {f"{each.sheet}!{each.row}!{each.column}": float(str(each.value)) for each in factors}
    drawn = Drawn(tuple(factors), tuple(deviations(tuple(graded)).items())) if factors else NOTHING
    return Variant(name, definition.name, changes, tuple((chosen | of_grades).items()), drawn)


def _lists(definition: Definition) -> dict[str, tuple[Choice, ...]]:
    return {line.name: line.choices for line in definition.lines if line.choices}


def _spans(definition: Definition) -> dict[str, tuple[float, float]]:
    return {line.name: line.span for line in definition.lines if line.span}


def _shown(value: Choice) -> str:
    return f"{value:g}" if isinstance(value, float) else value


def latin_hypercube(runs: int, inputs: int, seed: int) -> Floats:
    """(run, input): numbers between 0 and 1, every input with one in each of `runs` equal parts, in random order.

    The same seed gives the same numbers.  Source: McKay, Beckman and Conover (1979).
    """
    from scipy.stats.qmc import LatinHypercube

    if not runs or not inputs:
        return np.empty((runs, inputs))
    return np.asarray(LatinHypercube(d=inputs, seed=np.random.default_rng(seed)).random(runs))
