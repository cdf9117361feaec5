"""What a run is, and what comes out of it: small, frozen, and as good in another process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TypeAlias

from optimiser import __version__
from optimiser.batch.snapshot import Source, content
from optimiser.strategies.years_needed import LONGEST
from optimiser.workbook.changes import Change

BASE = "as it is"
"""The scenario that changes nothing."""

FAILED = "failed"
"""The status of a run that raised, or whose worker died, twice."""

Figure: TypeAlias = float | int | str | None


@dataclass(frozen=True)
class Options:
    """How runs are solved and what is found out about each."""

    solver: str = "highs"
    time_limit: float = float("inf")
    """Seconds, for each solve."""
    threads: int = 1
    years_needed: bool = False
    """Whether to find in how many plan years the target set could be reached, of runs with a plan as well."""
    longest: int = LONGEST
    """The longest plan that is tried for that, in years."""
    findings: bool = True
    """Whether to find the first conflict of a run that is infeasible, and the years that its targets would take."""
    repetitions: int = 0
    """How often what a run demands is carried out; 0 leaves it out."""
    replan: bool = False
    """Whether plans are also made anew every year when they are carried out."""


@dataclass(frozen=True)
class Drawn:
    """One draw of the graded figures of a workbook."""

    changes: tuple[Change, ...] = ()
    """Made after all others; the base year is closed again when they are."""
    deviations: tuple[tuple[str, float], ...] = ()
    """Sheet and the standard deviation of the logarithm of its figures."""


NOTHING = Drawn()


@dataclass(frozen=True)
class Run:
    """A workbook with changes, planned by a strategy."""

    source: Source
    scenario: str = BASE
    group: str = BASE
    """The scenario as it is written down, of which this is one of many where it is a grid or a sample."""
    strategy: str = "balanced"
    target_set: str = ""
    """Empty: the workbook's own choice."""
    changes: tuple[Change, ...] = ()
    inputs: tuple[tuple[str, Figure], ...] = ()
    """What was chosen for this run, by the name of the input: one of a list, or drawn from a range."""
    options: Options = field(default=Options())
    drawn: Drawn = field(default=NOTHING)

    @property
    def reference(self) -> tuple[str, str, str, Options]:
        """Runs that agree in this start from one and the same solved economy."""
        return self.source.digest, self.strategy, self.target_set, self.options

    def __str__(self) -> str:
        parts = [self.source.name, self.scenario, self.strategy, *([self.target_set] if self.target_set else [])]
        return ", ".join(parts)


@dataclass(frozen=True)
class Outcome:
    """What came out of a run."""

    status: str
    """optimal, infeasible, unbounded, limit, or failed."""
    measures: Mapping[str, Figure] = field(default_factory=dict)
    """Name of the measure, its unit in brackets, to its value."""
    finding: str = ""
    """Of what is infeasible the main reason; of what failed the message."""
    seconds: float = 0.0
    """How long it took, without what is done once for many runs."""


def key_of(run: Run) -> str:
    """The content hash of a run: sha256 of everything that its outcome depends on.

    The economy after the changes, the strategy and the target set, the options, the version; and the economy
    without the changes, from whose plan the solver starts: of several plans that are equally good it may
    lead to one or another.  Of a draw also the economy that is not drawn, to which its base year is closed.
    """
    options = asdict(run.options)
    parts: list[object] = [
        __version__,
        content(run.source, (*run.changes, *run.drawn.changes)),
        run.source.digest,
        run.strategy,
        run.target_set,
        {name: repr(value) for name, value in options.items()},
    ]
    if run.drawn.changes:
        parts += [content(run.source, run.changes), run.drawn.deviations]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
