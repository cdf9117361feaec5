"""Rows in words: what each rule says of a thing in a year, as an economist would put it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimiser.diagnosis.phrases import RULES
from optimiser.economy.economy import Economy
from optimiser.programme.constraints.capacity import effective_yields
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import Kind

LISTED = 5
"""Names that are listed before the rest is only counted."""


@dataclass(frozen=True)
class RowReference:
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
        code = self.key.get("code")
        return code or next((label for name, label in self.key.items() if name not in NO_THING), "")

    @property
    def thing(self) -> tuple[str, ...]:
        """Everything but the year."""
        return tuple(label for name, label in self.key.items() if name not in ("year", "set"))


OF_THE_WHOLE_PLAN = ("project_total_limit",)
"""Rules whose rows are of no single year."""

NO_THING = ("year", "variable", "set")


def row_references(programme: LinearProgramme) -> list[RowReference]:
    """Every row of a programme, in order."""
    found = []
    for block in programme.blocks:
        for entity, time in zip(*(each.tolist() for each in block.indices), strict=True):
            key = {name: label for name, label in block.key(entity, time).items() if label}
            if block.name in OF_THE_WHOLE_PLAN:
                key.pop("year", None)
            lower, upper = float(block.lower[entity, time]), float(block.upper[entity, time])
            found.append(RowReference(block.name, block.kind, key, entity, lower, upper, block.unit[entity]))
    return found


def number(value: float, figures: int = 4) -> str:
    """With a few figures, as a person writes it; thousands in full and set apart."""
    if not np.isfinite(value):
        return "unlimited"
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}".replace(",", "\u00a0")
    return f"{value:.{figures}g}" if size >= 1e-4 or size == 0 else f"{value:.2g}"


def quantity(value: float, unit: str, figures: int = 4) -> str:
    """A number with its unit; an index as a share of the base year's."""
    if unit.startswith("index"):
        return f"{100.0 * value:.3g} % of the base year's"
    return f"{number(value, figures)} {unit}".strip()


def called(economy: Economy | None, column: str, code: str, variable: str = "") -> str:
    """The name of what has a code on an axis; the code where it has none."""
    if economy is None:
        return code
    if column == "code":
        column = "household" if variable == "consumption" else "sector"
    axis, names = {
        "product": (economy.products.axis, economy.products.names),
        "sector": (economy.sectors.axis, economy.sectors.names),
        "technique": (economy.sectors.axis, economy.sectors.names),
        "bundle": (economy.sectors.axis, economy.sectors.names),
        "pool": (economy.pools.axis, economy.pools.names),
        "from": (economy.pools.axis, economy.pools.names),
        "to": (economy.pools.axis, economy.pools.names),
        "household": (economy.households.axis, economy.households.names),
    }.get(column, (economy.resources.axis, economy.resources.axis.labels))
    return names[axis.position[code]] if code in axis.position else code


def thing(economy: Economy | None, reference: RowReference) -> str:
    """What a row is about, by name: `steel`, `new capacity for steel`, `capacity for steel`."""
    key, variable = reference.key, reference.key.get("variable", "")
    if reference.rule in ("project_year_limit", "project_total_limit"):
        return f"{called(economy, 'sector', key.get('sector', ''))} ({key.get('type', '')})"
    if reference.rule == "transfer_limit":
        return " to ".join(called(economy, name, key.get(name, "")) for name in ("from", "to"))
    if "code" in key:
        name = called(economy, "code", key["code"], variable)
        prefix = {"capacity": "capacity for ", "consumption": "consumption of the household "}.get(variable, "")
        return prefix + name
    for name, label in key.items():
        if name not in NO_THING:
            return called(economy, name, label)
    return {"foreign_exchange": "foreign exchange", "debt_limit": "foreign debt"}.get(
        reference.rule, "village" if reference.rule == "town_country_exchange" else ""
    )


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
    words = [label if len(label) >= 4 else f"year {label}" for label in labels]
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        said = f"from {words[0]} to {words[-1]}"
    elif len(years) > 4:
        said = f"in {len(years)} years from {words[0]} to {words[-1]}"
    else:
        said = f"in {listed(words)}"
    return f"{said} (after the plan)" if late else said


def listed(words: Sequence[str], most: int = LISTED) -> str:
    """`coal, steel and transport`; `coal, steel and 7 others`."""
    words = list(words)
    if len(words) > most + 1:
        return f"{', '.join(words[:most])} and {len(words) - most} others"
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def say(economy: Economy | None, rows: Sequence[RowReference]) -> str:
    """The demand or the limit that rows of one rule, of one thing, in one year or several, stand for."""
    first = rows[0]
    if first.rule not in RULES or economy is None:
        return listed([_plain(reference) for reference in rows])
    text = RULES[first.rule].says
    if first.key.get("variable") == "consumption":
        text = "{what} at {least} {when}"
    return " ".join(text.format_map(_words(economy, rows)).split())


