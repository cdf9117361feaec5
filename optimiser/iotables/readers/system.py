"""A system of many regions as pymrio reads and saves it: EXIOBASE, WIOD, OECD ICIO, GLORIA, EORA.

One country of it is taken (`--country`): what it uses of the products of others is its imports, what others use of its
products its exports.  Several (`--region`) are the regions of one economy, whose deliveries to each other are neither.
Without either all regions are one economy, which trades with nobody.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from optimiser.errors import InputFault, OptimiserError
from optimiser.iotables.readers.kind import Kind, year_in
from optimiser.iotables.recipe import Options
from optimiser.iotables.regions import Regions
from optimiser.iotables.table import Entry, FinalUse, NationalTable, Step, axes, unknown
from optimiser.iotables.vocabulary import FINAL_USES, PRIMARY, Role, role_of

if TYPE_CHECKING:
    import pandas as pd

MARK = "file_parameters.json"
"""The file by which pymrio knows a folder that it has saved."""
EXPORTS = "Exports to other regions"
EVERY = "all"
"""As `--region` has it: every region of the system."""


class PymrioMissing(OptimiserError):
    """The extra pymrio is not installed."""


def recognises(path: Path) -> bool:
    """Whether it is a folder that pymrio has saved."""
    return path.is_dir() and (path / MARK).is_file()


def read(path: Path, options: Options) -> NationalTable:
    """The table of a country of a saved system.

    Raises:
        InputFault: the folder cannot be read, or has no such country.
        PymrioMissing: pymrio is not installed.
    """
    return table_of_system(_loaded(path), options, source=path.name)


def read_regions(path: Path, options: Options) -> Regions:
    """The regions of a saved system that are asked for, each with its table.

    Raises:
        InputFault: the folder cannot be read, or has no such region.
        PymrioMissing: pymrio is not installed.
    """
    return regions_of_system(_loaded(path), options, source=path.name)


def _loaded(path: Path) -> Any:
    try:
        import pymrio
    except ImportError:
        raise PymrioMissing("pymrio is not installed: pip install 'plan-optimiser[pymrio]'") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pymrio, with newer pandas
            return pymrio.load_all(path)
    except (OSError, LookupError, ValueError, AttributeError, pymrio.ReadError) as error:
        problem = f"pymrio cannot read the folder ({type(error).__name__}: {error})"
        raise InputFault.of(str(path), problem, "Give a folder that pymrio has saved (save_all).") from None


def table_of_system(system: Any, options: Options, source: str = "pymrio") -> NationalTable:
    """The table of a country of a `pymrio.IOSystem`, or of all its regions together.

    Raises:
        InputFault: there is no such country.
    """
    regions = _regions(system)
    chosen = [options.country] if options.country else regions
    _known(chosen, regions, "country", source)
    return _table(system, options, source, chosen, chosen)


def regions_of_system(system: Any, options: Options, source: str = "pymrio") -> Regions:
    """The tables of several regions of a `pymrio.IOSystem`, and what they deliver to each other.

    Raises:
        InputFault: there is no such region, or one only.
    """
    regions = _regions(system)
    chosen = regions if options.region == (EVERY,) else list(dict.fromkeys(options.region))
    _known(chosen, regions, "region", source)
    if len(chosen) < 2:
        raise InputFault.of(source, "one region is not several", "Name another with --region, or give --country.")
    tables = {str(each): _table(system, options, source, [each], chosen) for each in chosen}
    flows, demand = system.Z, system.Y
    goods = list(dict.fromkeys(flows.index.get_level_values(-1)))
    by_good = _adding(flows.index.get_level_values(-1), goods)
    origin, user, eater = (
        _adding(each.get_level_values(0), chosen) for each in (flows.index, flows.columns, demand.columns)
    )
    taken = flows.to_numpy(float) @ user.T + demand.to_numpy(float) @ eater.T
    delivered = np.stack([(by_good * row[None, :]) @ taken for row in origin]).transpose(0, 2, 1)
    delivered[np.arange(len(chosen)), np.arange(len(chosen))] = 0.0
    whole = _table(system, options, source, chosen, chosen)
    words = "what a region uses is an input of its own products; what others deliver of it is shipped"
    step = Step("regions apart", ", ".join(map(str, chosen)), float(delivered.sum()), words)
    return Regions(replace(whole, steps=(step,)), tables, delivered)


def _regions(system: Any) -> list[Any]:
    return list(dict.fromkeys(system.Z.index.get_level_values(0)))


def _known(chosen: list[Any], regions: list[Any], what: str, source: str) -> None:
    for each in chosen:
        if each not in regions:
            remedy = f"One of: {', '.join(map(str, regions))}."
            raise InputFault.of(source, f"there is no {what} {each!r}", remedy)


def _table(system: Any, options: Options, source: str, chosen: list[Any], within: list[Any]) -> NationalTable:
    """The table of some regions together, which trade abroad with those that are not `within`."""
    flows: pd.DataFrame = system.Z
    demand: pd.DataFrame = system.Y
    regions = _regions(system)
    sectors = list(dict.fromkeys(flows.index.get_level_values(-1)))
    categories = list(dict.fromkeys(demand.columns.get_level_values(-1)))
    here, there = (flows.index.get_level_values(0).isin(chosen), demand.columns.get_level_values(0).isin(chosen))
    home, home_use = (
        each.isin(within) for each in (flows.index.get_level_values(0), demand.columns.get_level_values(0))
    )
    by_sector = _adding(flows.index.get_level_values(-1), sectors)
    by_category = _adding(demand.columns.get_level_values(-1), categories)
    Z, Y = flows.to_numpy(float), demand.to_numpy(float)
    mine = by_sector * here[None, :]
    use = by_sector @ Z @ mine.T
    final = by_sector @ Y @ (by_category * there[None, :]).T
    imports = (by_sector @ (Z * ~home[:, None]) @ mine.T).sum(axis=1) + by_sector @ (Y * ~home[:, None]) @ there
    exports = mine @ (Z @ ~home + Y @ ~home_use)
    output = mine @ (Z.sum(axis=1) + Y.sum(axis=1))
    roles = [role_of(str(each)) for each in categories]
    final_uses = [
        FinalUse(str(name), role if role in FINAL_USES and role else Role.GOVERNMENT)
        for name, role in zip(categories, roles, strict=True)
    ]
    if exports.any():
        final_uses.append(FinalUse(EXPORTS, Role.EXPORTS))
        final = np.column_stack([final, exports])
    entries, value_added = _primary(system, mine)
    unit = options.unit or _unit(system)
    product_axis, sector_axis = axes(tuple(map(str, sectors)), tuple(map(str, sectors)), unit, source)
    return NationalTable(
        title=options.title
        or (str(chosen[0]) if len(chosen) == 1 else "")
        or (getattr(system, "name", None) or source),
        kind=KIND.name,
        source=f"pymrio, {source}",
        year=options.year or year_in(source),
        unit=unit,
        products=product_axis,
        product_names=product_axis.labels,
        sectors=sector_axis,
        sector_names=sector_axis.labels,
        use=np.asarray(use),
        make=np.diag(output),
        final_uses=tuple(final_uses),
        final=np.asarray(final),
        imports=np.asarray(imports),
        import_need=np.zeros(len(sectors)),
        value_added_items=entries,
        value_added=value_added,
        employment=unknown(len(sectors)),
        capital=unknown(len(sectors)),
        steps=_together(regions, chosen),
    )


def _together(regions: list[Any], chosen: list[Any]) -> tuple[Step, ...]:
    if len(chosen) < 2:
        return ()
    words = f"{len(regions)} regions are one economy: none was chosen with --country ({', '.join(map(str, regions))})"
    return (Step("regions together", "all regions", 0.0, words),)


def _adding(labels: pd.Index, wanted: list[Any]) -> Any:
    """(wanted, label): 1 where a label is the one wanted."""
    return (np.asarray(labels)[None, :] == np.asarray(wanted)[:, None]).astype(float)


def _primary(system: Any, mine: Any) -> tuple[tuple[Entry, ...], Any]:
    """Value added as the extension says that bears such rows; where none does, output less inputs."""
    rows: list[tuple[Entry, Any]] = []
    for extension in system.get_extensions(data=True):
        F = getattr(extension, "F", None)
        if F is None:
            continue
        for label in F.index:
            name = " ".join(map(str, label)) if isinstance(label, tuple) else str(label)
            role = role_of(name)
            if role in PRIMARY and role:
                rows.append((Entry(name, role), mine @ F.loc[label].to_numpy(float)))
    parts = [each for each in rows if each[0].role is not Role.VALUE_ADDED]
    chosen = parts or rows
    values = np.array([values for _, values in chosen]).reshape(len(chosen), mine.shape[0])
    return tuple(entry for entry, _ in chosen), values


def _unit(system: Any) -> str:
    unit = getattr(system, "unit", None)
    return str(unit.iloc[0, 0]) if unit is not None and len(unit) else "money units"


KIND = Kind(
    "pymrio",
    "A folder that pymrio has saved (save_all): a country of a system of many regions; needs the extra pymrio.",
    recognises,
    read,
    read_regions,
)
