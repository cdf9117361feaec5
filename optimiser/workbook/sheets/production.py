"""Products, sectors, techniques with what they take and make, and natural resources."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Floats, Ints, Sparse
from optimiser.economy.economy import Economy, Products, Resources, Sectors, Techniques
from optimiser.economy.input_paths import InputPaths
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Codes, Frame, Source
from optimiser.workbook.faults import plain
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.matrices import matrix, sparse
from optimiser.workbook.schema import AFTER, PRODUCT_COLUMNS
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.sheets.regions import (
    goods_in,
    make_regions_known,
    names_in,
    region_column,
    regions_in,
    without_region,
)
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import yearly


def read_frames(source: Source) -> None:
    """Read the tables that make sectors, products and techniques known, which codes of all other sheets are.

    Raises:
        InputFault: there are no sectors or no products; with every fault that was found.
    """
    own = {column.name for column in PRODUCT_COLUMNS} if "Products" in source.tables else set()
    sectors = source.frame("Sectors", without=own)
    first = source.make_known(sectors, "code", "sector")
    products = source.frame("Products") if own else sectors
    source.codes["product"] = first
    if own:
        source.make_known(products, "code", "product")
        _check_unfilled(source, sectors, own)
    make_regions_known(source, sectors, products)
    techniques = source.frame("Techniques")
    for index, label in enumerate(techniques["code"]):
        if first.find(label) >= 0:
            source.wrong(techniques, index, "code", "is the code of a sector already", "Use another code.")
            techniques.wrong.add((index, "code"))
    further = source.make_known(techniques, "code", "technique")
    labels = first.labels + further.labels
    source.codes["technique"] = Codes("technique", labels, first.trusted and further.trusted)
    empty = {frame.sheet.name: frame for frame in (sectors, products) if not len(frame)}
    for name, frame in empty.items():
        if name in source.tables:
            source.collector.wrong_sheet(frame.title, "has no rows", "Add a row for each.")
    if empty:
        source.collector.stop_if_wrong()


def _check_unfilled(source: Source, sectors: Frame, names: set[str]) -> None:
    table = source.tables.get("Sectors")
    if table is None:
        return
    for name in names & table.columns.keys():
        column = table.columns[name]
        for row in table.rows:
            cell = table.cell(row, column)
            if not values.blank(cell):
                problem = f"{name} belongs into the sheet Products, which is there"
                source.collector.wrong(sectors.title, row, column, cell, problem, "Move it there.")


def products_of(source: Source, money_unit: str) -> Products:
    """What is balanced."""
    frame, codes = source.frames.get("Products", source.frames["Sectors"]), source.codes["product"]
    price = [1.0 if plain(unit) == plain(money_unit) else 0.0 for unit in frame["unit"]]
    closing = [min(stock, room) for stock, room in zip(frame["opening stock"], frame["greatest stock"], strict=True)]
    return Products(
        axis=Axis("product", codes.labels, tuple(frame["unit"])),
        names=names_in(source, frame, codes.labels),
        good=goods_in(source, frame, codes.labels),
        region=regions_in(source, frame),
        freight=floats(frame.filled("freight", [1.0] * len(frame))),
        price=floats(frame.filled("price", price)),
        closing_stock=floats(frame.filled("closing stock", closing)),
        reserve=_reserve(source, floats(frame.filled("reserve", [source.plan["reserve"]] * len(frame)))),
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


def sectors_of(source: Source) -> Sectors:
    """Who produces."""
    frame = source.frames["Sectors"]
    number = len(frame)
    rows, series = yearly(source, "Yields", base=1.0)
    yields = np.ones((number, source.years.reach + 1))
    for index, sector in enumerate(rows["sector"]):
        if sector >= 0:
            yields[sector] = series[index]
    return Sectors(
        axis=Axis("sector", source.codes["sector"].labels, tuple(frame["unit"])),
        names=names_in(source, frame, frame["code"]),
        region=regions_in(source, frame),
        yields=yields,
        **stated(frame, Sectors),
    )


def techniques_of(source: Source, sectors: Sectors) -> Techniques:
    """Ways to produce: every sector's own, then the further ones."""
    frame, further = source.frames["Sectors"], source.frames["Techniques"]
    owner = ints([*range(len(frame)), *further["sector"]])
    lag = [frame["input lag"][sector] for sector in further["sector"]]
    need = [frame["import need"][sector] for sector in further["sector"]]
    codes = source.codes
    if "Flows" in source.tables:
        inputs = _per_output(source, "Flows", sectors.base_output)
    else:
        inputs = matrix(source, "Inputs", codes["product"], codes["technique"])
    return Techniques(
        axis=Axis("technique", codes["technique"].labels, tuple(sectors.axis.units[sector] for sector in owner)),
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


def resources_of(source: Source) -> Resources:
    """What cannot be produced."""
    frame, ceiling = yearly(source, "Resources")
    codes = source.make_known(frame, "resource", "resource")
    use = matrix(source, "Resource inputs", codes, source.codes["technique"])
    return Resources(Axis("resource", codes.labels, tuple(frame["unit"])), use, ceiling)


def _products_apart(economy: Economy) -> bool:
    """Whether products are other than what the sectors are called, so that they have a sheet of their own."""
    products, sectors = economy.products, economy.sectors
    same = products.axis.labels == sectors.axis.labels and products.axis.units == sectors.axis.units
    return not same or products.names != sectors.names or products.region != sectors.region


def _sectors_sheet(economy: Economy) -> Rows:
    sectors, techniques = economy.sectors, economy.techniques
    number = len(sectors.axis)
    columns: dict[str, Sequence[object]] = {
        "code": sectors.axis.labels,
        "name": sectors.names,
        "unit": sectors.axis.units,
        **without_region(writing.columns_of("Sectors", sectors)),
        "group": [group or None for group in sectors.group],
        **region_column(sectors.region),
        **({} if _products_apart(economy) else _product_columns(economy)),
        "input lag": techniques.lag[:number].tolist(),
        "import need": techniques.import_need[:number].tolist(),
    }
    return writing.table("Sectors", columns)


def _products_sheet(economy: Economy) -> Rows:
    products = economy.products
    if not _products_apart(economy):
        return []
    axis = {"code": products.axis.labels, "name": products.names, "unit": products.axis.units}
    return writing.table("Products", {**axis, **region_column(products.region), **_product_columns(economy)})


def _product_columns(economy: Economy) -> dict[str, Sequence[object]]:
    products = economy.products
    columns = without_region(writing.columns_of("Products", products))
    if products.good == products.axis.labels:
        del columns["good"]
    if (products.freight == 1.0).all():
        del columns["freight"]
    return {**columns, "reserve": products.reserve[:, 0].tolist()}


def _reserve_by_year_sheet(economy: Economy) -> Rows:
    reserve = economy.products.reserve
    varied = [index for index in range(len(reserve)) if (reserve[index] != reserve[index, 0]).any()]
    rows = [[economy.products.axis.labels[index]] for index in varied]
    return writing.yearly(["product"], rows, reserve[varied], economy.years)


def _techniques_sheet(economy: Economy) -> Rows:
    techniques, sectors = economy.techniques, economy.sectors.axis.labels
    further = slice(len(sectors), None)
    columns = {name: column[further] for name, column in writing.columns_of("Techniques", techniques).items()}
    own = {
        "code": techniques.axis.labels[further],
        "sector": [sectors[index] for index in techniques.sector[further]],
        "input lag": techniques.lag[further].tolist(),
    }
    return writing.table("Techniques", {**columns, **own})


def _inputs_sheet(economy: Economy) -> Rows:
    techniques = economy.techniques
    return writing.matrix("Inputs", economy.products.axis, techniques.axis, techniques.inputs, full=True)


def _inputs_by_year_sheet(economy: Economy) -> Rows:
    paths, products, techniques = economy.input_paths, economy.products.axis, economy.techniques.axis
    entries = zip(paths.product, paths.technique, strict=True)
    rows = [[products.labels[product], techniques.labels[technique]] for product, technique in entries]
    coefficient = np.array(paths.coefficient)
    coefficient[:, 0] = coefficient[:, 1]  # the base year is that of Inputs, and not given
    return writing.yearly(["product", "technique"], rows, coefficient, economy.years)


def _outputs_sheet(economy: Economy) -> Rows:
    """Nothing where every technique makes one unit of the product with its sector's code."""
    products, techniques = economy.products.axis, economy.techniques
    labels = [economy.sectors.axis.labels[sector] for sector in techniques.sector]
    if all(label in products.position for label in labels):
        usual = np.zeros(techniques.outputs.shape)
        usual[[products.position[label] for label in labels], np.arange(len(labels))] = 1.0
        if np.array_equal(techniques.outputs.toarray(), usual):
            return []
    return writing.matrix("Outputs", products, techniques.axis, techniques.outputs, full=True)


def _labour_inputs_sheet(economy: Economy) -> Rows:
    return writing.matrix("Labour inputs", economy.pools.axis, economy.techniques.axis, economy.techniques.labour)


def _yields_sheet(economy: Economy) -> Rows:
    yields = economy.sectors.yields
    varied = [index for index in range(len(yields)) if (yields[index] != 1.0).any()]
    rows = [[economy.sectors.axis.labels[index]] for index in varied]
    table = writing.yearly(["sector"], rows, yields[varied], economy.years)
    base = writing.year_cell(economy.years, 0)
    if table and base not in table[0]:  # else the base year would be read as 1
        table[0].insert(1, base)
        for row, index in zip(table[1:], varied, strict=True):
            row.insert(1, float(yields[index, 0]))
    return table


def _resources_sheet(economy: Economy) -> Rows:
    axis = economy.resources.axis
    rows = [[label, unit or None] for label, unit in zip(axis.labels, axis.units, strict=True)]
    return writing.yearly(["resource", "unit"], rows, economy.resources.ceiling, economy.years)


def _resource_inputs_sheet(economy: Economy) -> Rows:
    return writing.matrix("Resource inputs", economy.resources.axis, economy.techniques.axis, economy.resources.use)


PARTS = (
    Part("sectors", lambda source, _: sectors_of(source), {"Sectors": _sectors_sheet, "Yields": _yields_sheet}),
    Part(
        "products",
        lambda source, made: products_of(source, made["money_unit"]),
        {"Products": _products_sheet, "Reserve by year": _reserve_by_year_sheet},
    ),
    Part(
        "techniques",
        lambda source, made: techniques_of(source, made["sectors"]),
        {
            "Techniques": _techniques_sheet,
            "Inputs": _inputs_sheet,
            "Outputs": _outputs_sheet,
            "Labour inputs": _labour_inputs_sheet,
        },
        instead=("Flows", "Make", "Effort"),
    ),
    Part(
        "input_paths",
        lambda source, made: input_paths_of(source, made["techniques"]),
        {"Inputs by year": _inputs_by_year_sheet},
    ),
    Part(
        "resources",
        lambda source, _: resources_of(source),
        {"Resources": _resources_sheet, "Resource inputs": _resource_inputs_sheet},
    ),
)
