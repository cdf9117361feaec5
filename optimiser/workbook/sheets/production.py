"""From tables to products, sectors, techniques, capacity and construction."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Floats, Ints, Sparse
from optimiser.economy.economy import Products, Sectors, Techniques
from optimiser.economy.input_paths import InputPaths
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Codes, Frame, Source
from optimiser.workbook.faults import plain
from optimiser.workbook.fields import floats, ints, scattered, stated
from optimiser.workbook.matrices import matrix, sparse
from optimiser.workbook.schema import AFTER, PRODUCT_COLUMNS
from optimiser.workbook.yearly import yearly


def distinct(source: Source, frame: Frame, labels: list[str]) -> tuple[str, ...]:
    """Labels made of several codes; two rows that read the same are a fault."""
    first: dict[str, int] = {}
    for index, label in enumerate(labels):
        if label in first and frame.right(index, *frame.sheet.key):
            row = frame.rows[first[label]]
            source.wrong(frame, index, frame.sheet.key[0], f"reads as row {row} does: {label}", "Change a code.")
        first.setdefault(label, index)
    return tuple(label if first[label] == index else f"{label} {index}" for index, label in enumerate(labels))


@dataclass(frozen=True)
class Frames:
    """The tables that several parts of the economy are made of."""

    sectors: Frame
    products: Frame
    techniques: Frame
    units: tuple[str, ...]
    """Of the sectors."""


def read_frames(source: Source) -> Frames:
    """Read the tables that make sectors, products and techniques known."""
    own = {column.name for column in PRODUCT_COLUMNS} if "Products" in source.tables else set()
    sectors = source.frame("Sectors", without=own)
    source.make_known(sectors, "code", "sector")
    products = source.frame("Products") if own else sectors
    source.codes["product"] = source.codes["sector"]
    if own:
        source.make_known(products, "code", "product")
        _check_unfilled(source, sectors, own)
    techniques = source.frame("Techniques")
    first = source.codes["sector"]
    for index, label in enumerate(techniques["code"]):
        if first.find(label) >= 0:
            source.wrong(techniques, index, "code", "is the code of a sector already", "Use another code.")
            techniques.wrong.add((index, "code"))
    further = source.make_known(techniques, "code", "technique")
    labels = first.labels + further.labels
    source.codes["technique"] = Codes("technique", labels, first.trusted and further.trusted)
    return Frames(sectors, products, techniques, tuple(sectors["unit"]))


def _check_unfilled(source: Source, sectors: Frame, names: set[str]) -> None:
    table = source.tables["Sectors"]
    for name in names & table.columns.keys():
        column = table.columns[name]
        for row in table.rows:
            cell = table.cell(row, column)
            if not values.blank(cell):
                problem = f"{name} belongs into the sheet Products, which is there"
                source.collector.wrong(sectors.title, row, column, cell, problem, "Move it there.")


def products_of(source: Source, frames: Frames, reserve: float, money_unit: str) -> Products:
    """What is balanced."""
    frame, codes = frames.products, source.codes["product"]
    price = [1.0 if plain(unit) == plain(money_unit) else 0.0 for unit in frame["unit"]]
    closing = [min(stock, room) for stock, room in zip(frame["opening stock"], frame["greatest stock"], strict=True)]
    return Products(
        axis=Axis("product", codes.labels, tuple(frame["unit"])),
        names=tuple(frame.filled("name", codes.labels)),
        price=floats(frame.filled("price", price)),
        closing_stock=floats(frame.filled("closing stock", closing)),
        reserve=_reserve(source, floats(frame.filled("reserve", [reserve] * len(frame)))),
        **stated(frame, Products),
    )


def _reserve(source: Source, every_year: Floats) -> Floats:
    """(product, year): the same in every year, but where a year is given; after the plan it does not grow to all."""
    rows, series = yearly(source, "Reserve by year")
    end = source.years.last + 1
    reserve = np.repeat(every_year[:, None], source.years.reach + 1, axis=1)
    for index, product in enumerate(rows["product"]):
        if product < 0:
            continue
        reserve[product] = np.where(series[index] < 1.0, series[index], series[index, end])
        if (series[index, : end + 1] >= 1.0).any():
            source.wrong(rows, index, AFTER, "grows to all of the output", "Give a lower growth.")
    return reserve


def sectors_of(source: Source, frames: Frames) -> Sectors:
    """Who produces, and with what capacity."""
    frame = frames.sectors
    number = len(frame)
    capacity = source.frame("Capacity")
    rows, series = yearly(source, "Yields", base=1.0)
    yields = np.ones((number, source.years.reach + 1))
    for index, sector in enumerate(rows["sector"]):
        if sector >= 0:
            yields[sector] = series[index]
    return Sectors(
        axis=Axis("sector", source.codes["sector"].labels, frames.units),
        names=tuple(frame.filled("name", frame["code"])),
        yields=yields,
        **stated(frame, Sectors),
        **scattered(capacity, Sectors, ints(capacity["sector"]), number),
    )


def techniques_of(source: Source, frames: Frames, sectors: Sectors) -> Techniques:
    """Ways to produce: every sector's own, then the further ones."""
    frame, further = frames.sectors, frames.techniques
    owner = ints([*range(len(frame)), *further["sector"]])
    lag = [frame["input lag"][sector] for sector in further["sector"]]
    need = [frame["import need"][sector] for sector in further["sector"]]
    codes = source.codes
    if "Flows" in source.tables:
        inputs = _per_output(source, "Flows", sectors.base_output)
    else:
        inputs = matrix(source, "Inputs", codes["product"], codes["technique"])
    return Techniques(
        axis=Axis("technique", codes["technique"].labels, tuple(frames.units[sector] for sector in owner)),
        sector=owner,
        capacity_use=floats([1.0] * len(frame) + further["capacity use"]),
        lag=ints(frame["input lag"] + further.filled("input lag", lag)),
        import_need=floats(frame["import need"] + further.filled("import need", need)),
        inputs=inputs,
        outputs=_outputs(source, owner, sectors.base_output),
        labour=matrix(source, "Labour inputs", codes["pool"], codes["technique"]),
    )


