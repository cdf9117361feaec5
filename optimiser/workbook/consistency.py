"""Economic sense: what no single cell shows.  One function a question; `CHECKS` lists them.

A fault is something no plan can live with; a warning something the planner should look at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Bools, Floats, Sparse, times
from optimiser.economy.assets import CAPACITY
from optimiser.economy.economy import Economy
from optimiser.economy.flows import greatest_inputs, greatest_quantities
from optimiser.errors import Fault
from optimiser.language.phrases import first_few, listed
from optimiser.workbook.base_balance import base_balance

TOLERANCE = 0.005
"""Relative difference that is put down to rounding."""
DENSE = 4000
"""Products up to which a full matrix is solved as such, which is faster."""
OUTLYING = 100.0
"""Times the whole supply of a product: a single use beyond that is in another unit."""
HASTY = 0.5
"""Yearly growth above which a per cent was probably meant."""


def _fault(economy: Economy, sheet: str, row: str, column: str, value: float, problem: str, remedy: str) -> Fault:
    """A fault at a cell of the workbook, as near as it is known."""
    _, _, cell = economy.origin.cell(sheet, row, column).rpartition("!")
    shown = "" if math.isnan(value) else f"{value:.6g}"
    return Fault(sheet, cell if cell != sheet else "", shown, problem, remedy)


def _warning(economy: Economy, sheet: str, row: str, column: str, value: float, problem: str, remedy: str) -> Fault:
    fault = _fault(economy, sheet, row, column, value, problem, remedy)
    return Fault(fault.sheet, fault.cell, fault.value, fault.problem, fault.remedy, warning=True)


def _products_sheet(economy: Economy) -> str:
    return "Products" if "Products" in economy.origin.rows else "Sectors"


def _asset_row(economy: Economy, asset: int) -> tuple[str, str]:
    key = economy.assets.axis.key(asset)
    if key.get("asset", CAPACITY) == CAPACITY:
        return "Capacity", key["sector"]
    return "Assets", "|".join(key.values())


def _project_row(economy: Economy, project: int) -> str:
    return "|".join(economy.projects.axis.key(project).values())


def _importable(economy: Economy) -> Bools:
    """Products that can be imported in some plan year."""
    trade = economy.trade
    return np.asarray((~np.isnan(trade.import_price) & (trade.import_limit > 0.0))[:, 1:].any(axis=1))


def _used(economy: Economy) -> Bools:
    """Products that anybody uses."""
    used = np.zeros(len(economy.products.axis), dtype=np.bool_)
    parts = (greatest_inputs(economy), economy.households.baskets, economy.construction.composition)
    for matrix in parts:
        used[np.unique(matrix.nonzero()[0])] = True
    used[economy.demand.product[(economy.demand.quantity[:, 1:] > 0.0).any(axis=1)]] = True
    used[economy.assortments.product] = True
    used[economy.basket_paths.product[(economy.basket_paths.quantity > 0.0).any(axis=1)]] = True
    return used


def _from_outside(economy: Economy) -> Bools:
    """Products that come from a source outside the plan: a given use that is negative."""
    found = np.zeros(len(economy.products.axis), dtype=np.bool_)
    found[economy.demand.product[(economy.demand.quantity[:, 1:] < 0.0).any(axis=1)]] = True
    return found


def reproduction(economy: Economy) -> Iterator[Fault]:
    """Whether the economy can reproduce itself (Hawkins and Simon): the spectral radius of A is below 1.

    Asked where every sector makes one product of its own.  Groups of sectors that need more than they make
    are named; where one of their products can be imported, or made in another way, it is a warning.
    """
    number = len(economy.sectors.axis)
    A = economy.techniques.inputs[:, :number]
    made = economy.techniques.outputs[:, :number]
    if A.shape[0] != number or (made - sp.eye_array(number)).count_nonzero() or productive(A):
        return
    from scipy.sparse.csgraph import connected_components

    otherwise = _importable(economy)
    otherwise[economy.techniques.outputs[:, number:].nonzero()[0]] = True
    sheet = "Flows" if "Flows" in economy.origin.rows else "Inputs"
    remedy = "Check the coefficients and their units."
    sectors, products = economy.sectors.axis.labels, economy.products.axis.labels
    _, group = connected_components(A, connection="strong")
    for each in np.unique(group):
        members = np.flatnonzero(group == each)
        block = A[members][:, members].toarray()
        radius = abs(np.linalg.eigvals(block)).max()
        if radius < 1.0:
            continue
        said = _warning if otherwise[members].any() else _fault
        own = members[np.diagonal(block) >= 1.0]
        for index in own:
            problem = f"{sectors[index]} uses up {A[index, index]:.6g} of its own product per unit that it makes"
            yield said(economy, sheet, products[index], sectors[index], math.nan, problem, remedy)
        if not len(own):
            row, column = np.unravel_index(int(block.argmax()), block.shape)
            names = first_few([sectors[index] for index in members])
            problem = f"{names} cannot reproduce themselves: together they use up {radius:.6g} of what they make"
            where = (products[members[row]], sectors[members[column]])
            yield said(economy, sheet, *where, math.nan, problem, remedy)


def productive(A: Sparse) -> bool:
    """Whether prices p > 0 exist with p (I - A) = 1, which is so just when the spectral radius of A is below 1."""
    number = A.shape[0]
    if number == 0 or (A.sum(axis=0) < 1.0).all():
        return True
    from scipy.sparse.linalg import splu

    matrix, ones = (sp.eye_array(number) - A).T.tocsc(), np.ones(number)
    dense = number <= DENSE and A.nnz > 0.1 * number**2
    try:
        prices: Floats = np.asarray(np.linalg.solve(matrix.toarray(), ones) if dense else splu(matrix).solve(ones))
    except (RuntimeError, np.linalg.LinAlgError):  # singular: the radius is 1
        return False
    return bool(np.isfinite(prices).all() and (prices > 0.0).all())


def makers(economy: Economy) -> Iterator[Fault]:
    """A product that is used must come from somewhere: a technique, imports or stocks."""
    products = economy.products
    made = np.zeros(len(products.axis), dtype=np.bool_)
    made[economy.techniques.outputs.nonzero()[0]] = True
    lacking = _used(economy) & ~made & ~_importable(economy) & ~_from_outside(economy)
    lacking &= products.opening_stock <= 0.0
    for index in np.flatnonzero(lacking):
        label = products.axis.labels[index]
        problem = f"{label} is used, but nobody makes it, and it can be neither imported nor taken from stocks"
        remedy = "Say who makes it (Outputs, Make), or give it an import price in Trade."
        yield _fault(economy, _products_sheet(economy), label, "code", math.nan, problem, remedy)


def means_to_produce(economy: Economy) -> Iterator[Fault]:
    """A sector whose product is used must have capacity, or come by some."""
    sectors, products, assets = economy.sectors, economy.products, economy.assets
    without = assets.capacity <= 0.0
    without[economy.projects.asset] = False
    without[economy.inherited.asset] = False
    idle = np.ones(len(sectors.axis), dtype=np.bool_)
    idle[assets.sector[np.concatenate([economy.projects.asset, economy.inherited.asset])]] = False
    none = idle & ~(sectors.yields[:, 1:] > 0.0).any(axis=1)
    none[assets.sector[without]] = True
    if not none.any():
        return
    able = ~none[economy.techniques.sector]
    made = np.zeros(len(products.axis), dtype=np.bool_)
    made[economy.techniques.outputs[:, able].nonzero()[0]] = True
    lacking = _used(economy) & ~made & ~_importable(economy) & ~_from_outside(economy)
    lacking &= products.opening_stock <= 0.0
    outputs = economy.techniques.outputs.tocsc()
    for technique in np.flatnonzero(~able):
        goods = outputs.indices[outputs.indptr[technique] : outputs.indptr[technique + 1]]
        lacked = [products.axis.labels[index] for index in goods if lacking[index]]
        if lacked:
            label = sectors.axis.labels[economy.techniques.sector[technique]]
            problem = f"{label} has no capacity and no project, but {first_few(lacked)} is used"
            yield _warning(economy, "Capacity", label, "capacity", 0.0, problem, "Give it capacity, or a project.")


def base_capacity(economy: Economy) -> Iterator[Fault]:
    """Output of the base year is within its capacity."""
    sectors, assets = economy.sectors, economy.assets
    most = assets.supported(assets.capacity) * np.maximum(sectors.yields[:, 0], 1.0)
    for index in np.flatnonzero(sectors.base_output > most * (1.0 + TOLERANCE)):
        label, output = sectors.axis.labels[index], float(sectors.base_output[index])
        problem = f"{label}: base output of {output:.6g} is above the capacity of {most[index]:.6g}"
        remedy = "Check both, and their units."
        scarcest = assets.scarcest(assets.capacity)[index]
        yield _warning(economy, *_asset_row(economy, scarcest), "capacity", float(most[index]), problem, remedy)


def mixed_units(economy: Economy) -> Iterator[Fault]:
    """No coefficient is beyond its product's supply by orders of magnitude: units have been mixed up then.

    Imports may cover a lack, and building may be slow, so that only `OUTLYING` times the supply is said of an input,
    and of what a hundredth of a sector's capacity takes to build.  Other lacks are told by `base_balance`.
    """
    number, products = len(economy.sectors.axis), economy.products
    supply = times(economy.techniques.outputs[:, :number], economy.sectors.base_output)
    flows = economy.techniques.inputs[:, :number] @ sp.diags_array(economy.sectors.base_output)
    assets = economy.assets
    used = assets.use * economy.sectors.base_output[assets.sector]
    size = np.where(np.isinf(assets.capacity), used, assets.capacity)
    built = economy.construction.composition @ economy.construction.capital @ sp.diags_array(0.01 * size)
    imported = _importable(economy)
    inputs = "Flows" if "Flows" in economy.origin.rows else "Inputs"
    whose = ("takes", "takes to build a hundredth of its capacity")
    for sheet, matrix, takes in ((inputs, flows, whose[0]), ("Construction", built, whose[1])):
        entries = sp.coo_array(matrix)
        for row, column, amount in zip(*entries.coords, entries.data.tolist(), strict=True):
            told = sheet == "Construction" or imported[row]
            if told and 0.0 < OUTLYING * supply[row] < amount:
                label, unit = products.axis.labels[row], products.axis.units[row]
                user = (assets if sheet == "Construction" else economy.sectors).axis.labels[column]
                problem = f"{user} {takes} {amount:.6g} of {label}, {supply[row]:.6g} are made in all ({unit})"
                remedy = "Check the units of this coefficient and of both outputs."
                yield _warning(economy, sheet, label, user, math.nan, problem, remedy)


def base_labour(economy: Economy) -> Iterator[Fault]:
    """Labour of the base year is within the pools."""
    number = len(economy.sectors.axis)
    need = times(economy.techniques.labour[:, :number], economy.sectors.base_output)
    have = economy.pools.natural[:, 0]
    for index in np.flatnonzero(need > have * (1.0 + TOLERANCE)):
        label, unit = economy.pools.axis.labels[index], economy.pools.axis.units[index]
        problem = f"base year: output takes {need[index]:.6g} of {label}, there are {have[index]:.6g} ({unit})"
        remedy = "Check the unit of the pool and of Labour inputs."
        yield _warning(economy, "Labour", label, "persons", float(have[index]), problem, remedy)


def _target_cell(economy: Economy, index: int) -> tuple[str, str, str]:
    """Sheet, row and column of a target, which stands alone or on a path."""
    *what, year = economy.targets.axis.key(index).values()
    path = "|".join(what)
    places = [("Targets", f"{path}|{year}", "value"), ("Target paths", f"{path}|{year}", "value")]
    places += [("Target paths", path, year), ("Target paths", path, "growth after")]
    return next((each for each in places if economy.origin.given(*each)), places[0])


def reach_of_targets(economy: Economy) -> Iterator[Fault]:
    """Targets are above the base year and within `greatest_quantities`; a set's beyond it are one warning."""
    targets = economy.targets
    greatest = greatest_quantities(economy, targets.variable, targets.index, targets.year)
    beyond: dict[str, list[tuple[int, float]]] = {}
    for index in range(len(targets.axis)):
        label = targets.axis.labels[index]
        at = _target_cell(economy, index)
        value, base = float(targets.value[index]), float(targets.base[index])
        if value < base * (1.0 - TOLERANCE):
            problem = f"{label}: the target of {value:.6g} is below the base of {base:.6g}"
            yield _warning(economy, *at, value, problem, "Check it, and its unit.")
        most = float(greatest[index])
        if value > most * (1.0 + TOLERANCE):
            beyond.setdefault(targets.set[index], []).append((index, most))
    for name, found in beyond.items():
        (first, most), value = found[0], float(targets.value[found[0][0]])
        label, *others = (targets.axis.labels[index] for index, _ in found)
        problem = f"{label}: the target of {value:.6g} is beyond {most:.6g}, which capacity can grow to at most"
        if others:
            problem += f"; so are, in the same set, {listed([each.removeprefix(f'{name}: ') for each in others])}"
        remedy = "Check it, the capacity and the absorptive limit."
        yield _warning(economy, *_target_cell(economy, first), value, problem, remedy)


