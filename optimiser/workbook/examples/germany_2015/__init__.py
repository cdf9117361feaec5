"""Germany, 2015 to 2020: what it takes to heat and drive with electricity, in fifteen industries.

Sourced (`flows.csv`): OECD, Input-Output Tables, Germany 2015 (table DEU2015dom of the edition with 36 industries), in
million US dollars at basic prices, the 36 industries put together as `CONCORDANCE` says, all imports to fuel (`FUI`)
and the rest (`IMP`), here in bn US dollars.  `public` is government consumption; `households` are residents, also
abroad, with non-profit institutions and the change of stocks.  The table has no capital, labour or building times:
these are assumed, and scaled so that building takes the fixed investment of 2015 and work the 43.1 m people at work
(Destatis, from memory).

The question: households' heat and driving move from fuel to electricity over five years, a dollar of electricity for a
dollar of fuel (assumed).  What of growth does the building of power works and grids cost, what is saved on imported
fuel, and what holds it up?  The scenario `as before` leaves heat and driving as they are.
"""

from __future__ import annotations

from .workbook import CONCORDANCE, tables

__all__ = ["CONCORDANCE", "tables"]
