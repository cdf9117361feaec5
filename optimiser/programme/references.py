"""Rows with everything needed to speak of them, and the cells of the workbook that they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from optimiser.economy.assets import asset_label
from optimiser.economy.economy import Economy
from optimiser.programme.constraints.rule import Input, Rule
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.rows import Kind, axis_key

NO_THING = ("year", "variable", "set")
"""Columns of a row's axes that do not say what it is about."""


@dataclass(frozen=True)
class RowReference:
    """A row, with everything needed to speak of it."""

    rule: str
    """The name of its block."""
    kind: Kind
    key: Mapping[str, str]
    """Column of the row's axes to label: product, sector, pool, year ..."""
    lower: float
    upper: float
    unit: str
    stands_for: Rule[...] | None = None
    """The rule it comes from; None for a row of a programme from elsewhere."""

    @property
    def year(self) -> str:
        """Its year, or nothing."""
        return self.key.get("year", "")

    @property
    def what(self) -> str:
        """The code it is about: product, sector, pool, household ..."""
        code = self.key.get("code")
        if "asset" in self.key:
            return asset_label(self.key["sector"], self.key["asset"])
        return code or next((label for name, label in self.key.items() if name not in NO_THING), "")

    @property
    def thing(self) -> tuple[str, ...]:
        """Everything but the year."""
        return tuple(label for name, label in self.key.items() if name not in ("year", "set"))


def row_references(programme: LinearProgramme) -> list[RowReference]:
    """Every row of a programme, in order."""
    found = []
    for block in programme.blocks:
        whole_plan = block.rule is not None and block.rule.whole_plan
        things, times = ([axis_key(axis, place) for place in range(len(axis))] for axis in (block.entity, block.times))
        places = (each.tolist() for each in block.indices)
        sides = (each[block.active].tolist() for each in (block.lower, block.upper))
        for entity, time, lower, upper in zip(*places, *sides, strict=True):
            key = {name: label for name, label in (things[entity] | times[time]).items() if label}
            if whole_plan:
                key.pop("year", None)
            found.append(RowReference(block.name, block.kind, key, lower, upper, block.unit[entity], block.rule))
    return found


def year_numbers(economy: Economy, rows: Sequence[RowReference]) -> list[int]:
    """The years of rows, by their place in the calendar."""
    number_of = {economy.years.label(year): year for year in range(economy.years.reach + 2)}
    return [number_of[reference.year] for reference in rows if reference.year in number_of]


class _Addressed(dict[str, str]):
    """Codes by column; what a row does not have may be anything."""

    def __missing__(self, _: str) -> str:
        return "*"


def inputs(economy: Economy, reference: RowReference) -> Iterator[Input]:
    """The inputs behind a row, the likeliest first, as far as its rule tells them."""
    codes = _Addressed({**reference.key, "what": reference.what})
    for each in reference.stands_for.cells if reference.stands_for is not None else ():
        for made in (each,) if isinstance(each, Input) else each(economy, reference):
            yield Input(made.sheet, made.row.format_map(codes), made.column.format_map(codes))


def input_cell(economy: Economy | None, reference: RowReference) -> str:
    """The cell of the workbook that a row comes from: the likeliest that holds something, else the likeliest there is;
    the sheet alone where no cell is known, and nothing where the row is of no rule."""
    if economy is None:
        return ""
    origin = economy.origin
    known: list[str] = []
    blank: list[str] = []
    sheets: list[str] = []
    for each in inputs(economy, reference):
        sheets.append(each.sheet)
        for row in origin.keys(each.sheet, each.row):
            cell = origin.cell(each.sheet, row, each.column)
            if "!" in cell:
                (known if origin.given(each.sheet, row, each.column) else blank).append(cell)
    present = [sheet for sheet in sheets if sheet in origin.rows]
    return next(iter([*known, *blank, *present, *sheets]), "")
