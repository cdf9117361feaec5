"""How capacity is come by: what it takes, projects, and what is under construction."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Axis, Sparse
from optimiser.economy.assets import Assets
from optimiser.economy.economy import Construction, Economy, Inherited, Projects
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Codes, Frame, Source
from optimiser.workbook.faults import WrongValue, plain
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.headers import matrix_columns
from optimiser.workbook.matrices import empty, matrix, sparse
from optimiser.workbook.schema import MOST_GESTATION
from optimiser.workbook.sheets.assets import asset_named, columns_by_asset
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.sheets.targets import same_spelling
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows

SUM_TOLERANCE = 1e-6


def construction_of(source: Source, assets: Assets) -> Construction:
    """What new capacity takes, by bundle: those of the sectors' own capacity, then those that Assets names."""
    codes, sectors = source.codes, len(source.codes["sector"])
    _check_told_apart(source)
    rows = codes["product"].and_those_of(codes["pool"])
    products = len(codes["product"])
    if "Capital" in source.tables:
        known = _bundles(source)
        labels, units = known.labels, ("",) * len(known)
        capital = matrix(source, "Capital", known, codes["sector"])
        further = _further_bundles(source, known)
        bundles = Codes("bundle", labels + further, known.trusted)
        costs = matrix(source, "Construction", rows, bundles)
        units += ("",) * len(further)
    else:
        further = _further_bundles(source, codes["sector"])
        columns = Codes("sector", codes["sector"].labels + further, codes["sector"].trusted)
        costs = matrix(source, "Construction", rows, columns)
        own = _sectors_that_build(source, assets)
        labels = tuple(codes["sector"].labels[index] for index in own)
        units = tuple(assets.axis.units[index] for index in own) + _units(source, assets, further)
        capital = sparse(sp.eye_array(sectors, format="csr")[own]) if own else empty(0, sectors)
        costs = sparse(costs[:, [*own, *range(sectors, sectors + len(further))]])
    axis = Axis("bundle", labels + further, units)
    return Construction(
        axis, sparse(costs[:products]), _capital(source, axis, capital, assets), sparse(costs[products:])
    )


def _built_of(source: Source) -> list[tuple[str, float]]:
    """(further asset): the bundle it is built of, and how much of it; of none where that is nothing."""
    frame = source.frames["Assets"]
    sound = [index for index, sector in enumerate(frame["sector"]) if sector >= 0]
    names = same_spelling(frame.filled("bundle", same_spelling(frame["asset"])))
    return [(names[index], frame["bundle use"][index]) for index in sound]


def _further_bundles(source: Source, known: Codes) -> tuple[str, ...]:
    """The bundles that Assets names and that are not known otherwise."""
    named = [name for name, use in _built_of(source) if use > 0.0 and known.find(name) < 0]
    return tuple(dict.fromkeys(named))


def _units(source: Source, assets: Assets, bundles: tuple[str, ...]) -> tuple[str, ...]:
    """The unit of each bundle of Assets: that of the first asset that is built of it."""
    first: dict[str, str] = {}
    for place, (name, _) in enumerate(_built_of(source), len(source.codes["sector"])):
        first.setdefault(name, assets.axis.units[place])
    return tuple(first[name] for name in bundles)


def _capital(source: Source, bundles: Axis, own: Sparse, assets: Assets) -> Sparse:
    """(bundle, asset): what the sectors' own capacity takes, then what the further assets do."""
    place = Codes("bundle", bundles.labels)
    built = [(place.find(name), asset, use) for asset, (name, use) in enumerate(_built_of(source)) if use > 0.0]
    row, column, use = zip(*((*each,) for each in built if each[0] >= 0), strict=True) if built else ((), (), ())
    shape = (len(bundles), len(assets.axis) - own.shape[1])
    further = sp.coo_array((np.array(use, float), (np.array(row, int), np.array(column, int))), shape=shape)
    more = sp.csr_array((len(bundles) - own.shape[0], own.shape[1]))
    return sparse(sp.hstack([sp.vstack([own, more]), further]))