def gives_way(economy: Economy | None, reference: RowReference, amount: float, relative: float) -> str:
    """How far one row has to give way; a positive amount misses its lower side, a negative its upper one."""
    if reference.rule not in RULES or economy is None:
        by = quantity(abs(amount), reference.unit, 3)
        return f"{_plain(reference)}: {by} {'less' if amount > 0 else 'more'}"
    words = _words(economy, [reference]) | {
        "amount": quantity(abs(amount), reference.unit, 3),
        "share": f"{relative:.0%}",
    }
    text = RULES[reference.rule].gives
    if amount > 0 and reference.lower == reference.upper and reference.kind is Kind.IDENTITY:
        text = text.replace("more than", "less than")
    return " ".join(text.format_map(words).split())


def change(economy: Economy, rows: Sequence[RowReference]) -> str:
    """A tenth more of what rows of one rule, of one thing, ask or give, as a change that somebody could make."""
    text = RULES[rows[0].rule].change or f"a tenth more room for {{what}} ({RULES[rows[0].rule].family})"
    return " ".join(text.format_map(_words(economy, rows)).split())


def _words(economy: Economy, rows: Sequence[RowReference]) -> dict[str, str]:
    first = rows[0]
    words = {name: called(economy, name, label) for name, label in first.key.items()}
    return words | {
        "what": thing(economy, first),
        "when": when(economy, rows),
        "years": listed([reference.year for reference in rows]),
        "least": _range([reference.lower for reference in rows], first.unit),
        "most": _range([reference.upper for reference in rows], first.unit),
        "given": _given(economy, rows),
    }


def _range(values: Sequence[float], unit: str) -> str:
    low, high = min(values), max(values)
    if number(low) == number(high):
        return quantity(low, unit)
    return f"{quantity(low, unit if unit.startswith('index') else '')} to {quantity(high, unit)}"


def _plain(reference: RowReference) -> str:
    labels = " ".join(reference.key.values()) or reference.rule.replace("_", " ")
    sides = []
    if np.isfinite(reference.lower):
        sides.append(f"at least {number(reference.lower)}")
    if np.isfinite(reference.upper):
        sides.append(f"at most {number(reference.upper)}")
    sides = [f"exactly {number(reference.lower)}"] if reference.lower == reference.upper else sides
    rule = "" if reference.rule == "row" else f" ({reference.rule.replace('_', ' ')})"
    return f"{labels}{rule} is {' and '.join(sides)} {reference.unit}".strip()


def _given(economy: Economy, rows: Sequence[RowReference]) -> str:
    """What the workbook says beyond the two sides of a row."""
    first = rows[0]
    made = _GIVEN.get(first.rule)
    return made(economy, rows) if made else ""


def given(economy: Economy, rows: Sequence[RowReference]) -> str:
    """What tells one of many things from another where a limit is said once for all."""
    return _given(economy, rows) if rows[0].rule in ("material_balance", "labour") else ""


def _year_numbers(economy: Economy, rows: Sequence[RowReference]) -> list[int]:
    number_of = {economy.years.label(year): year for year in range(economy.years.reach + 2)}
    return [number_of[reference.year] for reference in rows if reference.year in number_of]


def _growth(economy: Economy, rows: Sequence[RowReference]) -> str:
    return f"{100 * economy.sectors.absorptive_limit[economy.sectors.axis.position[rows[0].what]]:.4g} %"


def _fall(economy: Economy, rows: Sequence[RowReference]) -> str:
    return f"{100 * economy.sectors.fall_limit[economy.sectors.axis.position[rows[0].what]]:.4g} %"


def _terms(economy: Economy, rows: Sequence[RowReference]) -> str:
    values = [float(economy.town_and_country.terms_of_trade[year]) for year in _year_numbers(economy, rows)]
    return _range(values, "")


def _payment(economy: Economy, rows: Sequence[RowReference]) -> str:
    other = [reference.upper for reference in rows]
    sources = ["exports"]
    if economy.trade.debt_limit[1:].max(initial=0.0) > 0.0:
        sources.append("new debt")
    if max(other) > 0.0:
        sources.append(f"{_range(other, rows[0].unit)} of other receipts")
    after = f", after payments of {_range([-each for each in other], rows[0].unit)}" if max(other) < 0.0 else ""
    return listed(sources) + after


def _entering(economy: Economy, rows: Sequence[RowReference]) -> str:
    pool = economy.pools.axis.position[rows[0].what]
    return ", beside those who move in or are trained" if (economy.transfers.target == pool).any() else ""


def _base_capacity(economy: Economy, rows: Sequence[RowReference]) -> str:
    index = economy.sectors.axis.position[rows[0].what]
    return f" ({quantity(float(economy.sectors.capacity[index]), rows[0].unit, 3)} at the start)"


def _harvest(economy: Economy, rows: Sequence[RowReference]) -> str:
    index = economy.sectors.axis.position[rows[0].what]
    yields = effective_yields(economy)[index]
    bad = [year for year in _year_numbers(economy, rows) if abs(yields[year] - 1.0) > 1e-9]
    said = _base_capacity(economy, rows)
    if bad:
        worst = min(bad, key=lambda year: yields[year])
        said += f", and {economy.years.label(worst)} yields {yields[worst]:.0%} of a normal year"
    return said


