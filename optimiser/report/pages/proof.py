"""Proof sheets: rules and targets with their multipliers, as formulas whose sums contradict each other."""

from __future__ import annotations

from fractions import Fraction

from optimiser.diagnosis.findings import Diagnosis
from optimiser.diagnosis.proof import Proof
from optimiser.diagnosis.propagation import Step, steps_to_contradiction
from optimiser.language.numbers import quantity
from optimiser.report.page import Block, Column, Format, Formula, Heading, Operand, Page, Role, Sentence, Table

MOST_TERMS = 5_000
"""Coefficients that are listed; of larger proofs only the sums are."""

LONGEST_FRACTION = 40
"""Signs of an exact multiplier that is written out; the JSON object has all of them."""

LINES, TERMS, UNKNOWNS, SUMS = "lines", "terms", "unknowns", "sums"
SIDE, WEIGHT, DEMANDED, THERE = 3, 4, 5, 6
"""Columns of the table of lines."""
NUMBER, COEFFICIENT, SIGNED, PRODUCT = 1, 3, 4, 5
"""Columns of the table of left sides."""


def proofs(found: Diagnosis) -> list[Page]:
    """A sheet for each conflict that has a proof, and one for the largest common share.

    Where a chain of single bounds leads to the contradiction, it stands on a sheet after that; where none does, it
    shows only when the lines are added up.
    """
    pages = []
    for number, conflict in enumerate(found.conflicts, 1):
        if conflict.proof is not None:
            meaning = f"Conflict {number} added up: what is demanded comes to more than there is."
            name = "Proof" if len(found.conflicts) == 1 else f"Proof {number}"
            pages.append(_page(name, meaning, conflict.sentence, conflict.proof))
            pages += _chain(f"Steps{name.removeprefix('Proof')}", steps_to_contradiction(conflict.proof))
    if found.share_proof is not None:
        meaning = "Added up: no more than this share of all the targets' increments can be had in common."
        words = f"The largest common share is {found.share:.1%}." if found.share is not None else meaning
        pages.append(_page("Proof of the share", meaning, words, found.share_proof))
    return pages


def verdict(proof: Proof) -> str:
    """The sums in one sentence."""
    demanded, there = (quantity(float(each), proof.unit, 4) for each in (proof.demanded, proof.there))
    if proof.goal:
        return f"Added up, the goal is at most {float(proof.there - proof.demanded):.4%}."
    return f"Added up, what is demanded comes to {demanded}; what there is comes to {there}."


def _page(name: str, meaning: str, about: str, proof: Proof) -> Page:
    sure = (
        "The weights are exact fractions: over all lines every unknown cancels, and nothing is left to rounding."
        if proof.exact
        else "The weights could not be made exact: the unknowns cancel to 1e-9 of their terms."
    )
    how = (
        "Each line is a rule, a target or a bound, taken as often as its weight says. A demand says that something is "
        "at least a number, a limit that something is at most one. The weighted left sides of all demands are the same "
        "as those of all limits, since every unknown cancels; so the demands may not come to more than the limits."
    )
    measured = f"Both sums are measured in {proof.of}, whose weight is one." if not proof.goal else ""
    blocks: list[Block] = [
        Sentence(about),
        Sentence(verdict(proof), "big"),
        Sentence(" ".join(filter(None, (how, measured, sure))), "note"),
        Heading("The sums"),
        _sums(proof),
        Heading("The lines"),
        _lines(proof),
    ]
    terms = sum(len(line.terms) for line in proof.lines)
    if terms <= MOST_TERMS:
        blocks += [Heading("The unknowns cancel"), _unknowns(proof), Heading("The left sides"), _terms(proof)]
    else:
        words = f"The left sides have {terms:,} coefficients, more than anybody reads; they are not listed here."
        blocks.append(Sentence(words, "note"))
    return Page(name, meaning, tuple(blocks))


def _down(table: str, column: int, count: int) -> Operand:
    return Operand(column, 0, count - 1, table)


def _at(column: int, row: int, table: str = "") -> Operand:
    return Operand(column, row, row, table)


