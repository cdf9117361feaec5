"""Rows in words: what each rule says of a thing in a year, as an economist would put it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.economy.economy import Economy
from optimiser.programme.lp import Kind, LinearProgramme


@dataclass(frozen=True)
class Place:
    """A row, with everything needed to speak of it."""

    rule: str
    kind: Kind
    key: dict[str, str]
    """Column of the row's axes to label: product, sector, pool, year ..."""
    entity: int
    """Its place on the first axis of its block."""
    lower: float
    upper: float
    unit: str

    @property
    def year(self) -> str:
        """Its year, or nothing."""
        return self.key.get("year", "")

    @property
    def what(self) -> str:
        """The code it is about: product, sector, pool, household ..."""
        return next((value for name, value in self.key.items() if name not in ("year", "variable", "set")), "")


def places(programme: LinearProgramme) -> list[Place]:
    """Every row of a programme, in order."""
    found = []
    for block in programme.blocks:
        for entity, time in zip(*(each.tolist() for each in block.places), strict=True):
            key = {name: label for name, label in block.key(entity, time).items() if label}
            lower, upper = float(block.lower[entity, time]), float(block.upper[entity, time])
            found.append(Place(block.name, block.kind, key, entity, lower, upper, block.unit[entity]))
    return found


def number(value: float) -> str:
    """Three or four figures, as a person writes them."""
    if not np.isfinite(value):
        return "unlimited"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.4g}" if size >= 1e-4 or size == 0 else f"{value:.2g}"


def names(economy: Economy) -> dict[str, str]:
    """Code to name, for whatever has both."""
    known: dict[str, str] = {}
    for axis, given in (
        (economy.households.axis, economy.households.names),
        (economy.pools.axis, economy.pools.names),
        (economy.sectors.axis, economy.sectors.names),
        (economy.products.axis, economy.products.names),
    ):
        known |= dict(zip(axis.labels, given, strict=True))
    return known


def say(economy: Economy | None, place: Place) -> str:
    """The demand or the limit that a row stands for, as part of a sentence."""
    if economy is None or place.rule not in PHRASES:
        return _plain(place)
    known = names(economy)
    words = {name: known.get(label, label) for name, label in place.key.items()}
    kind = {"capacity": "capacity for ", "consumption": "consumption of "}.get(place.key.get("variable", ""), "")
    words |= {
        "what": known.get(place.what, place.what), "least": number(place.lower), "most": number(place.upper),
        "unit": place.unit, "year": place.year, "kind": kind, "given": _given(economy, place),
    }  # fmt: skip
    return PHRASES[place.rule].format_map(words)


def _plain(place: Place) -> str:
    labels = " ".join(place.key.values()) or place.rule
    sides = []
    if np.isfinite(place.lower):
        sides.append(f"at least {number(place.lower)}")
    if np.isfinite(place.upper):
        sides.append(f"at most {number(place.upper)}")
    sides = [f"exactly {number(place.lower)}"] if place.lower == place.upper else sides
    rule = "" if place.rule == "row" else f" ({place.rule.replace('_', ' ')})"
    return f"{labels}{rule} {' and '.join(sides)} {place.unit}".strip()


def _given(economy: Economy, place: Place) -> str:
    """The number in the workbook that is behind a row whose two sides do not show it."""
    if place.rule in ("absorptive_limit", "output_fall_limit"):
        limits = economy.sectors.absorptive_limit if place.rule == "absorptive_limit" else economy.sectors.fall_limit
        return f"{100 * limits[economy.sectors.axis.position[place.what]]:.4g} %"
    if place.rule == "town_country_exchange":
        years = {economy.years.label(year): year for year in range(1, economy.years.last + 1)}
        return number(float(economy.town_and_country.terms_of_trade[years[place.year]]))
    return ""


PHRASES = {
    "target": "{least} {unit} of {kind}{code} in {year}",
    "elastic_target": "{least} {unit} of {kind}{code} in {year}",
    "labour": "there are {most} {unit} of {what} labour in {year}, beside those who move in or are trained",
    "labour_movement": "{what} labour in {year} is who was there, came and left",
    "transfer_limit": "at most {most} {unit} can move from {from} to {to} in {year}",
    "absorptive_limit": "capacity for {what} can grow by at most {given} in {year}",
    "output_fall_limit": "output of {what} may fall by at most {given} in {year}",
    "town_country_exchange": (
        "in {year} the village gives {given} of produce for 1 of goods (in money), "
        "and {most} {unit} as tax, and no more"
    ),
    "village_subsistence": "at least {least} {unit} of {what} stays in the village in {year}",
    "marketed_produce": "farm produce of {year} is used, kept or marketed",
    "living_standard_floor": "consumption of the {what} household is at least {least} of the base year's in {year}",
    "balanced_growth": "{what} reaches {least} ({unit}) in {year}",
    "foreign_exchange": "imports in {year} are paid from exports, new debt and {most} {unit} of other receipts",
    "debt_limit": "foreign debt is at most {most} {unit} in {year}",
    "import_limit": "at most {most} {unit} of {what} can be imported in {year}",
    "export_limit": "at most {most} {unit} of {what} can be exported in {year}",
    "resource_ceiling": "{what} is limited to {most} {unit} in {year}",
    "project_year_limit": "at most {most} {unit} of capacity for {sector} can be begun as {type} in {year}",
    "project_total_limit": "at most {most} {unit} of capacity for {sector} can be begun as {type} in all",
    "capacity_limit": "output of {what} in {year} keeps within capacity and harvest",
    "capacity_accumulation": "capacity for {what} in {year} is what was there and what is finished",
    "construction_work": "building for {what} is done in {year}",
    "material_balance": "the uses of {what} in {year} are covered",
    "output_in_hand": "output of {what} in {year} is at most the {most} {unit} begun before the plan",
    "working_stock_norm": "stocks of {what} keep to their norm in {year}",
    "closing_stock": "{least} {unit} of {what} is in stock at the end",
    "terminal_stocks": "{least} {unit} of {what} is in stock at the end",
    "terminal_capacity": "{least} {unit} of capacity for {what} is left behind by {year}",
    "terminal_output": "output of {what} after the plan is at least {least} {unit}",
    "static_output": "output of {what} after the plan is at least {least} {unit}",
}
"""A phrase for every rule; a test sees to it that none is missing."""

