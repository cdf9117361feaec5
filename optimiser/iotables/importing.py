"""From a source to a workbook: recognise, read, repair what was asked for, put signs in order, check, draft, write."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np

from optimiser.errors import Fault, InputFault
from optimiser.files import NOTHING, Mark, Output, atomic, check_outputs
from optimiser.iotables.checks import check_table
from optimiser.iotables.concordance import aggregated
from optimiser.iotables.draft import Draft, draft
from optimiser.iotables.grading import Grade, Rows
from optimiser.iotables.own_columns import merged
from optimiser.iotables.readers import BY_NAME, KINDS, Kind
from optimiser.iotables.recipe import RECIPE, Options, read_recipe, recipe_text
from optimiser.iotables.regions import Regions, draft_of_regions
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
        InputFault: there is no such kind, nothing there, nothing that is known, or not what it is named.
    """
    if name and name not in BY_NAME:
        raise InputFault.of("--as", f"there is no kind {name!r}", f"One of: {', '.join(BY_NAME)}.")
    if not path.exists():
        raise InputFault.of(str(path), "there is no such file or folder", "Check the path.")
    if name:
        asked = BY_NAME[name]
        if not asked.recognises(path):
            remedy = f"Leave --as out, or give what {name} is: {asked.meaning}"
            raise InputFault.of(str(path), f"it is no table of the kind {name}", remedy)
        return asked
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
        table = aggregated(table, Path(options.aggregate))  # sums of what is not negative are not negative
    return replace(table, findings=checks)


def read_regions(source: str | Path, kind: str = "", options: Options | None = None) -> Regions:
    """The regions of a source that are asked for, signs in order.

    Raises:
        InputFault: the kind has one country; a country, an aggregation or a repair is asked for beside them; or
            everything wrong with all of them as one economy.
    """
    options = options or Options()
    path = Path(source)
    read = kind_of(path, kind)
    if read.read_regions is None:
        problem = f"a table of the kind {read.name} has one region"
        raise InputFault.of("--region", problem, "Leave it out, or give a folder that pymrio has saved.")
    others = {"--country": options.country, "--aggregate": options.aggregate, "--repair": options.repairs}
    if also := [name for name, given in others.items() if given]:
        raise InputFault.of("--region", f"does not go with {also[0]}", "Leave one of them out.")
    found = read.read_regions(path, options)
    whole = signs_in_order(found.whole)
    checks = check_table(whole)
    faults = [each for each in checks if not each.warning]
    if faults:
        raise InputFault(faults)
    tables = {name: signs_in_order(table) for name, table in found.of_region.items()}
    return replace(found, whole=replace(whole, findings=checks), of_region=tables)


def import_table(source: str | Path, kind: str = "", options: Options | None = None) -> Imported:
    """The workbook of a source, not yet written; of a recipe what is given beside it wins over what it says.

    Raises:
        InputFault: as `read_table`; or the user's own columns do not fit.
    """
    path, kind, options = _resolved(source, kind, options or Options())
    if options.region:
        found = read_regions(path, kind, options)
        table, made = found.whole, draft_of_regions(found)
    else:
        table = read_table(path, kind, options)
        made = draft(table)
    if options.extra:
        made = merged(made, Path(options.extra))
    return Imported(table, made, table.findings, options)


def _is_recipe(source: str | Path) -> bool:
    return Path(source).suffix == ".toml"


def _resolved(source: str | Path, kind: str, options: Options) -> tuple[Path, str, Options]:
    """The table itself, its kind and the options: those that are given, else those of the recipe where it is one."""
    if not _is_recipe(source):
        return Path(source), kind, options
    said, its_kind, recipe = read_recipe(Path(source))
    given = {each.name: value for each in fields(Options) if (value := getattr(options, each.name))}
    return Path(said), kind or its_kind, replace(recipe, **given)


def check_import(
    source: str | Path, output: str | Path, kind: str = "", options: Options | None = None, *, force: bool = False
) -> Path | None:
    """Refuse, before anything is read, to write over an input or a file of the user's; the recipe's path is returned.

    It is None where the source is that recipe and says all that is asked for: it stays as it is.

    Raises:
        InputFault: the source is a recipe that cannot be read.
        OutputFault: as `check_outputs`, for the workbook and for the recipe beside it.
    """
    path, asked, wanted = _resolved(source, kind, options or Options())
    recipe = _recipe_of(output)
    stays = False
    if _is_recipe(source) and recipe.exists() and recipe.samefile(source):
        _, said, written = _resolved(source, "", Options())
        stays = wanted == written and (asked == said or not said)
    replaces = Mark.ECONOMY.kin if force else NOTHING
    outputs = [Output(Path(output), Mark.ECONOMY, replaces=replaces)]
    outputs += [Output(recipe, Mark.ECONOMY, (".toml",), replaces)] * (not stays)
    check_outputs(outputs, [each for each in (source, path, wanted.aggregate, wanted.extra) if str(each)])
    return None if stays else recipe


def _recipe_of(output: str | Path) -> Path:
    """The recipe of a workbook: beside it, and of its name."""
    return Path(output).with_name(Path(output).stem + RECIPE)


def write_import(found: Imported, source: str | Path, output: str | Path, *, force: bool = False) -> Path:
    """Write the workbook and, beside it, the recipe by which the import can be repeated; its path is returned.

    Raises:
        OutputFault: as `check_import`, before anything is written; or the disk will not have it.
    """
    from optimiser.workbook import write_tables

    path = Path(output)
    recipe = check_import(source, path, found.table.kind, found.options, force=force)
    write_tables(found.tables, path, force=force)
    if recipe is None:
        return _recipe_of(path)  # it was made from it
    said, kind, _ = _resolved(source, found.table.kind, Options())
    text = recipe_text(
        os.path.relpath(said, path.parent), kind, _relative(found.options, path.parent), Mark.ECONOMY.text
    )
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
