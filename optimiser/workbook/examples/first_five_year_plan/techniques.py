"""What production and building take: inputs, labour, and the electrified techniques of 1927/28's branches."""

from __future__ import annotations

from collections.abc import Iterable

from .figures import Flow, Sector

ASSUMED, DERIVED = "assumed", "derived"
FARM = ("AGR", "TEC")

ELECTRIFIED = ("COA", "STL", "MAC", "OTH", "FOO", "LIT")
"""Branches that can turn from steam and hands to electric drive."""
DRIVE = {"ELE": 4.0, "COA": 0.6}
"""An electrified unit of output takes so many times the electricity and the coal of 1927/28; assumed."""
INSTALLED = (0.06, 0.15, 0.28, 0.42, 0.6)
"""Parts of a branch's output of 1927/28 that can be made with electric drive: how fast motors come; assumed."""
INSTALLED_GROWTH = 0.2
HANDS = {"urban": 0.85}
"""And so many times the hands; the skilled stay as many; assumed."""


def drives(s: Sector) -> str:
    """What a branch's motors are called on the sheets Resources and Resource inputs."""
    return f"electric drive: {s.name}"


def total(found: Iterable[Flow], kind: str, *, product: str = "", user: str = "") -> float:
    """Flows of a table, bn roubles; what is left empty is added over."""
    return sum(f.value for f in found if f.table == kind and product in ("", f.product) and user in ("", f.user))


def code_of(branch: str) -> str:
    """The code of a branch's electrified technique."""
    return f"{branch}_E"


def techniques(branches: tuple[Sector, ...]) -> list[list[object]]:
    """The sheet Techniques."""
    rows: list[list[object]] = [["code", "sector", "name", "source"]]
    rows += [[code_of(s.code), s.code, f"{s.name}, electrified", ASSUMED] for s in branches if s.code in ELECTRIFIED]
    return rows


def inputs(branches: tuple[Sector, ...], found: tuple[Flow, ...]) -> list[list[object]]:
    """The sheet Inputs: a column for every branch, and one for every electrified technique."""
    electrified = [s for s in branches if s.code in ELECTRIFIED]
    rows: list[list[object]] = [["product", *(s.code for s in branches), *(code_of(s.code) for s in electrified)]]
    rows[0].append("source")
    for product in branches:
        own = {
            s.code: total(found, "flow", product=product.code, user=s.code) / product.price / s.output for s in branches
        }
        row = [*own.values(), *(DRIVE.get(product.code, 1.0) * own[s.code] for s in electrified)]
        if any(row):
            drive = f"; electrified {DRIVE[product.code]} times ({ASSUMED})" if product.code in DRIVE else ""
            rows.append([product.code, *(round(each, 10) for each in row), f"{DERIVED}{drive}"])
    return rows


def construction(branches: tuple[Sector, ...], found: tuple[Flow, ...]) -> list[list[object]]:
    """The sheet Construction."""
    rows: list[list[object]] = [["product", *(s.code for s in branches), "source"]]
    for product in branches:
        built = [total(found, "building", product=product.code, user=s.code) / s.building for s in branches]
        if any(built):
            rows.append([product.code, *(round(each / product.price, 10) for each in built), DERIVED])
    return rows


def labour_inputs(branches: tuple[Sector, ...], found: tuple[Flow, ...]) -> list[list[object]]:
    """The sheet Labour inputs, with the electrified techniques last."""
    electrified = [s for s in branches if s.code in ELECTRIFIED]

    def share(pool: str, s: Sector) -> float:
        if pool == "rural":
            return float(s.code in FARM)
        if pool == "urban":
            return 0.0 if s.code in FARM else 1.0 - s.skilled_share
        return s.skilled_share

    def row(pool: str) -> list[object]:
        def takes(s: Sector) -> float:
            return share(pool, s) * total(found, "labour", user=s.code) / s.output

        people = [*(takes(s) for s in branches), *(HANDS.get(pool, 1.0) * takes(s) for s in electrified)]
        return [pool, *(round(each, 10) for each in people), f"{DERIVED}; the split by branch is {ASSUMED}"]

    header = ["pool", *(s.code for s in branches), *(code_of(s.code) for s in electrified), "source"]
    return [[*header], row("rural"), row("urban"), row("skilled")]


def resources(branches: tuple[Sector, ...], years: tuple[str, ...]) -> list[list[object]]:
    """The sheet Resources: what each branch can make with electric drive."""
    rows: list[list[object]] = [["resource", "unit", *years, "growth after", "source"]]
    for s in branches:
        if s.code in ELECTRIFIED:
            made = [round(share * s.output, 6) for share in INSTALLED]
            rows.append([drives(s), s.unit, *made, INSTALLED_GROWTH, f"output that can be made with it; {ASSUMED}"])
    return rows


def resource_inputs(branches: tuple[Sector, ...]) -> list[list[object]]:
    """The sheet Resource inputs: each branch's motors make its own electrified output."""
    electrified = [s for s in branches if s.code in ELECTRIFIED]
    rows: list[list[object]] = [["resource", *(code_of(s.code) for s in electrified), "source"]]
    for s in electrified:
        rows.append([drives(s), *(1 if each is s else None for each in electrified), "a unit of output for a unit"])
    return rows