def capacity_without_projects(economy: Economy) -> Iterator[Fault]:
    """Where some sectors can build, those that wear out and cannot build are named; and useless projects."""
    assets, projects = economy.assets, economy.projects
    if not len(projects.axis):
        return
    limited = ~np.isinf(assets.capacity)
    building = np.zeros(len(assets.axis), dtype=np.bool_)
    building[projects.asset] = True
    for index in np.flatnonzero(limited & ~building & (assets.depreciation > 0.0)):
        label = assets.axis.labels[index]
        problem = f"{label} loses capacity every year and has no project to replace it"
        sheet, row = _asset_row(economy, int(index))
        yield _warning(economy, sheet, row, "depreciation", math.nan, problem, "Give it a row in Projects.")
    costs = sp.vstack([economy.construction.composition, economy.construction.labour]) @ economy.construction.capital
    free = np.asarray(costs.sum(axis=0) == 0.0).ravel()
    for number, asset in enumerate(projects.asset.tolist()):
        row, label = _project_row(economy, number), assets.axis.labels[asset]
        if not limited[asset]:
            problem = f"the capacity of {label} is not limited, so that this project has no effect"
            yield _warning(economy, "Projects", row, "sector", math.nan, problem, "Give its capacity in Capacity.")
        elif free[asset] and projects.cost_factor[number] > 0.0:
            problem = f"new capacity of {label} costs nothing"
            yield _warning(economy, "Projects", row, "sector", math.nan, problem, "Give its cost in Construction.")


