"""Runs the tests that are about the function in which the working tree differs from the last commit.

cosmic-ray runs this for every mutant.  Of the tests of the rules and the re-addition, which take a rule each, those
that bear the function's name are enough to kill most mutants of it; where none bears it all of them are run.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

FAST = ("tests/programme/test_rules.py", "tests/plan/test_verification.py", "tests/readdition")


def changed_functions() -> set[str]:
    """The innermost functions in which a line is not that of the last commit."""
    command = ["git", "diff", "-U0", "--no-color", "HEAD", "--", "optimiser"]
    names: set[str] = set()
    path = ""
    for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
        if line.startswith("+++ b/"):
            path = line.removeprefix("+++ b/")
        elif found := re.match(r"@@ -\S+ \+(\d+)", line):
            names |= _around(path, int(found[1]))
    return names


def _around(path: str, line: int) -> set[str]:
    tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    around = [node for node in functions if node.lineno <= line <= (node.end_lineno or line)]
    return {max(around, key=lambda node: node.lineno).name} if around else set()


def main() -> int:
    """The exit code of the tests."""
    import pytest

    named = [name for name in sorted(changed_functions()) if not name.startswith("_")]
    quiet = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider"]
    chosen = " or ".join(
        (*named, "test_rules", "test_verification", "with_every_rule", "under_each_condition", "by_hand")
    )
    first = pytest.main([*quiet, *FAST, *(["-k", chosen] if named else [])])
    return int(first)


if __name__ == "__main__":
    sys.exit(main())
