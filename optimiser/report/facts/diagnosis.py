"""A diagnosis as plain values."""

from __future__ import annotations

from optimiser.diagnosis.findings import Diagnosis, GivingWay, Relaxed
from optimiser.diagnosis.helps import Help
from optimiser.diagnosis.proof import Proof
from optimiser.diagnosis.words import family, thing
from optimiser.programme.references import RowReference
from optimiser.report.facts.plan import Facts


def diagnosis_facts(diagnosis: Diagnosis) -> Facts:
    """A diagnosis as the command `diagnose` prints it; what does not apply is None or empty.

    Shares are shares of the targets' increments over the base year.  `relaxation` is the one that is least in
    total; amounts are in the row's own unit.
    """
    found, economy = diagnosis, diagnosis.economy

    def where(place: RowReference) -> dict[str, object]:
        key = place.key
        sector = key.get("sector") or key.get("product") or key.get("code") or place.what
        return {
            "rule": place.rule,
            "about": family(place),
            "kind": place.kind.value,
            "sector": sector or None,
            "name": thing(economy, place) or None,
            "year": place.year or None,
            "unit": place.unit or None,
        }

    def giving(each: GivingWay) -> dict[str, object]:
        return where(each.reference) | {
            "amount": each.amount,
            "share": each.relative,
            "sentence": each.sentence,
            "cell": each.cell or None,
        }

    def relaxation(relaxed: Relaxed | None) -> list[dict[str, object]]:
        return [giving(each) for each in relaxed.rows] if relaxed is not None else []

    def helping(each: Help) -> dict[str, object]:
        return {"change": each.change, "share": each.share, "gain": each.gain, "years": each.years}

    years = found.years
    return {
        "status": found.status,
        "strategy": found.strategy or None,
        "target_set": found.target_set or None,
        "share": found.share,
        "years_needed": years.together if years is not None else None,
        "fit": [
            {
                "name": each.name,
                "people": each.people,
                "year": each.year,
                "unit": each.unit or None,
                "there": each.there,
                "used": each.by_production + each.by_others,
                "short": each.short,
                "cell": each.cell or None,
            }
            for each in found.fit
        ],
        "years_tried": years.tried if years is not None else None,
        "years_needed_alone": {each.name: each.years for each in found.alone},
        "conflicts": [
            {
                "rows": [
                    where(place) | {"least": place.lower, "most": place.upper, "sentence": phrase, "cell": cell or None}
                    for place, phrase, cell in zip(each.rows, each.phrases, each.cells, strict=True)
                ],
                "sentence": each.sentence,
                "about": list(each.families),
                "irreducible": each.irreducible,
                "verified": each.verified,
                "proof": proof_facts(each.proof),
            }
            for each in found.conflicts
        ],
        "share_proof": proof_facts(found.share_proof),
        "relaxation": relaxation(found.by_targets),
        "relaxation_even": relaxation(found.by_targets_evenly),
        "relaxation_resources": relaxation(found.by_resources),
        "relaxation_resources_even": relaxation(found.by_resources_evenly),
        "nearest_miss": relaxation(found.nearest_miss),
        "ladder": [
            {str(column): value for column, value in zip(found.ladder.columns, row, strict=True)}
            for row in found.ladder.rows
        ]
        if found.ladder is not None
        else [],
        "left_out": [{"name": name, "share": share} for name, share in found.left_out],
        "holds": [
            where(hold.reference)
            | {
                "price": hold.price,
                "per_cent": hold.per_cent,
                "from": hold.from_,
                "to": hold.to,
                "cell": hold.cell or None,
            }
            for hold in found.holds
        ],
        "chains": [
            [{"what": link.what, "share_without": link.share_without, "confirmed": link.confirmed} for link in chain]
            for chain in found.chains
        ],
        "helps": [helping(each) for each in found.helps],
        "pairs": [helping(each) for each in found.pairs],
        "no_help": list(found.useless),
        "help_only_together": list(found.only_together),
        "growing": list(found.growing),
        "verified": found.verified,
        "unfinished": list(found.unfinished),
        "stylised": economy.stylised if economy is not None else None,
        "sentences": list(found.sentences),
    }


def proof_facts(proof: Proof | None) -> Facts | None:
    """A proof: its lines with their weights as fractions, what the demands and the limits come to, and their unit."""
    if proof is None:
        return None
    return {
        "exact": proof.exact,
        "demanded": float(proof.demanded),
        "there": float(proof.there),
        "unit": proof.unit or None,
        "of": proof.of,
        "lines": [
            {
                "sentence": line.sentence,
                "demand": line.demand,
                "side": line.side,
                "weight": str(line.weight),
                "terms": [{"unknown": proof.unknowns[place], "coefficient": value} for place, value in line.terms],
                "cell": line.cell or None,
            }
            for line in proof.lines
        ],
    }


def explanation_facts(diagnosis: Diagnosis) -> Facts:
    """What the command `explain` prints: conflicts by row names, the least relaxation, and whether all is exact."""

    def name(place: RowReference) -> dict[str, object]:
        return {"name": place.what or place.rule, "family": place.rule, "least": place.lower, "most": place.upper}

    found = diagnosis
    proofs = [each.proof for each in found.conflicts]
    return {
        "status": found.status,
        "conflicts": [
            {
                "rows": [name(place) for place in each.rows],
                "sentence": each.sentence,
                "proved": each.verified,
                "irreducible": each.irreducible,
                "proof": proof_facts(each.proof),
            }
            for each in found.conflicts
        ],
        "relaxation": [
            name(each.reference) | {"amount": each.amount, "share": each.relative, "sentence": each.sentence}
            for each in (found.by_targets.rows if found.by_targets is not None else ())
        ],
        "exact": bool(proofs) and all(each is not None and each.exact for each in proofs),
        "unfinished": list(found.unfinished),
        "sentences": list(found.sentences),
    }