def output_in_hand(economy: Economy) -> Iterator[Fault]:
    """Output in hand is of a sector whose inputs are spent the year before; elsewhere it is of no account."""
    sectors, techniques = economy.sectors, economy.techniques
    waiting = np.bincount(techniques.sector, techniques.lag, len(sectors.axis)) > 0.0
    for index in np.flatnonzero((sectors.output_in_hand > 0.0) & ~waiting):
        label, value = sectors.axis.labels[index], float(sectors.output_in_hand[index])
        problem = f"{label} has no input lag, so that its output in hand is of no account"
        remedy = "Give it an input lag of 1, or no output in hand."
        yield _warning(economy, "Sectors", label, "output in hand", value, problem, remedy)


def room_for_stocks(economy: Economy) -> Iterator[Fault]:
    """What is to be left in stock at the end can be kept."""
    products = economy.products
    for index in np.flatnonzero(products.storable & (products.closing_stock > products.greatest_stock)):
        label, value = products.axis.labels[index], float(products.closing_stock[index])
        room = float(products.greatest_stock[index])
        problem = f"{label}: a closing stock of {value:.6g} is above the greatest stock of {room:.6g}"
        remedy = "Lower the closing stock, or give room for more."
        yield _fault(economy, _products_sheet(economy), label, "closing stock", value, problem, remedy)


