"""Multipliers and linkages of an economy whose industries buy of each other, and the Leontief inverse on demand.

Industry by industry, the sales of a product divided over those who make it as its whole supply is (Miller and Blair's
industry-technology assumption, with imports as one more supplier):

    D[j,i]  =  make[i,j] / supply[i]        part of product i that industry j makes; supply with imports
    A       =  D use / x                    inputs of home industries per unit of output; without imports A = use / x
    L       =  (I - A)^-1                   output per unit of final demand for home products
    f       =  D final                      final demand for home products, by industry

What follows from it, per unit of final demand for industry j (per employee, unit of value added or imports of its own
for the ratios):

    output       sum_i L[i,j]
    employment   sum_i e[i] L[i,j]          e[i] people per unit of output
    value added  sum_i v[i] L[i,j]
    imports      sum_i m[i] L[i,j]          m[i] imports per unit of output; v'L + m'L = 1 where v is the rest

    Rasmussen    power of dispersion n sum_i L[i,j] / sum L; sensitivity of dispersion n sum_j L[i,j] / sum L
    Hirschman    direct backward sum_i A[i,j]; direct forward sum_j x[j] A[i,j] / x[i]
    Ghosh        forward, sum_j G[i,j], G = (I - x^-1 A x)^-1

Source: R. E. Miller and P. D. Blair, Input-Output Analysis, 2nd edition (2009), chapters 2, 5, 6, 12; P. N. Rasmussen,
Studies in Inter-Sectoral Relations (1956); A. O. Hirschman, The Strategy of Economic Development (1958).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.economy.base_year import Side, base_output, base_year
from optimiser.economy.economy import Economy
from optimiser.errors import InputFault

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, kw_only=True)
class Flows:
    """What multipliers are made of: the flows of a year at its prices."""

    title: str
    stylised: bool
    source: str
    unit: str
    """Of the flows."""
    sectors: Axis
    names: tuple[str, ...]
    make: Floats
    """(product, sector)."""
    use: Floats
    """(product, sector): home and imported products together."""
    imports: Floats
    """(product)."""
    import_need: Floats
    """(sector): bought abroad, without a product."""
    final: Floats
    """(product, final use), imports not among them."""
    final_uses: tuple[str, ...]
    employment: Floats
    """(sector); zeros where it is not known."""
    employment_unit: str


@dataclass(frozen=True, eq=False)
class Multipliers:
    """Multipliers and linkages, made by `multipliers`; see the module for the equations."""

    flows: Flows
    output: Floats
    """x: (sector)."""
    coefficients: Floats
    """A: (sector, sector)."""
    inverse: Floats
    """L: (sector, sector)."""
    demand: Floats
    """f: (sector, final use); the last is what supply and uses of the year differ by."""
    imports: Floats
    """m: (sector), per unit of output."""

    @property
    def value_added(self) -> Floats:
        """v: (sector), per unit of output: what is neither an input nor imported; 1 where nothing is made."""
        return np.asarray(1.0 - self.coefficients.sum(axis=0) - self.imports)

    @property
    def employment(self) -> Floats:
        """e: (sector), per unit of output."""
        people = self.flows.employment
        return np.asarray(np.divide(people, self.output, out=np.zeros_like(self.output), where=self.output > 0.0))

    @property
    def required(self) -> Floats:
        """`L f`: (sector, final use), output that each final use needs; in all it is the output of the year."""
        return np.asarray(self.inverse @ self.demand)

    @property
    def reproduction_error(self) -> float:
        """`max |L f - x| / max x`, f the final demand that the table states: how far the year is given back."""
        size = float(np.abs(self.output).max(initial=0.0))
        found = self.required[:, :-1].sum(axis=1)
        return float(np.abs(found - self.output).max(initial=0.0)) / size if size else 0.0

    def of(self, per_unit: Floats) -> Floats:
        """`c'L`: (sector), what a unit of final demand takes of something that a unit of output takes `c` of."""
        return np.asarray(per_unit @ self.inverse)

    def multiplier_frame(self) -> pd.DataFrame:
        """A row an industry: output, employment, value-added and import multipliers, and those of type I."""
        import pandas as pd

        parts = {"employment": self.employment, "value added": self.value_added, "imports": self.imports}
        columns: dict[str, Floats] = {"output": np.asarray(self.inverse.sum(axis=0))}
        for name, direct in parts.items():
            columns[name] = self.of(direct)
        for name, direct in parts.items():
            known = direct > 0.0
            columns[f"{name}, type I"] = np.divide(
                columns[name], direct, out=np.full(direct.shape, np.nan), where=known
            )
        return pd.DataFrame(columns, index=pd.Index(self.flows.sectors.labels, name="sector"))

    def linkage_frame(self) -> pd.DataFrame:
        """A row an industry: linkages of Rasmussen, Hirschman and Ghosh, and whether it is a key industry."""
        import pandas as pd

        n, L, A = len(self.output), self.inverse, self.coefficients
        mean = L.sum() / n
        sold = np.asarray(A @ self.output)
        made = self.output > 0.0
        backward, forward = L.sum(axis=0) / mean, L.sum(axis=1) / mean
        columns = {
            "power of dispersion": backward,
            "sensitivity of dispersion": forward,
            "direct backward": A.sum(axis=0),
            "direct forward": np.divide(sold, self.output, out=np.zeros(n), where=made),
            "Ghosh forward": self.ghosh().sum(axis=1),
            "key": (backward > 1.0) & (forward > 1.0),
        }
        return pd.DataFrame(columns, index=pd.Index(self.flows.sectors.labels, name="sector"))

    def ghosh(self) -> Floats:
        """`(I - x^-1 A x)^-1`: (sector, sector), output that a unit of value added of i goes into."""
        size = np.where(self.output > 0.0, self.output, 1.0)
        return np.asarray(self.inverse * size[None, :] / size[:, None])

    def demand_frame(self) -> pd.DataFrame:
        """`L f` as a table: output that each final use needs, in all, as it was, and the difference."""
        import pandas as pd

        found = pd.DataFrame(
            self.required,
            index=pd.Index(self.flows.sectors.labels, name="sector"),
            columns=pd.Index(self.flows.final_uses),
        )
        found["in all"] = self.required.sum(axis=1)
        found["output"] = self.output
        found["difference"] = found["in all"] - found["output"]
        return found


def multipliers(flows: Flows | Economy) -> Multipliers:
    """The multipliers of a year's flows; final demand is what is used and not an input, to the last unit.

    Of an economy, those of its base year (`flows_of`).

    Where supply and uses of a product differ (rounding), the difference is a final demand of its own.

    Raises:
        InputFault: an industry uses what it does not make, or the inverse has negative entries: the economy cannot
            reproduce itself.
    """
    flows = flows_of(flows) if isinstance(flows, Economy) else flows
    x = np.asarray(flows.make.sum(axis=0))
    idle = (x <= 0.0) & (flows.use.sum(axis=0) > 0.0)
    if idle.any():
        label = flows.sectors.labels[int(np.flatnonzero(idle)[0])]
        raise InputFault.of(flows.source, f"{label} uses inputs and makes nothing", "Give its output.")
    supply = flows.make.sum(axis=1) + flows.imports
    share = np.divide(flows.make, supply[:, None], out=np.zeros_like(flows.make), where=supply[:, None] > 0.0)
    size = np.where(x > 0.0, x, 1.0)
    per_unit = flows.use / size
    A = share.T @ per_unit
    need = flows.import_need / size
    brought = np.divide(flows.imports, supply, out=np.zeros_like(supply), where=supply > 0.0)
    try:
        L = leontief_inverse(A)
    except ValueError:
        L = np.full_like(A, -1.0)
    if not (L > -1e-9).all():
        problem = "the industries cannot reproduce themselves: the Leontief inverse has negative entries"
        raise InputFault.of(flows.source, problem, "Check the coefficients: `optimiser validate` names the industries.")
    left = supply - flows.use.sum(axis=1) - flows.final.sum(axis=1)
    final = np.column_stack([flows.final, left])
    named = Flows(**{**vars(flows), "final": final, "final_uses": (*flows.final_uses, "difference of the table")})
    # what nobody makes and nobody brings in has no supplier, and stays out of the demand for industries
    return Multipliers(named, x, A, np.asarray(np.maximum(L, 0.0)), share.T @ final, brought @ per_unit + need)


def flows_of(economy: Economy) -> Flows:
    """The flows of an economy's base year, at the prices of its products.

    Raises:
        InputFault: nothing is made in the base year, or a product has no price.
    """
    output, price = base_output(economy), economy.products.price
    if not output.any():
        raise InputFault.of("Sectors", "nothing is made in the base year", "Give base outputs.")
    unpriced = [label for label, each in zip(economy.products.axis.labels, price, strict=True) if each <= 0.0]
    if unpriced:
        problem = f"{unpriced[0]} has no price, so that flows cannot be added up"
        raise InputFault.of("Products" if "Products" in economy.origin.rows else "Sectors", problem, "Give prices.")
    base, own = base_year(economy), economy.techniques.sector
    n = len(economy.sectors.axis)
    into = np.zeros((len(output), n))
    into[np.arange(len(output)), own] = 1.0
    inputs = economy.techniques.inputs.toarray() * output
    final = {line.item: line.amounts for line in base.lines if line.side is Side.USES}
    ahead = final.pop("inputs of production") - inputs.sum(axis=1)
    if ahead.any():
        final["inputs of next year's output"] = ahead
    labour = economy.techniques.labour
    units = dict.fromkeys(economy.pools.axis.units)
    people = np.asarray(labour.sum(axis=0)).ravel() * output if len(units) == 1 else np.zeros(len(output))
    need = economy.techniques.import_need * output
    return Flows(
        title=economy.title,
        stylised=economy.stylised,
        source=economy.origin.path or economy.title,
        unit=economy.money_unit,
        sectors=economy.sectors.axis,
        names=economy.sectors.names,
        make=price[:, None] * (economy.techniques.outputs.toarray() * output) @ into,
        use=price[:, None] * inputs @ into,
        imports=price * base.amounts("imports"),
        import_need=need @ into,
        final=np.array([price * amounts for amounts in final.values()]).reshape(len(final), len(price)).T,
        final_uses=tuple(final),
        employment=people @ into,
        employment_unit=next(iter(units), "") if len(units) == 1 else "",
    )


def leontief_inverse(coefficients: Floats) -> Floats:
    """`(I - A)^-1` of any square matrix of coefficients, one closed with respect to households, say.

    Raises:
        ValueError: it has none.
    """
    n = len(coefficients)
    try:
        return np.asarray(np.linalg.solve(np.eye(n) - coefficients, np.eye(n)))
    except np.linalg.LinAlgError:
        raise ValueError("I - A is singular") from None


def closed_with_households(coefficients: Floats, pay: Floats, consumption: Floats, own: float = 0.0) -> Floats:
    """A with households as one more industry: pay per unit of output below, consumption per unit of income beside.

        A'  =  [[A, c], [w', o]]

    Source: Miller and Blair (2009), section 2.5.
    """
    below = np.append(pay, own)
    return np.vstack([np.column_stack([coefficients, consumption]), below])
