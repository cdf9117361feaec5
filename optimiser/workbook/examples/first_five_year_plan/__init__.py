"""The first five-year plan, 1928/29 to 1932/33: a calibrated economy of fourteen sectors.

The folder holds what is known (`margins.csv`, `sectors.csv`, each figure with its source and how it is known),
what is assumed (`priors.csv`), the procedure that makes both add up (`calibration`), what it gives
(`calibrated.csv`) and the workbook made of them (`workbook`).  Most coefficients are *derived* from assumed
priors: the economy adds up in its base year, it is no table that somebody found.
"""

from __future__ import annotations

from .workbook import tables

__all__ = ["tables"]
