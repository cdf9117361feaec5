"""The chessboard table of a year: what every product comes from and goes to, sector by sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Floats
from optimiser.economy.base_year import base_output, started_in_base_year
from optimiser.economy.flows import inputs_in
from optimiser.plan.accounts.sources_and_uses import SOURCES, USES, sources_and_uses
from optimiser.plan.measures import inputs_for
from optimiser.plan.plan import Plan

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Chessboard:
    """Sources and uses of products in one year, product units."""

    year: str
    products: Axis
    sectors: Axis
    price: Floats
    """(product): money units per unit; 0 where it is not valued."""
    made: Floats
    """`G x`: (product, sector)."""
    inputs: Floats
    """`A x`: (product, sector)."""
    other_sources: Mapping[str, Floats]
    """(product) each: imports, stock at the start."""
    other_uses: Mapping[str, Floats]
    """(product) each: building, consumption, given uses, exports, reserve, stock at the end, what has no use."""

    @property
    def sources(self) -> Floats:
        """(product): all sources together."""
        return np.asarray(self.made.sum(axis=1) + sum(self.other_sources.values()))

    @property
    def uses(self) -> Floats:
        """(product): all uses together; they are the sources."""
        return np.asarray(self.inputs.sum(axis=1) + sum(self.other_uses.values()))

    def frame(self, *, values: bool = False) -> pd.DataFrame:
        """A row a product, a column for each source and each use; with `values` at prices, else in product units."""
        import pandas as pd

        columns = {(SOURCES, f"output: {code}"): self.made[:, place] for place, code in enumerate(self.sectors.labels)}
        columns |= {(SOURCES, item): amounts for item, amounts in self.other_sources.items()}
        columns |= {(USES, f"inputs: {code}"): self.inputs[:, place] for place, code in enumerate(self.sectors.labels)}
        columns |= {(USES, item): amounts for item, amounts in self.other_uses.items()}
        table = pd.DataFrame(columns, index=pd.Index(self.products.labels, name=self.products.name))
        return table.mul(self.price, axis=0) if values else table


def chessboard(plan: Plan, year: str) -> Chessboard:
    """The chessboard table of a year of the plan, or of its base year.

        sum_j made[i,j] + imports + stock[t-1]  =  sum_j inputs[i,j] + final uses + stock[t] + what has no use

    Source: Popov and Litoshenko, balance of the national economy of 1923/24; Leontief.

    Raises:
        LookupError: no such year.
    """
    economy, years = plan.economy, plan.economy.years
    labels = [years.label(each) for each in range(years.plan + 1)]
    if year not in labels:
        raise LookupError(f"there is no year {year!r} in the plan. There are: {', '.join(labels)}")
    t = labels.index(year)
    made = base_output(economy) if t == 0 else plan.quantities.output[:, t]
    spent = started_in_base_year(economy) if t == 0 else inputs_for(plan)[:, t]
    techniques, n = economy.techniques, len(economy.sectors.axis)
    owners = sp.csr_array((np.ones(len(made)), (np.arange(len(made)), techniques.sector)), shape=(len(made), n))
    lines = sources_and_uses(plan)
    return Chessboard(
        year=year,
        products=economy.products.axis,
        sectors=economy.sectors.axis,
        price=economy.products.price,
        made=(techniques.outputs @ sp.diags_array(made) @ owners).toarray(),
        inputs=(inputs_in(economy, t) @ sp.diags_array(spent) @ owners).toarray(),
        other_sources={
            each.item: each.amounts[:, t] for each in lines if each.side == SOURCES and each.item != "output"
        },
        other_uses={
            each.item: each.amounts[:, t] for each in lines if each.side == USES and each.item != "inputs of production"
        },
    )
