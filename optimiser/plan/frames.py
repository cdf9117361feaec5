"""A plan's unknowns and rows as pandas tables, and what is said where a name is not known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Bools
from optimiser.language.phrases import first_few
from optimiser.programme.programme import LinearProgramme
from optimiser.workbook.faults import did_you_mean

if TYPE_CHECKING:
    import pandas as pd

    from optimiser.plan.plan import Plan


def unknown_block(programme: LinearProgramme, name: str) -> LookupError:
    """What is said where no block of unknowns has a name: the nearest one, or all there are."""
    elsewhere = f"{name!r} is a rule: see plan.rows({name!r}). " if name in programme.block else ""
    return _unknown("block of unknowns", name, programme.variable, elsewhere)


def unknown_rule(programme: LinearProgramme, name: str) -> LookupError:
    """The same of a rule."""
    elsewhere = f"{name!r} is a block of unknowns: see plan.frame({name!r}). " if name in programme.variable else ""
    return _unknown("rule", name, programme.block, elsewhere)


def _unknown(what: str, name: str, known: Iterable[str], elsewhere: str) -> LookupError:
    names = list(known)
    near = did_you_mean(name, names)
    nearest = f"Did you mean {near!r}? " if near and not elsewhere else ""
    return LookupError(f"there is no {what} {name!r}. {elsewhere}{nearest}There are: {first_few(names, len(names))}")


def frame(plan: Plan, name: str, *, long: bool = False, after: bool = False) -> pd.DataFrame:
    """See `Plan.frame`."""
    import pandas as pd

    values, block = plan.values(name), plan.programme.variable[name]
    labels = block.times.labels
    within = set(plan.economy.years.plan_labels)
    shown = [place for place, label in enumerate(labels) if after or label in within] or list(range(len(labels)))
    wide = pd.DataFrame(values[:, shown], index=_index(block.entity), columns=[labels[each] for each in shown])
    if not long:
        return wide
    return wide.melt(var_name=block.times.name or "time", value_name="value", ignore_index=False).reset_index()


def rows(plan: Plan, rule: str, *, after: bool = False) -> pd.DataFrame:
    """See `Plan.rows`."""
    import pandas as pd

    block, span = plan.programme.block[rule], plan.programme.row_range[rule]
    arrays = plan.programme.arrays
    keys = [block.key(int(entity), int(time)) for entity, time in zip(*block.indices, strict=True)]
    table = pd.DataFrame(keys)
    activity = np.asarray(arrays.matrix[span] @ plan.solution.values)
    table["activity"] = activity
    table["least"], table["most"] = arrays.row_lower[span], arrays.row_upper[span]
    table["slack"] = np.minimum(activity - arrays.row_lower[span], arrays.row_upper[span] - activity)
    table["shadow price"] = plan.solution.shadow_prices[span]
    table["unit"] = [block.unit[int(entity)] for entity in block.indices[0]]
    if after:
        return table
    shown = _of_the_plan([key.get("year") for key in keys], plan.economy.years.plan_labels)
    return table[shown].reset_index(drop=True)


def _of_the_plan(years: Collection[str | None], within: Collection[str]) -> Bools:
    """Which rows are of plan years, or of no year; all, where none is of a plan year."""
    found = np.array([year is None or year in within for year in years], np.bool_)
    return found if found.any() else np.ones(len(found), np.bool_)


def _index(axis: Axis) -> pd.MultiIndex:
    import pandas as pd

    columns = {**axis.columns, "unit": axis.units}
    return pd.MultiIndex.from_arrays(list(columns.values()), names=list(columns))
