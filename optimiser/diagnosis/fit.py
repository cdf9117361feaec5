"""Do the targets fit together at all?  A balance of each target year, before anything is said of how to get there.

If every sector with a target makes just that, and every other just what is then used of its product, the targets use

    u_i  =  sum_j a_ij x_j  +  given uses  +  baskets * living standards     and supply     s_i  =  (1 - eps_i) g_i x_i

of each product i, with imports up to their limit beside s_i and what can be in stock at the start of the year; and
they need sum_j l_pj x_j of each labour pool.  Of several techniques each product is counted by the one that uses least
of it (and supplies most); a technique that spends its inputs and labour the year before counts with none, building is
left out, and floors are those of the people who are left when as many go as may.

Targets are minima.  A product that is short is one that no plan makes just as much of as its targets ask for: more has
to be made, or, where nothing says how much can be in stock after the first year, be taken from stock.  A labour pool
that is short is so in every plan that keeps to the targets and to the floors.  After Hunter, The Overambitious First
Soviet Five-Year Plan (Slavic Review, 1973), who asks whether the targets agree under the plan's own coefficients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Bools, Floats
from optimiser.economy.economy import Economy
from optimiser.economy.flows import baskets_in, given_uses, inputs_in, labour_productivity, least_left, net_outputs
from optimiser.language.naming import called
from optimiser.language.numbers import quantity
from optimiser.language.phrases import listed
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.references import input_cell, row_references
from optimiser.strategies.goals import Goals, target

ROUNDS = 200
"""How often the output of sectors without a target is made to follow what is used."""

SHOWN = 3
"""What does not fit that a sentence names."""

SHORT = 1e-6
"""What is short by less than this share is not."""


@dataclass(frozen=True)
class Fit:
    """A product or a labour pool in a target year."""

    name: str
    people: bool
    """Whether it is a labour pool."""
    year: str
    unit: str
    supplied: float
    """By targets, at most; of a pool: those who are there."""
    imported: float
    """On top of that at most; of a pool: those who could have moved or been trained in the plan."""
    by_production: float
    """Used at least."""
    by_others: float
    """Given uses and living standards."""
    targeted: bool
    """Whether its supply is a target; else as much is made as is used."""
    cell: str
    stock: float = 0.0
    """What can be in stock at the start of the year at most, less what is lost of it; infinity is not known."""

    @property
    def there(self) -> float:
        """What there is at most as the targets stand; a stock that is not known is none of it."""
        return self.supplied + self.imported + (self.stock if np.isfinite(self.stock) else 0.0)

    @property
    def short(self) -> float:
        """What is used beyond what there is; nothing where it fits."""
        used, there = self.by_production + self.by_others, self.there
        return used - there if self.targeted and used - there > SHORT * max(used, there) else 0.0

    @property
    def sentence(self) -> str:
        """What does not fit."""
        used = quantity(self.by_production + self.by_others, self.unit)
        if self.people:
            there = quantity(self.there, self.unit)
            return f"in {self.year} the targets need at least {used} in {self.name} labour; there are at most {there}"
        known = np.isfinite(self.stock)
        parts = [quantity(self.supplied, self.unit)]
        parts += [f"{quantity(self.imported, self.unit)} of imports"] if self.imported else []
        parts += [f"{quantity(self.stock, self.unit)} from stock"] if self.stock and known else []
        return (
            f"in {self.year} the targets together use at least {used} of {self.name} and supply {listed(parts)}, "
            f"so that more of it than they ask for would have to be made{'' if known else ' or be taken from stock'}"
        )


def fit_of_targets(economy: Economy, goals: Goals) -> tuple[Fit, ...]:
    """Every product and labour pool in every target year, products first."""
    years = sorted({int(each) for each, kind in zip(goals.year, goals.variable, strict=True) if kind == "output"})
    return tuple(fit for year in years for fit in _in_year(economy, goals, year))


def _in_year(economy: Economy, goals: Goals, year: int) -> list[Fit]:
    sectors, products = len(economy.sectors.axis), economy.products.axis
    asked, cells = np.full(sectors, np.nan), np.full(sectors, "", object)
    where = row_references(LinearProgramme(blocks=(target(goals),)))
    living = economy.households.floor[:, year] * least_left(economy, economy.transfers.limit[:, : year + 1])[:, -1]
    for place, (kind, index) in enumerate(zip(goals.variable, goals.index.tolist(), strict=True)):
        if int(goals.year[place]) == year and kind == "output":
            asked[index], cells[index] = goals.value[place], input_cell(economy, where[place])
        elif int(goals.year[place]) == year and kind == "consumption":
            living[index] = max(living[index], goals.value[place])
    has = np.isfinite(asked)
    made = _by_sector(economy, net_outputs(economy, year).toarray(), most=True)
    at_once = economy.techniques.lag == 0
    used = _by_sector(economy, inputs_in(economy, year).toarray() * at_once, most=False)
    work = economy.techniques.labour.toarray() / labour_productivity(economy, year)[:, -1]
    people = _by_sector(economy, work * at_once, most=False)
    others = given_uses(economy, year)[:, -1]
    others = others + baskets_in(economy, year) @ living
    imports = np.where(np.isfinite(economy.trade.import_price[:, year]), economy.trade.import_limit[:, year], 0.0)
    stock = _in_stock(economy, year)
    output = _followed(np.where(has, asked, 0.0), has, made, used, others, imports + stock)
    supplied, production = made @ np.where(has, asked, 0.0), used @ output
    # a product that some sector without a target makes too is made as it is used
    targeted = np.asarray((made[:, ~has] <= 0.0).all(axis=1) & (made[:, has] > 0.0).any(axis=1))
    maker = np.where(made[:, has] > 0.0, 1.0, 0.0).argmax(axis=1) if has.any() else np.zeros(len(targeted), int)
    label = economy.years.label(year)
    said = label if len(label) >= 4 else f"year {label}"
    found = [
        Fit(
            called(economy, "product", code),
            False,
            said,
            products.units[place],
            float(supplied[place] if targeted[place] else production[place] + others[place]),
            float(imports[place]) if targeted[place] else 0.0,
            float(production[place]),
            float(others[place]),
            bool(targeted[place]),
            str(cells[has][maker[place]]) if targeted[place] else "",
            float(stock[place]) if targeted[place] else 0.0,
        )
        for place, code in enumerate(products.labels)
    ]
    return found + _people(economy, people @ output, year, said)


def _in_stock(economy: Economy, year: int) -> Floats:
    """(product): what stocks of the year before can give at most; after the first year as much as there is room for."""
    products = economy.products
    most = products.opening_stock if year == 1 else products.greatest_stock
    kept = products.storable & (products.stock_loss < 1.0)
    return np.where(kept, 1.0 - products.stock_loss, 0.0) * np.where(kept, most, 0.0)


def _by_sector(economy: Economy, dense: Floats, *, most: bool) -> Floats:
    """(.., sector) from (.., technique): of each coefficient that technique of a sector which has most, or least."""
    found = np.full((dense.shape[0], len(economy.sectors.axis)), -np.inf if most else np.inf)
    pick = np.maximum if most else np.minimum
    for technique, sector in enumerate(economy.techniques.sector.tolist()):
        found[:, sector] = pick(found[:, sector], dense[:, technique])
    return np.where(np.isfinite(found), found, 0.0)


def _followed(output: Floats, has: Bools, made: Floats, used: Floats, others: Floats, beside: Floats) -> Floats:
    """(sector): what sectors without a target make at least, when their product is used; those with one as they are.

    A product of which one sector alone is the maker; what several make may come from any of them.  `beside`: (product),
    what can come from imports and stocks.
    """
    makers = made > 0.0
    alone = np.flatnonzero(makers.sum(axis=1) == 1)
    maker = makers[alone].argmax(axis=1)
    free = ~has[maker]
    alone, maker = alone[free], maker[free]
    for _ in range(ROUNDS):
        needed = np.maximum(used @ output + others - beside, 0.0)
        after = output.copy()
        np.maximum.at(after, maker, needed[alone] / made[alone, maker])
        if (after <= output * (1.0 + 1e-9)).all():
            break
        output = after
    return output


def _people(economy: Economy, need: Floats, year: int, said: str) -> list[Fit]:
    """Each labour pool that has a limit: who is needed, who is there, and who could have come by then at most.

    Those whose training was begun before the plan are there from the year on in which they join.
    """
    pools, transfers = economy.pools, economy.transfers
    come, trained = np.zeros(len(pools.axis)), np.zeros(len(pools.axis))
    for now in range(1, year + 1):
        come, trained = come * (1.0 + pools.growth), trained * (1.0 + pools.growth) + pools.in_training[:, now]
        arriving = np.flatnonzero(transfers.lag < now)
        np.add.at(come, transfers.target[arriving], transfers.limit[arriving, now - transfers.lag[arriving]])
    found = []
    for place, code in enumerate(pools.axis.labels):
        there = float(pools.natural[place, year] + trained[place])
        if np.isfinite(there):
            name, unit = called(economy, "pool", code), pools.axis.units[place]
            cell = economy.origin.cell("Labour", code, "persons") if "Labour" in economy.origin.rows else ""
            found.append(Fit(name, True, said, unit, there, float(come[place]), float(need[place]), 0.0, True, cell))
    return found


def sentence_of_fit(found: Sequence[Fit]) -> str:
    """Whether the targets fit together, and what does not."""
    short = sorted((each for each in found if each.short), key=lambda each: -each.short / max(each.supplied, 1e-12))
    if not short:
        fit = "the targets fit together: what they use at least is supplied, imported or in stock"
        return f"Before any question of how to get there, {fit}."
    more = f"; and {len(short) - SHOWN} more" if len(short) > SHOWN else ""
    # more may be made of a product than its target, but there are no more people than there are
    stand = "" if any(each.people for each in short) else " as they stand"
    return f"The targets do not fit together{stand}: {'; '.join(each.sentence for each in short[:SHOWN])}{more}."
