"""What a strategy is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.solver import SolverOptions

Progress = Callable[[str], None]
"""Called with a few words as the work goes on."""


def _silent(_: str) -> None: ...


@dataclass(frozen=True)
class Request:
    """An economy, and the choices that the workbook or the user makes."""

    economy: Economy
    target_set: str = ""
    """Empty: the workbook's own choice."""
    options: SolverOptions = SolverOptions()
    progress: Progress = _silent

    @property
    def chosen_set(self) -> str:
        """The target set asked for, or else the workbook's; empty where there is none."""
        return self.target_set or self.economy.settings.target_set

    @property
    def needed_set(self) -> str:
        """The target set, where there must be one.

        Raises:
            InputFault: none is named, and there is not just one.
        """
        known = sorted(set(self.economy.targets.set))
        if self.chosen_set:
            return self.chosen_set
        if len(known) == 1:
            return known[0]
        raise InputFault.of(
            "Targets",
            "this strategy needs a target set, and none is chosen" if known else "this strategy needs targets",
            f"Choose with --targets: {', '.join(known)}" if known else "Add a sheet Targets",
        )

    def over(self, economy: Economy) -> Request:
        """The same request of another economy."""
        return replace(self, economy=economy)


def request_of(
    economy: Economy | Request,
    target_set: str = "",
    options: SolverOptions | None = None,
    progress: Progress | None = None,
) -> Request:
    """An economy with what is asked of it; of a request, what is given here takes the place of its own.

    Raises:
        TypeError: neither an economy nor a request.
    """
    if not isinstance(economy, Economy | Request):
        raise TypeError(f"an Economy is needed first, and this is {type(economy).__name__}: see read_economy")
    asked = Request(economy) if isinstance(economy, Economy) else economy
    return replace(
        asked,
        target_set=target_set or asked.target_set,
        options=options or asked.options,
        progress=progress or asked.progress,
    )
