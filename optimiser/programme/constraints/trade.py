"""Foreign trade: what can be bought for what is sold, and what is owed."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from optimiser.economy.economy import Economy
from optimiser.programme.rows import Kind, Rows, at_most
from optimiser.programme.variables import Variables


def foreign_exchange(economy: Economy, v: Variables) -> Rows:
    """Imports and debt service are paid from exports, other receipts and new debt.

        pm[t]'m[t] + n'x[t] + (1+i[t]) D[t-1]  <=  tot[t] pe[t]'e[t] + receipts[t] + D[t]

    n imports without a home product, per unit of output; D debt at the end of the year, D[0] the opening debt.
    Axes: (account, year 1..N); foreign money a year.  Shadow price: what one more unit of foreign money adds.
    Source: Chenery and Bruno, the foreign-exchange gap; Conrad, First plan backgrounds ("foreign loans").
    """
    last, indices, trade = economy.years.last, v.indices, economy.trade
    years = np.arange(1, last + 1)
    one = len(v.debt.entity)
    bound = np.full((one, last), np.inf)
    body = v.debt.over(years).times(-1.0).affine()
    if one:
        interest = 1.0 + trade.interest[1 : last + 1]
        paid = np.nan_to_num(trade.import_price[indices.imported, 1 : last + 1])
        earned = np.nan_to_num(trade.export_price[indices.exported, 1 : last + 1]) * trade.terms_of_trade[1 : last + 1]
        all_imports = sp.csr_array(np.ones((1, len(indices.imported))))
        all_exports = sp.csr_array(np.ones((1, len(indices.exported))))
        body += all_imports @ v.imports.over(years).times(paid) - all_exports @ v.exports.over(years).times(earned)
        body += sp.csr_array(economy.techniques.import_need[None, :]) @ v.output.over(years)
        body += v.debt.over(years, lag=-1).times(interest).affine()
        bound = np.array(trade.receipts[None, 1 : last + 1])
        bound[0, 0] -= interest[0] * trade.opening_debt
    return at_most(
        "foreign_exchange",
        Kind.RESOURCE,
        v.debt.entity,
        v.debt.times,
        body,
        bound,
        scale=v.scales.foreign_money,
        meaning="one more unit of foreign money in the year",
    )


def debt_limit(economy: Economy, v: Variables) -> Rows:
    """Nobody lends more than the limit.

        D[t]  <=  limit[t]

    Axes: (account, year 1..N); foreign money.  Shadow price: what one more unit of credit in the year adds.
    Source: Chenery and Bruno; standard modelling.
    """
    last = economy.years.last
    limit = economy.trade.debt_limit[None, 1 : last + 1].repeat(len(v.debt.entity), axis=0)
    return at_most(
        "debt_limit",
        Kind.RESOURCE,
        v.debt.entity,
        v.debt.times,
        v.debt.over(np.arange(1, last + 1)).affine(),
        limit,
        scale=v.scales.foreign_money,
        meaning="one more unit of credit",
    )


def import_limit(economy: Economy, v: Variables) -> Rows:
    """No more of a product is imported than is offered.

        m[i,t]  <=  import limit[i,t]

    Axes: (importable product, year 1..N); product units a year.  Shadow price: what one more unit offered adds.
    Source: standard modelling of foreign markets.
    """
    last, indices = economy.years.last, v.indices.imported
    return at_most(
        "import_limit",
        Kind.RESOURCE,
        v.imports.entity,
        v.imports.times,
        v.imports.over(np.arange(1, last + 1)).affine(),
        economy.trade.import_limit[indices, 1 : last + 1],
        scale=v.imports.scale,
        meaning="one more unit offered",
        active=v.imports.upper > 0,
    )


def export_limit(economy: Economy, v: Variables) -> Rows:
    """No more of a product is exported than finds a buyer.

        e[i,t]  <=  export limit[i,t]

    Axes: (exportable product, year 1..N); product units a year.  Shadow price: what one more unit of demand adds.
    Source: standard modelling of foreign markets.
    """
    last, indices = economy.years.last, v.indices.exported
    return at_most(
        "export_limit",
        Kind.RESOURCE,
        v.exports.entity,
        v.exports.times,
        v.exports.over(np.arange(1, last + 1)).affine(),
        economy.trade.export_limit[indices, 1 : last + 1],
        scale=v.exports.scale,
        meaning="one more unit that finds a buyer",
        active=v.exports.upper > 0,
    )
