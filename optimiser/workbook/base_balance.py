"""Whether the base year adds up: every product made, or imported, has a use, and every use is covered."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimiser.economy.base_year import BaseYear, Basis, Side, base_output, base_year
from optimiser.economy.economy import Economy
from optimiser.errors import Fault
from optimiser.language.phrases import first_few

MOST_CELLS = 4
"""Cells of uses that are named of one product, the greatest first."""


def base_balance(economy: Economy) -> Iterator[Fault]:
    """Products whose sources and uses in the base year differ by more than `BASE_YEAR_TOLERANCE` of the supply.

    Where one use alone is above the supply, that one is named.  Of an economy without output in the base year nothing
    is said, and of one without final uses not that products have none.
    """
    base = base_year(economy)
    final = [line for line in base.lines if line.side is Side.USES and line.item != "inputs of production"]
    if not economy.sectors.base_output.any():
        return
    ends = any(line.amounts.any() for line in final)
    # a matrix row is looked at only where its product is off: the tables can be large
    places = [product for product in base.off() if ends or base.residual[product] < 0.0]
    output = base_output(economy)
    for product in places:
        row = economy.techniques.inputs[[product]]
        users = dict(zip(row.indices.tolist(), (row.data * output[row.indices]).tolist(), strict=True))
        yield _off(economy, base, product, users)


def _off(economy: Economy, base: BaseYear, product: int, users: dict[int, float]) -> Fault:
    """A product that is off, at the cell of its base output, with the cells of its greatest uses."""
    label, unit = base.products.labels[product], base.products.units[product]
    supply, uses = base.supply[product], base.uses[product]
    greatest = max(users, key=lambda user: users[user], default=-1)
    if supply > 0.0 and greatest >= 0 and users[greatest] > supply:
        user = economy.techniques.axis.labels[greatest]
        problem = f"{user} alone takes {users[greatest]:.6g} in the base year, {supply:.6g} are made ({unit})"
        remedy = "Check the units of this coefficient and of both outputs."
        return _warning(economy.origin.cell(_inputs_sheet(economy), label, user), "", problem, remedy)
    made = _cell_of_output(economy, product)
    cells = _cells_of_uses(economy, base, product, users)
    where = f"uses: {first_few(cells, MOST_CELLS)}" if cells else "no use is stated"
    if uses > supply:
        problem = f"{uses:.6g} of {label} are used, but {supply:.6g} are made ({unit}); {where}"
        remedy = "Check the output and the uses, or give `base imports` in Trade."
    else:
        idle = f"{supply - uses:.6g} ({base.share[product]:.1%}) have no use"
        problem = f"{supply:.6g} of {label} are there, but {uses:.6g} are used ({unit}): {idle}; {where}"
        remedy = f"Check the output and the uses; give a use that is lacking in {_elsewhere(economy, product)}."
    guessed = [line.item for line in base.lines if line.basis is Basis.RECKONED and line.amounts[product] > 0.0]
    problem += f" (not stated and so reckoned: {first_few(guessed)})" if guessed else ""
    return _warning(made, f"{supply:.6g}", f"base-year balance: {problem}", remedy)


def _elsewhere(economy: Economy, product: int) -> str:
    """Other sheets that state uses."""
    exported = not np.isnan(economy.trade.export_price[product]).all()
    sheets = ["Baskets", f"the column {economy.years.base} of Demand", *["`base exports` of Trade"] * bool(exported)]
    return f"{', '.join(sheets[:-1])} or {sheets[-1]}"


def _warning(place: str, value: str, problem: str, remedy: str) -> Fault:
    sheet, _, cell = place.partition("!")
    return Fault(sheet, cell, value, problem, remedy, warning=True)


def _inputs_sheet(economy: Economy) -> str:
    return "Flows" if "Flows" in economy.origin.rows else "Inputs"


def _cell_of_output(economy: Economy, product: int) -> str:
    """Base output of the sector that makes most of the product; the product's own row where nobody does."""
    made = economy.techniques.outputs[[product]]
    amounts = made.data * base_output(economy)[made.indices]
    label = economy.products.axis.labels[product]
    if not len(amounts) or not amounts.max() > 0.0:
        return economy.origin.cell("Products" if "Products" in economy.origin.rows else "Sectors", label, "code")
    sector = economy.techniques.sector[made.indices[int(amounts.argmax())]]
    return economy.origin.cell("Sectors", economy.sectors.axis.labels[sector], "base output")


def _cells_of_uses(economy: Economy, base: BaseYear, product: int, users: dict[int, float]) -> list[str]:
    """The cells that state the uses of a product, the greatest first."""
    label, origin = base.products.labels[product], economy.origin
    found: list[tuple[float, str]] = []
    for user, amount in users.items():
        found.append((amount, origin.cell(_inputs_sheet(economy), label, economy.techniques.axis.labels[user])))
    basket = economy.households.baskets[[product]]
    for household, amount in zip(basket.indices.tolist(), basket.data.tolist(), strict=True):
        found.append((amount, origin.cell("Baskets", label, economy.households.axis.labels[household])))
    for use in np.flatnonzero(economy.demand.product == product).tolist():
        row = "|".join(economy.demand.axis.key(use).values())
        found.append((float(economy.demand.quantity[use, 0]), origin.cell("Demand", row, economy.years.base)))
    found.append((float(base.amounts("exports")[product]), origin.cell("Trade", label, "base exports")))
    built = float(base.amounts("building")[product])
    taken = economy.construction.composition[[product]]
    bundle = economy.construction.bundles.labels[taken.indices[int(taken.data.argmax())]] if taken.nnz else ""
    found.append((built, origin.cell("Construction", label, bundle)))
    found.sort(key=lambda each: -each[0])
    return list(dict.fromkeys(cell for amount, cell in found if amount > 0.0))