def input_paths_of(source: Source, techniques: Techniques) -> InputPaths:
    """Input coefficients year by year; in the base year they are those of Inputs or Flows."""
    rows, series = yearly(source, "Inputs by year", base=math.nan)
    product, technique = ints(rows["product"]), ints(rows["technique"])
    known = (product >= 0) & (technique >= 0)
    for index in np.flatnonzero(known & np.isfinite(series[:, 0])):
        problem = "the base year is given here, whose coefficients are those of Inputs or Flows"
        source.wrong(rows, int(index), "product", problem, "Begin with the first plan year.")
    product, technique, coefficient = product[known], technique[known], series[known]
    for entry, place in enumerate(zip(product, technique, strict=True)):
        coefficient[entry, 0] = techniques.inputs[place]
    return InputPaths(product, technique, coefficient)


def _outputs(source: Source, owner: Ints, base_output: Floats) -> Sparse:
    """Output coefficients, g: as Outputs or Make say, else one of the product with the sector's code."""
    product, sector, technique = (source.codes[axis] for axis in ("product", "sector", "technique"))
    if "Outputs" in source.tables:
        return matrix(source, "Outputs", product, technique)
    if "Make" in source.tables:
        return sparse(_per_output(source, "Make", base_output)[:, owner])
    places = ints([product.find(label) for label in sector.labels])
    strange = [label for label, index in zip(sector.labels, places, strict=True) if index < 0]
    if strange and product.trusted and sector.trusted:
        problem = f"no product has the code of the sectors {first_few(strange)}"
        source.collector.wrong_sheet("Sectors", problem, "Say what they make, on a sheet Outputs or Make.")
    made = np.maximum(places[owner], 0)
    entries = (np.ones(len(owner)), (made, np.arange(len(owner))))
    return sparse(sp.coo_array(entries, shape=(len(product), len(owner))))


def _per_output(source: Source, name: str, base_output: Floats) -> Sparse:
    """Flows of the base year by unit of output:  a[i, j] = flow[i, j] / x[j]"""
    product, sector = source.codes["product"], source.codes["sector"]
    flows = matrix(source, name, product, sector)
    idle = [column for column in np.unique(flows.indices) if base_output[column] == 0.0]
    for column in idle:
        label, uses = sector.labels[column], flows[:, [column]].nonzero()[0]
        row = min(source.rows[name][product.labels[index]] for index in uses)
        table, index = source.tables[name], source.columns[name][label]
        problem = f"{label} has flows but no base output"
        source.collector.wrong(
            table.title, row, index, table.cell(row, index), problem, "Give its base output in Sectors, or no flows."
        )
    with np.errstate(invalid="ignore"):
        share = np.divide(1.0, base_output, out=np.zeros_like(base_output), where=base_output != 0.0)
    return sparse(flows @ sp.diags_array(share))
