"""From tables to an economy: the order in which sheets are read, so that codes are known before they are used."""

from __future__ import annotations

from typing import Any

from optimiser.economy.economy import Economy, Terminal
from optimiser.economy.origin import Origin
from optimiser.economy.planner import Settings
from optimiser.economy.relaxation import PlausibleRelaxation
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.columns import Layout
from optimiser.workbook.context import Source
from optimiser.workbook.faults import Collector, address, letters, plain, suggestion
from optimiser.workbook.fields import chosen
from optimiser.workbook.headers import Table
from optimiser.workbook.sheets.construction import construction_of, inherited_of, projects_of
from optimiser.workbook.sheets.execution import behaviour_of
from optimiser.workbook.sheets.keys import given_keys
from optimiser.workbook.sheets.people import (
    demand_of,
    households_of,
    pools_of,
    resources_of,
    town_and_country_of,
    trade_of,
    transfers_of,
)
from optimiser.workbook.sheets.plan import UNDATED, read_plan, utility_of
from optimiser.workbook.sheets.production import input_paths_of, products_of, read_frames, sectors_of, techniques_of
from optimiser.workbook.sheets.targets import objectives_of, same_spelling, targets_of


def build(tables: dict[str, Table], collector: Collector, path: str = "") -> Economy:
    """The economy that tables describe.

    Raises:
        InputFault: with every fault that was found.
    """
    plan, rows, years = read_plan(tables.get("Plan"), collector)
    source = Source(tables, collector, years or UNDATED, years is not None)
    source.rows["Plan"] = rows
    if "Plan" in tables:
        source.columns["Plan"] = tables["Plan"].columns
    frames = read_frames(source)
    if not len(frames.sectors) or not len(frames.products):
        for name, frame in {each.sheet.name: each for each in (frames.sectors, frames.products)}.items():
            if not len(frame) and name in tables:
                collector.wrong_sheet(frame.title, "has no rows", "Add a row for each.")
        collector.stop_if_wrong()
    sectors = sectors_of(source, frames)
    pools = pools_of(source)
    households = households_of(source)
    resources = resources_of(source)
    projects = projects_of(source, sectors)
    targets = targets_of(source, sectors, households)
    objectives = objectives_of(source, projects)
    said = _choose_sets(source, plan, {"target set": targets.set, "objective": objectives.set})
    products = products_of(source, frames, plan["reserve"], plan["money unit"])
    techniques = techniques_of(source, frames, sectors)
    economy = Economy(
        title=plan["title"],
        stylised=plan["stylised"],
        source=plan["source"],
        money_unit=plan["money unit"],
        years=source.years,
        terminal=Terminal(plan["terminal condition"]),
        settings=Settings(
            strategy=plan["default strategy"],
            objective_set=said["objective"],
            target_set=said["target set"],
            utility=utility_of(source, plan),
            **chosen(plan, "Plan", Settings, but=("target set",)),
        ),
        products=products,
        sectors=sectors,
        techniques=techniques,
        input_paths=input_paths_of(source, techniques),
        construction=construction_of(source, sectors),
        projects=projects,
        inherited=inherited_of(source),
        pools=pools,
        transfers=transfers_of(source, pools, households),
        households=households,
        demand=demand_of(source, products.axis.units),
        trade=trade_of(source, plan["money unit"], products.axis.units),
        town_and_country=town_and_country_of(source),
        resources=resources,
        targets=targets,
        objectives=objectives,
        behaviour=behaviour_of(source, sectors.group),
        relaxation=PlausibleRelaxation(**given_keys(source, "Relaxation")),
        origin=_origin(source, path),
    )
    collector.stop_if_wrong()
    return economy


def _choose_sets(source: Source, plan: dict[str, Any], sets: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The set of targets and the set of weights that the plan names, spelt as on their own sheets."""
    spelt = {}
    for key, known in sets.items():
        name = plan[key]
        spelt[key] = same_spelling([*known, name])[-1]
        if not name or plain(name) in map(plain, known):
            continue
        names = list(dict.fromkeys(known))
        remedy = suggestion(name, names, f"The sets are: {first_few(names)}." if names else "There are none.")
        table, row = source.tables["Plan"], source.rows["Plan"][key]
        index = table.columns["value"]
        source.collector.wrong(table.title, row, index, table.cell(row, index), f"no {key} of this name", remedy)
    return spelt


def _origin(source: Source, path: str) -> Origin:
    columns = {
        sheet: {name: letters(index) for name, index in places.items()} for sheet, places in source.columns.items()
    }
    blank = {
        sheet: frozenset(
            address(row, column)
            for row in source.rows.get(sheet, {}).values()
            for column in places.values()
            if values.blank(source.tables[sheet].cell(row, column))
        )
        for sheet, places in source.columns.items()
        if sheet in source.tables and source.tables[sheet].sheet.layout is not Layout.MATRIX
    }
    return Origin(path, source.rows, columns, blank)
