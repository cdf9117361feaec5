"""What `mkdocs build` is to add to the pages that are written: the reference, and what links out of `docs/` lead to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import notebook_pages

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "optimiser"
OUTSIDE = re.compile(r"\[([^\]]*)\]\((?:\.\./)+((?:inputs|optimiser|tests|benchmarks)/[^)]*|[A-Z]+\.md)\)")
"""A link from a page to a file of the project that is no page."""


def rooms() -> list[str]:
    """The packages and modules of `optimiser`, by name."""
    packages = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    modules = [path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__")]
    return sorted(packages + modules)


def reference(room: str) -> str:
    """The page of a room: all that its docstrings say."""
    return f"# {room}\n\n::: optimiser.{room}\n    options:\n      heading_level: 2\n"


def public() -> str:
    """The page of what `import optimiser` gives: every public name where it is at home."""
    import optimiser

    parts = ["# Public names\n", "What `import optimiser` gives. All that is about an economy takes it first.\n"]
    parts += [f"::: optimiser.{name}\n    options:\n      heading_level: 2\n" for name in optimiser.__all__]
    return "\n".join(parts)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for every room and notebook, the public names, and a list of the decisions, findings and rooms."""
    from mkdocs.structure.files import File

    def add(name: str, content: str | bytes) -> None:
        files.append(File.generated(config, name, content=content))

    made = {"index": notebook_pages.gallery()}
    made |= {path.stem: notebook_pages.markdown(path) for path in notebook_pages.paths()}
    for name, (text, pictures) in made.items():
        add(f"notebooks/{name}.md", text)
        for picture, content in pictures.items():
            add(f"notebooks/{picture}", content)
    add("reference/public.md", public())

    for room in rooms():
        add(f"reference/{room}.md", reference(room))
    listed = "\n".join(f"- [`optimiser.{room}`]({room}.md)" for room in rooms())
    listed = f"- [`import optimiser`](public.md): the public names\n{listed}"
    add("reference/index.md", f"# Reference\n\nMade from the docstrings of the package.\n\n{listed}\n")
    config.nav = [_whole_folder(each, files) for each in config.nav or []]
    return files


def _whole_folder(entry: object, files: Files) -> object:
    """`{Decisions: decisions/}` with all pages of the folder in its place."""
    if not isinstance(entry, dict):
        return entry
    ((title, value),) = entry.items()
    if not isinstance(value, str):
        return entry
    return {title: sorted(each.src_uri for each in files.documentation_pages() if each.src_uri.startswith(value))}


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Links to files that are no pages become their names."""
    return OUTSIDE.sub(r"\1 (`\2`)", markdown)
