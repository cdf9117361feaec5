"""What labels of national tables mean, and what are only industries that sound like it."""

from __future__ import annotations

import pytest

from optimiser.iotables.vocabulary import Role, role_of

KNOWN = {
    "Personal consumption expenditures": Role.CONSUMPTION,
    "Final consumption expenditure by households": Role.CONSUMPTION,
    "Final consumption expenditure by non-profit organisations serving households (NPISH)": Role.OTHER_CONSUMPTION,
    "Final consumption expenditure by government": Role.GOVERNMENT,
    "Government consumption expenditures and gross investment": Role.GOVERNMENT,
    "Gross fixed capital formation": Role.INVESTMENT,
    "Nonresidential private fixed investment in equipment": Role.INVESTMENT,
    "Investment": Role.INVESTMENT,
    "Change in private inventories": Role.INVENTORIES,
    "Changes in valuables": Role.INVENTORIES,
    "Exports of goods and services": Role.EXPORTS,
    "Imports of goods and services": Role.IMPORTS,
    "Compensation of employees": Role.PAY,
    "Less: Other subsidies on production": Role.TAXES,
    "Gross operating surplus": Role.PROFIT,
    "Value added (basic prices)": Role.VALUE_ADDED,
    "Employment (thousand persons)": Role.EMPLOYMENT,
    "Total industry output (basic prices)": Role.OUTPUT,
    "Total use of products": Role.OUTPUT,
    "Total Intermediate": Role.TOTAL,
    "GFCF": Role.INVESTMENT,
    "P3_S14": Role.CONSUMPTION,
    "CONS_h": Role.CONSUMPTION,
}
INDUSTRIES = (
    "Employment services",
    "Investment advice",
    "Government",
    "Other services, except government",
    "Federal general government (defense)",
    "Noncomparable imports and rest-of-the-world adjustment",
    "Electricity, gas, steam and air conditioning supply",
    "Water collection, treatment and supply",
    "Activities of households as employers",
    "Nonresidential maintenance and repair",
    "Capital goods",
)


@pytest.mark.parametrize("label", KNOWN)
def test_labels_of_offices(label: str) -> None:
    assert role_of(label) is KNOWN[label]


@pytest.mark.parametrize("label", INDUSTRIES)
def test_industries_that_sound_like_something_else(label: str) -> None:
    assert role_of(label) is None