def _sums(proof: Proof) -> Table:
    count = len(proof.lines)
    demanded, there = float(proof.demanded), float(proof.there)
    rows: list[tuple[object, ...]] = [
        ("what is demanded", proof.unit, Formula(demanded, "SUM({0})", (_down(LINES, DEMANDED, count),))),
        ("what there is", proof.unit, Formula(there, "SUM({0})", (_down(LINES, THERE, count),))),
    ]
    both = (_at(2, 0), _at(2, 1))
    if proof.goal:
        rows.append(("the goal is at most", "", Formula(float(proof.there - proof.demanded), "{1}-{0}", both)))
    else:
        words = "demanded beyond what there is: a contradiction"
        rows.append((words, proof.unit, Formula(float(proof.demanded - proof.there), "{0}-{1}", both)))
    roles: tuple[Role, ...] = ("", "", "total")
    columns = (Column("sum", width=60.0), Column("unit"), Column("comes to", width=14.0))
    return Table(columns, tuple(rows), roles, alike="cell", name=SUMS)


def exactly(weight: Fraction) -> str:
    """A multiplier as a fraction, or how long it is."""
    words = str(weight)
    return words if len(words) <= LONGEST_FRACTION else f"a fraction of {len(words):,} signs"


def _lines(proof: Proof) -> Table:
    rows = []
    for number, line in enumerate(proof.lines):
        product = Formula(float(line.worth), "{0}*{1}", (_at(WEIGHT, number), _at(SIDE, number)))
        rows.append(
            (
                line.sentence,
                number + 1,
                "demand" if line.demand else "limit",
                line.side,
                float(line.weight),
                product if line.demand else None,
                None if line.demand else product,
                line.unit,
                line.year,
                exactly(line.weight) if proof.exact else "",
                line.cell,
            )
        )
    columns = (
        Column("what it says", width=60.0),
        Column("line"),
        Column("is a", width=10.0),
        Column("number", width=14.0),
        Column("weight", width=14.0),
        Column("demanded: weight × number", width=14.0),
        Column("there is: weight × number", width=14.0),
        Column("unit"),
        Column("year"),
        Column("the weight exactly", width=26.0),
        Column("input cell", format=Format.INPUT),
    )
    return Table(columns, tuple(rows), alike="cell", name=LINES)


def _terms(proof: Proof) -> Table:
    rows: list[tuple[object, ...]] = []
    for number, line in enumerate(proof.lines):
        for place, coefficient in line.terms:
            sign, here = (1.0 if line.demand else -1.0), len(rows)
            weight = Formula(sign * float(line.weight), "{0}" if line.demand else "-{0}", (_at(WEIGHT, number, LINES),))
            product = Formula(weight.value * coefficient, "{0}*{1}", (_at(COEFFICIENT, here), _at(SIGNED, here)))
            rows.append((proof.unknowns[place], place + 1, number + 1, coefficient, weight, product))
    columns = (
        Column("unknown", width=60.0),
        Column("its number"),
        Column("line"),
        Column("coefficient", width=14.0),
        Column("weight, a limit's with a minus", width=14.0),
        Column("product", width=14.0),
    )
    return Table(columns, tuple(rows), alike="cell", name=TERMS)


def _unknowns(proof: Proof) -> Table:
    count = sum(len(line.terms) for line in proof.lines)
    span = (_down(TERMS, NUMBER, count), _down(TERMS, PRODUCT, count))
    rows: list[tuple[object, ...]] = [
        (name, place + 1, Formula(float(left), "SUMIF({0},{1},{2})", (span[0], _at(1, place), span[1])))
        for place, (name, left) in enumerate(zip(proof.unknowns, proof.left_over, strict=True))
    ]
    every = _down("", 2, len(rows))
    most = max((abs(float(each)) for each in proof.left_over), default=0.0)
    rows.append(("the greatest that is left over", None, Formula(most, "MAX(MAX({0}),-MIN({0}))", (every,))))
    rest: list[Role] = [""] * len(proof.unknowns)
    roles: tuple[Role, ...] = (*rest, "total")
    columns = (Column("unknown", width=60.0), Column("its number"), Column("sum of its products", width=14.0))
    return Table(columns, tuple(rows), roles, alike="cell", name=UNKNOWNS)


def _chain(name: str, steps: tuple[Step, ...]) -> list[Page]:
    if not steps:
        return []
    columns = (
        Column("step"),
        Column("because", width=60.0),
        Column("it follows that", width=70.0),
        Column("input cell", format=Format.INPUT),
    )
    rows = tuple((number, each.because, each.follows, each.cell) for number, each in enumerate(steps, 1))
    return [Page(name, "Step by step: this bound forces that one.", (Table(columns, rows),))]
