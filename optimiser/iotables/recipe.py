"""What a user says of a source beside its files: the wizard-free mapping, and the recipe by which it is repeated."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from optimiser.errors import InputFault

RECIPE = ".import.toml"
"""What the name of a recipe ends in; it stands beside the workbook."""
HEAD = "# {mark}\n# optimiser import THIS.import.toml -o OUT.xlsx makes the workbook again.\n"


@dataclass(frozen=True)
class Options:
    """What is said of a source; empty is what the kind of source says, or what the labels show."""

    title: str = ""
    year: str = ""
    unit: str = ""
    country: str = ""
    """Of several in one file, or in one system."""
    region: tuple[str, ...] = ()
    """Several of one system that are regions of one economy; `all` is every one."""
    final_use: tuple[str, ...] = ()
    """Labels of the columns of final use that are not known by their names: `NAME` or `NAME=role`."""
    imports: tuple[str, ...] = ()
    value_added: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    aggregate: str = ""
    """A concordance file."""
    extra: str = ""
    """A file of the user's own columns."""


def recipe_text(source: str, kind: str, options: Options, mark: str) -> str:
    """The recipe of an import as TOML."""
    lines = [HEAD.format(mark=mark), f"source = {_quoted(source)}", f"kind = {_quoted(kind)}"]
    for each in fields(options):
        value = getattr(options, each.name)
        if isinstance(value, str) and value:
            lines.append(f"{each.name} = {_quoted(value)}")
        elif isinstance(value, tuple) and value:
            lines.append(f"{each.name} = [{', '.join(map(_quoted, value))}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML string: backslashes, quotation marks and control characters are escaped."""
    import json

    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_recipe(path: Path) -> tuple[str, str, Options]:
    """Source, kind and options of a recipe; the source is looked for from the recipe's folder.

    Raises:
        InputFault: it is no TOML, or has a key that is not known or of another type.
    """
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputFault.of(str(path), f"the recipe cannot be read ({error})", "Check the file.") from None
    source, kind = found.pop("source", None), found.pop("kind", "")
    if not isinstance(source, str) or not isinstance(kind, str):
        raise InputFault.of(str(path), "the recipe names no source", 'Write source = "FILE".')
    known = {each.name: each.default for each in fields(Options)}
    for name, value in found.items():
        if name not in known:
            raise InputFault.of(str(path), f"the recipe has an unknown key {name!r}", f"Known: {', '.join(known)}.")
        if isinstance(known[name], str):
            right = isinstance(value, str)
        else:
            right = isinstance(value, list) and all(isinstance(each, str) for each in value)
        if not right:
            raise InputFault.of(str(path), f"{name} is of another type", "Text in quotation marks, or a list of such.")
    said: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    for name in ("aggregate", "extra"):
        if said.get(name):
            said[name] = str(path.parent / said[name])
    return str(path.parent / source), kind, Options(**said)
