"""The calibration: the priors nearest to which everything adds up and every enforced margin is met.

    python -m optimiser.workbook.examples.first_five_year_plan.calibration

writes `calibrated.csv` beside this module; with a file name it also writes the table of model against source there.

Unknown are the flows of 1927/28 in bn roubles, `x`: current inputs, final uses, and investment by sector.  Each
has a prior `x0` and a standard deviation `s x0`, with `s` one number a table.  Sought is

    minimise    sum (x - x0)^2 / (s x0)^2
    subject to  B x = b

with these rows: for each product uses = output + imports; investment; national income; agriculture's part of it.
Where no flow becomes negative, which is checked, the answer is `x = x0 + V B' (B V B')^-1 (b - B x0)`, `V` the
diagonal of `(s x0)^2`: the generalised least squares of Stone, Champernowne and Meade, "The precision of national
income estimates" (1942).  Labour by branch is scaled to the total at work inside and outside agriculture.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .figures import Flow, Margin, Sector, margins, sectors, table

Floats = npt.NDArray[np.float64]

DEVIATION = {"flow": 0.3, "town": 0.15, "village": 0.15, "army": 0.3, "administration": 0.3, "building": 0.3}
"""Standard deviation of a prior, as a share of it; assumed."""
HOUSEHOLDS = ("town", "village")
USERS = (*HOUSEHOLDS, "army", "administration")
FARM = ("AGR", "TEC")
COUNTED = {"SRV": 0.65}
"""Share of a sector that national income in the Soviet sense counts: trade, but not the public services; assumed."""
SMALLEST = 0.3
"""A calibrated flow below this share of its prior means that prior and margins contradict each other."""
DIGITS = 10


class CalibrationFailed(Exception):
    """The priors cannot be made to meet the margins without contradicting them."""


@dataclass(frozen=True, eq=False)
class Priors:
    """The assumed flows that are not zero, one an element; bn roubles."""

    table: tuple[str, ...]
    product: tuple[str, ...]
    user: tuple[str, ...]
    value: Floats

    def where(self, *, product: str = "", user: str = "", kind: str = "") -> npt.NDArray[np.bool_]:
        """The elements of a product, a user and a table; what is left empty is not asked."""
        chosen = zip(self.table, self.product, self.user, strict=True)
        return np.array([product in ("", p) and user in ("", u) and kind in ("", t) for t, p, u in chosen])

    @property
    def deviation(self) -> Floats:
        """Standard deviations, bn roubles."""
        shares = [
            DEVIATION[user] if kind == "use" else DEVIATION[kind]
            for kind, user in zip(self.table, self.user, strict=True)
        ]
        return np.array(shares) * self.value


def read_priors() -> Priors:
    """The priors of `priors.csv`."""
    found: list[tuple[str, str, str, float]] = []
    for row in table("priors.csv"):
        for user, cell in row.items():
            if user not in ("table", "product") and float(cell) > 0.0:
                kind = "use" if user in USERS else row["table"]
                found.append((kind, row["product"], user, float(cell)))
    kinds, products, users, values = zip(*found, strict=True)
    return Priors(kinds, products, users, np.array(values))


def village_food(known: Mapping[str, Margin]) -> float:
    """Food kept in the village, bn roubles: heads times roubles a head."""
    return known["village_mouths"].value * known["village_food"].value / 1000.0


def equipment_from_abroad(branches: tuple[Sector, ...]) -> float:
    """Investment that has no home product, bn roubles: what it costs abroad, at the home price of other machines."""
    machines = next(s for s in branches if s.code == "MAC")
    if machines.import_price is None:
        raise CalibrationFailed("sectors.csv: machines need an import price, by which imported equipment is valued")
    return sum(s.import_need * s.output for s in branches) * machines.price / machines.import_price


def conditions(
    priors: Priors, branches: tuple[Sector, ...], known: Mapping[str, Margin]
) -> tuple[Floats, Floats, list[str]]:
    """(row, flow) `B`, (row) `b` in bn roubles, and the rows' names."""
    rows: list[Floats] = []
    sides: list[float] = []
    names: list[str] = []
    for s in branches:
        rows.append(priors.where(product=s.code).astype(float))
        given = village_food(known) if s.code == "AGR" else 0.0
        sides.append(s.price * (s.output + s.imports - s.exports) - given)
        names.append(f"uses of {s.code}")
    rows.append(priors.where(kind="building").astype(float))
    sides.append(known["investment"].value - equipment_from_abroad(branches))
    names.append("investment")
    income, farm = np.zeros(len(priors.value)), np.zeros(len(priors.value))
    gross = farm_gross = 0.0
    for s in branches:
        counted = COUNTED.get(s.code, 1.0)
        worn = s.depreciation / (s.depreciation + s.first_growth)
        taken = priors.where(user=s.code, kind="flow") + worn * priors.where(user=s.code, kind="building")
        income += counted * taken
        gross += counted * s.value
        if s.code in FARM:
            farm += taken
            farm_gross += s.value
    total = known["national_income"].value
    rows += [income, farm]
    sides += [gross - total, farm_gross - known["farm_income_share"].value * total]
    names += ["national income", "agriculture's national income"]
    return np.array(rows), np.array(sides), names


