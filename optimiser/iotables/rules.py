"""What is done with every table before it is used, by rules that are stated and listed: nothing is dropped.

negative input            what an industry gives and does not take is a by-product of it:  make += -use
negative output           what is taken back is an input:                                  use += -make
negative imports          what is sold to importers is exported:                           exports += -imports
negative imports of industries   are part of value added
negative final use        stays, as a source: stock drawn down, used goods sold, net imports
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimiser.iotables.table import FinalUse, NationalTable, Step
from optimiser.iotables.vocabulary import Role

ABROAD = "Exports (negative imports)"


def signs_in_order(table: NationalTable) -> NationalTable:
    """The table with no negative input, output or imports; every product adds up as before."""
    use, make, final, imports = table.use, table.make, table.final, table.imports
    final_uses, steps = list(table.final_uses), []
    given_back, taken_back = np.minimum(use, 0.0), np.minimum(make, 0.0)
    if given_back.any():
        places = np.argwhere(given_back)
        words = "a negative input is a by-product: the industry makes it and does not take it"
        steps.append(Step("by-products", _named(table, places), float(-given_back.sum()), words))
    if taken_back.any():
        places = np.argwhere(taken_back)
        words = "a negative output is an input: the industry takes it and does not make it"
        steps.append(Step("negative output", _named(table, places), float(-taken_back.sum()), words))
    moved = np.minimum(given_back, 0.0) + np.minimum(taken_back, 0.0)
    use, make = use - moved, make - moved
    outward = np.maximum(-imports, 0.0)
    if outward.any():
        index = next((n for n, each in enumerate(final_uses) if each.role is Role.EXPORTS), -1)
        if index < 0:
            final_uses.append(FinalUse(ABROAD, Role.EXPORTS))
            final = np.column_stack([final, np.zeros(len(final))])
        final = final.copy()
        final[:, index] += outward
        labels = ", ".join(table.products.labels[n] for n in np.flatnonzero(outward))
        words = "negative imports (c.i.f./f.o.b. adjustment, say) are sold to importers, and so exported"
        steps.append(Step("negative imports", labels, float(outward.sum()), words))
        imports = np.maximum(imports, 0.0)
    need = np.maximum(table.import_need, 0.0)
    if (need != table.import_need).any():
        labels = ", ".join(table.sectors.labels[n] for n in np.flatnonzero(table.import_need < 0.0))
        amount = float((need - table.import_need).sum())
        steps.append(Step("negative imports of industries", labels, amount, "taken for value added"))
    negative = np.minimum(final, 0.0)
    for index, each in enumerate(final_uses):
        amount = float(-negative[:, index].sum())
        if amount > 0.0:
            labels = ", ".join(table.products.labels[n] for n in np.flatnonzero(negative[:, index]))
            steps.append(Step("negative final use", f"{each.name}: {labels}", amount, source_of(each.role)))
    return replace(
        table,
        use=use,
        make=make,
        final=final,
        imports=imports,
        import_need=need,
        final_uses=tuple(final_uses),
        steps=(*table.steps, *steps),
    )


def source_of(role: Role) -> str:
    """What a negative final use is: where the products come from."""
    return {
        Role.INVENTORIES: "stock drawn down",
        Role.INVESTMENT: "used goods sold",
        Role.EXPORTS: "net imports",
        Role.CONSUMPTION: "sold by households, or bought by them abroad",
        Role.OTHER_CONSUMPTION: "sold by institutions",
        Role.GOVERNMENT: "sold by government",
        Role.DIFFERENCE: "statistical difference",
    }.get(role, "a source outside the table")


def _named(table: NationalTable, places: np.ndarray) -> str:
    named = [f"{table.products.labels[i]} of {table.sectors.labels[j]}" for i, j in places[:8]]
    more = [f"and {len(places) - 8} more"] if len(places) > 8 else []
    return ", ".join([*named, *more])
