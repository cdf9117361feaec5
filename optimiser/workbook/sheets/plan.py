"""The sheet Plan: settings, and the calendar that dates everything else.

It is no `Part`: its keys give several fields of the economy, of which the calendar is read before everything else, and
the settings after the targets and weights whose sets they name.
"""

from __future__ import annotations

from typing import Any

from optimiser.economy.economy import Economy, Terminal
from optimiser.economy.planner import Settings
from optimiser.economy.utility import Utility
from optimiser.economy.years import Years
from optimiser.language.phrases import first_few
from optimiser.workbook import parsing as values
from optimiser.workbook.context import Source
from optimiser.workbook.faults import Collector, WrongValue, address, plain, suggestion
from optimiser.workbook.fields import chosen, told
from optimiser.workbook.headers import Table
from optimiser.workbook.schema import BY_NAME, FORMAT_VERSION
from optimiser.workbook.sheets.part import Made
from optimiser.workbook.sheets.targets import same_spelling
from optimiser.workbook.write import yearly as writing
from optimiser.workbook.write.yearly import Rows
from optimiser.workbook.yearly import keyed

UNDATED = Years.of("1", 1, 0)


def read_plan(table: Table | None, collector: Collector) -> tuple[dict[str, Any], dict[str, int], Years | None]:
    """The settings, the rows they stand in, and the calendar; None where it cannot be made out."""
    sheet = BY_NAME["Plan"]
    if table is None or "value" not in table.columns:
        return {column.name: column.default for column in sheet.columns}, {}, None
    rows = keyed(table, "Plan", collector)
    index = table.columns["value"]
    said: dict[str, Any] = {}
    for column in sheet.columns:
        row = rows.get(column.name)
        cell = table.cell(row, index) if row else None
        if not values.blank(cell) and row:
            try:
                said[column.name] = _base_year(cell) if column.name == "base year" else values.simple(cell, column)
            except WrongValue as wrong:
                collector.refuse(table.title, row, index, cell, wrong)
        elif not column.required:
            said[column.name] = column.default
            collector.assume(table.title, address(row, index) if row else f"key {column.name!r}", column.default_text)
        elif row:
            collector.wrong(table.title, row, index, None, f"the {column.name} is missing", "Fill it in.")
        elif column.name not in table.mended:
            collector.wrong_sheet(table.title, f"the key {column.name!r} is missing", "Add a row for it.")
    years = None
    if {"base year", "plan years", "tail years", "terminal condition"} <= said.keys():
        tail = said["tail years"] if said["terminal condition"] == Terminal.TAIL else 0
        years = Years.of(said["base year"], said["plan years"], tail)
    return {column.name: said.get(column.name, column.default) for column in sheet.columns}, rows, years


def fields_of(source: Source) -> dict[str, Any]:
    """The fields of the economy that need nothing but the sheet Plan."""
    plan = source.plan
    return {
        "title": plan["title"],
        "stylised": plan["stylised"],
        "source": plan["source"],
        "money_unit": plan["money unit"],
        "years": source.years,
        "terminal": Terminal(plan["terminal condition"]),
    }


def settings_of(source: Source, made: Made) -> Settings:
    """What the planner chose; its sets spelt as among the targets and weights."""
    said = _choose_sets(source, {"target set": made["targets"].set, "objective": made["objectives"].set})
    return Settings(
        strategy=source.plan["default strategy"],
        objective_set=said["objective"],
        target_set=said["target set"],
        utility=_utility(source),
        **chosen(source.plan, "Plan", Settings, but=("target set",)),
    )


def _utility(source: Source) -> Utility:
    """What living standards are worth; the neutral utility where the keys contradict each other, which is recorded."""
    found: dict[str, tuple[float, ...]] = {}
    for key in ("utility breakpoints", "utility slopes"):
        try:
            found[key] = _numbers(source.plan[key])
        except ValueError:
            _wrong(source, key, "is not a list of numbers", "Put semicolons between numbers, for example 1; 1.25; 1.5.")
    try:
        return Utility(found["utility breakpoints"], found["utility slopes"])
    except KeyError:
        return Utility()
    except ValueError as wrong:
        remedy = "Give rising breakpoints, and slopes that fall: one more slope than there are breakpoints."
        given = [key for key in ("utility slopes", "utility breakpoints") if key in source.rows["Plan"]]
        _wrong(source, given[0], str(wrong), remedy)
        return Utility()


def _numbers(cell: str) -> tuple[float, ...]:
    """Numbers with semicolons between them.

    Raises:
        ValueError: something else stands there.
    """
    return tuple(float(each) for each in cell.split(";")) if cell.strip() else ()


def _wrong(source: Source, key: str, problem: str, remedy: str) -> None:
    table, row = source.tables["Plan"], source.rows["Plan"][key]
    index = table.columns["value"]
    source.collector.wrong(table.title, row, index, table.cell(row, index), problem, remedy)


def _base_year(cell: object) -> str:
    label = values.year_text(cell)
    if "/" in label:
        first, second = map(int, label.split("/"))
        meant = f"{first}/{(first + 1) % 100:02d}"
        if label != meant:
            raise WrongValue(f"goes from {first} to {second:02d}", f"Did you mean {meant!r}?")
    return label


def _choose_sets(source: Source, sets: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """The set of targets and the set of weights that the plan names, spelt as on their own sheets."""
    spelt = {}
    for key, known in sets.items():
        name = source.plan[key]
        spelt[key] = same_spelling([*known, name])[-1]
        if not name or plain(name) in map(plain, known):
            continue
        names = list(dict.fromkeys(known))
        remedy = suggestion(name, names, f"The sets are: {first_few(names)}." if names else "There are none.")
        _wrong(source, key, f"no {key} of this name", remedy)
    return spelt


def plan_sheet(economy: Economy) -> Rows:
    """The plan as a whole: calendar, unit of money, and what the planner chose."""
    said = {
        "title": economy.title,
        "stylised": economy.stylised,
        "source": economy.source or None,
        "format version": FORMAT_VERSION,
        "base year": writing.year_cell(economy.years, 0),
        "plan years": economy.years.plan,
        "tail years": economy.years.tail,
        "money unit": economy.money_unit,
        "terminal condition": str(economy.terminal),
        "reserve": 0.0,
        "default strategy": economy.settings.strategy,
        "target set": economy.settings.target_set or None,
        "objective": economy.settings.objective_set or None,
        "utility breakpoints": _listed(economy.settings.utility.breakpoints),
        "utility slopes": _listed(economy.settings.utility.slopes),
    }
    said = {**told("Plan", economy.settings), **said}
    units = {column.name: column.unit or None for column in BY_NAME["Plan"].columns}
    return [["key", "value", "unit", "note"], *([key, said[key], unit, None] for key, unit in units.items())]


def _listed(numbers: tuple[float, ...]) -> str | None:
    return "; ".join(f"{each:.17g}" for each in numbers) or None
