"""How the things of an economy are called."""

from __future__ import annotations

from collections.abc import Mapping

from optimiser.economy.economy import Economy


def called(economy: Economy | None, column: str, code: str, variable: str = "") -> str:
    """The name of what has a code in a column of an axis; the code where it has none.

    In the column `code` of targets, `variable` says whether the code is a household's or a sector's.
    """
    if economy is None:
        return code
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


def name_of(economy: Economy, key: Mapping[str, str], *, codes: bool = False) -> str:
    """What a row is about, by name: `steel`; with `codes`, `STL steel`."""

    def one(column: str, code: str) -> str:
        name = called(economy, column, code, key.get("variable", ""))
        return f"{code} {name}" if codes and name.casefold() != code.casefold() else name

    parts = [
        f"({code})" if column == "type" else one(column, code)
        for column, code in key.items()
        if column != "year" and code
    ]
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
