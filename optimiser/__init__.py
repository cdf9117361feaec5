"""Can this plan be carried out, and what would a better one look like?

    import optimiser

    economy = optimiser.read_economy("inputs/first_five_year_plan.xlsx")
    plan = optimiser.solve(economy, "balanced")
    print(plan.growth_rate)
    print(plan.frame("output"))
    optimiser.write_report(plan, "outputs/plan.xlsx")

The names below are the public ones; they are loaded when first used, so that importing costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimiser.batch import Batch as Batch
    from optimiser.batch import plan_runs as plan_runs
    from optimiser.batch import run_batch as run_batch
    from optimiser.batch import source_of_tables as source_of_tables
    from optimiser.batch import source_of_workbook as source_of_workbook
    from optimiser.comparison import Comparison as Comparison
    from optimiser.comparison import compare as compare
    from optimiser.comparison import frontier as frontier
    from optimiser.comparison.causes import Ladder as Ladder
    from optimiser.comparison.causes import Question as Question
    from optimiser.comparison.causes import ladder as ladder
    from optimiser.comparison.variants import VariantComparison as VariantComparison
    from optimiser.comparison.variants import compare_variants as compare_variants
    from optimiser.diagnosis import Diagnosis as Diagnosis
    from optimiser.diagnosis import diagnose as diagnose
    from optimiser.diagnosis import explain as explain
    from optimiser.economy.base_year import base_year as base_year
    from optimiser.economy.economy import Economy as Economy
    from optimiser.economy.multipliers import Multipliers as Multipliers
    from optimiser.economy.multipliers import flows_of as flows_of
    from optimiser.economy.multipliers import multipliers as multipliers
    from optimiser.errors import Fault as Fault
    from optimiser.errors import InputFault as InputFault
    from optimiser.errors import OptimiserError as OptimiserError
    from optimiser.errors import OutputFault as OutputFault
    from optimiser.errors import SolverFailed as SolverFailed
    from optimiser.errors import SolverMissing as SolverMissing
    from optimiser.errors import VerificationFailed as VerificationFailed
    from optimiser.execution import Draws as Draws
    from optimiser.execution import Execution as Execution
    from optimiser.execution import execute_strategies as execute_strategies
    from optimiser.iotables import NationalTable as NationalTable
    from optimiser.iotables import flows_of_table as flows_of_table
    from optimiser.iotables import import_table as import_table
    from optimiser.iotables import read_table as read_table
    from optimiser.plan.plan import Plan as Plan
    from optimiser.programme import LinearProgramme as LinearProgramme
    from optimiser.programme import formulate as formulate
    from optimiser.report.cards import html_of as html_of
    from optimiser.report.reports import write_comparison as write_comparison
    from optimiser.report.reports import write_diagnosis as write_diagnosis
    from optimiser.report.reports import write_execution as write_execution
    from optimiser.report.reports import write_ladder as write_ladder
    from optimiser.report.reports import write_report as write_report
    from optimiser.report.reports import write_variants as write_variants
    from optimiser.solver import SolverOptions as SolverOptions
    from optimiser.solver import Status as Status
    from optimiser.solver import export_programme as export_programme
    from optimiser.strategies import STRATEGIES as STRATEGIES
    from optimiser.strategies import Request as Request
    from optimiser.strategies.solve import solve as solve
    from optimiser.strategies.tribute import tribute_sweep as tribute_sweep
    from optimiser.strategies.turnpike import turnpike as turnpike
    from optimiser.strategies.years_needed import years_needed as years_needed
    from optimiser.workbook import Change as Change
    from optimiser.workbook import Reading as Reading
    from optimiser.workbook import economy_from_tables as economy_from_tables
    from optimiser.workbook import parse_change as parse_change
    from optimiser.workbook import read_economy as read_economy
    from optimiser.workbook import read_tables as read_tables
    from optimiser.workbook import read_workbook as read_workbook
    from optimiser.workbook import validate_workbook as validate_workbook
    from optimiser.workbook import write_economy as write_economy

__version__ = "0.1.0"

_HOME = {
    "Batch": "optimiser.batch",
    "Change": "optimiser.workbook",
    "Comparison": "optimiser.comparison",
    "Diagnosis": "optimiser.diagnosis",
    "Draws": "optimiser.execution",
    "Economy": "optimiser.economy.economy",
    "Execution": "optimiser.execution",
    "Fault": "optimiser.errors",
    "InputFault": "optimiser.errors",
    "Ladder": "optimiser.comparison.causes",
    "LinearProgramme": "optimiser.programme",
    "Multipliers": "optimiser.economy.multipliers",
    "NationalTable": "optimiser.iotables",
    "OptimiserError": "optimiser.errors",
    "OutputFault": "optimiser.errors",
    "Plan": "optimiser.plan.plan",
    "Question": "optimiser.comparison.causes",
    "Reading": "optimiser.workbook",
    "Request": "optimiser.strategies",
    "STRATEGIES": "optimiser.strategies",
    "SolverFailed": "optimiser.errors",
    "SolverMissing": "optimiser.errors",
    "SolverOptions": "optimiser.solver",
    "Status": "optimiser.solver",
    "VariantComparison": "optimiser.comparison.variants",
    "VerificationFailed": "optimiser.errors",
    "base_year": "optimiser.economy.base_year",
    "compare": "optimiser.comparison",
    "compare_variants": "optimiser.comparison.variants",
    "diagnose": "optimiser.diagnosis",
    "economy_from_tables": "optimiser.workbook",
    "execute_strategies": "optimiser.execution",
    "explain": "optimiser.diagnosis",
    "export_programme": "optimiser.solver",
    "flows_of": "optimiser.economy.multipliers",
    "flows_of_table": "optimiser.iotables",
    "formulate": "optimiser.programme",
    "frontier": "optimiser.comparison",
    "html_of": "optimiser.report.cards",
    "import_table": "optimiser.iotables",
    "ladder": "optimiser.comparison.causes",
    "multipliers": "optimiser.economy.multipliers",
    "parse_change": "optimiser.workbook",
    "plan_runs": "optimiser.batch",
    "read_economy": "optimiser.workbook",
    "read_table": "optimiser.iotables",
    "read_tables": "optimiser.workbook",
    "read_workbook": "optimiser.workbook",
    "run_batch": "optimiser.batch",
    "solve": "optimiser.strategies.solve",
    "source_of_tables": "optimiser.batch",
    "source_of_workbook": "optimiser.batch",
    "tribute_sweep": "optimiser.strategies.tribute",
    "turnpike": "optimiser.strategies.turnpike",
    "validate_workbook": "optimiser.workbook",
    "write_comparison": "optimiser.report.reports",
    "write_diagnosis": "optimiser.report.reports",
    "write_economy": "optimiser.workbook",
    "write_execution": "optimiser.report.reports",
    "write_ladder": "optimiser.report.reports",
    "write_report": "optimiser.report.reports",
    "write_variants": "optimiser.report.reports",
    "years_needed": "optimiser.strategies.years_needed",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'optimiser' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
