"""What the labels of national tables mean: final uses, value added, totals, in the words of the offices.

A label is recognised by the whole of it, by its beginning, or by words in it; what is not recognised is a product or an
industry.  Nothing is guessed from figures.
"""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a column of final use, or a row below the products, is."""

    CONSUMPTION = "consumption of households"
    OTHER_CONSUMPTION = "consumption of non-profit institutions"
    GOVERNMENT = "government"
    INVESTMENT = "fixed investment"
    INVENTORIES = "change in inventories"
    EXPORTS = "exports"
    IMPORTS = "imports"
    DIFFERENCE = "statistical difference"
    VALUE_ADDED = "value added"
    PAY = "pay of employees"
    TAXES = "taxes less subsidies"
    PROFIT = "operating surplus"
    EMPLOYMENT = "employment"
    CAPITAL = "capital stock"
    TOTAL = "total"
    """A sum of others, by which they are checked."""
    OUTPUT = "output"
    """The total of an industry or of a product."""


FINAL_USES = (
    Role.CONSUMPTION,
    Role.OTHER_CONSUMPTION,
    Role.GOVERNMENT,
    Role.INVESTMENT,
    Role.INVENTORIES,
    Role.EXPORTS,
    Role.IMPORTS,
    Role.DIFFERENCE,
)
PRIMARY = (Role.VALUE_ADDED, Role.PAY, Role.TAXES, Role.PROFIT)
"""What an industry pays besides its inputs; VALUE_ADDED is their sum where the parts are given too."""

CODES = MappingProxyType(
    {
        # OECD
        "HFCE": Role.CONSUMPTION,
        "NPISH": Role.OTHER_CONSUMPTION,
        "GGFC": Role.GOVERNMENT,
        "GFCF": Role.INVESTMENT,
        "INVNT": Role.INVENTORIES,
        "CONS_ABR": Role.CONSUMPTION,
        "DPABR": Role.CONSUMPTION,
        "CONS_NONRES": Role.EXPORTS,
        "EXPO": Role.EXPORTS,
        "IMPO": Role.IMPORTS,
        "VALU": Role.VALUE_ADDED,
        "VA": Role.VALUE_ADDED,
        "OUTPUT": Role.OUTPUT,
        "TOTAL": Role.OUTPUT,
        # WIOD
        "CONS_H": Role.CONSUMPTION,
        "CONS_NP": Role.OTHER_CONSUMPTION,
        "CONS_G": Role.GOVERNMENT,
        "INVEN": Role.INVENTORIES,
        "EXP": Role.EXPORTS,
        "GO": Role.OUTPUT,
        # Eurostat, FIGARO
        "P3_S14": Role.CONSUMPTION,
        "P3_S15": Role.OTHER_CONSUMPTION,
        "P3_S13": Role.GOVERNMENT,
        "P51G": Role.INVESTMENT,
        "P5M": Role.INVENTORIES,
        "P52": Role.INVENTORIES,
        "P53": Role.INVENTORIES,
        "P6": Role.EXPORTS,
        "P7": Role.IMPORTS,
        "D1": Role.PAY,
        "D21X31": Role.TAXES,
        "D29X39": Role.TAXES,
        "B2A3G": Role.PROFIT,
        "OP_RES": Role.CONSUMPTION,
        "OP_NRES": Role.EXPORTS,
        "B1G": Role.VALUE_ADDED,
        "P1": Role.OUTPUT,
        "TU": Role.OUTPUT,
        "TS_BP": Role.OUTPUT,
        "P2": Role.TOTAL,
    }
)
"""Codes of the offices, in capital letters."""

_PATTERNS: tuple[tuple[Role, str], ...] = (
    (Role.IMPORTS, r"^(less:? )?imports?\b"),
    (Role.EXPORTS, r"\bexports?\b|non-?residents"),
    (
        Role.INVENTORIES,
        r"inventor|changes? in (stocks|valuables)|acquisitions? less disposals? of valuables|\bstocks\b",
    ),
    (
        Role.INVESTMENT,
        r"fixed capital formation|fixed investment|^gross investment|^(total )?investment$|^capital formation",
    ),
    (Role.OTHER_CONSUMPTION, r"\bnpish|non-?profit"),
    (
        Role.GOVERNMENT,
        r"consumption.*(government|public)|(government|public).*(consumption|expenditure|investment)"
        r"|(federal|state and local).*(consumption|gross investment)",
    ),
    (
        Role.CONSUMPTION,
        r"consumption.*household|household.*(consumption|expenditure)|^personal consumption"
        r"|^(private|final) consumption|^consumption\b|^households?$",
    ),
    (Role.PAY, r"^compensation of employees|^wages?\b|^labou?r income"),
    (Role.TAXES, r"^(less:? )?(other )?(taxes|subsidies|net taxes)"),
    (Role.PROFIT, r"operating surplus|mixed income|^profits?\b"),
    (Role.VALUE_ADDED, r"^(gross |total )?value added"),
    (Role.EMPLOYMENT, r"^(number of )?(employment|employees|employed|persons( engaged| employed)?)( ?[(,].*)?$"),
    (Role.CAPITAL, r"^(capital stock|fixed capital\b|stock of fixed)"),
    (
        Role.OUTPUT,
        r"^(total |gross )?(industry |commodity |product |gross )?(output|supply|uses?)( of products)?"
        r"( (at|\().*(prices?)\)?)?$",
    ),
    (Role.TOTAL, r"^(sub-?)?total\b|^sum\b|^all (industries|products)|\btotal$"),
)


def role_of(label: str) -> Role | None:
    """The role that a label names; None for a product or an industry."""
    text = " ".join(label.split())
    code = CODES.get(text.upper())
    if code is not None:
        return code
    plain = text.casefold()
    return next((role for role, pattern in _PATTERNS if re.search(pattern, plain)), None)
