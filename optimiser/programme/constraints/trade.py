"""Foreign trade: what can be bought for what is sold, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from optimiser.economy.economy import Economy
from optimiser.economy.flows import foreign_account, price_drops
from optimiser.language.numbers import spanned
from optimiser.language.phrases import listed
from optimiser.programme.constraints.rule import Input, rule
from optimiser.programme.references import RowReference
from optimiser.programme.rows import Kind, Sides, at_most
from optimiser.programme.variables import Variables
from optimiser.readdition import trade


def means_of_payment(economy: Economy, rows: Sequence[RowReference]) -> str:
    """From what imports are paid."""
    other = [reference.upper for reference in rows]
    sources = ["exports"]
    if economy.trade.debt_limit[1:].max(initial=0.0) > 0.0:
        sources.append("new debt")
    if max(other) > 0.0:
        sources.append(f"{spanned(other, rows[0].unit)} of other receipts")
    after = f", after payments of {spanned([-each for each in other], rows[0].unit)}" if max(other) < 0.0 else ""
    return listed(sources) + after


@rule(
    Kind.RESOURCE,
    family="foreign exchange",
    says="imports {when} have to be paid from {given}",
    gives="foreign exchange {when}: {amount} more than exports, loans and receipts bring",
    many="imports have to be paid for",
    change="receipts of foreign exchange, or a loan, of a tenth of a year's turnover more",
    binds="foreign money is used up in {year}: a further {unit}",
    meaning="one more unit of foreign money in the year",
    price_sign=1,
    explains=False,
    cells=(Input("Foreign exchange", "receipts", "{year}"), Input("Foreign exchange", "receipts", "value")),
    readded=(trade.foreign_exchange,),
    given=means_of_payment,
)
def foreign_exchange(economy: Economy, v: Variables) -> Sides:
    """Imports and debt service are paid from exports, other receipts and new debt.

        pm[t]'m[t] + n'x[t] + sum_p n_p sum_tau phi_p(tau) y[p,t-tau] + (1+i[t]) D[t-1]
            <=  tot[t] ( pe[t]'e[t] - sum_k pe[t] (f[k-1] - f[k]) b[k,t] ) + receipts[t] + D[t]

    n imports without a home product, per unit of output; n_p those per unit of new capacity, by the kind of project and
    whatever its cost factor (what was begun before the plan takes none); b exports beyond a step, where they sell for
    the share f[k] of the price, and f is 1 before the first step of a product; D debt at the end of the year, D[0] the
    opening debt.
    Axes: (account, year 1..N); foreign money a year.  Shadow price: what one more unit of foreign money adds.
    Source: Chenery and Bruno, the foreign-exchange gap; Conrad, First plan backgrounds ("foreign loans").
    """
    last, indices, market = economy.years.last, v.indices, economy.trade
    years = np.arange(1, last + 1)
    one = len(v.debt.entity)
    bound = np.full((one, last), np.inf)
    body = v.debt.over(years).times(-1.0).affine()
    if one:
        interest = 1.0 + market.interest[1 : last + 1]
        paid = np.nan_to_num(market.import_price[indices.imported, 1 : last + 1])
        earned = (
            np.nan_to_num(market.export_price[indices.exported, 1 : last + 1]) * market.terms_of_trade[1 : last + 1]
        )
        all_imports = sp.csr_array(np.ones((1, len(indices.imported))))
        all_exports = sp.csr_array(np.ones((1, len(indices.exported))))
        body += all_imports @ v.imports.over(years).times(paid) - all_exports @ v.exports.over(years).times(earned)
        body += sp.csr_array(economy.techniques.import_need[None, :]) @ v.output.over(years)
        for age, share in enumerate(economy.projects.spending.T):
            machines = sp.csr_array((economy.projects.import_need * share)[None, :])
            body += machines @ v.starts.over(years, lag=-age)
        steps = market.export_steps.product
        lost = np.nan_to_num(market.export_price[steps, 1 : last + 1]) * price_drops(economy)[:, None]
        every_step = sp.csr_array(np.ones((1, len(steps))))
        body += every_step @ v.sold_cheaper.over(years).times(lost * market.terms_of_trade[1 : last + 1])
        body += v.debt.over(years, lag=-1).times(interest).affine()
        bound = np.array(market.receipts[None, 1 : last + 1])
        bound[0, 0] -= interest[0] * market.opening_debt
    return at_most(
        v.debt.entity, v.debt.times, body, bound, scale=v.scales.foreign_money, amount=foreign_account(economy)
    )


@rule(
    Kind.RESOURCE,
    family="foreign exchange",
    says="foreign debt is at most {most} {when}",
    gives="foreign debt {when}: {amount} more than the {most} allowed",
    many="foreign credit is limited",
    change="a tenth more foreign credit",
    binds="no more is lent in {year}: a further {unit} of credit",
    meaning="one more unit of credit",
    price_sign=1,
    explains=False,
    cells=(Input("Foreign exchange", "debt limit", "{year}"), Input("Foreign exchange", "debt limit", "value")),
    readded=(trade.debt_limit,),
)
def debt_limit(economy: Economy, v: Variables) -> Sides:
    """Nobody lends more than the limit.

        D[t]  <=  limit[t]

    Axes: (account, year 1..N); foreign money.  Shadow price: what one more unit of credit in the year adds.
    Source: Chenery and Bruno; standard modelling.
    """
    last = economy.years.last
    limit = economy.trade.debt_limit[None, 1 : last + 1].repeat(len(v.debt.entity), axis=0)
    return at_most(
        v.debt.entity,
        v.debt.times,
        v.debt.over(np.arange(1, last + 1)).affine(),
        limit,
        scale=v.scales.foreign_money,
        amount=limit[:, :1].min(axis=1, initial=np.inf),
    )


@rule(
    Kind.RESOURCE,
    family="foreign trade",
    says="at most {most} a year of {what} can be imported {when}",
    gives="imports of {what} {when}: {amount} more than the {most} offered",
    many="only so much can be imported",
    change="a tenth more {what} offered for import",
    binds="no more {name} can be imported in {year}: a further {unit} offered",
    meaning="one more unit offered",
    price_sign=1,
    explains=False,
    cells=(
        Input("Trade by year", "{product}|import limit|{year}", "value"),
        Input("Trade by year", "{product}|import limit", "{year}"),
        Input("Trade by year", "{product}|import limit", "growth after"),
        Input("Trade", "{product}", "import limit"),
    ),
    readded=(trade.import_limit,),
)
def import_limit(economy: Economy, v: Variables) -> Sides:
    """No more of a product is imported than is offered.

        m[i,t]  <=  import limit[i,t]

    Axes: (importable product, year 1..N); product units a year.  Shadow price: what one more unit offered adds.
    Source: standard modelling of foreign markets.
    """
    last, indices = economy.years.last, v.indices.imported
    return at_most(
        v.imports.entity,
        v.imports.times,
        v.imports.over(np.arange(1, last + 1)).affine(),
        economy.trade.import_limit[indices, 1 : last + 1],
        scale=v.imports.scale,
        amount=economy.trade.import_limit[indices, 1],
        active=v.imports.upper > 0,
    )


@rule(
    Kind.RESOURCE,
    family="foreign trade",
    says="at most {most} a year of {what} can be exported {when}",
    gives="exports of {what} {when}: {amount} more than the {most} that find a buyer",
    many="only so much can be exported",
    change="a tenth more {what} sold abroad",
    binds="no more {name} finds a buyer abroad in {year}: a further {unit} of demand",
    meaning="one more unit that finds a buyer",
    price_sign=1,
    explains=False,
    cells=(
        Input("Trade by year", "{product}|export limit|{year}", "value"),
        Input("Trade by year", "{product}|export limit", "{year}"),
        Input("Trade by year", "{product}|export limit", "growth after"),
        Input("Trade", "{product}", "export limit"),
    ),
    readded=(trade.export_limit,),
)
def export_limit(economy: Economy, v: Variables) -> Sides:
    """No more of a product is exported than finds a buyer.

        e[i,t]  <=  export limit[i,t]

    Axes: (exportable product, year 1..N); product units a year.  Shadow price: what one more unit of demand adds.
    Source: standard modelling of foreign markets.
    """
    last, indices = economy.years.last, v.indices.exported
    return at_most(
        v.exports.entity,
        v.exports.times,
        v.exports.over(np.arange(1, last + 1)).affine(),
        economy.trade.export_limit[indices, 1 : last + 1],
        scale=v.exports.scale,
        amount=economy.trade.export_limit[indices, 1],
        active=v.exports.upper > 0,
    )


@rule(
    Kind.RESOURCE,
    family="foreign trade",
    says="exports of {what} beyond {most} a year sell for less {when}",
    gives="exports of {what} {when}: {amount} more that sell for less",
    many="what is exported beyond some amount sells for less",
    change="a tenth more {what} sold abroad at the better price",
    binds="a further {unit} of {name} sells for less in {year}: a further {unit} at the better price",
    meaning="one more unit that sells at the better price",
    price_sign=1,
    explains=False,
    cells=(Input("Export steps", "{product}|{step}", "beyond"),),
    readded=(trade.export_step,),
)
def export_step(economy: Economy, v: Variables) -> Sides:
    """What is exported beyond a step sells for less.

        e[i(k),t] - b[k,t]  <=  q_k

    Earnings are concave in exports, so that nothing is counted as beyond a step that is not, where money is wanted.
    Axes: (export step, year 1..N); product units a year.  Shadow price: what one more unit at the better price adds.
    Source: Chenery and Bruno; piecewise-linear demand, standard modelling.
    """
    last, steps = economy.years.last, economy.trade.export_steps
    years = np.arange(1, last + 1)
    sold = sp.csr_array((steps.product[:, None] == v.indices.exported[None, :]).astype(float))
    return at_most(
        v.sold_cheaper.entity,
        v.sold_cheaper.times,
        sold @ v.exports.over(years) - v.sold_cheaper.over(years).affine(),
        steps.beyond[:, None],
        scale=v.sold_cheaper.scale,
        amount=steps.beyond,
    )
