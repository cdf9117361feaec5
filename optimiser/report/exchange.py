"""Sheets of foreign trade and of stocks."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan
from optimiser.report.series import lines, named, tidy, year_columns
from optimiser.report.sheet import Book, Column


def _some(values: Floats) -> list[int]:
    return [int(each) for each in np.flatnonzero(np.nan_to_num(values[:, 1:]).any(axis=1))]


def trade(book: Book, plan: Plan, m: Measures) -> None:
    """Imports, exports and the foreign-exchange account."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    places = plan.variables.indices
    if not (len(places.imported) or len(places.exported) or m.debt is not None):
        return
    sheet = book.sheet("Trade", "Imports and exports by product, and how they are paid for.")
    sheet.back()
    axis, names, size = economy.products.axis, economy.products.names, plan.variables.scales.product
    for heading, values in (("Imports in the year", q.imports), ("Exports in the year", q.exports)):
        amounts = tidy(values[:, : T + 1], size)
        amounts[:, 0] = np.nan
        every = lines(axis, names, amounts)
        sheet.heading(heading)
        if not _some(amounts):
            sheet.note("Nothing in any year.")
            continue
        sheet.table([*named("product"), *year_columns(m)], [every[each] for each in _some(amounts)], labels=3)
    if m.debt is None:
        return
    t, unit = economy.trade, economy.trade.unit
    paid = (np.nan_to_num(t.import_price[:, : T + 1]) * q.imports[:, : T + 1]).sum(axis=0)
    earned = (np.nan_to_num(t.export_price[:, : T + 1]) * q.exports[:, : T + 1]).sum(axis=0)
    earned *= t.terms_of_trade[: T + 1]
    need = economy.techniques.import_need @ q.output[:, : T + 1]
    before = np.concatenate([[0.0], m.debt[:-1]])
    interest = t.interest[: T + 1] * before
    borrowed = m.debt - before
    sources = earned + t.receipts[: T + 1] + np.maximum(borrowed, 0.0)
    uses = paid + need + interest + np.maximum(-borrowed, 0.0)
    account: list[tuple[str, Floats, str]] = [
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
        ("debt at the end of the year", m.debt, "check"),
    ]
    scale = plan.variables.scales.foreign_money
    rows = []
    for name, values, role in account:
        shown = tidy(values[None, :], scale)[0]
        blank = role != "check"
        rows.append(("", name, unit, *(None if blank and year == 0 else float(v) for year, v in enumerate(shown))))
    sheet.heading("The foreign-exchange account")
    columns = [Column("", width=9.0), Column("item"), Column("unit"), *year_columns(m)]
    sheet.table(columns, rows, roles=[role for _, _, role in account])


def stocks(book: Book, plan: Plan, m: Measures) -> None:
    """Stocks at the end of the year."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    amounts = tidy(q.stocks[:, : T + 1], plan.variables.scales.product)
    some = [int(each) for each in np.flatnonzero(economy.products.storable & amounts.any(axis=1))]
    if not some:
        return
    meaning = "What is in store of each product at the end of the year; the base year has the opening stock."
    sheet = book.sheet("Stocks", meaning)
    sheet.back()
    every = lines(economy.products.axis, economy.products.names, amounts)
    sheet.table([*named("product"), *year_columns(m)], [every[each] for each in some], labels=3)
