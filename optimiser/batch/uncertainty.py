"""Draws of graded figures, each within the range of its grade, the base year closed again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from optimiser.batch.run import Run
from optimiser.batch.snapshot import Opened, economy_of
from optimiser.comparison.rebalancing import rebalanced
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault
from optimiser.workbook.graded import SHEET
from optimiser.workbook.read.grades import Range, legal_for
from optimiser.workbook.scenarios import Definition


def ranges_for(opened: Opened, definitions: Mapping[str, Definition]) -> tuple[Range, ...]:
    """The ranges from which the scenarios of a workbook draw; none where no scenario draws graded figures.

    Left out are ranges in which there is nothing to draw, and those that would make a cell illegal: whole
    numbers, bounds.

    Raises:
        InputFault: a scenario draws figures of grades of which the workbook states no range.
    """
    drawing = [each for each in definitions.values() if each.grades]
    if not drawing:
        return ()
    wide = tuple(each for each in opened.ranges if each.low < each.high)
    kept, _ = legal_for(partial(economy_of, opened.source), wide)
    for each in drawing:
        if not any(span.grade in each.grades for span in kept):
            raise InputFault.of(
                f"{opened.source.name}, {SHEET}",
                f"the scenario {each.name!r} draws figures that are {' or '.join(each.grades)}, and there is no range "
                "from which these could be drawn",
                "State `times at least` and `times at most` for some figures of these grades.",
            )
    return kept


def economy_of_run(run: Run) -> Economy:
    """The economy of a run: its changes, then what is drawn, the base year closed as it was before the draw.

    Raises:
        InputFault: the changes are at fault, or the base year of the draw cannot be closed again.
    """
    if not run.drawn.changes:
        return economy_of(run.source, run.changes)
    known = economy_of(run.source, run.changes)
    drawn = economy_of(run.source, (*run.changes, *run.drawn.changes))
    closed = rebalanced(known, drawn, dict(run.drawn.deviations))
    if closed is None:
        raise InputFault.of(
            SHEET,
            "what was drawn contradicts itself: the base year can only be closed again by taking most of a figure away",
            "Nothing is to be done about one draw; of many such, narrow the ranges.",
        )
    return closed
