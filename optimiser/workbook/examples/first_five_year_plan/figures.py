"""The figures of the example, as they stand in the files of this folder: sectors, margins, and what is derived."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

GRADES = MappingProxyType({"found": "sourced", "memory": "sourced", "derived": "derived", "assumed": "assumed"})
"""How a figure is known, to its grade.  `memory` is a source quoted from memory, which nobody has looked up again."""

SPARE = 0.02
"""Share of the output of 1927/28 by which capacity is above it; assumed."""
FULL = ("AGR", "TEC")
"""Sectors without spare capacity: all the land is sown."""


@dataclass(frozen=True)
class Sector:
    """A sector in 1927/28.  Output in its unit, labour in million persons, trade prices in bn gold roubles a unit."""

    code: str
    name: str
    unit: str
    group: str
    output: float
    output_known: str
    output_source: str
    price: float
    """Bn roubles a unit, of 1926/27 where there is a choice."""
    idle: float
    depreciation: float
    first_growth: float
    """Growth of capacity into the first plan year, above what wears out; begun before the plan."""
    gestation: int
    absorptive_limit: float
    fall_limit: float
    labour: float
    """People at work: a prior, which the calibration scales to the margins."""
    skilled_share: float
    productivity_growth: float
    import_need: float
    """Bn gold roubles a unit for what is not made at home; of construction: the equipment of what is built."""
    import_price: float | None
    imports: float
    import_limit: float | None
    export_price: float | None
    exports: float
    export_growth: float
    """Yearly growth of what can be sold abroad, from the exports of 1927/28."""
    outcome_1932: float | None

    @property
    def value(self) -> float:
        """Output in bn roubles."""
        return self.output * self.price

    @property
    def capacity(self) -> float:
        """Capacity of 1927/28 in the sector's unit, without what stands idle."""
        return self.output if self.code in FULL else round(self.output * (1.0 + SPARE), 8)

    @property
    def building(self) -> float:
        """Capacity built in 1927/28, in the sector's unit: what wears out, and the growth into the first plan year."""
        return self.capacity * (self.depreciation + self.first_growth)


class Margin(NamedTuple):
    """A total that the economy is held against."""

    item: str
    value: float
    unit: str
    known: str
    source: str


class Flow(NamedTuple):
    """A figure of the base year in bn roubles (labour: million persons): who uses what, and its prior."""

    table: str
    """`flow` current input of a sector, `use` final use, `building` investment of a sector, `labour` people at work."""
    product: str
    user: str
    value: float
    prior: float


def sectors() -> tuple[Sector, ...]:
    """All sectors, in the order of the tables."""
    return tuple(
        Sector(
            code=row["code"],
            name=row["name"],
            unit=row["unit"],
            group=row["group"],
            output=float(row["output"]),
            output_known=row["output_known"],
            output_source=row["output_source"],
            price=float(row["price"]),
            idle=float(row["idle"]),
            depreciation=float(row["depreciation"]),
            first_growth=float(row["first_growth"]),
            gestation=int(row["gestation"]),
            absorptive_limit=float(row["absorptive_limit"]),
            fall_limit=float(row["fall_limit"]),
            labour=float(row["labour"]),
            skilled_share=float(row["skilled_share"]),
            productivity_growth=float(row["productivity_growth"]),
            import_need=float(row["import_need"]),
            import_price=_number(row["import_price"]),
            imports=float(row["imports"] or 0.0),
            import_limit=_number(row["import_limit"]),
            export_price=_number(row["export_price"]),
            exports=float(row["exports"] or 0.0),
            export_growth=float(row["export_growth"] or 0.0),
            outcome_1932=_number(row["outcome_1932"]),
        )
        for row in table("sectors.csv")
    )


def margins() -> dict[str, Margin]:
    """The margins by key."""
    return {
        row["key"]: Margin(row["item"], float(row["value"]), row["unit"], row["known"], row["source"])
        for row in table("margins.csv")
    }


def flows() -> tuple[Flow, ...]:
    """What the calibration gives."""
    return tuple(
        Flow(row["table"], row["product"], row["user"], float(row["value"]), float(row["prior"]))
        for row in table("calibrated.csv")
    )


def table(name: str) -> list[dict[str, str]]:
    """The rows of a file of this folder, each by header."""
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
