"""What becomes of a plan, or of a demand for which there is none, when it is carried out.

`demands` says what each strategy demands, `execute` carries it out, `ambition_curve` carries out demands between
balanced growth and all maxima at once.
"""

from __future__ import annotations

from optimiser.economy.behaviour import FAITHFUL, Behaviour, Rationing
from optimiser.execution.course import Course, courses
from optimiser.execution.demand import Demanded, demands, of_plan
from optimiser.execution.draws import Draws
from optimiser.execution.execute import Ambition, Execution, ambition_curve, execute, execute_strategies
from optimiser.execution.outcome import Outcome
from optimiser.execution.statistics import Estimate

__all__ = [
    "FAITHFUL",
    "Ambition",
    "Behaviour",
    "Course",
    "Demanded",
    "Draws",
    "Estimate",
    "Execution",
    "Outcome",
    "Rationing",
    "ambition_curve",
    "courses",
    "demands",
    "execute",
    "execute_strategies",
    "of_plan",
]
