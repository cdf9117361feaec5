"""The sheets of keys: the plan as a whole, and how plans are carried out."""

from __future__ import annotations

from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.economy.economy import Economy
from optimiser.workbook.fields import told
from optimiser.workbook.schema import BY_NAME, FORMAT_VERSION
from optimiser.workbook.write.yearly import Rows, year_cell


def plan_sheet(economy: Economy) -> Rows:
    """The plan as a whole: calendar, unit of money, and what the planner chose."""
    said = {
        "title": economy.title,
        "stylised": economy.stylised,
        "source": economy.source or None,
        "format version": FORMAT_VERSION,
        "base year": year_cell(economy.years, 0),
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


def execution_sheet(economy: Economy) -> Rows:
    """How plans are carried out; nothing where that is what is assumed anyway."""
    if economy.behaviour == Behaviour():
        return []
    rows: Rows = [["key", "value", "unit", "note"]]
    units = {column.name: column.unit or None for column in BY_NAME["Execution"].columns}
    for name, value in told("Execution", economy.behaviour).items():
        rows.append([name, str(value) if isinstance(value, Rationing) else value, units[name], None])
    return rows
