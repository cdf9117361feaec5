"""Make and use tables of the US Bureau of Economic Analysis by sector and summary: 15 and 71 industries.

`use_71.csv` has industries and final uses across, products and value added down, at purchasers' prices;
`make_71.csv` products down and industries across at basic prices, with imports and their c.i.f./f.o.b. adjustment.
Either may be named, or a folder that holds one pair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import Grid, grid_of, words_of
from optimiser.iotables.readers.kind import Kind, numbers, year_in
from optimiser.iotables.recipe import Options
from optimiser.iotables.table import Entry, FinalUse, NationalTable, Step, axes, half_unit, unknown
from optimiser.iotables.valuation import to_basic_prices
from optimiser.iotables.vocabulary import PRIMARY, Role, role_of

UNIT = "million US dollars"
TITLE = "United States"
NEGLIGIBLE = 1e-3
"""Share of all supply by which uses may be off before the prices are put down as purchasers'."""


def role_of_code(code: str) -> Role | None:
    """The role of a final-use code: F010 consumption, F02x and the E, N, S of government investment, and so on."""
    found = re.fullmatch(r"F(0[1-7]|10)([0-9CENRS])?\w*", code)
    if not found:
        return None
    number, letter = found.groups()
    plain = {
        "01": Role.CONSUMPTION,
        "02": Role.INVESTMENT,
        "03": Role.INVENTORIES,
        "04": Role.EXPORTS,
        "05": Role.IMPORTS,
    }
    return plain.get(number, Role.GOVERNMENT if letter == "C" else Role.INVESTMENT)


def pair_of(path: Path) -> tuple[Path, Path] | None:
    """The make and the use file that a file or a folder stands for; None where it is no such pair."""
    if path.is_dir():
        found = [pair for each in sorted(path.glob("use*.csv")) if (pair := pair_of(each))]
        if len(found) > 1:
            names = ", ".join(use.name for _, use in found)
            raise InputFault.of(str(path), f"several tables lie in the folder: {names}", "Name one of the files.")
        return found[0] if found else None
    match = re.fullmatch(r"(make|use)(.*\.csv)", path.name, re.IGNORECASE)
    if not match:
        return None
    make, use = (path.with_name(f"{word}{match.group(2)}") for word in ("make", "use"))
    return (make, use) if make.is_file() and use.is_file() else None


def recognises(path: Path) -> bool:
    """Whether it is a pair of make and use files, wide."""
    pair = pair_of(path)
    if pair is None:
        return False
    header = [words_of(each) for each in grid_of(pair[1]).rows[0]]
    return len(header) > 4


def read(path: Path, options: Options) -> NationalTable:
    """The table of a pair of files.

    Raises:
        InputFault: a file is missing or has something wrong.
    """
    pair = pair_of(path)
    if pair is None:
        raise InputFault.of(str(path), "there is no pair of make and use files", "Name them make_X.csv and use_X.csv.")
    make, use = (grid_of(each) for each in pair)
    columns = _columns(use)
    firsts = [number for number, role in enumerate(columns) if number and role is None]
    goods = _products(use)
    made_columns = {words_of(each): number for number, each in enumerate(make.rows[0]) if number}
    made_rows = {words_of(row[0]): number for number, row in enumerate(make.rows) if number and row and row[0]}
    codes = [words_of(use.at(0, number)) for number in firsts]
    names = _industry_names(make, codes)
    by_name = dict(zip(names, codes, strict=True))
    product_names = [words_of(use.at(row, 0)) for row in goods]
    product_codes = [by_name.get(name, name) for name in product_names]
    findings: list[Fault] = []
    lacking = [name for name in product_names if name not in made_rows]
    if lacking:
        raise InputFault.of(make.file, f"{lacking[0]} has no row", f"It has one in {use.file}: give it one here too.")
    made = numbers(make, [made_rows[name] for name in product_names], [made_columns[each] for each in names])
    bought = numbers(use, goods, firsts)
    finals = [number for number, role in enumerate(columns) if role in FINAL]
    final = numbers(use, goods, finals)
    rows = [made_rows[name] for name in product_names]
    imports = _imports(make, made, rows)
    final_uses = [FinalUse(words_of(use.at(0, number)), _named(columns[number])) for number in finals]
    abroad = [number for number, each in enumerate(final_uses) if each.role is Role.IMPORTS]
    imports = imports - final[:, abroad].sum(axis=1)
    kept = [number for number, each in enumerate(final_uses) if each.role is not Role.IMPORTS]
    entries, value_added = _value_added(use, firsts)
    findings += check_totals(make, made, rows, "home output")
    product_axis, sector_axis = axes(tuple(product_codes), tuple(codes), UNIT, use.file)
    table = NationalTable(
        title=options.title or TITLE,
        kind=KIND.name,
        source=f"BEA, make and use tables ({make.file}, {use.file})",
        year=options.year or year_in(use.file, path.parent.name, path.name),
        unit=options.unit or UNIT,
        products=product_axis,
        product_names=tuple(product_names),
        sectors=sector_axis,
        sector_names=tuple(names),
        use=bought,
        make=made,
        final_uses=tuple(final_uses[number] for number in kept),
        final=final[:, kept],
        imports=imports,
        import_need=np.zeros(len(codes)),
        value_added_items=entries,
        value_added=value_added,
        employment=unknown(len(codes)),
        capital=unknown(len(codes)),
        findings=tuple(findings),
    )
    return _at_basic_prices(table)


