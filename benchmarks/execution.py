"""Speed and memory of carrying plans out: repetitions of ten sectors and of fifty-six, CPU seconds and peak memory.

python benchmarks/execution.py
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
WANTED = {"ten sectors": 10.0, "56 sectors": 60.0}
"""CPU seconds for 1,000 repetitions of a demand far beyond what can be had."""

MORE_MEMORY = 1.5
"""Ten times the repetitions may take this much memory."""


def carry_out(case: str, repetitions: int) -> tuple[float, float]:
    """CPU seconds and peak memory (MiB) of this process, which has done nothing else."""
    from optimiser import read_workbook
    from optimiser.economy.random import synthetic_economy
    from optimiser.execution import Draws, demands, execute
    from optimiser.strategies import Request

    if case == "ten sectors":
        economy = read_workbook(ROOT / "inputs" / "first_five_year_plan.xlsx").economy
    else:
        economy = synthetic_economy(56, 5, tail=2, seed=1)
    told = demands(Request(economy), ["maximum"])["maximum"]
    began = time.process_time()
    execute(economy, told, economy.behaviour, Draws(1, repetitions))
    return time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(case: str, repetitions: int) -> tuple[float, float]:
    """The same in a process of its own."""
    command = [sys.executable, __file__, case, str(repetitions)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()[-2:]
    return float(seconds), float(memory)


def main() -> int:
    """Print what is measured; 1 where something wanted is not reached."""
    reached = True
    for case, wanted in WANTED.items():
        seconds, memory = measured(case, 1000)
        more_seconds, more_memory = measured(case, 10_000)
        reached = reached and seconds <= wanted and more_memory <= MORE_MEMORY * memory
        print(f"{case}, 1,000 repetitions: {seconds:.2f} CPU s (wanted {wanted:g}), {memory:.0f} MiB")
        print(f"{case}, 10,000 repetitions: {more_seconds:.2f} CPU s, {more_memory:.0f} MiB", flush=True)
    return 0 if reached else 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(*carry_out(sys.argv[1], int(sys.argv[2])))
    else:
        sys.exit(main())
