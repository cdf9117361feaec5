"""Results into files and JSON: the report of each kind of result, in the format that the file's name asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimiser.files import Mark, atomic
from optimiser.report.page import Report
from optimiser.report.writers.json import json_object

if TYPE_CHECKING:
    from optimiser.batch.store import Store
    from optimiser.batch.survey import Survey
    from optimiser.comparison.causes import Ladder
    from optimiser.comparison.compare import Comparison
    from optimiser.comparison.variants import VariantComparison
    from optimiser.diagnosis.findings import Diagnosis
    from optimiser.execution import Execution
    from optimiser.plan.plan import Plan
    from optimiser.workbook import Reading


def write_pages(
    report: Report, path: str | Path, *, force: bool = False, never: str | Path | None = None, mark: Mark = Mark.REPORT
) -> None:
    """Write a report; the file appears whole or not at all, and never in place of the workbook that was read.

    `force` lets an earlier report give way; `mark` says what the new one is.

    Raises:
        OutputFault: the file is there already and `force` is not given, has a suffix of no format, or cannot be
            written.
    """
    from optimiser.report.writers import write

    with atomic(path, force=force, never=never or report.source or None, mark=mark) as temporary:
        write(report, temporary, Path(path).suffix.lower())


def write_report(plan: Plan, path: str | Path, *, reading: Reading | None = None, force: bool = False) -> None:
    """Write the report on a plan, or on why there is none.

    Raises:
        OutputFault: as `write_pages`.
    """
    from optimiser.report.pages.plan import plan_report

    write_pages(plan_report(plan, reading), path, force=force)


def write_comparison(comparison: Comparison, path: str | Path, force: bool = False) -> None:
    """Write the comparison: sentences, measures side by side, charts, every strategy's own tables.

    Raises:
        OutputFault: as `write_pages`.
    """
    from optimiser.report.pages.comparison import comparison_report

    write_pages(comparison_report(comparison), path, force=force)


def write_diagnosis(diagnosis: Diagnosis, path: str | Path, *, force: bool = False) -> None:
    """Write the report on a diagnosis.

    Raises:
        OutputFault: as `write_pages`.
    """
    from optimiser.report.pages.diagnosis import diagnosis_report

    write_pages(diagnosis_report(diagnosis), path, force=force)


def write_execution(execution: Execution, path: str | Path, *, force: bool = False) -> None:
    """Write the report on what came of carrying plans and demands out.

    Raises:
        OutputFault: as `write_pages`.
    """
    from optimiser.report.pages.execution import execution_report

    write_pages(execution_report(execution), path, force=force)


def write_ladder(ladder: Ladder, path: str | Path, *, force: bool = False) -> None:
    """Write the report on how much each cause adds.

    Raises:
        OutputFault: as `write_pages`.
    """
    from optimiser.report.pages.causes import causes_report

    write_pages(causes_report(ladder), path, force=force)


def write_variants(compared: VariantComparison, path: str | Path, *, force: bool = False) -> None:
    """Write the report on variants side by side.

    Raises:
        OutputFault: as `write_pages`.
    """
    from optimiser.report.pages.variants import variants_report

    write_pages(variants_report(compared), path, force=force)


def write_batch(
    store: Store,
    batch: str,
    found: Survey,
    path: Path,
    *,
    stylised: bool = False,
    force: bool = False,
    never: Path | None = None,
) -> None:
    """Write the comparison of a batch, row by row from its store.

    Raises:
        OutputFault: as `write_pages`.
    """
    from optimiser.report.pages.batch import batch_report

    report = batch_report(store, batch, found, stylised=stylised)
    write_pages(report, path, force=force, never=never, mark=Mark.BATCH)


def plan_json(plan: Plan, path: str | Path | None, report: Report | None = None) -> dict[str, Any]:
    """A plan as the command `solve` prints it; keys that do not apply are null.  `path` is where the report is."""
    from optimiser.report.facts.plan import plan_facts

    return json_object(plan_facts(plan), report, path)


def comparison_json(comparison: Comparison, path: str | Path | None, report: Report | None = None) -> dict[str, Any]:
    """The comparison as the command `compare` prints it; null where a key does not apply."""
    from optimiser.report.facts.comparison import comparison_facts

    return json_object(comparison_facts(comparison), report, path)


def diagnosis_json(diagnosis: Diagnosis, path: str | Path | None, report: Report | None = None) -> dict[str, Any]:
    """A diagnosis as the command `diagnose` prints it; keys that do not apply are null or empty."""
    from optimiser.report.facts.diagnosis import diagnosis_facts

    return json_object(diagnosis_facts(diagnosis), report, path)


def explanation_json(diagnosis: Diagnosis, path: str | Path | None, report: Report | None = None) -> dict[str, Any]:
    """Why a linear programme of another program has no answer, as the command `explain` prints it."""
    from optimiser.report.facts.diagnosis import explanation_facts

    return json_object(explanation_facts(diagnosis), report, path)


def execution_json(execution: Execution, path: str | Path | None, report: Report | None = None) -> dict[str, Any]:
    """What came of plans and demands as the command `execute` prints it; keys that do not apply are null."""
    from optimiser.report.facts.execution import execution_facts

    return json_object(execution_facts(execution), report, path)


def variants_json(compared: VariantComparison, path: str | Path | None, report: Report | None = None) -> dict[str, Any]:
    """Variants side by side, as the command `compare --variants` prints them."""
    from optimiser.report.facts.variants import variants_facts

    return json_object(variants_facts(compared), report, path)


def ladder_json(ladder: Ladder, path: str | Path | None, report: Report | None = None) -> dict[str, Any]:
    """How much each cause adds, as the command `decompose` prints it."""
    from optimiser.report.facts.causes import causes_facts

    return json_object(causes_facts(ladder), report, path)