def least_squares(priors: Priors, matrix: Floats, side: Floats) -> Floats:
    """The flows nearest to the priors that meet the conditions.  Bn roubles.

    Raises:
        CalibrationFailed: a condition cannot be met, or a flow would lose most of its prior.
    """
    variance = priors.deviation**2
    weighted = matrix * variance
    multipliers = np.linalg.lstsq(weighted @ matrix.T, side - matrix @ priors.value, rcond=None)[0]
    flows: Floats = priors.value + weighted.T @ multipliers
    if not np.allclose(matrix @ flows, side, atol=1e-9):
        raise CalibrationFailed("The margins contradict each other")
    worst = int(np.argmin(flows / priors.value))
    if flows[worst] < SMALLEST * priors.value[worst]:
        raise CalibrationFailed(
            f"{priors.product[worst]} used by {priors.user[worst]} would be {flows[worst]:.4g} instead of "
            f"{priors.value[worst]:.4g} bn r: change the prior or the margins"
        )
    return flows


def calibrate() -> list[Flow]:
    """All flows of 1927/28 in bn roubles, and the people at work in million persons.

    Raises:
        CalibrationFailed: see `least_squares`.
    """
    branches, known, priors = sectors(), margins(), read_priors()
    matrix, side, _ = conditions(priors, branches, known)
    values = least_squares(priors, matrix, side)
    found = [
        Flow(kind, product, user, round(float(value), DIGITS), float(prior))
        for kind, product, user, value, prior in zip(
            priors.table, priors.product, priors.user, values, priors.value, strict=True
        )
    ]
    for inside, total in ((True, known["farm_workers"].value), (False, known["employed"].value)):
        chosen = [s for s in branches if (s.code in FARM) == inside]
        scale = total / sum(s.labour for s in chosen)
        found += [Flow("labour", "persons", s.code, round(s.labour * scale, DIGITS), s.labour) for s in chosen]
    return found


def as_csv(found: list[Flow]) -> str:
    """The flows as a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Flow._fields)
    writer.writerows(found)
    return text.getvalue()


def main() -> None:
    """Write the calibrated flows, and the table of model against source if a file is named."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("comparison", nargs="?", type=Path, help="where the table of model against source is written")
    chosen = parser.parse_args()
    found = calibrate()
    Path(__file__).with_name("calibrated.csv").write_text(as_csv(found), encoding="utf-8")
    if chosen.comparison:
        from .comparison import model_against_source

        chosen.comparison.write_text(model_against_source(found), encoding="utf-8")


if __name__ == "__main__":
    main()