def _check_told_apart(source: Source) -> None:
    """A row of Construction is a product or a pool, never both."""
    table = source.tables.get("Construction")
    both = {plain(label) for label in source.codes["product"].labels} & {
        plain(label) for label in source.codes["pool"].labels
    }
    for row in table.rows if table and both else ():
        assert table is not None
        cell = table.cell(row, table.columns["label"])
        if plain(str(cell)) in both:
            problem = "is the code of a product and of a labour pool"
            source.collector.wrong(table.title, row, table.columns["label"], cell, problem, "Change one of the codes.")


def _bundles(source: Source) -> Codes:
    """The bundles, which the rows of Capital make known."""
    table = source.tables["Capital"]
    labels: dict[str, str] = {}
    trusted = True
    for row in table.rows:
        cell = table.cell(row, table.columns["label"])
        try:
            label = values.code(cell) if not values.blank(cell) else ""
        except WrongValue:
            label = ""
        trusted = trusted and bool(label)
        if label:
            labels.setdefault(plain(label), label)
    return Codes("bundle", tuple(labels.values()), trusted)


def _sectors_that_build(source: Source, assets: Assets) -> list[int]:
    """Those whose capacity is limited, or that have a column in Construction."""
    table = source.tables.get("Construction")
    known = source.codes["sector"]
    headers: Iterable[object] = ()
    if table is not None and table.long:
        headers = (table.cell(row, table.heading) for row in table.rows)
    elif table is not None:
        headers = matrix_columns(table, map(plain, known.labels)).values()
    named = {known.find(str(cell)) for cell in headers}
    named |= {index for index, cell in enumerate(known.labels) if cell in source.columns.get("Construction", {})}
    own = assets.capacity[: len(known)]
    return [index for index, limit in enumerate(own) if index in named or limit < math.inf]


def projects_of(source: Source, assets: Assets) -> Projects:
    """Ways to come by capacity."""
    frame = source.frame("Projects")
    asset = asset_named(source, frame, assets)
    labels = [f"{assets.axis.labels[each]} {kind}" for each, kind in zip(asset, frame["type"], strict=True)]
    of_asset = {name: tuple(codes[each] for each in asset) for name, codes in assets.axis.columns.items()}
    columns = {**of_asset, "type": tuple(frame["type"])}
    units = tuple(assets.axis.units[each] for each in asset)
    source.name_rows(frame, zip(*columns.values(), strict=True))
    source.codes["project"] = Codes("project", tuple(labels), not frame.wrong)
    longest = max([1, *frame["gestation"]])
    spending = np.zeros((len(frame), longest))
    for index in range(len(frame)):
        years = max(frame["gestation"][index], 1)
        shares = _spending(source, frame, index, years)
        spending[index, :years] = shares
    idle = np.where(frame["repairs idle"], assets.idle[asset], math.inf)
    return Projects(
        axis=Axis("project", source.distinct(frame, labels), units, columns),
        asset=asset,
        spending=spending,
        repairs=floats(frame["repairs idle"]),
        total_limit=np.minimum(floats(frame["total limit"]), idle),
        **stated(frame, Projects, but=("asset", "total limit")),
    )


def _spending(source: Source, frame: Frame, index: int, years: int) -> list[float]:
    """The shares of a project's cost by year; they sum to 1 and end before the first use."""
    names = [f"spend {year}" for year in range(MOST_GESTATION)]
    given = [frame[name][index] for name in names]
    if all(share is None for share in given):
        even = "spent in one year" if years == 1 else f"spent evenly over {years} years"
        source.collector.assume(frame.title, f"row {frame.rows[index]}", even)
        return [1.0 / years] * years
    shares = [0.0 if share is None else share for share in given]
    if not frame.right(index, "gestation", *names) or source.tables["Projects"].mended:
        return shares[:years]
    for name, share in zip(names[years:], shares[years:], strict=True):
        if share:
            problem = f"is spent after the gestation of {frame['gestation'][index]} years"
            source.wrong(frame, index, name, problem, "Spend it before, or lengthen the gestation.")
            return shares[:years]
    if abs(sum(shares) - 1.0) > SUM_TOLERANCE:
        first = next(name for name in names if name in frame.letters)
        source.wrong(frame, index, first, f"the shares sum to {sum(shares):g}", "Make them sum to 1.")
    return shares[:years]


