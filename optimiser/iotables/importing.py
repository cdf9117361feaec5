"""From a source to a workbook: recognise, read, repair what was asked for, put signs in order, check, draft, write."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from optimiser.errors import Fault, InputFault
from optimiser.files import Mark, atomic
from optimiser.iotables.checks import check_table
from optimiser.iotables.concordance import aggregated
from optimiser.iotables.draft import Draft, draft
from optimiser.iotables.grading import Grade, Rows
from optimiser.iotables.own_columns import merged
from optimiser.iotables.readers import BY_NAME, KINDS, Kind
from optimiser.iotables.recipe import RECIPE, Options, read_recipe, recipe_text
from optimiser.iotables.repairs import repaired
from optimiser.iotables.rules import signs_in_order
from optimiser.iotables.table import NationalTable

GRADES, NOTES = "Notes on grades", "Notes on the import"


@dataclass(frozen=True)
class Imported:
    """A workbook drafted from a source, and what was found on the way."""

    table: NationalTable
    draft: Draft
    checks: tuple[Fault, ...]
    """Warnings; with faults nothing is drafted."""
    options: Options

    @property
    def tables(self) -> dict[str, Rows]:
        """The sheets, with the notes on how cells are known and on what was done."""
        found = dict(self.draft.tables)
        found[GRADES] = grade_rows(self.draft.grades)
        found[NOTES] = note_rows(self.table, self.checks)
        return found


def kind_of(path: Path, name: str = "") -> Kind:
    """The kind of a source: as it is named, else as it looks.

    Raises:
        InputFault: there is no such kind, nothing there, or nothing that is known.
    """
    if name:
        if name not in BY_NAME:
            raise InputFault.of("--as", f"there is no kind {name!r}", f"One of: {', '.join(BY_NAME)}.")
        return BY_NAME[name]
    if not path.exists():
        raise InputFault.of(str(path), "there is no such file or folder", "Check the path.")
    for each in KINDS:
        if each.recognises(path):
            return each
    remedy = "Name one of its files, or say its kind: " + ", ".join(f"--as {each.name}" for each in KINDS)
    raise InputFault.of(str(path), "it is no kind of table that is known", remedy)


def read_table(source: str | Path, kind: str = "", options: Options | None = None) -> NationalTable:
    """The national table of a source, repaired as asked, aggregated as asked, signs in order.

    Raises:
        InputFault: everything wrong with the source that no repair was asked for, as `check_table` has it.
    """
    options = options or Options()
    path = Path(source)
    found = kind_of(path, kind)
    table = repaired(signs_in_order(found.read(path, options)), options.repairs)
    checks = check_table(table)
    faults = [each for each in checks if not each.warning]
    if faults:
        raise InputFault(faults)
    if options.aggregate:
        table = signs_in_order(aggregated(table, Path(options.aggregate)))
    return replace(table, findings=checks)


def import_table(source: str | Path, kind: str = "", options: Options | None = None) -> Imported:
    """The workbook of a source, not yet written.

    Raises:
        InputFault: as `read_table`; or the user's own columns do not fit.
    """
    options = options or Options()
    path = Path(source)
    if path.name.endswith((".toml",)):
        said, kind, options = read_recipe(path)
        path = Path(said)
    table = read_table(path, kind, options)
    made = draft(table)
    if options.extra:
        made = merged(made, Path(options.extra))
    return Imported(table, made, table.findings, options)


def write_import(found: Imported, source: str | Path, output: str | Path, *, force: bool = False) -> Path:
    """Write the workbook and, beside it, the recipe by which the import can be repeated; its path is returned.

    Raises:
        OutputFault: a file is there already and is not ours, or cannot be written.
    """
    from optimiser.workbook import write_tables

    path = Path(output)
    write_tables(found.tables, path, force=force)
    recipe = path.with_name(path.stem + RECIPE)
    if Path(source).absolute() == recipe.absolute():
        return recipe  # it was made from it
    near = _relative(found.options, path.parent)
    said, kind = str(source), found.table.kind
    if said.endswith(".toml"):
        said, kind, _ = read_recipe(Path(said))
    text = recipe_text(os.path.relpath(said, path.parent), kind, near, Mark.ECONOMY.text)
    with atomic(recipe, force=force, mark=Mark.ECONOMY) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return recipe


def _relative(options: Options, folder: Path) -> Options:
    """The options with their files as seen from a folder."""
    aggregate, extra = (each and os.path.relpath(each, folder) for each in (options.aggregate, options.extra))
    return replace(options, aggregate=aggregate, extra=extra)


def grade_rows(grades: tuple[Grade, ...]) -> Rows:
    """The sheet of grades, as `read/grades.py` reads it for draws."""
    rows: Rows = [["sheet", "row", "column", "grade", "cells", "times at least", "times at most", "source"]]
    rows += [
        [each.sheet, each.row, each.column, each.known, each.cells, each.low, each.high, each.source] for each in grades
    ]
    return rows


def note_rows(table: NationalTable, checks: tuple[Fault, ...]) -> Rows:
    """What was done with the figures, and what was found."""
    residual = table.residual
    rows: Rows = [["subject", "where", "amount", "meaning"]]
    rows.append(["source", table.source, None, f"kind {table.kind}: {BY_NAME[table.kind].meaning}"])
    most = int(np.argmax(np.abs(residual))) if len(residual) else 0
    words = "greatest difference of supply and uses of a product, in the unit of the table"
    rows.append(["base year", table.products.labels[most], float(f"{residual[most]:.6g}"), words])
    for each in table.steps:
        kind = "repair, asked for" if each.asked else "rule"
        rows.append([f"{kind}: {each.name}", each.where, float(f"{each.amount:.6g}"), each.meaning])
    rows += [
        ["check", each.cell or each.sheet, each.value or None, f"{each.problem}. {each.remedy}"] for each in checks
    ]
    return rows