def hasty_growth(economy: Economy) -> Iterator[Fault]:
    """Growth of more than half a year is more likely a per cent."""
    rates = [
        ("Sectors", "productivity growth", economy.sectors.axis.labels, economy.sectors.productivity_growth),
        ("Labour", "growth", economy.pools.axis.labels, economy.pools.growth),
    ]
    for sheet, column, labels, growth in rates:
        for index in np.flatnonzero(growth > HASTY):
            rate = float(growth[index])
            problem = f"{labels[index]}: a {column} of {rate:.6g} is {100 * rate:.6g}% a year"
            remedy = f"Growth is a share: {rate:.6g}% is written {rate / 100:.6g}."
            yield _warning(economy, sheet, labels[index], column, rate, problem, remedy)


def by_products(economy: Economy) -> Iterator[Fault]:
    """A share of by-products that counts as marketed belongs to what the farm makes beside its product."""
    village, products, sheet = economy.town_and_country, economy.products, _products_sheet(economy)
    farmed = economy.techniques.outputs[:, economy.techniques.sector == village.farm_sector].sum(axis=1) > 0.0
    for index in np.flatnonzero(products.marketed_share > 0.0):
        label, share = products.axis.labels[index], float(products.marketed_share[index])
        if village.farm_product < 0:
            reason = "there is no exchange of town and country"
        elif index == village.farm_product:
            reason = "it is the farm product itself"
        elif not farmed[index]:
            reason = f"{economy.sectors.axis.labels[village.farm_sector]} does not make it"
        elif products.price[index] == 0.0:
            reason = "it has no price"
        else:
            continue
        problem = f"the marketed share of {label} has no effect: {reason}"
        yield _warning(
            economy, sheet, label, "marketed share", share, problem, "Leave it out, or mend what is missing."
        )