FINAL = (
    Role.CONSUMPTION,
    Role.GOVERNMENT,
    Role.INVESTMENT,
    Role.INVENTORIES,
    Role.EXPORTS,
    Role.IMPORTS,
    Role.OTHER_CONSUMPTION,
)


def _named(role: Role | None) -> Role:
    assert role is not None
    return role


def _columns(use: Grid) -> list[Role | None]:
    """The role of every column; None for an industry."""
    header = [words_of(each) for each in use.rows[0]]
    found = [role_of_code(each) or (Role.TOTAL if re.fullmatch(r"T\d{3}", each) else role_of(each)) for each in header]
    # behind the total of the industries nothing is an industry
    last = next((number for number, role in enumerate(found) if number and role is Role.TOTAL), len(found))
    return [None if number < last else (role or Role.TOTAL) for number, role in enumerate(found)]


def _products(use: Grid) -> list[int]:
    """The rows of products: those above the first total."""
    rows: list[int] = []
    for number in range(1, len(use.rows)):
        label = words_of(use.at(number, 0))
        if role_of(label) in (Role.TOTAL, *PRIMARY):
            break
        if label:
            rows.append(number)
    return rows


def _industry_names(make: Grid, codes: Sequence[str]) -> list[str]:
    """The industries as the make table names them across, in the order of the use table."""
    header = [words_of(each) for each in make.rows[0]][1 : len(codes) + 1]
    total = words_of(make.at(0, len(codes) + 1))
    if len(header) != len(codes) or not (role_of(total) in (Role.TOTAL, Role.OUTPUT) or "import" in total.casefold()):
        problem = f"the make table has other industries across than the use table ({len(codes)})"
        raise InputFault.of(make.file, problem, "Give the two tables of one publication.")
    return header


def _value_added(use: Grid, columns: Sequence[int]) -> tuple[tuple[Entry, ...], Floats]:
    """Rows of value added at basic prices, subsidies as minus; sums of others are left to the checks."""
    entries: list[Entry] = []
    rows: list[Floats] = []
    for number in range(1, len(use.rows)):
        label = words_of(use.at(number, 0))
        role = role_of(label)
        if role in PRIMARY and role is not Role.VALUE_ADDED and "product" not in label.removesuffix("production"):
            sign = -1.0 if label.casefold().startswith("less") else 1.0
            entries.append(Entry(label, role))
            rows.append(sign * numbers(use, [number], columns)[0])
    return tuple(entries), np.array(rows).reshape(len(rows), len(columns))


def _imports(make: Grid, made: Floats, rows: Sequence[int]) -> Floats:
    """(product): imports with their c.i.f./f.o.b. adjustment: the total supply, in the last column, less home output.

    Zero where no column speaks of imports; some editions lack the column of imports itself.
    """
    header = [words_of(each) for each in make.rows[0]]
    if not any("import" in each.casefold() for each in header):
        return np.zeros(len(rows))
    return np.asarray(numbers(make, rows, [len(header) - 1])[:, 0] - made.sum(axis=1))


def check_totals(grid: Grid, cells: Floats, rows: Sequence[int], what: str) -> list[Fault]:
    """Whether the rows add up to the total that stands beside them, where there is one."""
    column = cells.shape[1] + 1
    if role_of(words_of(grid.at(0, column))) not in (Role.TOTAL, Role.OUTPUT):
        return []
    stated = numbers(grid, rows, [column])[:, 0]
    off = cells.sum(axis=1) - stated
    most = half_unit(cells, stated) * (cells.shape[1] + 1)
    return [
        grid.fault(
            rows[number],
            column,
            f"{what}: the row adds up to {stated[number] + off[number]:.10g}, {off[number]:+.6g} off its total",
            "Check the row.",
            warning=True,
        )
        for number in np.flatnonzero(np.abs(off) > most).tolist()
    ]


def _at_basic_prices(table: NationalTable) -> NationalTable:
    """The table with its uses at basic prices, where they are at purchasers'; negative imports as exports."""
    from dataclasses import replace

    if np.abs(table.residual).sum() > NEGLIGIBLE * table.supply.sum():
        used = np.hstack([table.use, table.final])
        basic, taxes = to_basic_prices(used, table.supply)
        n = len(table.sectors)
        moved = float(np.abs(basic - used).sum() / 2.0)
        item = Entry("Taxes less subsidies on products bought", Role.TAXES)
        table = replace(
            table,
            rounding=table.half_unit,
            use=basic[:, :n],
            final=basic[:, n:],
            value_added_items=(*table.value_added_items, item),
            value_added=np.vstack([table.value_added, taxes[:n]]),
        ).with_step(
            Step(
                "basic prices",
                "all products",
                moved,
                "uses were at purchasers' prices: margins of trade and transport are bought of trade and transport, "
                "taxes are value added; all buyers of a product pay the same margin (assumed)",
            )
        )
    return table


KIND = Kind(
    "bea",
    "Make and use tables of the US Bureau of Economic Analysis (15 and 71 industries): make_X.csv and use_X.csv.",
    recognises,
    read,
)
