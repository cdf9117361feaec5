"""Writes `docs/validation.md`, the published results that the program reproduces:  python docs/validation.py [--check]

Every model is solved anew; no figure of ours is typed.  With `--check` nothing is written: the exit code is 1 when
the page is stale or a figure does not round to the printed one.
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

import matrix_balancing
from published_results import RESULTS, Figure, Result

PAGE = Path(__file__).resolve().parent / "validation.md"
HEAD = """# Published results

<!-- Written by `python docs/validation.py`; do not edit. -->

What the program finds for models whose answers others have published. Every figure under *ours* is of a solve made
when this page was written, with up to two digits more than the source prints; *difference* is ours less the printed
figure. The page is made and checked by one command, `python docs/validation.py [--check]`; the tests are named under
each.

Where a page number is missing the page was not seen, and it is said how the printed figure is known.
"""


def filled(text: str) -> str:
    """Prose in lines."""
    return textwrap.fill(text, 118, break_long_words=False, break_on_hyphens=False)


def decimal(value: float, digits: int) -> str:
    """A figure without a negative zero."""
    return f"{round(value, digits) + 0.0:.{digits}f}"


def line(figure: Figure) -> str:
    """A row of a result's table."""
    shown = figure.shown
    difference = "0" if round(figure.difference, shown) == 0 else f"{figure.difference:+.{shown}f}"
    return f"| {figure.what} | {figure.printed} | {decimal(figure.ours, shown)} | {difference} |"


def section(number: int, result: Result) -> str:
    """A result: source, table, note, tests."""
    tests = ", ".join(f"`{test}`" for test in result.tests)
    parts = [
        f"## {number}. {result.title}\n",
        filled(f"Source: {result.source}. Printed figures: {result.printed_how}.") + "\n",
        "| figure | printed | ours | difference |\n|---|---|---|---|",
        "\n".join(line(figure) for figure in result.figures) + "\n",
        *([filled(result.note) + "\n"] if result.note else []),
        filled(f"Tests: {tests}."),
    ]
    return "\n".join(parts) + "\n"


def beside() -> str:
    """What the program does not reproduce, and why."""
    flows = matrix_balancing.ras()
    wrong, right = matrix_balancing.least_squares(1), matrix_balancing.least_squares(-1)
    balancing = (
        "**RAS.** Miller and Blair (2009), section 7.4, GAMS model library `iobalance` (number 378). The program "
        "optimises linear goals and balances no tables, so this is done by `docs/matrix_balancing.py` with scipy. The "
        "library's objective, printed as 7.6203 in the tests of GAMSPy, is not that of RAS but of its last model, "
        f"`mRSD`: least `sum (a + a0)^2 / a0`, {wrong:.4f} here. Erratum: the sign is wrong, for the squared *sum* of "
        "old and new coefficients is no deviation; `mSD` has the same fault. With the difference, `sum (a - a0)^2 / "
        f"a0`, the least is {right:.4f}. RAS itself is the least of `sum z ln(z / z0)`, "
        f"{matrix_balancing.information(flows):.4f}; its first row of coefficients is "
        f"{', '.join(f'{one:.4f}' for one in flows[0] / matrix_balancing.OUTPUT)}. "
        "Test: `tests/test_validation.py::test_matrix_balancing`."
    )
    missing = (
        "**Execution.** Rationing with shortfalls that multiply (q^(1/(1-sigma)): .81, .64, .59049) and two fronts "
        "with materials for one belong to the carrying out of a plan, not to the plan. They are not on this page.",
        "**Growth outside the ray.** The growth factors of entries 5, 6 and 9 hold where start and end lie on the ray. "
        "From a given start over a finite horizon growth is higher, and only comes near them as the horizon grows.",
        "**Books not seen.** Figures said to be quoted from memory agree with the models as they are stated here; "
        "whether the page has a misprint is not known.",
    )
    return "\n\n".join(["## What is not reproduced", *(filled(text) for text in (balancing, *missing))]) + "\n"


def page() -> tuple[str, list[str]]:
    """The page, and the figures that do not round to what is printed."""
    results = [make() for make in RESULTS]
    wrong = [
        f"{result.title}, {figure.what}: {figure.ours!r}, printed {figure.printed}"
        for result in results
        for figure in result.figures
        if not figure.agrees
    ]
    sections = [section(number, result) for number, result in enumerate(results, 1)]
    return "\n".join([HEAD, *sections, beside()]), wrong


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is stale."""
    if arguments not in ([], ["--check"]):
        print("python docs/validation.py [--check]", file=sys.stderr)
        return 2
    text, wrong = page()
    for each in wrong:
        print(each, file=sys.stderr)
    if not arguments:
        PAGE.write_text(text, encoding="utf-8")
        return 1 if wrong else 0
    stale = not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text
    if stale:
        print(f"docs/{PAGE.name} is stale: python docs/validation.py", file=sys.stderr)
    return 1 if stale or wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
