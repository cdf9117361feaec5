"""The errors this package raises on purpose.

    OptimiserError              exit code 1
    +-- InputFault              3   something given is wrong: the faults, each with its cell
    +-- OutputFault             3   a file cannot be written where it was asked for
    +-- SolverMissing           7   the solver asked for is not installed, or cannot be used
    +-- SolverFailed            1   a solver gave up without an answer
    +-- VerificationFailed      1   a plan that its own re-addition does not confirm

An infeasible, unbounded or unfinished programme is a finding and not an error: see `Status`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with the input: where, what stands there, what is wrong, how to mend it."""

    sheet: str
    cell: str
    """`B4`; empty where a whole sheet or file is meant."""
    value: str
    problem: str
    remedy: str
    warning: bool = False
    """True where the plan can still be made, and the planner should look."""

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        shown = f" ({self.value!r})" if self.value else ""
        return f"{place}{shown}: {self.problem}. {self.remedy}"

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


class OptimiserError(Exception):
    """The root of the tree."""

    exit_code = 1


class InputFault(OptimiserError):
    """The input is at fault; `faults` has every one of them."""

    exit_code = 3

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    @classmethod
    def of(cls, place: str, problem: str, remedy: str, value: str = "") -> InputFault:
        """A single fault of a file, an option or a whole sheet."""
        return cls([Fault(place, "", value, problem, remedy)])

    def __reduce__(self) -> tuple[type[InputFault], tuple[tuple[Fault, ...]]]:
        return InputFault, (self.faults,)


class OutputFault(OptimiserError):
    """A file cannot be written where it was asked for."""

    exit_code = 3


class SolverMissing(OptimiserError):
    """The solver asked for is not installed, or is and cannot be used: it has no licence, say."""

    exit_code = 7


class SolverFailed(OptimiserError):
    """A solver gave up without an answer."""


class VerificationFailed(OptimiserError):
    """A plan that its own re-addition does not confirm."""
