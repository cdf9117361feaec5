"""A small table that adds up, as the rows of a file, and ways to spoil it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

CODES = ("FARM", "ORE", "STEEL", "MACHINES", "CLOTH", "TRADE")
USES = ("Household consumption", "Government consumption", "Gross fixed capital formation", "Changes in inventories")
FLOWS = (
    (40, 0, 0, 0, 90, 5),
    (0, 8, 120, 10, 0, 0),
    (5, 12, 60, 180, 3, 8),
    (15, 20, 25, 70, 12, 10),
    (2, 1, 3, 4, 55, 9),
    (20, 6, 18, 30, 25, 14),
)
FINAL = (
    (210, 10, 0, 8, 30),
    (0, 0, 0, 2, 15),
    (0, 0, 20, 6, 60),
    (30, 25, 170, 5, 44),
    (160, 9, 0, -4, 25),
    (150, 30, 12, 0, 7),
)
IMPORTS = (25, 40, 18, 60, 35, 0)
PAY = (130, 45, 60, 90, 48, 170)

Rows = list[list[object]]


def good() -> Rows:
    """The table, with value added in two rows and the output of every industry below."""
    output = [sum(FLOWS[i]) + sum(FINAL[i]) - IMPORTS[i] for i in range(6)]
    inputs = [sum(FLOWS[i][j] for i in range(6)) for j in range(6)]
    rows: Rows = [["code", *CODES, *USES, "Exports", "Imports"]]
    rows += [[CODES[i], *FLOWS[i], *FINAL[i], -IMPORTS[i]] for i in range(6)]
    rows.append(["Compensation of employees", *PAY])
    rows.append(["Operating surplus", *(output[j] - inputs[j] - PAY[j] for j in range(6))])
    rows.append(["Output", *output])
    return rows


def written(path: Path, rows: Rows) -> Path:
    """The file of some rows."""
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


Spoil = Callable[[Rows], Rows]