def inherited_of(source: Source, assets: Assets) -> Inherited:
    """What is under construction when the plan begins."""
    frame = source.frame("Under construction")
    due = ints(frame["year due"])
    to_come = np.zeros((len(frame), source.years.reach + 1))
    for index, share in enumerate(frame["cost to come"]):
        if due[index] > 1:
            to_come[index, 1 : due[index]] = share / (due[index] - 1)
        elif due[index] == 1 and share > 0.0:
            problem = "nothing can be spent on what is due in the first plan year"
            source.wrong(frame, index, "cost to come", problem, "Put 0 there, or a later year due.")
    return Inherited(asset_named(source, frame, assets), floats(frame["capacity"]), due, to_come)


def _projects_sheet(economy: Economy) -> Rows:
    projects = economy.projects
    spending = {f"spend {year}": shares.tolist() for year, shares in enumerate(projects.spending.T)}
    own = {"type": projects.axis.columns["type"]}
    repairs = {"repairs idle": projects.repairs.astype(bool).tolist()}
    return writing.table(
        "Projects", {**columns_by_asset("Projects", economy, projects, projects.asset), **own, **spending, **repairs}
    )


def _own_bundles(economy: Economy) -> bool:
    """Whether the bundles are the sectors' own, one for a unit of capacity, and after them those of Assets."""
    bundles, axis = economy.construction.bundles, economy.sectors.axis
    further = {int(each) for each in economy.construction.capital[:, len(axis) :].tocoo().row}
    own = [index for index, label in enumerate(axis.labels) if label in bundles.position]
    first = tuple(axis.labels[index] for index in own) == bundles.labels[: len(own)]
    usual = first and further >= set(range(len(own), len(bundles)))
    usual = usual and bundles.units[: len(own)] == tuple(axis.units[index] for index in own)
    capital = economy.construction.capital[:, : len(axis)].toarray()
    return usual and np.array_equal(capital[: len(own)], np.eye(len(axis))[own]) and not capital[len(own) :].any()


def _construction_sheet(economy: Economy) -> Rows:
    """Nothing where the bundles are those of sectors whose capacity is limited, and take nothing."""
    construction, assets = economy.construction, economy.assets
    header: list[object] = ["product or pool", *construction.bundles.labels]
    costs = np.vstack([construction.composition.toarray(), construction.labour.toarray()])
    labels = economy.products.axis.labels + economy.pools.axis.labels
    used = [index for index in range(len(labels)) if costs[index].any()]
    body: Rows = [[labels[index], *(value or None for value in costs[index].tolist())] for index in used]
    limited = [
        label for label, most in zip(economy.sectors.axis.labels, assets.capacity, strict=False) if most < math.inf
    ]
    told = body or limited != list(construction.bundles.labels) or not _own_bundles(economy)
    return [header, *body] if told else []


def _capital_sheet(economy: Economy) -> Rows:
    """Nothing where the bundles are the sectors' own."""
    if _own_bundles(economy):
        return []
    construction, sectors = economy.construction, economy.sectors.axis
    return writing.matrix("Capital", construction.bundles, sectors, construction.capital[:, : len(sectors)], full=True)


def _under_construction_sheet(economy: Economy) -> Rows:
    inherited = economy.inherited
    own = {
        "year due": [writing.year_cell(economy.years, int(year)) for year in inherited.due],
        "cost to come": inherited.cost_to_come.sum(axis=1).tolist(),
    }
    return writing.table(
        "Under construction", {**columns_by_asset("Under construction", economy, inherited, inherited.asset), **own}
    )


PARTS = (
    Part("projects", lambda source, made: projects_of(source, made["assets"]), {"Projects": _projects_sheet}),
    Part(
        "construction",
        lambda source, made: construction_of(source, made["assets"]),
        {"Construction": _construction_sheet, "Capital": _capital_sheet},
    ),
    Part(
        "inherited",
        lambda source, made: inherited_of(source, made["assets"]),
        {"Under construction": _under_construction_sheet},
    ),
)
