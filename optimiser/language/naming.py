"""How the things of an economy are called."""

from __future__ import annotations

from collections.abc import Mapping

from optimiser.economy.assets import CAPACITY, asset_label
from optimiser.economy.economy import Economy


def called(economy: Economy | None, column: str, code: str, variable: str = "") -> str:
    """The name of what has a code in a column of an axis; the code where it has none.

    In the column `code` of targets, `variable` says whether the code is a household's, an asset's or a sector's.
    """
    if economy is None or column == "asset":
        return code
    if column == "code" and variable == "capacity":
        return asset_name(economy, code)
    if column == "code":
        column = "household" if variable == "consumption" else "sector"
    axis, names = {
        "product": (economy.products.axis, economy.products.names),
        "sector": (economy.sectors.axis, economy.sectors.names),
        "technique": (economy.sectors.axis, economy.sectors.names),
        "bundle": (economy.sectors.axis, economy.sectors.names),
        "pool": (economy.pools.axis, economy.pools.names),
        "from": (economy.pools.axis, economy.pools.names),
        "to": (economy.pools.axis, economy.pools.names),
        "household": (economy.households.axis, economy.households.names),
    }.get(column, (economy.resources.axis, economy.resources.axis.labels))
    return names[axis.position[code]] if code in axis.position else code


def asset_name(economy: Economy, label: str) -> str:
    """The name of an asset: `steel (machines)`, and of a sector's own capacity the sector's."""
    assets = economy.assets
    if label not in assets.axis.position:
        return label
    place = assets.axis.position[label]
    sector = economy.sectors.names[assets.sector[place]]
    kind = assets.axis.columns.get("asset", (CAPACITY,) * len(assets.axis))[place]
    return sector if kind == CAPACITY else f"{sector} ({kind})"


def asset_names(economy: Economy) -> tuple[str, ...]:
    """(asset): their names."""
    return tuple(asset_name(economy, label) for label in economy.assets.axis.labels)


def called_all(economy: Economy, key: Mapping[str, str]) -> dict[str, str]:
    """The names of all that a row's key has, column by column; the sector of an asset with its kind."""
    names = {name: called(economy, name, label) for name, label in key.items()}
    if "asset" in key:
        names["sector"] = asset_name(economy, asset_label(key["sector"], key["asset"]))
    return names


def name_of(economy: Economy, key: Mapping[str, str], *, codes: bool = False) -> str:
    """What a row is about, by name: `steel`; with `codes`, `STL steel`."""

    def one(column: str, code: str) -> str:
        if column == "asset":
            return "" if code == CAPACITY else f"({code})"
        if column == "type":
            return f"({code})"
        name = called(economy, column, code, key.get("variable", ""))
        return f"{code} {name}" if codes and name.casefold() != code.casefold() else name

    parts = [said for column, code in key.items() if column != "year" and code and (said := one(column, code))]
    return (" to " if "from" in key else " ").join(parts)


def the(name: str) -> str:
    """A name with its article, once."""
    return name if name.lower().startswith("the ") else f"the {name}"


def with_stylised(title: str, stylised: bool) -> str:
    """A title, with the word `stylised` where it applies and is not in it."""
    return f"{title} (stylised)" if stylised and "stylised" not in title.lower() else title


def year_named(label: str) -> str:
    """A year in a sentence: `1932/33`; `year 3` where it is only counted."""
    return label if len(label) >= 4 else f"year {label}"
