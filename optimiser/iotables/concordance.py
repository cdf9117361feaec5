"""Aggregation: products and industries put together by a concordance file, `from,to`, a row for each code.

    Z'  =  S Z S'          S[a,i] = 1 where i belongs to a

Codes that are both a product and an industry need one row.  There is no way back: nothing is ever taken apart.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import grid_of, words_of
from optimiser.iotables.table import NationalTable, Step
from optimiser.workbook.faults import did_you_mean, plain


def aggregated(table: NationalTable, path: Path) -> NationalTable:
    """The table by the groups of a concordance.

    Raises:
        InputFault: a code of the table has no group, two groups, or the file names one that is not there.
    """
    grid = grid_of(path)
    groups: dict[str, str] = {}
    names: dict[str, str] = {}
    faults: list[Fault] = []
    labels = dict.fromkeys((*table.products.labels, *table.sectors.labels))
    known = {plain(each): each for each in labels}
    for number in range(1, len(grid.rows)):
        code, group = words_of(grid.at(number, 0)), words_of(grid.at(number, 1))
        if not code and not group:
            continue
        label = known.get(plain(code))
        if label is None:
            near = did_you_mean(code, list(labels))
            remedy = f"Did you mean {near!r}?" if near else "Leave the row out."
            faults.append(grid.fault(number, 0, f"the table has no code {code}", remedy))
        elif not group:
            faults.append(grid.fault(number, 1, f"{code} has no group", "Name the group."))
        elif groups.setdefault(label, group) != group:
            problem = f"{code} belongs to {groups[label]} and to {group}"
            faults.append(grid.fault(number, 1, problem, "Leave one of them out."))
        names.setdefault(group, words_of(grid.at(number, 2)) or group)
    faults += [
        Fault(grid.file, "", each, f"{each} has no group", "Add a row for it.") for each in labels if each not in groups
    ]
    if faults:
        raise InputFault(faults)
    goods, S = _groups(table.products, groups)
    branches, R = _groups(table.sectors, groups)
    unknown = [np.asarray(R @ np.isnan(each)) for each in (table.employment, table.capital)]
    people, stock = (
        np.where(lacking > 0.0, np.nan, R @ np.nan_to_num(each))
        for each, lacking in zip((table.employment, table.capital), unknown, strict=True)
    )
    words = f"{len(table.products)} products and {len(table.sectors)} industries by {grid.file}"
    return replace(
        table,
        products=Axis("product", goods, (table.unit,) * len(goods)),
        product_names=tuple(names[each] for each in goods),
        sectors=Axis("sector", branches, (table.unit,) * len(branches)),
        sector_names=tuple(names[each] for each in branches),
        use=S @ table.use @ R.T,
        make=S @ table.make @ R.T,
        final=S @ table.final,
        imports=S @ table.imports,
        import_need=R @ table.import_need,
        value_added=table.value_added @ R.T,
        employment=people,
        capital=stock,
    ).with_step(Step("aggregation", f"{len(goods)} products, {len(branches)} industries", 0.0, words, asked=True))


def _groups(axis: Axis, groups: dict[str, str]) -> tuple[tuple[str, ...], Floats]:
    """The groups of an axis, and (group, label) 1 where a label belongs to a group."""
    wanted = tuple(dict.fromkeys(groups[each] for each in axis.labels))
    place = {each: number for number, each in enumerate(wanted)}
    S = np.zeros((len(wanted), len(axis)))
    S[[place[groups[each]] for each in axis.labels], np.arange(len(axis))] = 1.0
    return wanted, S
