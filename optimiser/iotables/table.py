"""A national table as a value: what every product is made of and used for, at the prices of one year.

    sum_j make[i,j] + imports[i]  =  sum_j use[i,j] + sum_f final[i,f] + residual[i]          product i
    sum_i make[i,j]               =  sum_i use[i,j] + sum_v value_added[v,j] + residual[j]    industry j

A symmetric table is one whose make matrix has nothing outside its diagonal.  Imports are of the product whoever uses
them (competitive); what industries buy abroad that has no row of its own is `import_need`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.errors import Fault
from optimiser.iotables.vocabulary import Role
from optimiser.shown import brief

NOISE = 1e-12
"""Share of the greatest figure."""
MOST_DECIMALS = 15


@dataclass(frozen=True)
class FinalUse:
    """A column of final use."""

    name: str
    role: Role


@dataclass(frozen=True)
class Entry:
    """A row of value added."""

    name: str
    role: Role


@dataclass(frozen=True)
class Step:
    """Something that was done with the figures of a source on their way: by a rule of its kind, or because asked."""

    name: str
    """The rule, or the repair as the option names it."""
    where: str
    amount: float
    """How much was moved, in the unit of the table; 0 where nothing was."""
    meaning: str
    asked: bool = False
    """True for a repair, which is made only when it is asked for."""


@dataclass(frozen=True, eq=False, kw_only=True)
class NationalTable:
    """Make, use, final uses, imports and value added of a country in a year; see the module for the balances."""

    title: str
    kind: str
    """The kind of source, as `--as` names it."""
    source: str
    """Files, and who published them."""
    year: str
    unit: str
    """Of every flow: `million US dollars`."""
    products: Axis
    product_names: tuple[str, ...]
    sectors: Axis
    sector_names: tuple[str, ...]
    use: Floats
    """(product, sector): home and imported products together; negative entries are by-products."""
    make: Floats
    """(product, sector)."""
    final_uses: tuple[FinalUse, ...]
    final: Floats
    """(product, final use); imports are not among them."""
    imports: Floats
    """(product)."""
    import_need: Floats
    """(sector): bought abroad by industries, where the table has no rows for it."""
    value_added_items: tuple[Entry, ...] = ()
    value_added: Floats
    """(item, sector)."""
    employment: Floats
    """(sector), in `employment_unit`; NaN where it is not known."""
    employment_unit: str = "thousand persons"
    capital: Floats
    """(sector), stock in the table's unit; NaN where it is not known."""
    steps: tuple[Step, ...] = ()
    findings: tuple[Fault, ...] = ()
    rows: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """Row of the file, from 1, by its label; empty where a table is put together from several."""
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Letters of the column by its label."""
    remainders: tuple[str, ...] = ()
    """Sheets of the plan workbook whose figures are no figures of the source but what it leaves over."""
    rounding: float | None = None
    """By how much a figure of the source may be rounded, where those here are computed; None: as the figures show."""

    def cell(self, row: str = "", column: str = "") -> str:
        """`C4` where it is known where the table stood, else `row STEEL, column Exports`; of a label its own cell."""
        number, letters = self.rows.get(row), self.columns.get(column)
        if number and letters:
            return f"{letters}{number}"
        if number and not column:
            return f"A{number}"
        if letters and not row:
            return f"{letters}{self.rows.get('', 1)}"
        return ", ".join([*[f"row {row}"] * bool(row), *[f"column {column}"] * bool(column)])

    def __repr__(self) -> str:
        size = f"{len(self.products)} products, {len(self.sectors)} industries"
        return f"<NationalTable {brief(self.title)} {self.year} ({self.kind}): {size}, {self.unit}>"

    @property
    def output(self) -> Floats:
        """(sector): `sum_i make[i,j]`."""
        return np.asarray(self.make.sum(axis=0))

    @property
    def supply(self) -> Floats:
        """(product): home output and imports."""
        return np.asarray(self.make.sum(axis=1) + self.imports)

    @property
    def uses(self) -> Floats:
        """(product): inputs and final uses."""
        return np.asarray(self.use.sum(axis=1) + self.final.sum(axis=1))

    @property
    def residual(self) -> Floats:
        """(product): supply less uses."""
        return self.supply - self.uses

    @property
    def symmetric(self) -> bool:
        """Whether every industry makes the product of its own name, and nothing else."""
        return self.products.labels == self.sectors.labels and not np.count_nonzero(
            self.make - np.diag(np.diagonal(self.make))
        )

    @property
    def half_unit(self) -> float:
        """By how much a figure may be off because it is rounded."""
        if self.rounding is not None:
            return self.rounding
        return half_unit(self.use, self.make, self.final, self.imports, self.import_need, self.value_added)

    def of_role(self, *roles: Role) -> Floats:
        """(product): final uses of some roles together."""
        chosen = [each.role in roles for each in self.final_uses]
        return np.asarray(self.final[:, chosen].sum(axis=1))

    def primary(self, *roles: Role) -> Floats:
        """(sector): rows of value added of some roles together."""
        chosen = [each.role in roles for each in self.value_added_items]
        return np.asarray(self.value_added[chosen].sum(axis=0))

    @property
    def net_product(self) -> Floats:
        """(sector): `x[j] - sum_i use[i,j] - import_need[j]`, value added as output less inputs."""
        return np.asarray(self.output - self.use.sum(axis=0) - self.import_need)

    def with_step(self, step: Step) -> NationalTable:
        """The table, with what was done with it."""
        return replace(self, steps=(*self.steps, step))


def half_unit(*figures: Floats) -> float:
    """By how much rounded figures may be off: 0.5 where all are whole, else half of the last decimal that occurs.

    Never less than what the addition of floating-point numbers leaves, `NOISE` of the greatest.
    """
    found = np.abs(np.concatenate([np.ravel(each) for each in figures]))
    found = found[np.isfinite(found) & (found > 0.0)]
    noise = NOISE * float(found.max(initial=0.0))
    decimals = 0
    while len(found) and decimals < MOST_DECIMALS:
        shifted = found * 10.0**decimals
        found = found[np.abs(shifted - np.round(shifted)) > noise * 10.0**decimals]
        decimals += bool(len(found))
    return max(0.5 * 10.0**-decimals, noise)


def axes(products: tuple[str, ...], sectors: tuple[str, ...], unit: str, where: str) -> tuple[Axis, Axis]:
    """The axes of a table.

    Raises:
        InputFault: a code stands twice.
    """
    from optimiser.errors import InputFault

    for what, labels in (("product", products), ("industry", sectors)):
        twice = sorted({each for each in labels if labels.count(each) > 1})
        if twice:
            problem = f"the {what} {twice[0]} stands twice"
            raise InputFault.of(where, problem, "Give each a code of its own, or ask for --repair add-duplicates.")
    return Axis("product", products, (unit,) * len(products)), Axis("sector", sectors, (unit,) * len(sectors))


def unknown(sectors: int) -> Floats:
    """NaN for each industry."""
    return np.full(sectors, np.nan)
