"""Pages of foreign trade, of stocks, and of the exchange between town and country."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.base_year import base_output, base_year
from optimiser.economy.flows import by_products, export_earnings
from optimiser.language.naming import year_named
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.page import (
    HEADER,
    Block,
    Cells,
    Chart,
    Column,
    Heading,
    Page,
    Role,
    Scaling,
    Sentence,
    Series,
    Table,
)
from optimiser.report.pages import plan_sheets
from optimiser.report.pages.yearly import by_year, figures, lines, tidy, year_columns


def trade(plan: Plan, m: Measures) -> list[Page]:
    """Imports, exports and the foreign-exchange account."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    places = plan.variables.indices
    if not (len(places.imported) or len(places.exported) or m.debt is not None):
        return []
    axis, names, size = economy.products.axis, economy.products.names, plan.variables.scales.product
    blocks: list[Block] = []
    base = base_year(economy)
    for name, values in (("imports", q.imports), ("exports", q.exports)):
        heading = f"{name.capitalize()} in the year"
        amounts = tidy(np.column_stack([base.amounts(name), values[:, 1 : T + 1]]), size)
        every = lines(axis, names, amounts)
        some = [every[each] for each in np.flatnonzero(amounts.any(axis=1))]
        table = by_year(m, "product", "name", some) if some else Sentence("Nothing in any year.", "note")
        blocks += [Heading(heading), table]
    if m.debt is not None:
        blocks += [Heading("The foreign-exchange account"), _account(plan, m, m.debt)]
    meaning = "Imports and exports by product, and how they are paid for."
    return [Page("Trade", meaning, tuple(blocks), sheet=plan_sheets.TRADE)]


def _account(plan: Plan, m: Measures, debt: Floats) -> Table:
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    t = economy.trade
    base = base_year(economy)
    imports = np.column_stack([base.amounts("imports"), q.imports[:, 1 : T + 1]])
    exports = np.column_stack([base.amounts("exports"), q.exports[:, 1 : T + 1]])
    output = np.column_stack([base_output(economy), q.output[:, 1 : T + 1]])
    paid = (np.nan_to_num(t.import_price[:, : T + 1]) * imports).sum(axis=0)
    earned = export_earnings(economy, exports)
    need = economy.techniques.import_need @ output
    machines = np.zeros(T + 1)
    for age, share in enumerate(economy.projects.spending.T[:T]):
        machines[1 + age :] += (economy.projects.import_need * share) @ q.starts[:, 1 : T + 1 - age]
    before = np.concatenate([[t.opening_debt], debt[:-1]])
    interest = t.interest[: T + 1] * before
    borrowed = debt - before
    # what was borrowed in the base year is not stated: it is what its account lacks
    borrowed[0] = max(0.0, float(paid[0] + need[0] + interest[0] - earned[0] - t.receipts[0]))
    sources = earned + t.receipts[: T + 1] + np.maximum(borrowed, 0.0)
    uses = paid + need + machines + interest + np.maximum(-borrowed, 0.0)
    account: list[tuple[str, Floats, Role]] = [
        ("exports", earned, ""),
        ("other receipts less other payments", np.array(t.receipts[: T + 1]), ""),
        ("new debt", np.maximum(borrowed, 0.0), ""),
        ("sources", sources, "total"),
        ("imports", paid, ""),
        ("imports that have no home product", np.asarray(need), ""),
        ("interest", interest, ""),
        ("debt paid back", np.maximum(-borrowed, 0.0), ""),
        ("left unspent", sources - uses, ""),
        ("uses", sources, "total"),
        ("debt at the end of the year", debt, "check"),
    ]
    if machines.any():
        place = [name for name, _, _ in account].index("interest")
        account.insert(place, ("machines for new capacity that have no home product", machines, ""))
    rows = tuple(
        ("", name, t.unit, *figures(tidy(values[None, :], plan.variables.scales.foreign_money)[0]))
        for name, values, role in account
    )
    columns = (Column("", width=9.0), Column("item"), Column("unit"), *year_columns(m))
    return Table(columns, rows, tuple(role for _, _, role in account))


def stocks(plan: Plan, m: Measures) -> list[Page]:
    """Stocks at the end of the year."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    amounts = tidy(q.stocks[:, : T + 1], plan.variables.scales.product)
    some = np.flatnonzero(economy.products.storable & amounts.any(axis=1))
    if not len(some):
        return []
    every = lines(economy.products.axis, economy.products.names, amounts)
    meaning = "What is in store of each product at the end of the year; the base year has the opening stock."
    table = by_year(m, "product", "name", [every[each] for each in some])
    return [Page("Stocks", meaning, (table,), sheet=plan_sheets.TRADE)]


def town_and_country(plan: Plan, m: Measures) -> list[Page]:
    """What the village makes, keeps, gives and gets."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    village = economy.town_and_country
    farm = village.farm_product
    if farm < 0:
        return []
    product, unit = economy.products.names[farm], economy.products.axis.units[farm]
    price = economy.products.price
    base = base_year(economy)
    made = np.asarray(economy.techniques.outputs @ q.output)[farm, : T + 1]
    made[0] = base.amounts("output")[farm]
    basket = economy.households.baskets[:, [village.household]].toarray().ravel()
    basket[farm] = 0.0
    goods = float(price @ basket) * q.consumption[village.household, : T + 1]
    taken = village.coerced_share[: T + 1] * village.quota[: T + 1] * made
    sold, kept = np.array(q.marketed[: T + 1]), np.array(q.farm_kept[: T + 1])
    sold[0], kept[0] = base.marketed, base.amounts("kept in the village")[farm]
    bought = np.divide(village.terms_of_trade[: T + 1] * goods, price[farm], out=np.zeros(T + 1), where=price[farm] > 0)
    money, eaten = economy.money_unit, village.own_food * q.consumption[village.household, : T + 1]
    output = np.array(q.output[:, : T + 1])
    output[:, 0] = base_output(economy)
    beside = by_products(economy) @ output
    items: list[tuple[str, str, Floats]] = [
        (f"{product} made", unit, made),
        ("kept in the village", unit, kept),
        *([("of which the village eats at its living standard", unit, eaten)] if village.own_food else []),
        ("least that is kept (subsistence)", unit, village.subsistence[: T + 1]),
        ("reaches the town", unit, sold),
        ("of which can be taken as tax", unit, village.tax[: T + 1]),
        ("of which can be taken by coercion", unit, taken),
        ("most that is sold for the goods of the town", unit, bought),
        ("goods of the town that reach the village", money, goods),
        *([("by-products that count as given", money, beside)] if beside.any() else []),
        ("terms of trade: produce given for goods", "value for value", village.terms_of_trade[: T + 1]),
    ]
    rows = [(name, where, *figures(values)) for name, where, values in items]
    index = f"index, {year_named(m.years[0])} = 1"
    rows.append(("consumption of the village", index, *figures(m.consumption[village.household])))
    table = Table((Column("item"), Column("unit"), *year_columns(m)), tuple(rows), labels=2)
    first = 3
    series = tuple(Series(str(rows[row][0]), Cells.along(table, row, first)) for row in (1, 3, 7))
    years, scaling = Cells.along(table, HEADER, first), Scaling(f"{unit}; goods in {money}")
    chart = Chart("lines", "Exchange of town and country", series, years, y=scaling)
    meaning = f"What the village keeps and sells of its produce ({product}), and what it gets for it."
    return [Page("Town and country", meaning, (table, chart), sheet=plan_sheets.PEOPLE)]
