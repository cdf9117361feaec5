"""Proofs in fractions on economies with a planted fault: how many add up exactly, and how long that takes.

Each economy is made at random and can be carried out until too few people are left in a pool, or a target is put out
of reach.  The multipliers of the programme's least violation are made exact, and the sums are taken again in fractions.

    python benchmarks/proofs.py [--economies 1000] [--sectors 6] [--years 3]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace

import numpy as np

from optimiser.diagnosis.proof import polyhedron_of
from optimiser.diagnosis.question import question
from optimiser.economy.economy import Economy
from optimiser.economy.random import synthetic_economy
from optimiser.solver.exact import refuted
from optimiser.solver.violation import least_violation
from optimiser.strategies import Request


def planted(sectors: int, years: int, seed: int) -> Economy:
    economy = synthetic_economy(sectors, years, target_growth=0.02, seed=seed)
    if seed % 2:
        natural = np.array(economy.pools.natural)
        natural[seed % len(natural), years] *= 0.7
        return replace(economy, pools=replace(economy.pools, natural=natural))
    value = np.array(economy.targets.value)
    value[seed % len(value)] *= 4.0
    return replace(economy, targets=replace(economy.targets, value=value))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--economies", type=int, default=1000)
    parser.add_argument("--sectors", type=int, default=6)
    parser.add_argument("--years", type=int, default=3)
    given = parser.parse_args()
    exact, seconds, longest, failed = 0, 0.0, 0, []
    for seed in range(given.economies):
        asked = question(Request(planted(given.sectors, given.years, seed), "growth"), "targets").programme
        arrays, polyhedron = asked.arrays, polyhedron_of(asked)
        rows, columns = arrays.row_scale, arrays.column_scale
        multipliers = least_violation(
            arrays.scaled,
            arrays.row_lower / rows,
            arrays.row_upper / rows,
            arrays.lower / columns,
            arrays.upper / columns,
            seconds=60.0,
        )
        began = time.process_time()
        found = None if multipliers is None else refuted(polyhedron, multipliers / rows)
        seconds += time.process_time() - began
        if found is not None and found.bound < 0:
            exact += 1
            longest = max(longest, *(len(str(each)) for each in found.multipliers.values()))
        else:
            failed.append(seed)
    print(f"{exact} of {given.economies} contradictions are exact in fractions; {seconds:.1f} CPU s for the fractions;")
    print(f"the longest multiplier has {longest:,} signs{f'; not exact: seeds {failed[:20]}' if failed else ''}")


if __name__ == "__main__":
    main()
