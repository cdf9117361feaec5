"""Regions by name, the goods that they have in common, and the routes between them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from optimiser.arrays import Axis
from optimiser.economy.economy import Economy, Products
from optimiser.economy.regions import Routes
from optimiser.workbook.context import Codes, Frame, Source
from optimiser.workbook.faults import plain
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.sheets.targets import same_spelling
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows


def make_regions_known(source: Source, *frames: Frame) -> None:
    """The regions that tables name, spelt as where they stand first."""
    known = source.codes.get("region", Codes("region", ()))
    named = (cell for frame in frames for cell in frame["region"] if cell)
    source.codes["region"] = Codes("region", tuple(dict.fromkeys(same_spelling([*known.labels, *named]))))


def regions_in(source: Source, frame: Frame) -> tuple[str, ...]:
    """(row): the region, as it is spelt first; empty where none is named."""
    make_regions_known(source, frame)
    known = source.codes["region"]
    return tuple(known.labels[known.find(cell)] if cell else "" for cell in frame["region"])


def names_in(source: Source, frame: Frame, codes: Sequence[str]) -> tuple[str, ...]:
    """(row): the name, with the region where there are several and it does not say so itself."""
    names, regions = frame.filled("name", codes), regions_in(source, frame)
    if len(source.codes["region"]) < 2:
        return tuple(names)
    return tuple(
        name if plain(region) in plain(name) else f"{name} ({region})"
        for name, region in zip(names, regions, strict=True)
    )


def goods_in(source: Source, frame: Frame, codes: Sequence[str]) -> tuple[str, ...]:
    """(product): what it is; a region has one product of each good, all of them in one unit."""
    goods, regions = same_spelling(frame.filled("good", codes)), regions_in(source, frame)
    first: dict[tuple[str, str], int] = {}
    units: dict[str, str] = {}
    for index, pair in enumerate(zip(goods, regions, strict=True)):
        good, unit = pair[0], frame["unit"][index]
        if pair in first:
            where = f"row {frame.rows[first[pair]]}"
            source.wrong(frame, index, "good", f"the same region has this good in {where}", "Make one product of both.")
        elif unit != units.setdefault(good, unit):
            problem = f"is counted in {unit} here, in {units[good]} in another region"
            source.wrong(frame, index, "good", problem, "Use one unit.")
        first.setdefault(pair, index)
    source.codes["good"] = Codes("good", tuple(dict.fromkeys(goods)), not frame.wrong)
    return tuple(goods)


def routes_of(source: Source, products: Products) -> Routes:
    """Ways between regions, each with what it carries and takes."""
    frame = source.frame("Routes")
    regions, goods = source.codes["region"].labels, source.codes["good"].labels
    nothing = [-1] * len(frame)
    good, transport = ints(frame.filled("good", nothing)), ints(frame.filled("transport", nothing))
    columns = {name: tuple(regions[each] if each >= 0 else "" for each in frame[name]) for name in ("from", "to")}
    columns["good"] = tuple(goods[each] if each >= 0 else "" for each in good)
    _check(source, frame, columns, products)
    labels = [f"{start} to {end} {what}".rstrip() for start, end, what in zip(*columns.values(), strict=True)]
    source.name_rows(frame, zip(*columns.values(), strict=True))
    units = tuple(products.axis.units[each] if each >= 0 else "" for each in transport)
    return Routes(
        axis=Axis("route", source.distinct(frame, labels), units, columns),
        transport=transport,
        limit=floats(frame["limit"]),
        capacity=floats(frame["capacity"]),
        **stated(frame, Routes, but=("limit", "capacity")),
    )


def _check(source: Source, frame: Frame, columns: dict[str, tuple[str, ...]], products: Products) -> None:
    """A route leads from one region to another that has the good too; one row of a pair says its capacity."""
    there = set(zip(products.region, products.good, strict=True))
    capacity: dict[tuple[str, str], int] = {}
    for index, (start, end, good) in enumerate(zip(*columns.values(), strict=True)):
        if not start or not end or not frame.right(index, "good", "transport"):
            continue
        if start == end:
            source.wrong(frame, index, "to", "is the region that sends", "Name another region.")
        lacking = [region for region in (start, end) if good and (region, good) not in there]
        if lacking:
            problem = f"{lacking[0]} has no product of the good {good}"
            source.wrong(frame, index, "good", problem, "Give it one, or delete this row.")
        if frame["transport"][index] is None and frame["transport per unit"][index] > 0.0:
            source.wrong(
                frame, index, "transport per unit", "no product is named that carries", "Name it in `transport`."
            )
        if math.isfinite(frame["capacity"][index]) and capacity.setdefault((start, end), index) != index:
            row = frame.rows[capacity[start, end]]
            source.wrong(frame, index, "capacity", f"the capacity of this way stands in row {row}", "Keep one of them.")


def region_column(region: Sequence[str]) -> dict[str, Sequence[object]]:
    """The column of regions, where any is named."""
    return {"region": [each or None for each in region]} if any(region) else {}


def without_region(columns: dict[str, Sequence[object]]) -> dict[str, Sequence[object]]:
    """The columns of a part but for that of regions, which is written where any is named."""
    return {name: column for name, column in columns.items() if name != "region"}


def _routes_sheet(economy: Economy) -> Rows:
    routes, products = economy.routes, economy.products.axis.labels
    own: dict[str, Sequence[object]] = {
        **{name: [each or None for each in labels] for name, labels in routes.axis.columns.items()},
        "transport": [products[each] if each >= 0 else None for each in routes.transport],
    }
    return writing.table("Routes", {**writing.columns_of("Routes", routes), **own})


PARTS = (Part("routes", lambda source, made: routes_of(source, made["products"]), {"Routes": _routes_sheet}),)
