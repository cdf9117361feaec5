"""Results as cards for notebooks: the beginning of their report, in one piece of a page."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from itertools import islice

from optimiser.batch import Batch
from optimiser.comparison import Comparison
from optimiser.comparison.causes import Ladder
from optimiser.comparison.variants import VariantComparison
from optimiser.diagnosis import Diagnosis
from optimiser.economy.economy import Economy
from optimiser.execution import Execution
from optimiser.plan.plan import Plan
from optimiser.report.page import Block, Chart, Report, Sentence, Table
from optimiser.report.writers import card

MOST_SENTENCES = 5
MOST_ROWS, MOST_COLUMNS = 15, 16


@singledispatch
def _report(result: object) -> Report:
    raise TypeError(f"{type(result).__name__} is no result that can be shown: a Plan is, or a Comparison")


@_report.register
def _(result: Economy) -> Report:
    from optimiser.report.pages.economy import economy_report

    return economy_report(result)


@_report.register
def _(result: Plan) -> Report:
    from optimiser.report.pages.plan import plan_report

    return plan_report(result)


@_report.register
def _(result: Comparison) -> Report:
    from optimiser.report.pages.comparison import comparison_report

    return comparison_report(result)


@_report.register
def _(result: Diagnosis) -> Report:
    from optimiser.report.pages.diagnosis import diagnosis_report

    return diagnosis_report(result)


@_report.register
def _(result: Execution) -> Report:
    from optimiser.report.pages.execution import execution_report

    return execution_report(result)


@_report.register
def _(result: Ladder) -> Report:
    from optimiser.report.pages.causes import causes_report

    return causes_report(result)


@_report.register
def _(result: VariantComparison) -> Report:
    from optimiser.report.pages.variants import variants_report

    return variants_report(result)


@_report.register
def _(result: Batch) -> Report:
    from optimiser.batch.survey import survey
    from optimiser.report.pages.batch import batch_report

    return batch_report(result.store, result.name, survey(result.store.rows(result.name)))


def html_of(result: object) -> str:
    """A result as a piece of a web page: title, headline table, a small chart, and the first sentences of its report.

    It needs no style and no script of its own and asks for nothing; names from workbooks are never markup.  Notebooks
    show it in place of an `Economy`, `Plan`, `Comparison`, `Diagnosis`, `Execution`, `Ladder`,
    `VariantComparison` or `Batch`.

    Raises:
        TypeError: it is none of these.
    """
    report = _report(result)
    first = report.pages[0]
    sentences = [each for each in first.blocks if isinstance(each, Sentence)]
    loud = [each for each in sentences if each.tone in ("big", "banner", "alarm")]
    said = [each for each in sentences if each.tone == "plain"]
    told = [each for each in said if each.brief] or said
    table = next((table for page in report.pages for table in page.tables), None)
    charts = [each for each in first.blocks if isinstance(each, Chart)][:1]
    blocks: list[Block] = [*loud, *_beginning(table), *charts, *told[:MOST_SENTENCES]]
    return card.written(first.title or report.title, blocks)


def _beginning(table: Table | None) -> list[Block]:
    """The first rows and columns of a table, and that there are more, where there are."""
    if table is None:
        return []
    rows = [tuple(row[:MOST_COLUMNS]) for row in islice(table.rows, MOST_ROWS + 1)]
    whole = len(rows) <= MOST_ROWS and len(table.columns) <= MOST_COLUMNS
    rows, roles = rows[:MOST_ROWS], table.roles[: min(len(rows), MOST_ROWS)]
    shown = replace(table, columns=table.columns[:MOST_COLUMNS], rows=rows, roles=roles)
    return [shown] if whole else [shown, Sentence("The table goes on: the report has all of it.", "note")]
