"""National tables of the World Input-Output Database with socio-economic accounts, release 2016.

`*_niot_*.csv` has the columns Year, Code, Description, Origin, industries, final uses, GO; `*_sea_*.csv` beside it
employment, capital stock, value added, by industry.  Where only domestic rows are there, what industries buy abroad
(and taxes on it) is output less domestic inputs less value added.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from optimiser.arrays import Floats
from optimiser.errors import Fault, InputFault
from optimiser.iotables.grids import Grid, grid_of, words_of
from optimiser.iotables.readers.kind import Kind, numbers, year_in
from optimiser.iotables.recipe import Options
from optimiser.iotables.table import Entry, FinalUse, NationalTable, Step, axes, unknown
from optimiser.iotables.vocabulary import Role, role_of

UNIT = "million US dollars"
COLUMNS = ("Year", "Code", "Description", "Origin")
ACCOUNTS = ("EMP", "K", "VA", "COMP")


def tables_of(path: Path) -> tuple[Path, Path | None] | None:
    """The flows, and the accounts where they lie beside them."""
    folder = path if path.is_dir() else path.parent
    flows = sorted(folder.glob("*niot*.csv")) if path.is_dir() else [path]
    if len(flows) != 1 or "niot" not in flows[0].name.lower():
        return None
    wanted = flows[0].name.lower().replace("niot", "sea")
    accounts = [each for each in sorted(folder.glob("*sea*.csv")) if each.name.lower() == wanted]
    return flows[0], accounts[0] if accounts else None


def recognises(path: Path) -> bool:
    """Whether it is such a file, or a folder that holds one."""
    found = tables_of(path)
    return found is not None and tuple(map(words_of, grid_of(found[0]).rows[0][:4])) == COLUMNS


def read(path: Path, options: Options) -> NationalTable:
    """The table of a country.

    Raises:
        InputFault: a file has something wrong.
    """
    found = tables_of(path)
    if found is None:
        raise InputFault.of(str(path), "there is no one file of flows", "Name the file, *_niot_*.csv.")
    flows = grid_of(found[0])
    accounts = grid_of(found[1]) if found[1] else None
    header = [words_of(each) for each in flows.rows[0]]
    rows = [number for number in range(1, len(flows.rows)) if words_of(flows.at(number, 1))]
    home = [number for number in rows if words_of(flows.at(number, 3)).casefold().startswith("dom")]
    abroad = [number for number in rows if words_of(flows.at(number, 3)).casefold().startswith("imp")]
    codes = [words_of(flows.at(number, 1)) for number in home]
    place = {label: number for number, label in enumerate(header) if number > 3}
    if not codes:
        problem = "no row is of domestic origin"
        raise InputFault.of(
            flows.file, problem, f"Give the columns {', '.join(COLUMNS)}, Origin being Domestic or Imports."
        )
    lacking = [code for code in codes if code not in place]
    if lacking:
        raise InputFault.of(flows.file, f"{lacking[0]} has a row and no column", "Give it both, or neither.")
    branches = [place[code] for code in codes]
    finals = [(number, role) for label, number in place.items() if label not in codes and (role := role_of(label))]
    used = [(number, role) for number, role in finals if role not in (Role.OUTPUT, Role.IMPORTS, Role.TOTAL)]
    total = next((number for number, role in finals if role is Role.OUTPUT), None)
    if total is None:
        raise InputFault([flows.fault(0, 0, "there is no column of output", "Add the column GO.")])
    output = numbers(flows, home, [total])[:, 0]
    use, final = numbers(flows, home, branches), numbers(flows, home, [number for number, _ in used])
    inward = np.zeros((len(codes), len(branches)))
    imports = np.zeros(len(codes))
    for number in abroad:
        code = words_of(flows.at(number, 1))
        if code not in codes:
            raise InputFault(
                [flows.fault(number, 1, f"{code} has an imported row and no domestic one", "Give it both.")]
            )
        row = codes.index(code)
        inward[row] = numbers(flows, [number], branches)[0]
        outward = numbers(flows, [number], [each for each, _ in used])[0]
        final[row] += outward
        imports[row] = inward[row].sum() + outward.sum()
    account, findings = _accounts(accounts, codes)
    added = account["VA"]
    need = np.zeros(len(codes))
    steps: list[Step] = []
    if not abroad and not np.isnan(added).all():
        left = output - use.sum(axis=0) - np.nan_to_num(added)
        need = np.where(np.isnan(added), 0.0, np.maximum(left, 0.0))
        words = "only domestic rows: what industries buy abroad is output less domestic inputs less value added"
        steps.append(Step("imports of industries", "all industries", float(need.sum()), words))
    product_axis, sector_axis = axes(tuple(codes), tuple(codes), options.unit or UNIT, flows.file)
    names = tuple(words_of(flows.at(number, 2)) for number in home)
    pay = np.nan_to_num(account["COMP"])
    profit = np.nan_to_num(output - (use + inward).sum(axis=0) - need - pay)
    return NationalTable(
        title=options.title or _country(accounts, found[0]),
        kind=KIND.name,
        source=f"WIOD, release 2016 ({flows.file}{f', {accounts.file}' if accounts else ''})",
        year=options.year or year_in(words_of(flows.at(home[0], 0))),
        unit=options.unit or UNIT,
        products=product_axis,
        product_names=names,
        sectors=sector_axis,
        sector_names=names,
        use=use + inward,
        make=np.diag(output),
        final_uses=tuple(FinalUse(header[number], role) for number, role in used),
        final=final,
        imports=imports,
        import_need=need,
        value_added_items=(Entry("Compensation of employees", Role.PAY), Entry("All other value added", Role.PROFIT)),
        value_added=np.array([pay, profit]),
        employment=account["EMP"],
        capital=account["K"],
        steps=tuple(steps),
        findings=findings,
    )


def _country(accounts: Grid | None, path: Path) -> str:
    first = words_of(accounts.at(1, 0)) if accounts and len(accounts.rows) > 1 else ""
    return first or path.name.split("_")[0].upper()


def _accounts(grid: Grid | None, codes: list[str]) -> tuple[dict[str, Floats], tuple[Fault, ...]]:
    """Accounts by industry; NaN where they are not known."""
    found = {name: unknown(len(codes)) for name in ACCOUNTS}
    if grid is None:
        return found, ()
    header = [words_of(each) for each in grid.rows[0]]
    if "code" not in header:
        raise InputFault(
            [grid.fault(0, 0, "the accounts have no column code", "Add the column code, of the industry.")]
        )
    rows = {words_of(grid.at(number, header.index("code"))): number for number in range(1, len(grid.rows))}
    for name in ACCOUNTS:
        if name in header:
            for place, code in enumerate(codes):
                if code in rows:
                    found[name][place] = numbers(grid, [rows[code]], [header.index(name)])[0, 0]
    problems = [f"{code} has no row in the accounts" for code in codes if code not in rows]
    problems += [f"{code} stands in the accounts and not among the flows" for code in rows if code not in codes]
    faults = (Fault(grid.file, "", "", each, "Check the codes.", warning=True) for each in problems)
    return found, tuple(faults)


KIND = Kind(
    "wiod",
    "A national table of the World Input-Output Database, *_niot_*.csv, with its socio-economic accounts, *_sea_*.csv.",
    recognises,
    read,
)
