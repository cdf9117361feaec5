"""From purchasers' prices to basic prices: trade margins, transport and taxes are taken out of what is bought.

A use table at purchasers' prices beside a make table at basic prices does not add up by product: goods are used for
more than is made of them, and trade and transport for less.  With `D = uses - supply`, P the products with D > 0 and
N those with D < 0:

    bought at basic prices   b[i,j]  =  supply[i] / uses[i] u[i,j]                   i in P, every user j
    margins and taxes        e[j]    =  sum_{i in P} (u[i,j] - b[i,j])
    services bought          b[k,j]  =  u[k,j] + e[j] (-D[k]) / sum_P D              k in N
    taxes less subsidies     t[j]    =  e[j] - sum_{k in N} (b[k,j] - u[k,j])

so that every product adds up and no user pays more or less than before.  That all buyers of a product pay the same
margin is assumed; where the office publishes the tables of margins they are better.

Source: Eurostat Manual of Supply, Use and Input-Output Tables (2008), chapter 6.
"""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats


def to_basic_prices(used: Floats, supply: Floats) -> tuple[Floats, Floats]:
    """(product, user) at basic prices, and (user) taxes less subsidies on products; see the module.

    Raises:
        ValueError: more is made in all than is used in all, so that there is nothing to take margins from.
    """
    uses = used.sum(axis=1)
    over = uses - supply
    gained, given = np.maximum(over, 0.0), np.maximum(-over, 0.0)
    if gained.sum() < given.sum():
        raise ValueError("more is supplied than is used")
    part = np.divide(supply, uses, out=np.ones_like(uses), where=(gained > 0.0) & (uses != 0.0))
    basic = used * part[:, None]
    margins = (used - basic).sum(axis=0)
    basic = basic + np.outer(given / gained.sum(), margins) if gained.any() else basic
    return basic, np.asarray(used.sum(axis=0) - basic.sum(axis=0))
