"""Regions at size: 5 regions of 10 sectors, 20 of 50, each a random economy, with routes to four neighbours.

    python benchmarks/regions.py [REGIONS SECTORS]

Every good may go to the two regions before and the two after, and takes the second product of the region that sends.
CPU seconds of making it, of a plan by `consumption` (one programme) with its re-addition, and peak memory.  All figures
are random.
"""

from __future__ import annotations

import resource
import sys
import time

SIZES = ((5, 10), (20, 50))
YEARS = 5
NEIGHBOURS = 2
LEAST = 1e-9


def tiny(cell: object) -> bool:
    """Whether it is a coefficient that no workbook may hold."""
    return isinstance(cell, float) and cell < LEAST


def main() -> int:
    """One line for each size."""
    from optimiser import economy_from_tables, solve
    from optimiser.economy.random import synthetic_economy
    from optimiser.iotables.side_by_side import code_of, joined
    from optimiser.workbook import tables_of

    given = [int(each) for each in sys.argv[1:3]]
    for regions, sectors in [(given[0], given[1])] if len(given) == 2 else SIZES:
        started = time.process_time()
        names = [f"R{number:02d}" for number in range(regions)]
        parts = {}
        for seed, name in enumerate(names):
            parts[name] = tables_of(synthetic_economy(sectors, YEARS, density=0.3, seed=seed))
            parts[name]["Inputs"] = [[None if tiny(cell) else cell for cell in row] for row in parts[name]["Inputs"]]
        tables = joined(parts)
        ways = {
            (start, (start + step) % regions) for start in range(regions) for step in range(-NEIGHBOURS, NEIGHBOURS + 1)
        }
        tables["Routes"] = [
            ["from", "to", "transport", "transport per unit"],
            *([names[a], names[b], code_of("S002", names[a]), 0.05] for a, b in sorted(ways) if a != b),
        ]
        economy = economy_from_tables(tables)
        made = time.process_time()
        plan = solve(economy, "consumption")
        done = time.process_time()
        programme = plan.programme.arrays.matrix
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{regions} regions x {sectors} sectors, {len(economy.shipments.axis)} shipments, {YEARS} years:"
            f" {programme.shape[0]:,} rows, {programme.shape[1]:,} unknowns, {programme.nnz:,} nonzeros; made in"
            f" {made - started:.1f}, planned in {done - made:.1f} CPU seconds; {plan.status.value};"
            f" {memory:.0f} MiB",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
