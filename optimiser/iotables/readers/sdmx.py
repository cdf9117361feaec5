"""Symmetric tables of Eurostat as SDMX-CSV, and FIGARO's flat files: one observation a row.

Eurostat (`naio_10_cp1700`, `naio_10_cp1750`): columns `stk_flow` (DOM, IMP, TOTAL), `prd_ava` or `ind_ava` (rows),
`prd_use` or `ind_use` (columns), `geo`, `TIME_PERIOD`, `OBS_VALUE`.  FIGARO: `refArea`, `rowIi` or `rowPi`,
`counterpartArea`, `colIi` or `colPi`, `obsValue`, with every country among the rows and the columns.

    use      =  DOM + IMP, imports the row sums of IMP; of TOTAL alone, imports are its row P7
    FIGARO   rows of other countries are imports of `--country`, columns of other countries its exports

Codes of which others are parts (C of C10-C12) and totals are left out; prices are basic, rows of taxes and value added
are known by their codes.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.readers.kind import Kind, text_fault, year_in
from optimiser.iotables.recipe import Options
from optimiser.iotables.table import Entry, FinalUse, NationalTable, Step, axes, unknown
from optimiser.iotables.vocabulary import CODES, FINAL_USES, PRIMARY, Role
from optimiser.workbook.faults import address

VALUES = ("OBS_VALUE", "obsValue")
ROWS = ("prd_ava", "ind_ava", "rowIi", "rowPi")
COLUMNS = ("prd_use", "ind_use", "colIi", "colPi")
COUNTRIES = ("geo", "counterpartArea")
ORIGIN = "refArea"
HOME, ABROAD, BOTH = "DOM", "IMP", "TOTAL"
TOTAL_CODES = frozenset({"TOTAL", "TS_BP", "TS_PP", "TU", "TFU", "P2", "P3", "P5", "P3_P5", "CPA_TOTAL"})
UNIT = "million euros"
MOST_WRONG = 50


@dataclass
class _Cells:
    """Observations of one country, one year and one unit, by origin, row and column."""

    flows: dict[tuple[str, str, str], float] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    years: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)


def recognises(path: Path) -> bool:
    """Whether it is a file with the columns of such a table."""
    if not path.is_file() or not path.name.lower().endswith((".csv", ".csv.gz")):
        return False
    header = next(_lines(path, errors="replace"), [])
    return all(any(name in header for name in names) for names in (VALUES, ROWS, COLUMNS))


def _lines(path: Path, errors: str = "strict") -> Iterator[list[str]]:
    """The rows of a file, one after another: those of FIGARO are too many to keep.

    Raises:
        InputFault: it cannot be read.
    """
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig", errors=errors, newline="")
            if path.suffix.lower() == ".gz"
            else path.open(encoding="utf-8-sig", errors=errors, newline="")
        ) as file:
            yield from csv.reader(file)
    except (OSError, EOFError, UnicodeDecodeError, zlib.error, csv.Error) as error:
        raise InputFault.of(str(path), f"the file cannot be read ({error})", "Check the file.") from None


def read(path: Path, options: Options) -> NationalTable:
    """The table of a country.

    Raises:
        InputFault: several countries, years or units and none chosen, or something wrong with the file.
    """
    found = _observations(path, options)
    figaro = any(origin not in (HOME, ABROAD, BOTH) for origin, _, _ in found.flows)
    chosen = _chosen(path, found, options)
    cells = _of_country(found.flows, chosen) if figaro else found.flows
    rows = {row for _, row, _ in cells}
    across = {column for _, _, column in cells}
    codes, parents = _codes(rows & across)
    final_codes = [each for each in sorted(across) if CODES.get(each) in FINAL_USES and each not in codes]
    if not codes or not final_codes:
        problem = "no code stands both in rows and in columns, or no final use is among the columns"
        raise InputFault.of(path.name, problem, "Download the whole table, with all of its codes.")
    apart = any(origin == ABROAD for origin, _, _ in cells)
    origins = (HOME, ABROAD) if apart else (BOTH if any(o == BOTH for o, _, _ in cells) else HOME,)

    def block(origin: str, down: list[str], right: list[str]) -> Floats:
        return np.array([[cells.get((origin, row, column), 0.0) for column in right] for row in down])

    exports = [each for each in final_codes if CODES[each] is not Role.IMPORTS]
    use = np.asarray(sum(block(each, codes, codes) for each in origins))
    final = np.asarray(sum(block(each, codes, exports) for each in origins))
    imports = _row(cells, "P7", codes)
    if apart:
        imports = block(ABROAD, codes, [*codes, *exports]).sum(axis=1)
    output = _row(cells, "P1", codes)
    if not output.any():
        output = use.sum(axis=1) + final.sum(axis=1) - imports
    entries = [each for each in sorted(rows) if CODES.get(each) in PRIMARY and CODES[each] is not Role.VALUE_ADDED]
    unit = options.unit or _unit(found.units)
    product_axis, sector_axis = axes(tuple(codes), tuple(codes), unit, path.name)
    steps = [Step("codes of which others are parts", ", ".join(parents), 0.0, "left out")] if parents else []
    return NationalTable(
        title=options.title or chosen or path.stem,
        kind=KIND.name,
        source=f"{'FIGARO' if figaro else 'Eurostat'} ({path.name})",
        year=options.year or next(iter(found.years), "") or year_in(path.name),
        unit=unit,
        products=product_axis,
        product_names=product_axis.labels,
        sectors=sector_axis,
        sector_names=sector_axis.labels,
        use=use,
        make=np.diag(output),
        final_uses=tuple(FinalUse(each, CODES[each]) for each in exports),
        final=final,
        imports=imports,
        import_need=np.zeros(len(codes)),
        value_added_items=tuple(Entry(each, CODES[each]) for each in entries),
        value_added=np.array([_row(cells, each, codes) for each in entries]).reshape(len(entries), len(codes)),
        employment=unknown(len(codes)),
        capital=unknown(len(codes)),
        steps=tuple(steps),
    )


def _observations(path: Path, options: Options) -> _Cells:
    """What the file has of the country and the year that are asked for, codes without CPA_."""
    lines = _lines(path)
    header = next(lines, [])
    place = {name: header.index(name) for name in header}
    figaro = ORIGIN in place
    for names in (VALUES, ROWS, COLUMNS, *([COUNTRIES[-1:]] if figaro else [])):
        if not any(name in place for name in names):
            problem = f"there is no column {' or '.join(names)}"
            raise InputFault.of(path.name, problem, "Download the whole table, with all of its columns.")
    value, row, column = (next(place[name] for name in names if name in place) for names in (VALUES, ROWS, COLUMNS))
    country = next((place[name] for name in COUNTRIES if name in place), None)
    origin = place.get(ORIGIN, place.get("stk_flow"))
    year, unit = place.get("TIME_PERIOD"), place.get("unit")
    least = 1 + max(each for each in (value, row, column, country, origin, year, unit) if each is not None)
    found = _Cells()
    wrong: list[Fault] = []
    for number, line in enumerate(lines, start=2):
        if not any(map(str.strip, line)) or (len(line) > value and not line[value].strip()):
            continue
        if len(line) < least:
            if len(wrong) < MOST_WRONG:
                problem = f"the row ends after {len(line)} of at least {least} cells"
                remedy = "The file may be cut off: download it again."
                wrong.append(Fault(path.name, address(number, 0), line[0], problem, remedy))
            continue
        home = line[country] if country is not None else ""
        found.countries.add(home)
        if not figaro and options.country and home != options.country:
            continue
        if year is not None and options.year and line[year] != options.year:
            continue
        try:
            amount = float(line[value])
        except ValueError:
            if len(wrong) < MOST_WRONG:
                wrong.append(Fault(path.name, address(number, value), line[value], *text_fault(line[value])))
            continue
        if year is not None:
            found.years.add(line[year])
        if unit is not None:
            found.units.add(line[unit])
        key = (line[origin] if origin is not None else BOTH, _code(line[row]), _code(line[column]))
        if figaro:
            key = (key[0], key[1], f"{home}|{key[2]}")
        if (
            key in found.flows
            and not figaro
            and len(found.countries) == len(found.years) == len(found.units or " ") == 1
        ):
            problem = f"{key[1]}, {key[2]} ({key[0]}) stands twice"
            wrong.append(Fault(path.name, address(number, value), line[value], problem, "Leave one of them out."))
        found.flows[key] = amount
    if wrong:
        raise InputFault(wrong)
    return found


def _code(text: str) -> str:
    return text.strip().removeprefix("CPA_")


def _chosen(path: Path, found: _Cells, options: Options) -> str:
    """The country; one has to be said where there are several, and one year and unit too."""
    countries = sorted(found.countries - {""})
    if options.country and options.country not in countries:
        remedy = f"One of: {', '.join(countries)}."
        raise InputFault.of(path.name, f"there is no country {options.country!r}", remedy)
    several = [
        ("countries", countries, "--country") if not options.country else ("", [], ""),
        ("years", sorted(found.years), "--year"),
        ("units", sorted(found.units), "a download in one unit"),
    ]
    for what, names, option in several:
        if len(names) > 1:
            problem = f"the file has several {what}: {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"
            raise InputFault.of(path.name, problem, f"Choose one: {option}.")
    return options.country or next(iter(countries), "")


def _of_country(flows: Mapping[tuple[str, str, str], float], country: str) -> dict[tuple[str, str, str], float]:
    """FIGARO's flows as those of one country: home and imported rows, its own columns, and exports."""
    found: dict[tuple[str, str, str], float] = {}

    def add(origin: str, row: str, column: str, amount: float) -> None:
        key = (origin, row, column)
        found[key] = found.get(key, 0.0) + amount

    for (origin, row, place), amount in flows.items():
        where, _, column = place.partition("|")
        primary = row in CODES
        if where == country:
            add(HOME if origin == country or primary else ABROAD, row, column, amount)
        elif origin == country and not primary:
            add(HOME, row, "P6", amount)
    return found


def _codes(both: set[str]) -> tuple[list[str], list[str]]:
    """Codes of products, and those left out because others are parts of them."""
    plain = sorted(each for each in both if each not in CODES and each not in TOTAL_CODES)
    parents = [
        each
        for each in plain
        if re.fullmatch(r"[A-U]", each) and any(other != each and other.startswith(each) for other in plain)
    ]
    return [each for each in plain if each not in parents], parents


def _row(cells: Mapping[tuple[str, str, str], float], code: str, columns: list[str]) -> Floats:
    """A row below the products, of whatever origin it is said to be: of all, else of home."""
    return np.array(
        [next((cells[o, code, each] for o in (BOTH, HOME) if (o, code, each) in cells), 0.0) for each in columns]
    )


def _unit(units: set[str]) -> str:
    known = {"MIO_EUR": UNIT, "MIO_NAC": "million of national currency"}
    return known.get(next(iter(units), ""), next(iter(units), UNIT))


KIND = Kind(
    "sdmx",
    "A symmetric table of Eurostat as SDMX-CSV (naio_10_cp1700, naio_10_cp1750), or a flat file of FIGARO.",
    recognises,
    read,
)
