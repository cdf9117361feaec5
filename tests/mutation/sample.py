"""Keeps a random sample of the mutants in a session of cosmic-ray, of those inside functions.

    python tests/mutation/sample.py SESSION.sqlite COUNT [SEED]

What is left out before the sample is drawn: the words and figures of `@rule(...)`, which reports and diagnosis show,
constants of modules, annotations, and the `|` of types.
"""

from __future__ import annotations

import ast
import random
import sqlite3
import sys
from pathlib import Path


def bodies(path: str) -> set[int]:
    """The lines of a module that are inside a function, its signature and its docstring left out."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            first = node.body[1:] if ast.get_docstring(node) else node.body
            for statement in first:
                lines.update(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
    return lines


def main(session: str, count: str, seed: str = "0") -> None:
    """Leave `count` mutants in a session that has been initialised and not yet run."""
    with sqlite3.connect(session) as store:
        found = store.execute(
            "SELECT job_id, module_path, operator_name, start_pos_row, start_pos_col FROM mutation_specs"
        ).fetchall()
        inside = {path: bodies(path) for path in {spec[1] for spec in found}}
        chosen = sorted(
            (path, row, column, name, job)
            for job, path, name, row, column in found
            if row in inside[path] and "BitOr" not in name
        )
        kept = {job for *_, job in random.Random(int(seed)).sample(chosen, min(int(count), len(chosen)))}
        for job, *_ in found:
            if job not in kept:
                store.execute("DELETE FROM mutation_specs WHERE job_id = ?", (job,))
                store.execute("DELETE FROM work_items WHERE job_id = ?", (job,))
    print(f"{len(kept)} of {len(chosen)} mutants inside functions ({len(found)} in all)")


if __name__ == "__main__":
    main(*sys.argv[1:])
