"""The report on multipliers: what a unit of demand for each industry takes, linkages, the Leontief inverse."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from optimiser.economy.multipliers import Multipliers
from optimiser.language.naming import with_stylised
from optimiser.language.phrases import first_few
from optimiser.report.page import (
    Block,
    Cells,
    Chart,
    Column,
    Format,
    Heading,
    Page,
    Report,
    Role,
    Scaling,
    Sentence,
    Series,
    Table,
    bound,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_DRAWN = 20
"""Industries that are drawn, those with the greatest multipliers."""
MOST_NAMED = 5
SEEN, ROUNDING = 5e-5, 1e-9
"""Of the greatest output; what is less is nothing."""
KEY = "A key industry in Rasmussen's sense has both dispersions above 1."
MEANINGS = {
    "output": "Output of all industries per unit of final demand for the industry.",
    "employment": "People per unit of final demand.",
    "value added": "Value added of all industries per unit of final demand.",
    "imports": "Imports of all industries per unit of final demand; with value added they come to 1.",
    "power of dispersion": "Rasmussen: column sum of the inverse over the mean column sum.",
    "sensitivity of dispersion": "Rasmussen: row sum of the inverse over the mean row sum.",
    "direct backward": "Hirschman: home inputs per unit of output.",
    "direct forward": "Hirschman: part of the output that industries take.",
    "Ghosh forward": "Row sum of the output inverse.",
}


def multipliers_report(found: Multipliers) -> Report:
    """The report."""
    title = with_stylised(found.flows.title, found.flows.stylised)
    pages = [_linkages(found), _demand(found), _inverse(found)]
    return bound(f"{title}: multipliers", _first(found, title), pages, _workbook(found))


def _workbook(found: Multipliers) -> str:
    return found.flows.source if found.flows.source.endswith(".xlsx") else ""


def _within(found: Multipliers) -> str:
    """By how much it does not, where that can be seen."""
    error = found.reproduction_error
    return f", but for {error:.2%} of the greatest at most" if error >= SEEN else ""


def multipliers_in_words(found: Multipliers) -> tuple[str, ...]:
    """What stands out, in sentences."""
    labels = found.flows.names
    total = found.inverse.sum(axis=0)
    order = sorted(range(len(total)), key=lambda j: -float(total[j]))[:MOST_NAMED]
    most = ", ".join(f"{labels[j]} ({total[j]:.2f})" for j in order)
    frame = found.linkage_frame()
    key = [name for name, yes in zip(labels, frame["key"], strict=True) if yes]
    unit = found.flows.unit
    return (
        f"A unit of final demand calls forth most output where it is for {most}.",
        f"Key industries, which buy and sell more than the mean: {first_few(key) if key else 'none'}.",
        f"The Leontief inverse times the final demand gives back the output of the year{_within(found)} "
        f"(flows in {unit}).",
    )


def _first(found: Multipliers, title: str) -> Page:
    frame = found.multiplier_frame()
    table = _table(found, frame)
    order = sorted(range(len(frame)), key=lambda j: -float(frame["output"].iloc[j]))[:MOST_DRAWN]
    drawn = Table(
        (Column("industry"), Column("output multiplier", format=Format.COEFFICIENT)),
        tuple((found.flows.names[j], float(frame["output"].iloc[j])) for j in order),
    )
    chart = Chart(
        "lying bars",
        "Output multipliers, the greatest first",
        (Series("output multiplier", Cells.down(drawn, 1)),),
        Cells.down(drawn, 0),
        y=Scaling("output per unit of final demand", Format.COEFFICIENT),
    )
    blocks: list[Block] = [Sentence(each, brief=True) for each in multipliers_in_words(found)]
    people = f"People: {found.flows.employment_unit}. " if found.flows.employment_unit else ""
    note = (
        f"{people}Type I: per own employee, unit of value added or of imports. Of home products; inputs from "
        "abroad are imports."
    )
    blocks += [Heading("Per unit of final demand"), Sentence(note, "note"), table, drawn, chart]
    meaning = "Output, people, value added and imports that a unit of final demand for each industry takes."
    return Page("Multipliers", meaning, tuple(blocks), title, key="multipliers")


def _table(found: Multipliers, frame: pd.DataFrame) -> Table:
    columns = [Column("code"), Column("name")]
    for name in frame.columns:
        columns.append(Column(str(name), format=Format.INDEX, meaning=MEANINGS.get(str(name), ""), width=14.0))
    rows = [
        (code, name, *map(_plain, row))
        for code, name, row in zip(
            found.flows.sectors.labels, found.flows.names, frame.itertuples(index=False), strict=True
        )
    ]
    return Table(tuple(columns), tuple(rows), labels=2, filters=len(rows) > MOST_DRAWN)


def _plain(value: float | np.bool_) -> object:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else ""
    return None if math.isnan(value) else float(value)


def _linkages(found: Multipliers) -> Page:
    table = _table(found, found.linkage_frame())
    names = [column.name for column in table.columns]
    across, up = names.index("power of dispersion"), names.index("sensitivity of dispersion")
    chart = Chart(
        "points",
        "Buying and selling: 1 is the mean of all industries",
        (Series("industries", Cells.down(table, up), Cells.down(table, across), dots=True),),
        x=Scaling("power of dispersion (backward)", Format.COEFFICIENT),
        y=Scaling("sensitivity of dispersion (forward)", Format.COEFFICIENT),
    )
    meaning = "How strongly every industry is tied to those it buys of and those it sells to."
    return Page("Linkages", meaning, (Sentence(KEY, "note"), table, chart), key="linkages", headlines=(chart,))


def _demand(found: Multipliers) -> Page:
    frame = found.demand_frame()
    shown = [name for name in frame.columns if frame[name].any() or name in ("in all", "output", "difference")]
    columns = (Column("code"), *(Column(str(name), width=13.0) for name in shown))
    nothing = ROUNDING * float(np.abs(frame["output"]).max())
    frame = frame.where(frame.abs() > nothing, 0.0)
    rows: list[Sequence[object]] = [
        (code, *map(float, row))
        for code, row in zip(frame.index, frame[shown].itertuples(index=False, name=None), strict=True)
    ]
    rows.append(("in all", *(float(frame[name].sum()) for name in shown)))
    plain: tuple[Role, ...] = ("",)
    roles: tuple[Role, ...] = (*plain * (len(rows) - 1), "total")
    table = Table(columns, tuple(rows), roles=roles)
    words = f"Output of every industry that each final use needs, directly and indirectly ({found.flows.unit})."
    return Page("Output by final use", words, (table,), key="output_by_final_use")


def _inverse(found: Multipliers) -> Page:
    labels = found.flows.sectors.labels
    columns = (Column("output of"), *(Column(each, format=Format.INDEX, width=9.0) for each in labels))
    rows = tuple((code, *row) for code, row in zip(labels, found.inverse.tolist(), strict=True))
    words = "Output of the industry in the row per unit of final demand for the industry in the column."
    return Page("Leontief inverse", words, (Table(columns, rows),))
