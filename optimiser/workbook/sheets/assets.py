"""What the sectors start with: their own capacity, and further kinds of asset."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.economy.assets import CAPACITY, Assets, asset_axis, asset_label
from optimiser.economy.economy import Economy, Sectors
from optimiser.language.phrases import first_few
from optimiser.workbook.context import Codes, Frame, Source
from optimiser.workbook.faults import plain, suggestion
from optimiser.workbook.fields import ints, scattered, stated
from optimiser.workbook.schema import BY_NAME
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.sheets.targets import same_spelling
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows


def assets_of(source: Source, sectors: Sectors) -> Assets:
    """The sectors' own capacity, from Capacity, then the further kinds, from Assets."""
    number, own, further = len(sectors.axis), source.frame("Capacity"), source.frame("Assets")
    first = scattered(own, Assets, ints(own["sector"]), number)
    kinds = same_spelling(further["asset"])
    for index, kind in enumerate(kinds):
        if plain(kind) == CAPACITY:
            source.wrong(further, index, "asset", "is the asset of the sheet Capacity", "Give it another name.")
    sound = [index for index, sector in enumerate(further["sector"]) if sector >= 0]
    owner = [further["sector"][index] for index in sound]
    unit = [further["unit"][index] or sectors.axis.units[further["sector"][index]] for index in sound]
    named = [kinds[index] for index in sound]
    read = [plain(asset_label(sectors.axis.labels[each], name)) for each, name in zip(owner, named, strict=True)]
    distinct = len({*read, *map(plain, sectors.axis.labels)}) == len(read) + number
    trusted = source.codes["sector"].trusted and not further.wrong and distinct
    if not distinct and not further.wrong and CAPACITY not in map(plain, named):
        source.collector.wrong_sheet(further.title, "an asset reads like another, or like a sector", "Rename it.")
    if not trusted:
        named = [f"{name} of row {further.rows[index]}" for index, name in zip(sound, named, strict=True)]
    axis = asset_axis(sectors.axis, owner, named, unit)
    source.name_rows(further, zip([sectors.axis.labels[each] for each in owner], named, strict=True))
    source.codes["asset"] = Codes("asset", axis.labels, trusted) if sound else source.codes["sector"]
    second = {name: column[sound] for name, column in stated(further, Assets).items()}
    first["use"] = np.ones(number)
    joined = {name: np.concatenate([first[name], second[name]]) for name in first}
    return Assets(axis=axis, sector=ints([*range(number), *owner]), **joined)


def asset_named(source: Source, frame: Frame, assets: Assets) -> Ints:
    """(row): the asset that the columns `sector` and `asset` of a table mean; a blank is the sector's own capacity."""
    codes, found = source.codes["asset"], []
    sectors = assets.axis.columns["sector"]
    for index, sector in enumerate(frame["sector"]):
        kind = frame["asset"][index]
        if sector < 0 or plain(kind) in ("", CAPACITY):
            found.append(sector)
            continue
        place = codes.find(asset_label(sectors[sector], kind))
        if place < 0 and codes.trusted:
            named = assets.axis.columns.get("asset", ())
            known = [name for each, name in zip(sectors, named, strict=False) if each == sectors[sector]]
            otherwise = f"{sectors[sector]} has: {first_few(known)}; blank is its capacity."
            if not known:
                otherwise = "Leave it blank, for the sector's capacity, or give the asset a row in Assets."
            problem = f"{sectors[sector]} has no asset of this name"
            source.wrong(frame, index, "asset", problem, suggestion(kind, known, otherwise))
        if place < 0:
            frame.wrong.add((index, "asset"))
        found.append(max(place, 0))
    return ints(found)


def columns_by_asset(sheet: str, economy: Economy, part: object, asset: Ints) -> dict[str, Sequence[object]]:
    """The columns of a table that fields of the part give, each row of an asset: which one, is told by its sector and,
    where there are several kinds, by the column `asset`."""
    return {**_figures(sheet, part), **_kinds_named(economy, asset)}


def _figures(sheet: str, part: object) -> dict[str, Sequence[object]]:
    """The columns that fields of the part give, but for those that say which asset is meant."""
    columns = writing.columns_of(sheet, part)
    return {name: column for name, column in columns.items() if name not in ("sector", "asset")}


def _kinds_named(economy: Economy, asset: Ints) -> dict[str, list[object]]:
    columns = economy.assets.axis.columns
    labels = economy.sectors.axis.labels
    named: dict[str, list[object]] = {"sector": [labels[sector] for sector in economy.assets.sector[asset]]}
    if economy.assets.by_kind:
        kinds = (columns["asset"][each] for each in asset)
        named["asset"] = [None if kind == CAPACITY else kind for kind in kinds]
    return named


def _capacity_sheet(economy: Economy) -> Rows:
    """The sectors of which it says more than its defaults do."""
    columns = _figures("Capacity", economy.assets)
    default = {column.name: column.default for column in BY_NAME["Capacity"].columns}
    neutral = {name: writing.UNLIMITED if default[name] == math.inf else default[name] for name in columns}
    said = [
        index
        for index in range(len(economy.sectors.axis))
        if any(column[index] != neutral[name] for name, column in columns.items())
    ]
    named = {name: [column[index] for index in said] for name, column in columns.items()}
    return writing.table("Capacity", {"sector": [economy.sectors.axis.labels[index] for index in said], **named})


def _assets_sheet(economy: Economy) -> Rows:
    """The further kinds, each with the bundle that it is built of."""
    assets, construction = economy.assets, economy.construction
    further = np.arange(len(economy.sectors.axis), len(assets.axis))
    if not len(further):
        return []
    columns = _figures("Assets", assets)
    named = {name: [column[index] for index in further.tolist()] for name, column in columns.items()}
    bundle, use = bundle_of(economy, further)
    labels = construction.bundles.labels
    own: dict[str, list[object]] = {
        "unit": [assets.axis.units[index] for index in further],
        "bundle": [labels[each] if each >= 0 else None for each in bundle],
        "bundle use": use.tolist(),
    }
    return writing.table("Assets", {**_kinds_named(economy, further), **named, **own})


def bundle_of(economy: Economy, asset: Ints) -> tuple[Ints, Floats]:
    """(asset) each: the bundle that an asset is built of, -1 where it costs nothing, and how much of it.

    Raises:
        ValueError: an asset takes several bundles, which no workbook can say.
    """
    capital = economy.construction.capital.tocsc()[:, asset]
    if (np.diff(capital.indptr) > 1).any():
        raise ValueError("an asset takes several bundles of building work; make one of them")
    bundle, use = np.full(len(asset), -1), np.zeros(len(asset))
    there = np.diff(capital.indptr) == 1
    bundle[there], use[there] = capital.indices, capital.data
    return bundle, use


PARTS = (
    Part(
        "assets",
        lambda source, made: assets_of(source, made["sectors"]),
        {"Capacity": _capacity_sheet, "Assets": _assets_sheet},
    ),
)
