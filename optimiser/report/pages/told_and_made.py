"""What was demanded, planned, made and reported, in one table for the first page."""

from __future__ import annotations

from optimiser.execution import Execution
from optimiser.execution.verdict import delivered
from optimiser.report.page import Block, Column, Format, Heading, Sentence, Table

INTERVAL = ("mean", "low", "high")
INTERVALS = "Low and high hold 90 per cent of the repetitions between them."


def told_and_made(execution: Execution) -> list[Block]:
    """Industrial output of the last year: demanded, planned, executed with its interval, reported."""
    rows = []
    for name, each in execution.rows.items():
        if each.industry is None or each.industry_told is None or each.industry_reported is None:
            continue
        told, part = float(each.industry_told[-1]), delivered(each)
        planned = told if each.demanded.feasible else None
        made, reported = each.industry.at(-1), float(each.industry_reported.mean[-1])
        rows.append((name, told, planned, *made, reported, None if part is None else part[0]))
    if not rows:
        return []
    economy = execution.economy
    columns = (
        Column("strategy"),
        Column("demanded", format=Format.INDEX),
        Column("planned", format=Format.INDEX, meaning="Blank: no plan can give what is demanded."),
        *(Column(f"executed, {part}", format=Format.INDEX) for part in INTERVAL),
        Column("reported", format=Format.INDEX),
        Column("of the growth demanded", format=Format.SHARE),
    )
    end, start = economy.years.plan_labels[-1], economy.years.label(0)
    heading = f"Industrial output in {end}, {start} = 1: demanded, planned, executed, reported"
    words = f"{INTERVALS} Planned is blank where no plan can give what is demanded."
    return [Heading(heading), Table(columns, tuple(rows)), Sentence(words, "note")]
