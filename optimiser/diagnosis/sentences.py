"""Findings in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from optimiser.diagnosis.conflict import Conflict
from optimiser.diagnosis.elastic import Relaxation
from optimiser.diagnosis.findings import Diagnosis, Explained, GivingWay, Relaxed
from optimiser.diagnosis.fit import sentence_of_fit
from optimiser.diagnosis.growth import sentence_of_growth
from optimiser.diagnosis.proof import Proof
from optimiser.diagnosis.words import family, given, gives_way, say, thing, when
from optimiser.economy.economy import Economy
from optimiser.language.naming import called
from optimiser.language.numbers import quantity
from optimiser.language.phrases import listed
from optimiser.programme.constraints.capacity import capacity_accumulation, capacity_limit
from optimiser.programme.references import RowReference, input_cell
from optimiser.programme.rows import Kind

STYLISED = "The figures are stylised: this is what the data imply, not what history proved."

MANY = 3
"""From so many things on, a limit of the same rule is said once for all of them."""

SHOWN = 3
"""Rows of a relaxation that the first page names."""

SPOKEN = (Kind.RESOURCE, Kind.POLICY, Kind.TECHNOLOGY, Kind.IDENTITY)
"""The order in which limits are spoken of."""


def relaxed(economy: Economy | None, where: Sequence[RowReference], relaxation: Relaxation) -> Relaxed:
    """A relaxation in words, greatest share first."""
    rows = []
    for row, amount, relative in zip(relaxation.rows, relaxation.amounts, relaxation.shares, strict=True):
        reference = where[int(row)]
        sentence = gives_way(economy, reference, float(amount), abs(float(relative)))
        rows.append(
            GivingWay(reference, sentence, abs(float(amount)), abs(float(relative)), input_cell(economy, reference))
        )
    rows.sort(key=lambda each: -each.relative)
    return Relaxed(tuple(rows), relaxation.finished, relaxation.verified)


def explained(
    economy: Economy | None, where: Sequence[RowReference], conflict: Conflict, proof: Proof | None = None
) -> Explained:
    """A conflict in words, with its proof; one in fractions shows what no solver could at its tolerance."""
    rows = tuple(where[int(row)] for row in conflict.rows)
    phrases = tuple(say(economy, [reference]) for reference in rows)
    cells = tuple(input_cell(economy, reference) for reference in rows)
    families = tuple(dict.fromkeys(family(reference) for reference in rows))
    bounds = [line.sentence for line in proof.lines if line.kind is None and line.side] if proof is not None else []
    sentence = conflict_sentence(economy, rows, bounds if economy is None else ())
    proved = conflict.verified or (proof is not None and proof.exact and proof.contradicts)
    whole = conflict.irreducible and proved
    short = short_sentence(economy, rows, sentence)
    return Explained(rows, phrases, cells, families, sentence, whole, proved, conflict.level, proof, short)


def conflict_sentence(economy: Economy | None, rows: Sequence[RowReference], bounds: Sequence[str] = ()) -> str:
    """One sentence: what is wanted cannot be had, because of these limits, and of bounds of unknowns."""
    limits = [*_gathered(economy, rows), *bounds]
    wanted = [reference for reference in rows if reference.kind is Kind.TARGET]
    if not wanted:
        return f"These cannot all hold: {'; '.join(limits)}."
    because = "; ".join(limits) if limits else "what it takes cannot be made or built in time"
    ready = _ready(economy, rows)
    because += f"; {ready}" if ready else ""
    if len(wanted) == 1:
        demand = say(economy, wanted)
        return f"{demand[0].upper()}{demand[1:]} cannot be met: {because}."
    demands = [f"{thing(economy, reference)} {quantity(reference.lower, reference.unit)}" for reference in wanted]
    time = when(economy, wanted)
    return f"{len(wanted)} targets cannot be met together{f' {time}' if time else ''} ({listed(demands)}): {because}."


def short_sentence(economy: Economy | None, rows: Sequence[RowReference], whole: str) -> str:
    """What cannot be met, and what stands in its way, each limit by its kind; the whole where there is no target."""
    wanted = [reference for reference in rows if reference.kind is Kind.TARGET]
    if not wanted or economy is None:
        return whole
    against = list(dict.fromkeys(family(each) for each in rows if each.kind is not Kind.TARGET))
    because = f": {listed(against, 3)} stand{'s' if len(against) == 1 else ''} in the way" if against else ""
    if len(wanted) == 1:
        return f"{upper(say(economy, wanted))} cannot be met{because}."
    demands = [f"{thing(economy, reference)} {quantity(reference.lower, reference.unit)}" for reference in wanted]
    time = when(economy, wanted)
    return f"{upper(listed(demands))} cannot be met together{f' {time}' if time else ''}{because}."


def upper(words: str) -> str:
    """With a capital letter."""
    return words[:1].upper() + words[1:]


def held_together(found: Diagnosis) -> str:
    """Which targets hold one another at the largest common share, and for lack of what: of its proof, what weighs."""
    proof = found.share_proof
    if proof is None or found.share is None:
        return ""
    targets = [line for line in proof.lines if line.kind is Kind.TARGET]
    limits = [line for line in proof.lines if line.kind in SPOKEN[:2] and line.family]
    by_family: dict[str, float] = {}
    for line in limits:
        by_family[line.family] = by_family.get(line.family, 0.0) + abs(float(line.worth))
    most = [line.about for line in sorted(targets, key=lambda line: -line.worth)][:MANY]
    lack = [name for name, worth in sorted(by_family.items(), key=lambda pair: -pair[1]) if worth > 0.0][:MANY]
    if len(targets) < 2 or not lack:
        return ""
    rest = [f"{len(targets) - MANY} more"] if len(targets) > MANY else []
    return f"{upper(listed([*most, *rest]))} hold one another back: {listed(lack)} leave no room for all of them."


def _ready(economy: Economy | None, rows: Sequence[RowReference]) -> str:
    """How soon new capacity for the sectors in question is ready; nothing where there are many."""
    if economy is None:
        return ""
    built = [reference.what for reference in rows if reference.stands_for in (capacity_limit, capacity_accumulation)]
    wanted = [
        reference.key.get("code", "")
        for reference in rows
        if reference.kind is Kind.TARGET and reference.key.get("variable") != "consumption"
    ]
    codes = list(dict.fromkeys(code for code in [*wanted, *built] if code in economy.sectors.axis.position))
    if not codes or len(codes) > 2:
        return ""
    return "; ".join(filter(None, (_gestation(economy, code) for code in codes)))


def _gestation(economy: Economy, code: str) -> str:
    """`capacity for steel begun in 1928/29 is ready in 1931/32 (new) and in 1929/30 (extension)`."""
    projects, years = economy.projects, economy.years
    types = projects.axis.columns.get("type", ())
    ready: dict[int, list[str]] = {}
    for kind, sector, wait in zip(types, projects.asset, projects.gestation, strict=False):
        if economy.sectors.axis.labels[int(sector)] == code:
            ready.setdefault(1 + int(wait), []).append(kind)
    if not ready:
        return f"no capacity for {called(economy, 'sector', code)} can be built"
    parts = [
        f"in {_year(economy, year)} ({listed(kinds)}{', after the plan' if year > years.plan else ''})"
        for year, kinds in sorted(ready.items(), reverse=True)
    ]
    first = _year(economy, 1)
    return f"capacity for {called(economy, 'sector', code)} begun in {first} is ready {listed(parts)}"


def _year(economy: Economy, year: int) -> str:
    label = economy.years.label(year)
    return label if len(label) >= 4 else f"year {label}"


def _gathered(economy: Economy | None, rows: Sequence[RowReference]) -> list[str]:
    """Limits in words: the same limit in many years said once, the same rule for many things in one phrase."""
    rules: dict[str, dict[tuple[str, ...], list[RowReference]]] = {}
    for reference in sorted(rows, key=lambda each: SPOKEN.index(each.kind) if each.kind in SPOKEN else 0):
        if reference.kind is not Kind.TARGET:
            rules.setdefault(reference.rule, {}).setdefault(reference.thing, []).append(reference)
    # what capacity is need not be said where output is said to keep within it
    accounted, limited = rules.get(capacity_accumulation.name, {}), rules.get(capacity_limit.name, {})
    rest = {key: value for key, value in accounted.items() if key not in limited}
    if accounted and limited:
        rules = {rule: rest if rule == capacity_accumulation.name else things for rule, things in rules.items()}
    said = []
    for things in rules.values():
        every = [reference for members in things.values() for reference in members]
        written = every[0].stands_for if every else None
        if economy is not None and written is not None and len(things) >= MANY:
            each = listed([thing(economy, members[0]) + given(economy, members) for members in things.values()])
            said.append(f"{' '.join(filter(None, (written.many, when(economy, every))))}: {each}")
        else:
            said.extend(say(economy, members) for members in things.values())
    return said


def sentences(found: Diagnosis) -> tuple[str, ...]:
    """Everything that the first page says, one after another."""
    note = (STYLISED,) if found.economy is not None and found.economy.stylised else ()
    return (*(each for _, paragraph in sections(found) for each in paragraph), *note)


def sections(found: Diagnosis) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The first page: headings, and the sentences below each."""
    economy = found.economy
    horizon = f" in {_horizon(economy)}" if economy is not None else ""
    if found.status == "feasible":
        more = "" if found.share is None else f" {found.share:.1%} of the targets' increments can be had in common."
        return (("What came out", (f"Everything that is demanded{horizon} can be carried out.{more}",)),)
    if found.status == "unbounded":
        what = listed(found.growing) or "something"
        missing = "A limit is missing: on capacity, labour, a resource or trade."
        return (("What came out", (f"The goal has no limit: {what} could grow for ever.", missing)),)
    if found.status == "limit":
        return (("What came out", ("Whether everything can be carried out was not found within the time limit.",)),)
    came = [_verdict(found, horizon)]
    if found.fit:
        came.append(sentence_of_fit(found.fit))
    reached = []
    if found.share is not None and found.share < 0.0:
        reached.append("Not even the base year's level of all the targets can be had in common.")
    elif found.share is not None:
        reached.append(f"At most {found.share:.1%} of their increments over the base year can be had in common.")
    if found.years is not None and economy is not None:
        late = found.years.together - economy.years.plan if found.years.together else 0
        planned = f", {late} more than planned" if late > 0 else ""
        until = f", until {_year(economy, found.years.together)}" if found.years.together else ""
        reached.append(f"Reaching all of them takes {found.years}{until}{planned}.")
    if reached:
        came.append(" ".join(reached))
    if found.by_targets and found.by_targets.rows:
        came.append(f"The least that would have to give way: {_first(found.by_targets.rows)}.")
    mend = []
    if found.by_resources and found.by_resources.rows:
        mend.append(f"To meet the targets all the same would take: {_first(found.by_resources.rows)}.")
    if found.nearest_miss:
        missed = [each for each in found.nearest_miss.rows if each.reference.kind is Kind.TARGET]
        mend.append(
            "Nothing plausible would do: with every limit relaxed as far as the sheet Relaxation allows, "
            f"what would still be missing is {_first(missed)}."
        )
    if found.helps:
        best = found.helps[0]
        mend.append(
            f"Of the single changes tried, this helps most: {best.change} "
            f"(a share of {best.share:.1%}, {best.gain * 100:.1f} points more)."
        )
    proof = [_proof(found), *(f"Not finished: {each}." for each in found.unfinished)]
    together = [each for each in (held_together(found),) if each]
    why = [*together, *(each.short for each in found.conflicts if not each.of_own_growth)]
    alone = [each.short for each in found.conflicts if each.of_own_growth]
    why += [sentence_of_growth(found.beyond)] if found.beyond else alone
    if _after_the_plan(found):
        why.append("The years after the plan count as well, so that the plan does not eat its own future.")
    made = (
        ("What came out", came),
        ("Why", why),
        ("What would mend it", mend),
        ("What is proved, and what is not", proof),
    )
    return tuple((heading, tuple(said)) for heading, said in made if said)


