"""Rows in words: what each rule says of a thing in a year, as an economist would put it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.language.naming import called, year_named
from optimiser.language.numbers import number, quantity, spanned
from optimiser.language.phrases import listed
from optimiser.programme.constraints.rule import NOBODY
from optimiser.programme.references import NO_THING, RowReference
from optimiser.programme.rows import Kind


def thing(economy: Economy | None, reference: RowReference) -> str:
    """What a row is about, by name: `steel`, `new capacity for steel`, `capacity for steel`."""
    key, rule = reference.key, reference.stands_for
    if rule is not None and rule.thing:
        return rule.thing.format_map({name: called(economy, name, label) for name, label in key.items()})
    if "code" in key:
        variable = key.get("variable", "")
        prefix = {"capacity": "capacity for ", "consumption": "consumption of the household "}.get(variable, "")
        return prefix + called(economy, "code", key["code"], variable)
    return next((called(economy, name, label) for name, label in key.items() if name not in NO_THING), "")


def when(economy: Economy | None, row_references: Sequence[RowReference]) -> str:
    """`in 1929/30`, `from 1929/30 to 1932/33`, `in 1929/30 and 1931/32`."""
    labels = list(dict.fromkeys(reference.year for reference in row_references if reference.year))
    if not labels:
        return ""
    if economy is None:
        return f"in {listed(labels)}"
    number_of = {economy.years.label(year): year for year in range(economy.years.reach + 2)}
    labels.sort(key=lambda label: number_of.get(label, 0))
    years = [number_of.get(label, 0) for label in labels]
    late = years[0] > economy.years.plan
    words = [year_named(label) for label in labels]
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        said = f"from {words[0]} to {words[-1]}"
    elif len(years) > 4:
        said = f"in {len(years)} years from {words[0]} to {words[-1]}"
    else:
        said = f"in {listed(words)}"
    return f"{said} (after the plan)" if late else said


def say(economy: Economy | None, rows: Sequence[RowReference]) -> str:
    """The demand or the limit that rows of one rule, of one thing, in one year or several, stand for."""
    first = rows[0]
    if first.stands_for is None or economy is None:
        return listed([_plain(reference) for reference in rows])
    text = first.stands_for.says
    if first.key.get("variable") == "consumption":
        text = "{what} at {least} {when}"
    return " ".join(text.format_map(_words(economy, rows)).split())


def gives_way(economy: Economy | None, reference: RowReference, amount: float, relative: float) -> str:
    """How far one row has to give way; a positive amount misses its lower side, a negative its upper one."""
    if reference.stands_for is None or economy is None:
        by = quantity(abs(amount), reference.unit, 3)
        return f"{_plain(reference)}: {by} {'less' if amount > 0 else 'more'}"
    words = _words(economy, [reference]) | {
        "amount": quantity(abs(amount), reference.unit, 3),
        "share": f"{relative:.0%}",
    }
    text = reference.stands_for.gives
    if amount > 0 and reference.lower == reference.upper and reference.kind is Kind.IDENTITY:
        text = text.replace("more than", "less than")
    return " ".join(text.format_map(words).split())


def change(economy: Economy, rows: Sequence[RowReference]) -> str:
    """A tenth more of what rows of one rule, of one thing, ask or give, as a change that somebody could make."""
    rule = rows[0].stands_for
    own = rule.change if rule is not None else NOBODY
    text = own or f"a tenth more room for {{what}} ({family(rows[0])})"
    return " ".join(text.format_map(_words(economy, rows)).split())


def unknown(economy: Economy | None, key: Mapping[str, str]) -> str:
    """An unknown in words: `output of coal in 1930/31`; of a programme from elsewhere its name."""
    name = {"starts": "projects begun for", "moved": "people moved into", "farm_kept": "produce kept by"}.get(
        key["variable"], f"{key['variable'].replace('_', ' ')} of"
    )
    codes = [(column, code) for column, code in key.items() if column not in ("variable", "year")]
    if economy is None:
        return " ".join(code for _, code in codes if code) or name.removesuffix(" of")
    things = " ".join(each for each in (called(economy, column, code) for column, code in codes) if each)
    said = f"{name} {things}".strip().removesuffix(" of")
    year = key.get("year", "")
    return f"{said} in {year if len(year) >= 4 else f'year {year}'}" if year else said


def _words(economy: Economy, rows: Sequence[RowReference]) -> dict[str, str]:
    first = rows[0]
    words = {name: called(economy, name, label) for name, label in first.key.items()}
    return words | {
        "what": thing(economy, first),
        "when": when(economy, rows),
        "years": listed([reference.year for reference in rows]),
        "least": spanned([reference.lower for reference in rows], first.unit),
        "most": spanned([reference.upper for reference in rows], first.unit),
        "given": first.stands_for.given(economy, rows) if first.stands_for is not None else "",
    }


def _plain(reference: RowReference) -> str:
    labels = " ".join(reference.key.values()) or reference.rule.replace("_", " ")
    sides = []
    if np.isfinite(reference.lower):
        sides.append(f"at least {number(reference.lower)}")
    if np.isfinite(reference.upper):
        sides.append(f"at most {number(reference.upper)}")
    sides = [f"exactly {number(reference.lower)}"] if reference.lower == reference.upper else sides
    said = reference.rule == "row" or labels.startswith(reference.rule)
    rule = "" if said else f" ({reference.rule.replace('_', ' ')})"
    return f"{labels}{rule} is {' and '.join(sides)} {reference.unit}".strip()


def given(economy: Economy, rows: Sequence[RowReference]) -> str:
    """What tells one of many things from another where a limit is said once for all."""
    rule = rows[0].stands_for
    return rule.given(economy, rows) if rule is not None and rule.tells_apart else ""


def family(reference: RowReference) -> str:
    """What a row is about, for grouping; for one from elsewhere its own name, in words."""
    if reference.stands_for is not None:
        return reference.stands_for.family
    return "rows" if reference.rule == "row" else reference.rule.replace("_", " ")
