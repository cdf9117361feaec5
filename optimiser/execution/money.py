"""The money balance of what came: wages of people really at work, goods really delivered, produce really sold."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats, times
from optimiser.economy.flows import baskets_in
from optimiser.economy.payments import Dealings, Farms, Payments, paid_in_money, payments, summed
from optimiser.execution.rationing import CONSUMPTION
from optimiser.execution.setting import Setting
from optimiser.execution.state import Happened


def money_of(setting: Setting, happened: Happened, year: int) -> Payments:
    """What households receive and pay in a year that was carried out: every array is (household, repetition).

    People are at work as far as their work goes into something; taxes, loans and savings that are rates are of what is
    received, those that are amounts are paid as they stand.  What farms hoard they have not paid for yet.
    """
    farms = Farms.of(setting.economy)
    return payments(setting.economy, farms, _dealings(setting, happened, year, farms), year)


def gap_figures(setting: Setting, years: tuple[Happened, ...]) -> dict[str, Floats]:
    """(repetition, year) each: incomes, outgo, the gap of all households, and the rise of prices that closes it.

    Nothing where nothing is said of payments.
    """
    if not paid_in_money(setting.economy):
        return {}
    paid = [money_of(setting, happened, year) for year, happened in enumerate(years, 1)]
    found = {
        "incomes": [summed(each.incomes) for each in paid],
        "outgo": [summed(each.outgo) for each in paid],
        "inflationary_gap": [summed(each.gap) for each in paid],
        "price_rise": [each.price_rise for each in paid],
    }
    return {name: np.ascontiguousarray(np.stack(values, axis=-1)) for name, values in found.items()}


def _dealings(setting: Setting, happened: Happened, year: int, farms: Farms) -> Dealings:
    """What was done in the year."""
    economy, coefficients, book = setting.economy, setting.coefficients, happened.ledger
    techniques, village = economy.techniques, economy.town_and_country
    on_farms = farms.sectors[techniques.sector]
    labour, growth = coefficients.labour, economy.sectors.productivity_growth[techniques.sector]
    per_unit = labour.value / (1.0 + growth[labour.column]) ** year
    at_work = per_unit[:, None] * happened.activity[labour.column]
    shape = (len(economy.pools.axis), len(economy.sectors.axis) + 1, happened.made.shape[1])
    people = np.zeros(shape)
    np.add.at(people, (labour.row, techniques.sector[labour.column]), at_work)
    people[:, -1] = happened.people_building
    of_use = happened.quality[techniques.sector] * happened.output
    made = times(techniques.outputs, np.where(on_farms[:, None], of_use, 0.0))
    entries = coefficients.inputs
    used = entries.added_up(np.where(on_farms[entries.column][:, None], happened.inputs, 0.0))
    work = np.where(farms.sectors[economy.assets.sector][:, None], happened.work_done, 0.0)
    used = used + times(coefficients.materials, work)
    taken = np.zeros_like(made)
    if village.farm_product >= 0:
        own_inputs = book.inputs[village.farm_product] - entries.added_up(happened.inputs)[village.farm_product]
        used[village.farm_product] += own_inputs + coefficients.own_materials_of(happened.work_done)
        taken[village.farm_product] = np.minimum(village.tax[year], happened.marketed)
    told = setting.demanded.consumption[:, year]
    asked = baskets_in(economy, year).toarray() * told
    goods = asked[:, :, None] * happened.ratio[CONSUMPTION][:, None]
    return Dealings(people=people, goods=goods, made=made, used=used, kept=book.kept, taken=taken)
