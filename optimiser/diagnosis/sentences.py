"""Findings in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from optimiser.diagnosis.conflict import Conflict
from optimiser.diagnosis.elastic import Relaxation
from optimiser.diagnosis.findings import Diagnosis, Explained, GivingWay, Relaxed
from optimiser.diagnosis.words import FAMILIES, Place, cell, names, number, say
from optimiser.economy.economy import Economy
from optimiser.programme.lp import Kind

STYLISED = "The figures are stylised: this is what the data imply, not what history proved."

MANY = 3
"""From so many things on, a limit of the same rule is said once for all of them."""


def relaxed(economy: Economy | None, where: Sequence[Place], relaxation: Relaxation) -> Relaxed:
    """A relaxation in words, greatest share first."""
    rows = []
    for row, amount, relative in zip(relaxation.rows, relaxation.amounts, relaxation.shares, strict=True):
        place = where[int(row)]
        sentence = gives_way(economy, place, float(amount), abs(float(relative)))
        rows.append(GivingWay(place, sentence, abs(float(amount)), abs(float(relative)), cell(economy, place)))
    rows.sort(key=lambda each: -each.relative)
    return Relaxed(tuple(rows), relaxation.finished, relaxation.verified)


def gives_way(economy: Economy | None, place: Place, amount: float, relative: float) -> str:
    """How far one row has to give way."""
    size = f"{number(abs(amount))} {place.unit}".strip()
    if place.kind is Kind.TARGET and economy is not None:
        known = names(economy)
        code = place.key.get("code", place.what)
        kind = {"capacity": "capacity for ", "consumption": "consumption of "}.get(place.key.get("variable", ""), "")
        return (
            f"{kind}{known.get(code, code)} in {place.year}: {size} short of "
            f"{number(place.lower)} {place.unit} ({relative:.0%})"
        )
    what = say(economy, place)
    if amount > 0:
        return f"{what}: that would have to be {size} less"
    return f"{what}: {size} more would be needed"


def explained(economy: Economy | None, where: Sequence[Place], conflict: Conflict) -> Explained:
    """A conflict in words."""
    rows = tuple(where[int(row)] for row in conflict.rows)
    phrases = tuple(say(economy, place) for place in rows)
    cells = tuple(dict.fromkeys(cell(economy, place) for place in rows if economy))
    families = tuple(dict.fromkeys(FAMILIES.get(place.rule, place.rule) for place in rows))
    sentence = conflict_sentence(economy, rows, phrases)
    return Explained(rows, phrases, cells, families, sentence, conflict.irreducible, conflict.verified)


def conflict_sentence(economy: Economy | None, rows: Sequence[Place], phrases: Sequence[str]) -> str:
    """One sentence: what is wanted cannot be had, because of these limits."""
    limits = _gathered(economy, rows, phrases)
    wanted = [(place, phrase) for place, phrase in zip(rows, phrases, strict=True) if place.kind is Kind.TARGET]
    if not wanted:
        return "These cannot all hold: " + "; ".join(limits) + "."
    because = f": {'; '.join(limits)}" if limits else ": what it takes cannot be built or made in time"
    if len(wanted) == 1:
        place, phrase = wanted[0]
        code = place.key.get("code", "")
        how = _gestation(economy, code) if economy and place.key.get("variable") != "consumption" else ""
        return f"{phrase[0].upper()}{phrase[1:]} cannot be met{because}{f' ({how})' if how else ''}."
    known = names(economy) if economy else {}
    listed = [
        f"{known.get(place.key.get('code', ''), place.what)} {number(place.lower)} {place.unit}" for place, _ in wanted
    ]
    years = sorted({place.year for place, _ in wanted})
    when = f" in {' and '.join(years)}" if any(years) else ""
    return f"Together{when}, these targets cannot be met ({', '.join(listed)}){because}."


def _gestation(economy: Economy, code: str) -> str:
    """How long new capacity takes, by type of project."""
    projects = economy.projects
    types = projects.axis.columns.get("type", ())
    parts = [
        f"{kind} gives capacity {int(years)} year{'s' if years != 1 else ''} after it is begun"
        for kind, sector, years in zip(types, projects.sector, projects.gestation, strict=True)
        if economy.sectors.axis.labels[int(sector)] == code
    ]
    return ", ".join(parts)


def _gathered(economy: Economy | None, rows: Sequence[Place], phrases: Sequence[str]) -> list[str]:
    """Limits in words: the same limit in many years said once, the same rule for many things in one phrase."""
    rules: dict[str, dict[str, list[int]]] = {}
    for index, place in enumerate(rows):
        if place.kind is not Kind.TARGET:
            thing = " ".join(value for name, value in place.key.items() if name != "year")
            rules.setdefault(place.rule, {}).setdefault(thing, []).append(index)
    known = names(economy) if economy else {}
    said = []
    for rule, things in rules.items():
        if economy is not None and len(things) >= MANY:
            each = ", ".join(" ".join(known.get(word, word) for word in thing.split()) for thing in things)
            said.append(f"{TOGETHER.get(rule, rule.replace('_', ' '))} ({each})")
            continue
        for members in things.values():
            phrase = phrases[members[-1]]
            if len(members) > 1 and rows[members[0]].year:
                others = len(members) - 1
                phrase += f" (and likewise in {others} year{'s' if others > 1 else ''} before)"
            said.append(phrase)
    return said


TOGETHER = {
    "labour": "there is not enough labour",
    "absorptive_limit": "capacity can grow only so fast",
    "project_year_limit": "only so many projects can be begun in a year",
    "project_total_limit": "only so much can be begun in all, and repair ends when nothing stands idle",
    "capacity_limit": "output keeps within capacity and harvest",
    "capacity_accumulation": "capacity is what was there and what is finished",
    "construction_work": "projects take their materials when they are built",
    "material_balance": "the uses of these products must be covered",
    "output_fall_limit": "output may not fall faster than allowed",
    "living_standard_floor": "consumption keeps its floors",
    "import_limit": "only so much can be imported",
    "export_limit": "only so much can be exported",
    "closing_stock": "stocks are kept to the end",
    "working_stock_norm": "working stocks keep to their norms",
    "resource_ceiling": "resources are limited",
    "transfer_limit": "only so many people can move or be trained",
}
"""How the limits of one rule are said for many things at once."""


def sentences(found: Diagnosis, economy: Economy) -> tuple[str, ...]:
    """The first page."""
    note = (STYLISED,) if economy.stylised else ()
    horizon = f"{economy.years.label(1)} to {economy.years.label(economy.years.plan)}"
    if found.status == "feasible":
        more = f" {found.share:.1%} of the targets' increments can be had in common." if found.share else ""
        return (f"Everything that is demanded for {horizon} can be carried out.{more}", *note)
    if found.status == "unbounded":
        what = ", ".join(found.useless) or "something"
        missing = "A limit is missing: on capacity, labour, a resource or trade."
        return (f"The goal has no limit: {what} could grow for ever. {missing}", *note)
    said = []
    if found.status == "infeasible":
        named = f" of the set {found.target_set!r}" if found.target_set else ""
        said.append(f"The targets{named} cannot all be met in {horizon}.")
    else:
        said.append(f"The economy cannot be carried through {horizon}, even without any target.")
    if found.share is not None:
        said.append(f"At most {found.share:.1%} of their increments over the base year can be had in common.")
    if found.years is not None:
        late = found.years.together - economy.years.plan if found.years.together else 0
        said.append(f"Reaching all of them takes {found.years}{f', {late} more than planned' if late else ''}.")
    said.extend(f"Why: {each.sentence}" for each in found.conflicts[:MANY])
    if found.by_targets and found.by_targets.rows:
        what = "The least that would have to give way"
        said.append(f"{what}: {_listed(found.by_targets.rows)}.")
    if found.by_resources and found.by_resources.rows:
        said.append(f"To meet the targets all the same: {_listed(found.by_resources.rows)}.")
    if found.helps:
        best = found.helps[0]
        said.append(
            f"Of single changes, this would help most: {best.change} "
            f"(a share of {best.share:.1%}, {best.gain * 100:.1f} points more)."
        )
    said.extend(f"Not finished within the time limit: {each}." for each in found.unfinished)
    return (*said, *note)


def _listed(rows: Sequence[GivingWay]) -> str:
    more = f"; and {len(rows) - MANY} more" if len(rows) > MANY else ""
    return "; ".join(each.sentence for each in rows[:MANY]) + more