def _after_the_plan(found: Diagnosis) -> bool:
    """Whether the first page speaks of years beyond the plan."""
    if found.economy is None:
        return False
    years = found.economy.years
    late = {years.label(year) for year in range(years.plan + 1, years.last + 1)}
    rows = [reference for each in found.conflicts[:MANY] for reference in each.rows]
    rows += [each.reference for some in (found.by_targets, found.by_resources) if some for each in some.rows[:SHOWN]]
    return any(reference.year in late for reference in rows)


def _horizon(economy: Economy) -> str:
    first, last = economy.years.label(1), economy.years.label(economy.years.plan)
    if first == last:
        return first if len(first) >= 4 else f"year {first}"
    return f"{first} to {last}" if len(first) >= 4 else f"the years {first} to {last}"


def _verdict(found: Diagnosis, horizon: str) -> str:
    if found.economy is None:
        return "The demands cannot all be met."
    if found.status == "infeasible":
        named = f" of the set {found.target_set!r}" if found.target_set else ""
        refused = found.demand.refused if found.demand is not None else "The targets{named} cannot all be met{horizon}."
        return refused.format(named=named, horizon=horizon)
    return f"The economy cannot be carried through{horizon}, even without any target: the data contradict each other."


def _proof(found: Diagnosis) -> str:
    """What was confirmed, and what was not."""
    counted = [each for each in found.relaxations if each]
    parts = []
    if counted:
        good = sum(each.verified for each in counted)
        parts.append(f"{_of(good, len(counted), 'relaxation')} added up with every row, and is enough")
    if found.conflicts:
        count = len(found.conflicts)
        good = sum(each.verified for each in found.conflicts)
        whole = sum(each.verified and each.irreducible for each in found.conflicts)
        parts.append(f"{_of(good, count, 'conflict')} added up by itself, and cannot be kept")
        parts.append(f"{_of(whole, count, 'conflict')} shown to need every single one of its rows")
    return f"Proof: {'; '.join(parts)}." if parts else "Nothing here has been proved."


def _of(good: int, count: int, noun: str) -> str:
    if count == 1:
        return f"the {noun} was{'' if good else ' not'}"
    return f"each {noun} was" if good == count else f"{good} of {count} {noun}s was" if good else f"no {noun} was"


def _first(rows: Sequence[GivingWay]) -> str:
    more = f"; and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    return "; ".join(each.sentence for each in rows[:SHOWN]) + more


VERDICTS = {
    "feasible": "Everything that is asked for can be carried out.",
    "infeasible": "The targets cannot all be met.",
    "infeasible before any target": "The economy cannot be carried through, whatever the targets.",
    "unbounded": "The goal has no limit: something is missing from the data.",
    "limit": "Not finished: the time limit came before an answer.",
}
"""The status of a diagnosis as a headline."""
