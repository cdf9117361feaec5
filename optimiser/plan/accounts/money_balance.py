"""The money balance of a plan: incomes against what they can buy, and who pays for what is built.

A report and never a rule: what a plan does in kind adds up already, and money would only count it twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Floats, times
from optimiser.economy.base_year import base_output, base_year, started_in_base_year
from optimiser.economy.flows import baskets_in, inputs_in
from optimiser.economy.payments import (
    Dealings,
    Farms,
    Payments,
    paid_in_money,
    payments,
    procurement_prices,
    sold_by_farms,
    wage_bill,
)
from optimiser.plan.accounts.building_by_asset import building_by_asset
from optimiser.plan.accounts.labour_balance import labour_balance
from optimiser.plan.accounts.national_income import ABROAD, BUILDING, STOCKS, UNUSED, national_income, share
from optimiser.plan.measures import INDUSTRY, inputs_for
from optimiser.plan.plan import Plan

if TYPE_CHECKING:
    import pandas as pd

BUDGET, ENTERPRISES, TRIBUTE = "budget", "enterprises", "tribute"
FARMS, SAVINGS, FOREIGN, OTHER, CREDIT = "farms", "savings", "abroad", "stocks", "credit"
"""Who pays for what is built."""


@dataclass(frozen=True, eq=False)
class MoneyBalance:
    """Incomes, outgo and gap, and investment by source, money units; the last axis is that of the years 0..T."""

    years: tuple[str, ...]
    unit: str
    households: Axis
    paid: Payments
    """Every array (household, year)."""
    wages: Floats
    """(pool, sector and last building, year): the wage bill."""
    sources: Mapping[tuple[str, str], Floats]
    """(who, what) to (year): what each pays of what is built; negative where it takes instead."""
    investment: Floats
    """`p'Z` and the wages of building: (year)."""
    farm_surplus: Floats
    """What leaves the farm and the village less what reaches them, at the prices of the workbook: (year)."""
    industrial: Floats
    """`p'Z` for producer and consumer goods, for all but farms where no such groups are named: (year)."""

    @property
    def gap(self) -> Floats:
        """(year): the inflationary gap of all households; below zero goods find no money."""
        return np.asarray(self.paid.gap.sum(axis=0))

    @property
    def price_rise(self) -> Floats:
        """(year): by which the goods would have to be dearer to close the gap, a share."""
        return self.paid.price_rise

    @property
    def of_incomes(self) -> Floats:
        """(year): the part of all incomes that taxes, loans or savings would have to take beyond what they do."""
        return share(self.gap, self.paid.incomes.sum(axis=0))

    @property
    def farm_share(self) -> Floats:
        """(year): the farm surplus over industrial investment, a share; NaN where nothing is built for industry.

        Source: Harrison, in Davies, Harrison and Wheatcroft, The Economic Transformation of the Soviet Union (1994).
        """
        return share(self.farm_surplus, self.industrial)

    def frame(self) -> pd.DataFrame:
        """A row for each payment of each household, and for each source of investment; a column a year, money units."""
        import pandas as pd

        rows: dict[tuple[str, str, str], Floats] = {}
        for place, home in enumerate(self.households.labels):
            for side, names in SIDES.items():
                rows |= {(side, home, name): getattr(self.paid, name)[place] for name in names}
            rows["gap", home, "gap"] = self.paid.gap[place]
        rows |= {("investment", who, what): amounts for (who, what), amounts in self.sources.items()}
        index = pd.MultiIndex.from_tuples(rows, names=["side", "of", "item"])
        return pd.DataFrame(list(rows.values()), index=index, columns=list(self.years))


SIDES = {"incomes": ("wages", "farm_receipts", "other"), "outgo": ("goods", "for_farms", "taxes", "loans", "savings")}
"""What adds up to incomes, and to outgo."""


def money_balance(plan: Plan) -> MoneyBalance | None:
    """The money balance of a plan; None where nothing is said of payments.

        gap  =  wages + farm receipts + other incomes  -  goods - what farms buy - taxes - loans - savings

    Who pays for what is built is added up from the other side, from enterprises, budget and balances of products, and
    what nobody pays for is the same gap: credit, or new money.

        p'Z + wages of building  =  budget + surplus of enterprises + tribute + farms + savings + from abroad
                                    - stocks + gap

    with budget `taxes + loans - given uses - other incomes - what is free - subsidies`, surplus `p'G x - p'A x - wages`
    after tax and subsidy, tribute `p tax + sum_i (p_i - pp_i) sold_i`.  The second part of it is `(omega - 1) goods`
    where farms are paid by the terms of trade and sell what the goods draw.
    Source: Groman and Bazarov; Preobrazhensky, The New Economics; the debate of Barsov, Millar, Ellman and Harrison.
    """
    economy, T = plan.economy, plan.economy.years.plan
    if not paid_in_money(economy):
        return None
    farms, labour, income = Farms.of(economy), labour_balance(plan), national_income(plan)
    people = np.concatenate([labour.in_production, labour.in_building[:, None, :]], axis=1)
    done = _dealings(plan, farms, people)
    years = range(T + 1)
    yearly = [payments(economy, farms, each, year) for year, each in zip(years, done, strict=True)]
    paid = Payments(
        **{each.name: np.stack([getattr(one, each.name) for one in yearly], axis=-1) for each in fields(Payments)}
    )
    wages = np.stack([wage_bill(economy, people[:, :, year], year) for year in years], axis=-1)
    price = economy.products.price
    sold = np.stack([sold_by_farms(farms, each) for each in done], axis=-1)
    taken = np.stack([each.taken for each in done], axis=-1)
    farm_price = np.stack([procurement_prices(economy, year) for year in years], axis=-1)
    tribute = {
        (TRIBUTE, "taken for nothing"): np.asarray(price @ taken),
        (TRIBUTE, "unequal exchange"): ((price[:, None] - farm_price) * np.maximum(sold, 0.0)).sum(axis=0),
    }
    by_sector = _value_of_building(plan)
    whole = income.by_use[BUILDING] + income.wear.sum(axis=0)
    on_farms = by_sector[farms.sectors].sum(axis=0)
    in_industry = np.array([group.lower() in INDUSTRY for group in economy.sectors.group])
    surplus = income.output - income.inputs - wages[:, :-1].sum(axis=0)
    goods = np.zeros(T + 1)
    if farms.household >= 0:
        goods = (paid.goods - paid.turnover_tax + paid.free)[farms.household]
    bought = np.stack([price @ np.where(farms.products, 0.0, each.used) for each in done], axis=-1)
    return MoneyBalance(
        years=income.years,
        unit=economy.money_unit,
        households=economy.households.axis,
        paid=paid,
        wages=wages,
        sources={
            **_budget(plan, paid, surplus[~farms.sectors], farms, income.by_use),
            **tribute,
            (FARMS, "what farms build for themselves"): on_farms,
            (SAVINGS, "savings of households"): paid.savings.sum(axis=0),
            (FOREIGN, "imports less exports"): -income.by_use[ABROAD],
            (OTHER, "stocks, losses and what has no use"): -_laid_up(income.by_use),
            (CREDIT, "credit and new money: the gap"): paid.gap.sum(axis=0),
        },
        investment=whole + wages[:, -1].sum(axis=0),
        farm_surplus=price @ (np.where(farms.products[:, None], sold, 0.0) + taken) - goods - bought,
        industrial=by_sector[in_industry if in_industry.any() else ~farms.sectors].sum(axis=0),
    )


def _dealings(plan: Plan, farms: Farms, people: Floats) -> list[Dealings]:
    """What was done in each year 0..T."""
    economy, q, T = plan.economy, plan.quantities, plan.economy.years.plan
    techniques, village, base = economy.techniques, economy.town_and_country, base_year(economy)
    on_farms = farms.sectors[techniques.sector]
    output, started = np.array(q.output[:, : T + 1]), inputs_for(plan)
    output[:, 0], started[:, 0] = base_output(economy), started_in_base_year(economy)
    made = times(techniques.outputs, np.where(on_farms[:, None], output, 0.0))
    spent = np.where(on_farms[:, None], started, 0.0)
    work = np.where(farms.sectors[economy.assets.sector][:, None], building_by_asset(plan), 0.0)
    built = times(economy.construction.composition, times(economy.construction.capital, work))
    used = built + np.column_stack([times(inputs_in(economy, year), spent[:, year]) for year in range(T + 1)])
    kept, taken = np.zeros(made.shape), np.zeros(made.shape)
    if village.farm_product >= 0:
        kept[village.farm_product] = q.farm_kept[: T + 1]
        kept[village.farm_product, 0] = base.amounts("kept in the village")[village.farm_product]
        marketed = np.concatenate([[base.marketed], q.marketed[1 : T + 1]])
        taken[village.farm_product] = np.minimum(village.tax[: T + 1], np.maximum(marketed, 0.0))
    return [
        Dealings(
            people=people[:, :, year],
            goods=baskets_in(economy, year).toarray() * q.consumption[:, year],
            made=made[:, year],
            used=used[:, year],
            kept=kept[:, year],
            taken=taken[:, year],
        )
        for year in range(T + 1)
    ]


def _value_of_building(plan: Plan) -> Floats:
    """`p'Z` by sector: (sector, 0..T), money units."""
    economy, construction = plan.economy, plan.economy.construction
    worth = times(construction.composition.T.tocsr(), economy.products.price)
    cost = times(construction.capital.T.tocsr(), worth)
    found = np.zeros((len(economy.sectors.axis), economy.years.plan + 1))
    np.add.at(found, economy.assets.sector, cost[:, None] * building_by_asset(plan))
    return found


def _budget(
    plan: Plan, paid: Payments, surplus: Floats, farms: Farms, by_use: Mapping[str, Floats]
) -> dict[tuple[str, str], Floats]:
    """What the budget and the enterprises have for building; `surplus` (sector that is no farm, year) before tax."""
    economy, own = plan.economy, ~farms.sectors
    money, axis, years = economy.money, economy.sectors.axis, range(surplus.shape[1])
    rates, subsidies = (
        np.stack([money.of(item, axis, year)[own] for year in years], axis=-1) for item in ("profit tax", "subsidy")
    )
    taxed, helped = (rates * surplus).sum(axis=0), subsidies.sum(axis=0)
    given = sum((amounts for item, amounts in by_use.items() if item.startswith(GIVEN)), np.zeros(len(years)))
    return {
        (BUDGET, "taxes of households"): paid.taxes.sum(axis=0),
        (BUDGET, "turnover tax"): paid.turnover_tax.sum(axis=0),
        (BUDGET, "taxes on the surplus of enterprises"): taxed,
        (BUDGET, "loans of households"): paid.loans.sum(axis=0),
        (BUDGET, "given uses: army, administration"): -given,
        (BUDGET, "other incomes of households"): -paid.other.sum(axis=0),
        (BUDGET, "goods and services that are free"): -paid.free.sum(axis=0),
        (BUDGET, "subsidies"): -helped,
        (ENTERPRISES, "surplus of enterprises"): surplus.sum(axis=0) - taxed + helped,
    }


GIVEN = "given use: "


def _laid_up(by_use: Mapping[str, Floats]) -> Floats:
    """(year): what goes into stocks, moving, losses and reserves, and what nobody has a use for."""
    apart = ("consumption: ", GIVEN, "kept in the village", BUILDING, ABROAD)
    assert {STOCKS, UNUSED} <= by_use.keys()
    return np.asarray(sum(amounts for item, amounts in by_use.items() if not item.startswith(apart)))
