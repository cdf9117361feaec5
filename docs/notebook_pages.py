"""The notebooks of `docs/notebooks/`:  python docs/notebook_pages.py [--check]

Runs each from its first cell to its last, without a network, and writes it with what came out; with `--check` nothing
is written: the notebooks that say something else than what is stored are named, and the exit code is 1 when there are
any.  Needs the extra `notebooks`.  `mkdocs build` makes pages of them, and a gallery.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).resolve().parent / "notebooks"
PICTURE = "image/png"
LARGEST = 500_000
"""Bytes of a notebook with what came out."""


class NotebookFault(Exception):
    """A notebook fails, warns, names a place of this machine, or is too large."""


def paths() -> list[Path]:
    """All notebooks, in the order in which they are best read."""
    return sorted(NOTEBOOKS.glob("*.ipynb"))


def executed(path: Path) -> str:
    """A notebook with what comes out when it is run, and nothing of when, where or how often.

    Raises:
        NotebookFault: a cell fails or warns, or what comes out names a place of this machine or is too large.
    """
    import matplotlib.font_manager  # noqa: F401  its cache is made here, and not in a cell that would say so
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from traitlets.config import Config

    notebook = nbformat.read(path, as_version=4)
    # sockets in a folder: the kernel is reached without a network
    config = Config({"KernelManager": {"transport": "ipc"}})
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
        config=config,
    )
    with tempfile.TemporaryDirectory(prefix="kernel") as folder:
        client.create_kernel_manager().connection_file = f"{folder}/kernel.json"
        try:
            client.execute()
        except CellExecutionError as fault:
            raise NotebookFault(f"{path.name}: {fault}") from fault
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for number, cell in enumerate(notebook.cells):
        cell["id"], cell.metadata = f"cell-{number}", {}
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                raise NotebookFault(f"{path.name}, cell {number} warns: {output['text']}")
    text = f"{nbformat.writes(notebook, indent=1)}\n"
    for private in (str(NOTEBOOKS.parent.parent), str(Path.home()), tempfile.gettempdir()):
        if re.search(rf"{re.escape(private)}\b", text):
            raise NotebookFault(f"{path.name} names {private}")
    if len(text) > LARGEST:
        raise NotebookFault(f"{path.name} has {len(text):,} bytes, and {LARGEST:,} are allowed")
    return text


def without_pictures(text: str) -> object:
    """What a notebook holds but for pictures, whose bytes depend on how letters are drawn."""
    import nbformat

    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if PICTURE in output.get("data", {}):
                output["data"][PICTURE] = ""
    return notebook


def markdown(path: Path) -> tuple[str, dict[str, bytes]]:
    """A notebook as a page, and its pictures by file name."""
    from nbconvert import MarkdownExporter

    name = path.stem
    text, resources = MarkdownExporter().from_filename(str(path), resources={"output_files_dir": f"{name}_files"})
    return text, dict(resources["outputs"])


def gallery() -> tuple[str, dict[str, bytes]]:
    """A page that shows what is in which notebook, with the first picture of each."""
    parts, pictures = ["# Examples in Python\n", "Notebooks that have been run: what stands there came out.\n"], {}
    for path in paths():
        title, about = _beginning(path)
        parts.append(f"## [{title}]({path.stem}.md)\n\n{about}\n")
        picture = next(_pictures(path), None)
        if picture is not None:
            pictures[f"{path.stem}.png"] = picture
            parts.append(f"[![{title}]({path.stem}.png)]({path.stem}.md)\n")
    return "\n".join(parts), pictures


def _beginning(path: Path) -> tuple[str, str]:
    """Title and first paragraph."""
    import nbformat

    first = str(nbformat.read(path, as_version=4).cells[0].source)
    title, _, rest = first.partition("\n\n")
    return title.removeprefix("# "), rest.split("\n\n")[0]


def _pictures(path: Path) -> Iterator[bytes]:
    import base64

    import nbformat

    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", ()):
            data: dict[str, Any] = output.get("data", {})
            if PICTURE in data:
                yield base64.b64decode(data[PICTURE])


def main(arguments: list[str]) -> int:
    """Run the notebooks and write them, or with `--check` name those that say something else."""
    if arguments not in ([], ["--check"]):
        print("python docs/notebook_pages.py [--check]", file=sys.stderr)
        return 2
    stale = []
    for path in paths():
        found, stored = executed(path), path.read_text(encoding="utf-8")
        if without_pictures(found) == without_pictures(stored):
            continue
        stale.append(path)
        if not arguments:
            path.write_text(found, encoding="utf-8")
    for path in stale:
        words = "is stale: python docs/notebook_pages.py" if arguments else "is written"
        print(f"docs/notebooks/{path.name} {words}", file=sys.stderr)
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
