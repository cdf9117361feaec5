"""How capacity is come by: what it takes, projects, and what is under construction."""

from __future__ import annotations

import math

import numpy as np

from optimiser.arrays import Axis
from optimiser.economy.economy import Construction, Economy, Inherited, Projects, Sectors
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Codes, Frame, Source
from optimiser.workbook.faults import WrongValue, plain
from optimiser.workbook.fields import floats, ints, stated
from optimiser.workbook.headers import matrix_columns
from optimiser.workbook.matrices import empty, matrix, sparse
from optimiser.workbook.schema import MOST_GESTATION
from optimiser.workbook.sheets.part import Part
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows

SUM_TOLERANCE = 1e-6


def construction_of(source: Source, sectors: Sectors) -> Construction:
    """What new capacity takes, by bundle."""
    codes = source.codes
    _check_told_apart(source)
    rows = codes["product"].and_those_of(codes["pool"])
    products = len(codes["product"])
    if "Capital" in source.tables:
        bundles = _bundles(source)
        capital = matrix(source, "Capital", bundles, codes["sector"])
        costs = matrix(source, "Construction", rows, bundles)
        axis = Axis("bundle", bundles.labels)
    else:
        costs = matrix(source, "Construction", rows, codes["sector"])
        own = _sectors_that_build(source, sectors)
        costs = sparse(costs[:, own])
        capital = empty(len(own), len(sectors.axis))
        if own:
            capital = sparse(np.eye(len(sectors.axis))[own])
        labels = tuple(sectors.axis.labels[index] for index in own)
        axis = Axis("bundle", labels, tuple(sectors.axis.units[index] for index in own))
    return Construction(axis, sparse(costs[:products]), capital, sparse(costs[products:]))


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


def _sectors_that_build(source: Source, sectors: Sectors) -> list[int]:
    """Those whose capacity is limited, or that have a column in Construction."""
    table = source.tables.get("Construction")
    known = source.codes["sector"]
    headers = matrix_columns(table, map(plain, known.labels)).values() if table else ()
    named = {known.find(str(cell)) for cell in headers}
    named |= {index for index, cell in enumerate(known.labels) if cell in source.columns.get("Construction", {})}
    return [index for index, limit in enumerate(sectors.capacity) if index in named or limit < math.inf]


def projects_of(source: Source, sectors: Sectors) -> Projects:
    """Ways to come by capacity."""
    frame = source.frame("Projects")
    owner = ints(frame["sector"])
    known = source.codes["sector"].labels
    labels = [f"{known[sector]} {kind}" for sector, kind in zip(owner, frame["type"], strict=True)]
    columns = {"sector": tuple(known[sector] for sector in owner), "type": tuple(frame["type"])}
    units = tuple(sectors.axis.units[sector] for sector in owner)
    source.codes["project"] = Codes("project", tuple(labels), not frame.wrong)
    longest = max([1, *frame["gestation"]])
    spending = np.zeros((len(frame), longest))
    for index in range(len(frame)):
        years = max(frame["gestation"][index], 1)
        shares = _spending(source, frame, index, years)
        spending[index, :years] = shares
    idle = np.where(frame["repairs idle"], sectors.idle[owner], math.inf)
    return Projects(
        axis=Axis("project", source.distinct(frame, labels), units, columns),
        sector=owner,
        spending=spending,
        repairs=floats(frame["repairs idle"]),
        total_limit=np.minimum(floats(frame["total limit"]), idle),
        **stated(frame, Projects, but=("total limit",)),
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


def inherited_of(source: Source) -> Inherited:
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
    return Inherited(ints(frame["sector"]), floats(frame["capacity"]), due, to_come)


def _projects_sheet(economy: Economy) -> Rows:
    projects = economy.projects
    spending = {f"spend {year}": shares.tolist() for year, shares in enumerate(projects.spending.T)}
    own = {"sector": projects.axis.columns["sector"], "type": projects.axis.columns["type"]}
    repairs = {"repairs idle": projects.repairs.astype(bool).tolist()}
    return writing.table("Projects", {**writing.columns_of("Projects", projects), **own, **spending, **repairs})


def _own_bundles(economy: Economy) -> bool:
    """Whether the bundles are the sectors' own, a unit of one for a unit of capacity."""
    bundles, sectors = economy.construction.bundles, economy.sectors
    own = [index for index, label in enumerate(sectors.axis.labels) if label in bundles.position]
    usual = len(own) == len(bundles) and tuple(sectors.axis.labels[index] for index in own) == bundles.labels
    usual = usual and bundles.units == tuple(sectors.axis.units[index] for index in own)
    return usual and np.array_equal(economy.construction.capital.toarray(), np.eye(len(sectors.axis))[own])


def _construction_sheet(economy: Economy) -> Rows:
    """Nothing where the bundles are those of sectors whose capacity is limited, and take nothing."""
    construction, sectors = economy.construction, economy.sectors
    header: list[object] = ["product or pool", *construction.bundles.labels]
    costs = np.vstack([construction.composition.toarray(), construction.labour.toarray()])
    labels = economy.products.axis.labels + economy.pools.axis.labels
    used = [index for index in range(len(labels)) if costs[index].any()]
    body: Rows = [[labels[index], *(value or None for value in costs[index].tolist())] for index in used]
    limited = [label for label, most in zip(sectors.axis.labels, sectors.capacity, strict=True) if most < math.inf]
    told = body or limited != list(construction.bundles.labels) or not _own_bundles(economy)
    return [header, *body] if told else []


def _capital_sheet(economy: Economy) -> Rows:
    """Nothing where the bundles are the sectors' own."""
    if _own_bundles(economy):
        return []
    construction = economy.construction
    return writing.matrix("bundle", construction.bundles, economy.sectors.axis, construction.capital, full=True)


def _under_construction_sheet(economy: Economy) -> Rows:
    inherited, labels = economy.inherited, economy.sectors.axis.labels
    own = {
        "sector": [labels[index] for index in inherited.sector],
        "year due": [writing.year_cell(economy.years, int(year)) for year in inherited.due],
        "cost to come": inherited.cost_to_come.sum(axis=1).tolist(),
    }
    return writing.table("Under construction", {**writing.columns_of("Under construction", inherited), **own})


PARTS = (
    Part("projects", lambda source, made: projects_of(source, made["sectors"]), {"Projects": _projects_sheet}),
    Part(
        "construction",
        lambda source, made: construction_of(source, made["sectors"]),
        {"Construction": _construction_sheet, "Capital": _capital_sheet},
    ),
    Part("inherited", lambda source, _: inherited_of(source), {"Under construction": _under_construction_sheet}),
)