def unpaid_imports(economy: Economy) -> Iterator[Fault]:
    """Imports without an account of foreign exchange cost nothing."""
    if "Foreign exchange" not in economy.origin.rows and _importable(economy).any():
        problem = "imports are possible, but without a sheet Foreign exchange nothing has to be paid for them"
        yield _warning(economy, "Trade", "", "", math.nan, problem, "Add the sheet Foreign exchange.")
    if "Foreign exchange" not in economy.origin.rows:
        for project in np.flatnonzero(economy.projects.import_need):
            row = _project_row(economy, int(project))
            problem = "takes machines from abroad, but without a sheet Foreign exchange nothing has to be paid for them"
            value = float(economy.projects.import_need[project])
            yield _warning(economy, "Projects", row, "import need", value, problem, "Add the sheet Foreign exchange.")


def tail_years(economy: Economy) -> Iterator[Fault]:
    """A terminal condition of tail needs tail years."""
    if economy.terminal == "tail" and economy.years.tail == 0:
        problem = "with no tail years the terminal condition tail asks nothing of the end of the plan"
        yield _warning(economy, "Plan", "tail years", "value", 0.0, problem, "Give tail years, or another condition.")


def people_of_some(economy: Economy) -> Iterator[Fault]:
    """Where some households have their people and others do not, which then count as one."""
    homes = economy.households
    for index in np.flatnonzero((homes.people == 0.0) & (homes.people > 0.0).any()):
        problem = f"{homes.names[index]} counts as 1 beside households whose people are given"
        yield _warning(economy, "Households", homes.axis.labels[index], "people", 0.0, problem, "Give its people, too.")


CHECKS: tuple[Callable[[Economy], Iterator[Fault]], ...] = (
    reproduction,
    makers,
    means_to_produce,
    base_capacity,
    base_balance,
    mixed_units,
    base_labour,
    reach_of_targets,
    capacity_without_projects,
    output_in_hand,
    room_for_stocks,
    hasty_growth,
    by_products,
    unpaid_imports,
    tail_years,
    people_of_some,
)


def check_sense(economy: Economy) -> list[Fault]:
    """Everything that makes no economic sense, faults first."""
    found = [fault for check in CHECKS for fault in check(economy)]
    return sorted(found, key=lambda fault: fault.warning)
