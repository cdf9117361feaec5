"""Baskets that change from year to year."""

from __future__ import annotations

import math

import numpy as np

from optimiser.economy.basket_paths import BasketPaths
from optimiser.economy.economy import Economy, Households, TownAndCountry
from optimiser.workbook.context import Source
from optimiser.workbook.fields import ints
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import yearly


def basket_paths_of(source: Source, households: Households, village: TownAndCountry) -> BasketPaths:
    """Quantities at an index of 1, year by year; in the base year they are those of Baskets."""
    rows, series = yearly(source, "Baskets by year", base=math.nan)
    product, household = ints(rows["product"]), ints(rows["household"])
    known = (product >= 0) & (household >= 0)
    for index in np.flatnonzero(known & np.isfinite(series[:, 0])):
        problem = "the base year is given here, whose quantities are those of Baskets"
        source.wrong(rows, int(index), "product", problem, "Begin with the first plan year.")
    places = np.flatnonzero(known)
    product, household, quantity = product[known], household[known], series[known]
    for entry, place in enumerate(zip(product, household, strict=True)):
        quantity[entry, 0] = households.baskets[place]
        if household[entry] == village.household and (quantity[entry] != quantity[entry, 0]).any():
            problem = "this household sells for goods (sheet Town and country), counted by one basket for all years"
            source.wrong(rows, int(places[entry]), "household", problem, "Leave the row out.")
    return BasketPaths(product, household, quantity)


def _baskets_by_year_sheet(economy: Economy) -> Rows:
    paths, products, homes = economy.basket_paths, economy.products.axis, economy.households.axis
    entries = zip(paths.product, paths.household, strict=True)
    rows = [[products.labels[product], homes.labels[household]] for product, household in entries]
    quantity = np.array(paths.quantity)
    quantity[:, 0] = quantity[:, 1]  # the base year is that of Baskets, and not given
    return writing.yearly(["product", "household"], rows, quantity, economy.years)


PARTS = (
    Part(
        "basket_paths",
        lambda source, made: basket_paths_of(source, made["households"], made["town_and_country"]),
        {"Baskets by year": _baskets_by_year_sheet},
    ),
)
