"""Capital by kind at size: 127 products by 127 kinds, 16,129 stocks that accumulate for five years, from long sheets.

    python benchmarks/kinds_of_capital.py [PRODUCTS]

A workbook whose matrices have a row for every figure is written, and in a process of its own read, validated and made
a programme; then it is solved and added up again.  CPU seconds and peak memory are measured.  Every sector makes one
product and needs some of each, standing, to make it: kind q of a sector is built of product q.  All figures are
invented.  Ends in 1 where building takes more than 60 CPU seconds, or all of it more than 1 GiB.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

MOST_SECONDS = 60.0
MOST_MEGABYTES = 1024.0
PRODUCTS = 127
SEED = 1
YEARS = 5
USED, STANDING, KEPT = 0.5, 1.5, 1.03
"""A unit of output takes so much of all products together; so much stands ready for it; stocks before the plan are
so many times what output takes."""


def sheets(products: int) -> dict[str, list[list[object]]]:
    """Sheet name to rows."""
    import numpy as np

    random = np.random.default_rng(SEED)
    codes = [f"P{number:03d}" for number in range(products)]
    weight = random.gamma(1.0, size=(products, products))
    inputs, standing = USED * weight / weight.sum(axis=0), random.gamma(1.0, size=(products, products))
    standing *= STANDING / standing.sum(axis=0)
    worn = random.uniform(0.02, 0.12, products)
    final = random.uniform(10.0, 30.0, products)
    output = np.linalg.solve(np.eye(products) - inputs - (0.03 + worn[:, None]) * standing, final)
    pairs = [(q, j) for j in range(products) for q in range(products)]

    def long(heading: tuple[str, str], figures: Any) -> list[list[object]]:
        return [[*heading, "value"], *([codes[i], codes[j], float(figures[i, j])] for i, j in pairs)]

    return {
        "Plan": [
            ["key", "value"],
            ["title", f"{products} products by {products} kinds"],
            ["stylised", "yes"],
            ["format version", 1],
            ["base year", 2000],
            ["plan years", YEARS],
            ["terminal condition", "maintain"],
        ],
        "Sectors": [
            ["code", "unit", "base output", "price"],
            *([c, "units", float(x), 1.0] for c, x in zip(codes, output, strict=True)),
        ],
        "Inputs": long(("product", "technique"), inputs),
        "Assets": [
            ["sector", "asset", "use", "capacity", "depreciation"],
            *(
                [
                    codes[j],
                    f"of {codes[q]}",
                    float(standing[q, j]),
                    float(KEPT * standing[q, j] * output[j]),
                    float(worn[q]),
                ]
                for q, j in pairs
            ),
        ],
        "Projects": [
            ["sector", "asset", "type", "gestation"],
            *([codes[j], f"of {codes[q]}", "new", 1] for q, j in pairs),
        ],
        "Construction": [
            ["product or pool", "sector or bundle", "value"],
            *([code, f"of {code}", 1.0] for code in codes),
        ],
        "Households": [["household"], ["people"]],
        "Baskets": [["product", "people"], *([code, float(each)] for code, each in zip(codes, final, strict=True))],
    }


def written(products: int, path: Path) -> None:
    """The workbook, as a stream: a matrix of figures is what another program would write."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    for name, rows in sheets(products).items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)


def measured(path: Path) -> None:
    """Read, solve and add up again; prints what it took."""
    import resource
    import time

    from optimiser import solve
    from optimiser.programme import formulate
    from optimiser.workbook import read_economy

    def peak() -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0

    began = time.process_time()
    economy = read_economy(path)
    read = time.process_time()
    programme, variables = formulate(economy)
    entries, built = programme.arrays.matrix.nnz, time.process_time()
    stocks, rows, columns = len(variables.indices.limited), programme.rows, programme.columns
    print(f"{stocks:,} stocks, {rows:,} rows, {columns:,} unknowns, {entries:,} nonzeros")
    print(f"read {read - began:.1f} s, built {built - began:.1f} s, peak {peak():.0f} MiB", flush=True)
    plan = solve(economy, "consumption")
    done = time.process_time()
    assert plan.verification is not None, plan.status
    print(f"goal {plan.objective:.6g}, worst violation {plan.verification.worst_violation:.1e}")
    print(f"solved and added up {done - built:.1f} s, peak {peak():.0f} MiB")
    print(f"{built - began:.3f} {peak():.3f}")


def main() -> int:
    if len(sys.argv) > 2 and sys.argv[1] == "--measured":
        measured(Path(sys.argv[2]))
        return 0
    products = int(sys.argv[1]) if len(sys.argv) > 1 else PRODUCTS
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kinds.xlsx"
        written(products, path)
        command = [sys.executable, __file__, "--measured", str(path)]
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    print("\n".join(said[:-1]))
    seconds, megabytes = map(float, said[-1].split())
    wanted = f"wanted: {MOST_SECONDS:.0f} s, {MOST_MEGABYTES:.0f} MiB"
    print(f"built in {seconds:.1f} CPU seconds, all in {megabytes:.0f} MiB ({wanted})")
    return int(seconds > MOST_SECONDS or megabytes > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