def _uses(economy: Economy, rows: Sequence[RowReference]) -> str:
    product = economy.products.axis.position[rows[0].what]
    years, unit = _year_numbers(economy, rows), rows[0].unit
    demand = economy.demand.quantity[economy.demand.product == product]
    wanted = [value for year in years if (value := float(demand[:, year].sum())) > 0.0]
    said = [f"given uses of {_range(wanted, unit)} a year"] if wanted else []
    if 1 in years and economy.products.storable[product]:
        said.append(f"{quantity(float(economy.products.opening_stock[product]), unit)} in stock at the start")
    return f" ({', '.join(said)})" if said else ""


_GIVEN = {
    "absorptive_limit": _growth,
    "output_fall_limit": _fall,
    "town_country_exchange": _terms,
    "foreign_exchange": _payment,
    "labour": _entering,
    "capacity_accumulation": _base_capacity,
    "capacity_limit": _harvest,
    "material_balance": _uses,
}


def cell(economy: Economy | None, reference: RowReference) -> str:
    """The workbook's sheet, and cell where it is known, that a row comes from."""
    if economy is None:
        return ""
    origin, year = economy.origin, reference.year
    known = [origin.cell(*each) for each in _inputs(economy, reference)]
    known += [origin.cell(sheet, row, year) for sheet, row, _ in _inputs(economy, reference) if year]
    exact = [each for each in known if "!" in each]
    return exact[0] if exact else known[0]


def _inputs(economy: Economy, reference: RowReference) -> list[tuple[str, str, str]]:
    """Sheet, row and column of the input behind a row, the likeliest first."""
    key, what, year, rule = reference.key, reference.what, reference.year, reference.rule
    if rule in ("target", "elastic_target"):
        return [("Targets", "|".join(_target_row(economy, reference)), "value")]
    if rule in ("capacity_limit", "capacity_accumulation"):
        standing = ("Capacity", what, "capacity")
        years = _year_numbers(economy, [reference])
        normal = not years or economy.sectors.yields[economy.sectors.axis.position[what], years[0]] == 1.0
        return [standing] if normal or rule == "capacity_accumulation" else [("Yields", what, year), standing]
    if rule == "material_balance":
        product = economy.products.axis.position[what]
        uses = economy.demand.axis.columns.get("use", ())
        mine = [use for use, at in zip(uses, economy.demand.product, strict=False) if at == product]
        named = [("Demand", f"{what}|{use}", column) for use in mine for column in (year, "growth after")]
        return [*named, ("Inputs", what, ""), ("Sectors", what, "code")]
    project = f"{key.get('sector')}|{key.get('type')}"
    return {
        "labour": [("Labour", what, "persons")],
        "labour_movement": [("Labour", what, "growth"), ("Labour", what, "persons")],
        "absorptive_limit": [("Capacity", what, "absorptive limit")],
        "output_fall_limit": [("Sectors", what, "fall limit")],
        "living_standard_floor": [("Households", what, "floor")],
        "balanced_growth": [("Households", what, "household"), ("Sectors", what, "base output")],
        "village_subsistence": [("Town and country", "subsistence", "value")],
        "town_country_exchange": [("Town and country", "terms of trade", "value")],
        "marketed_produce": [("Town and country", "farm product", "value")],
        "foreign_exchange": [("Foreign exchange", "receipts", "value")],
        "debt_limit": [("Foreign exchange", "debt limit", "value")],
        "import_limit": [("Trade", what, "import limit")],
        "export_limit": [("Trade", what, "export limit")],
        "transfer_limit": [("Transfers", f"{key.get('from')}|{key.get('to')}", "limit")],
        "resource_ceiling": [("Resources", what, year), ("Resources", what, "ceiling")],
        "project_year_limit": [("Projects", project, "year limit"), ("Projects", project, "type")],
        "project_total_limit": [("Projects", project, "total limit"), ("Projects", project, "type")],
        "closing_stock": [("Sectors", what, "closing stock"), ("Sectors", what, "opening stock")],
        "working_stock_norm": [("Sectors", what, "stock norm")],
        "output_in_hand": [("Sectors", what, "output in hand"), ("Sectors", what, "base output")],
        "construction_work": [("Construction", what, "")],
    }.get(rule, [("Plan", "terminal condition", "value")])


def _target_row(economy: Economy, reference: RowReference) -> tuple[str, ...]:
    targets = economy.targets
    wanted = (reference.key.get("variable"), reference.what)
    for name, variable, at, year in zip(targets.set, targets.variable, targets.index, targets.year, strict=True):
        axis = economy.households.axis if variable == "consumption" else economy.sectors.axis
        label = economy.years.label(int(year))
        same = (variable, axis.labels[int(at)]) == wanted and label == reference.year
        if same and reference.key.get("set", name) == name:
            return name, variable, reference.what, label
    return ("",)
