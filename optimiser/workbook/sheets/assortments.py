"""What is delivered in complete assortments."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Axis
from optimiser.economy.assortments import Assortments
from optimiser.economy.economy import Economy
from optimiser.workbook.context import Codes, Source
from optimiser.workbook.fields import ints
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.sheets.targets import same_spelling
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import yearly


def assortments_of(source: Source) -> Assortments:
    """Assortments; one with nothing in it in some year is a fault, for of it there could be any number."""
    frame, amount = yearly(source, "Assortments")
    names = same_spelling(frame["assortment"])
    labels = tuple(dict.fromkeys(names))
    source.codes["assortment"] = Codes("assortment", labels, trusted=True)
    place = np.array([labels.index(name) for name in names], np.int64)
    for each, label in enumerate(labels):
        rows = np.flatnonzero(place == each)
        total = amount[rows, 1 : source.years.last + 1].sum(axis=0)
        empty = np.flatnonzero(total <= 0.0)  # what cannot be read is no number, and known already
        if len(empty):
            problem = f"there is nothing in the assortment {label} in {source.years.label(int(empty[0]) + 1)}"
            source.wrong(frame, int(rows[0]), "assortment", problem, "Give an amount of one product at least.")
    units = ("sets a year",) * len(labels)
    return Assortments(Axis("assortment", labels, units), place, ints(frame["product"]), amount)


def _assortments_sheet(economy: Economy) -> Rows:
    found, products = economy.assortments, economy.products.axis.labels
    rows = [
        [found.axis.labels[one], products[product]]
        for one, product in zip(found.assortment.tolist(), found.product.tolist(), strict=True)
    ]
    return writing.yearly(["assortment", "product"], rows, found.amount, economy.years)


PARTS = (Part("assortments", lambda source, _: assortments_of(source), {"Assortments": _assortments_sheet}),)