FAMILIES = {
    "target": "targets",
    "elastic_target": "targets",
    "labour": "labour",
    "labour_movement": "labour",
    "transfer_limit": "migration and training",
    "foreign_exchange": "foreign exchange",
    "debt_limit": "foreign exchange",
    "import_limit": "foreign trade",
    "export_limit": "foreign trade",
    "town_country_exchange": "exchange of town and country",
    "village_subsistence": "exchange of town and country",
    "marketed_produce": "exchange of town and country",
    "living_standard_floor": "living standards",
    "balanced_growth": "living standards",
    "resource_ceiling": "natural resources",
    "absorptive_limit": "speed of building",
    "project_year_limit": "speed of building",
    "project_total_limit": "speed of building",
    "capacity_limit": "capacity",
    "capacity_accumulation": "capacity",
    "construction_work": "capacity",
    "material_balance": "materials",
    "output_in_hand": "materials",
    "working_stock_norm": "stocks",
    "closing_stock": "stocks",
    "terminal_stocks": "the end of the plan",
    "terminal_capacity": "the end of the plan",
    "terminal_output": "the end of the plan",
    "static_output": "the end of the plan",
    "output_fall_limit": "steadiness of output",
}
"""What a rule is about, for grouping."""


def cell(economy: Economy | None, place: Place) -> str:
    """The workbook's sheet, and cell where it is known, that a row comes from."""
    if economy is None:
        return ""
    origin, key = economy.origin, place.key
    year = place.year
    lookups: dict[str, tuple[str, str, str]] = {
        "target": ("Targets", "|".join(_target_row(economy, place)), "value"),
        "labour": ("Labour", place.what, "persons"),
        "absorptive_limit": ("Capacity", place.what, "absorptive limit"),
        "capacity_limit": ("Capacity", place.what, "capacity"),
        "capacity_accumulation": ("Capacity", place.what, "capacity"),
        "output_fall_limit": ("Sectors", place.what, "fall limit"),
        "living_standard_floor": ("Households", place.what, "floor"),
        "village_subsistence": ("Town and country", "subsistence", year),
        "town_country_exchange": ("Town and country", "terms of trade", "value"),
        "foreign_exchange": ("Foreign exchange", "receipts", "value"),
        "debt_limit": ("Foreign exchange", "debt limit", "value"),
        "import_limit": ("Trade", place.what, "import limit"),
        "export_limit": ("Trade", place.what, "export limit"),
        "transfer_limit": ("Transfers", f"{key.get('from')}|{key.get('to')}", "limit"),
        "resource_ceiling": ("Resources", place.what, year),
        "project_year_limit": ("Projects", f"{key.get('sector')}|{key.get('type')}", "year limit"),
        "project_total_limit": ("Projects", f"{key.get('sector')}|{key.get('type')}", "total limit"),
        "material_balance": ("Inputs", place.what, ""),
        "closing_stock": ("Sectors", place.what, "closing stock"),
        "working_stock_norm": ("Sectors", place.what, "stock norm"),
        "balanced_growth": ("Households", place.what, "household"),
        "output_in_hand": ("Sectors", place.what, "output in hand"),
        "construction_work": ("Construction", place.what, ""),
    }
    if place.rule not in lookups:
        return "Plan" if place.rule in FAMILIES else ""
    sheet, row, column = lookups[place.rule]
    found = origin.cell(sheet, row, column)
    return found if "!" in found or not year else origin.cell(sheet, row, year)


def _target_row(economy: Economy, place: Place) -> tuple[str, ...]:
    targets = economy.targets
    for name, variable, at, year in zip(targets.set, targets.variable, targets.place, targets.year, strict=True):
        axis = economy.households.axis if variable == "consumption" else economy.sectors.axis
        label = economy.years.label(int(year))
        if (variable, axis.labels[int(at)], label) == (place.key.get("variable"), place.what, place.year) and (
            place.key.get("set", name) == name
        ):
            return name, variable, place.what, label
    return ("",)
