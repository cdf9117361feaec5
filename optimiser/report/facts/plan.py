"""A plan, and its measures, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.economy.origin import UNGRADED
from optimiser.plan.accounts import Accounts, Productivity
from optimiser.plan.accounts.regions import RegionalAccounts
from optimiser.plan.measures import ZERO, Measures, measures
from optimiser.plan.plan import Plan
from optimiser.plan.sentences import priced_rows
from optimiser.report.pages.prices import per_unit

Facts = Mapping[str, object]


def plan_facts(plan: Plan) -> Facts:
    """A plan as the command `solve` prints it; what does not apply is None.

    Output is in sector units a year, consumption an index (base year 1), both for the plan years.  Shadow
    prices are those above 1e-9: what one more unit, of what the rule is about, adds to the goal.
    """
    economy = plan.economy
    m = measures(plan) if plan.solution.optimal else None
    years = economy.years.plan_labels
    return {
        "status": plan.status,
        "strategy": plan.strategy,
        "target_set": plan.target_set or None,
        "objective": plan.objective,
        "objective_unit": plan.criterion.unit,
        "growth_rate": plan.growth_rate,
        "share": plan.share,
        "base_year": economy.years.label(0),
        "years": list(years),
        "output": by_year(economy.sectors.axis.labels, years, m.output[:, 1:]) if m else None,
        "consumption": by_year(economy.households.axis.labels, years, m.consumption[:, 1:]) if m else None,
        "shadow_prices": shadow_prices(plan) if m else None,
        "verification": verification(plan),
        "accounts": accounts_facts(plan.accounts) if m else None,
        "stylised": economy.stylised,
        "grades": grades_facts(economy),
        "sentences": list(plan.sentences),
    }


def accounts_facts(accounts: Accounts) -> Facts:
    """National income, wealth, people and imports by year, the base year first; values are at the workbook's prices.

    What nobody has priced counts for nothing; the chessboard of a year is on the page National accounts.
    """
    economy, income, wealth, labour = accounts.plan.economy, accounts.income, accounts.wealth, accounts.labour
    receivers, imports, heads, years = (
        accounts.receivers,
        accounts.imports,
        accounts.productivity,
        accounts.income.years,
    )
    sectors, households = economy.sectors.axis.labels, economy.households.axis.labels
    whole = {
        "capacity": wealth.capital.sum(axis=0),
        "unfinished construction": wealth.unfinished.sum(axis=0),
        "stocks": wealth.stocks,
        "all": wealth.total,
    }
    farm = receivers.farm
    return {
        "unit": income.unit,
        "national_income": _series(years, income.total),
        "income_by_origin": by_year(sectors, years, income.by_origin),
        "income_by_use": {item: _series(years, values) for item, values in income.by_use.items()},
        "accumulation_rate": _series(years, income.accumulation_rate),
        "received": by_year(households, years, receivers.received),
        "received_per_head": by_year(households, years, receivers.per_head),
        "left_by_the_farm": _series(years, farm.left) if farm else None,
        "wealth": {item: _series(years, values) for item, values in whole.items()},
        "people": {
            pool: by_year(sectors, years, labour.in_production[place])
            for place, pool in enumerate(economy.pools.axis.labels)
        },
        "idle": by_year(economy.pools.axis.labels, years, labour.idle),
        "output_per_head": by_year(sectors, years, heads.per_head) if heads else None,
        "growth": _growth(sectors, heads) if heads else None,
        "imports_displaced": by_year(economy.products.axis.labels, years, imports.displaced),
        **({"regions": regions_facts(accounts.regions)} if accounts.regions is not None else {}),
    }


def regions_facts(found: RegionalAccounts) -> Facts:
    """Figures by region and year, and what is shipped; the region without a name is the whole country."""
    items = {"output": found.output, "net_product": found.net_product, "consumption": found.consumption}
    items |= {"building": found.building, "sent": found.sent, "received": found.received}
    return {
        **{item: by_year(found.regions, found.years, values) for item, values in items.items()},
        "people": {
            pool: by_year(found.regions, found.years, found.people[:, place])
            for place, pool in enumerate(found.pools.labels)
        },
        "shipments": [
            {**found.shipments.key(each), "unit": unit, "shipped": _series(found.years, found.shipped[each])}
            for each, unit in enumerate(found.shipments.units)
        ],
    }


def _growth(sectors: Sequence[str], heads: Productivity) -> dict[str, dict[str, float]]:
    """What the growth of each sector's output over the plan is owed to, shares of the base year's output."""
    parts = ("growth", "more_people", "assumed", "technique")
    return {code: {part: float(getattr(heads, part)[place]) for part in parts} for place, code in enumerate(sectors)}


def grades_facts(economy: Economy) -> Facts | None:
    """How many figures of the workbook are sourced, derived or assumed; None where it does not say."""
    known = economy.origin.grades
    if not known:
        return None
    return {
        "figures": known.graded,
        "without": known.number(UNGRADED),
        "grades": {each: {"figures": known.number(each), "share": known.share(each)} for each in known.names},
    }


def by_year(labels: Sequence[str], years: Sequence[str], values: Floats) -> dict[str, dict[str, float]]:
    """`{label: {year: value}}` from an array (label, year)."""
    return {label: _series(years, row) for label, row in zip(labels, values, strict=True)}


def _series(years: Sequence[str], values: Floats) -> dict[str, float]:
    return dict(zip(years, map(float, values), strict=True))


def verification(plan: Plan) -> Facts | None:
    """How far the re-added balances are off, and by how much, at most, another plan could be better."""
    v = plan.verification
    return {"worst_violation": v.worst_violation, "rows_checked": v.rows_checked, "gap": v.gap} if v else None


def shadow_prices(plan: Plan) -> list[Facts]:
    """Every row with a shadow price: the rule, the columns of its key (product, sector, year ...), value and unit."""
    goal = plan.criterion.unit
    return [
        {"rule": row.rule, **row.key, "value": row.price, "unit": per_unit(goal, row.unit)}
        for row in priced_rows(plan, ZERO)
    ]


def measures_facts(plan: Plan, m: Measures | None) -> Facts:
    """The measures of a plan; None where there is no plan."""
    economy = plan.economy
    status = {"status": plan.status, "growth_rate": m.growth_rate if m else plan.growth_rate, "share": plan.share}
    if m is None:
        return status | {"objective": None, "verification": None, "measures": None}

    def series(values: Floats | None) -> dict[str, float] | None:
        return _series(m.years, values) if values is not None else None

    targets = [{name: getattr(each, name) for name in _TARGET} for each in m.targets]
    binding = [
        {"rule": b.rule, "rows": b.rows, **b.key, "value": b.price, "comparable": b.comparable, "unit": b.unit}
        for b in m.binding
    ]
    return status | {
        "objective": plan.objective,
        "verification": verification(plan),
        "measures": {
            "output": by_year(economy.sectors.axis.labels, m.years, m.output),
            "capacity": by_year(economy.assets.axis.labels, m.years, m.capacity),
            "consumption": by_year(economy.households.axis.labels, m.years, m.consumption),
            "consumption_per_head": by_year(economy.households.axis.labels, m.years, m.consumption_per_head),
            "industrial_index": series(m.industrial_index),
            "investment_share": series(m.investment_share),
            "unfinished_construction": series(m.unfinished_value),
            "foreign_debt": series(m.debt),
            "labour_use": by_year(economy.pools.axis.labels, m.years, m.labour_use),
            "capital_index": m.capital_index,
            "targets": targets,
            "binding": binding,
        },
    }


_TARGET = ("variable", "code", "year", "reached", "asked", "share", "unit")
