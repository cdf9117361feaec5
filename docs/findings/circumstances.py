"""Growth, shares and years needed under several circumstances, and how they move with what is least known.

python docs/findings/circumstances.py > docs/findings/circumstances.md
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from optimiser.economy import Economy
from optimiser.solver import Bases, SolverOptions
from optimiser.strategies import STRATEGIES, Request
from optimiser.strategies.tribute import tribute_sweep
from optimiser.strategies.years_needed import LONGEST
from optimiser.workbook import Change, parse_change, read_economy

WORKBOOK = Path(__file__).parents[2] / "inputs" / "first_five_year_plan.xlsx"
SETS = ("minimum industry", "optimal industry", "minimum", "optimal")
SCENARIOS = (None, "favourable", "unfavourable", "more army", "dearer grain", "doubled tribute")
UNSURE: tuple[tuple[str, Sequence[str]], ...] = (
    ("as given", ()),
    ("absorptive limits x 0.8", ("Capacity!*!absorptive limit=*0.8",)),
    ("absorptive limits x 1.2", ("Capacity!*!absorptive limit=*1.2",)),
    ("capital costs x 0.8", ("Construction!*!*=*0.8",)),
    ("capital costs x 1.2", ("Construction!*!*=*1.2",)),
    ("a reserve of 3 % of output", ("Plan!reserve!value=0.03",)),
    ("nothing to come of inherited cost", ("Under construction!*|*!cost to come=0",)),
)
BASES = Bases()


def changes(texts: Sequence[str]) -> list[Change]:
    """`Sheet!row!column=value`; a value `*0.8` multiplies."""
    made = []
    for text in texts:
        left, _, value = text.partition("=")
        if value.startswith("*"):
            sheet, row, column = left.split("!")
            made.append(Change(sheet, row, column, "multiply", float(value[1:])))
        else:
            made.append(parse_change(text))
    return made


def row(name: str, economy: Economy) -> str:
    """Growth, and for each target set its share and years."""
    options = SolverOptions(bases=BASES)
    growth = STRATEGIES["balanced"](Request(economy, "optimal", options)).growth_rate
    cells = [name, f"{growth:.2%}" if growth is not None else "none"]
    for chosen in SETS:
        share = STRATEGIES["proportional"](Request(economy, chosen, options)).share
        years = years_of(economy, chosen, options)
        cells.append(f"{share:.3f}, {years}" if share is not None else f"none, {years}")
    return "| " + " | ".join(cells) + " |"


def years_of(economy: Economy, chosen: str, options: SolverOptions) -> str:
    """The smallest number of plan years in which all of a set can be had in common."""
    for years in range(economy.years.plan, LONGEST + 1):
        share = STRATEGIES["proportional"](Request(economy.with_plan_years(years), chosen, options)).share
        if share is not None and share >= 1.0 - 1e-9:
            return str(years) if years > economy.years.plan else f"{years} or fewer"
    return f"over {LONGEST}"


def table(rows: Sequence[str]) -> str:
    """Rows under their heads."""
    heads = " | ".join(f"{chosen}: share, years" for chosen in SETS)
    return "\n".join([f"| | growth a year | {heads} |", "|---" * (2 + len(SETS)) + "|", *rows])


def main() -> None:
    """All tables."""
    read = {name or "base": read_economy(WORKBOOK, scenario=name) for name in SCENARIOS}
    print("# What circumstances do to the plan (stylised)\n")
    print("Made by `python docs/findings/circumstances.py > docs/findings/circumstances.md`. The coefficients are")
    print("stylised: the tables show what the data imply, not what history proved. *Growth* is the greatest common")
    print("growth of the consumption of town and village (`balanced`, stage 1). *Share* is the largest common share of")
    print("the increments that a target set asks for (`proportional`), *years* the smallest number of plan years in")
    print("which the whole set is feasible. The plan has five.\n")
    print(table([row(name, economy) for name, economy in read.items()]))
    print("\n## How sure that is\n")
    print("The same for the base case, with what is least known moved by a fifth, and with a planned reserve.\n")
    print(table([row(name, read_economy(WORKBOOK, changes=changes(texts))) for name, texts in UNSURE]))
    print("\n## What the end of the plan does\n")
    print("The workbook asks that what is left behind has grown with the rest (`ray`). Where nothing is asked the last")
    print("years stop building, and the growth found is overstated. Here any part of a product may be left without a")
    print(
        "use: a last year that builds nothing has none for producer goods, whose branches may not shrink that fast.\n"
    )
    print("| terminal condition | years after the plan | growth a year |\n|---|---|---|")
    for terminal, tail in (*((name, 0) for name in ("none", "maintain", "ray")), *(("tail", n) for n in (2, 3, 5, 8))):
        texts = [f"Plan!terminal condition!value={terminal}", f"Plan!tail years!value={tail}"]
        texts.append("Sectors!*!unused limit=unlimited")
        economy = read_economy(WORKBOOK, changes=changes(texts))
        growth = STRATEGIES["balanced"](Request(economy, "optimal")).growth_rate
        rate = "none" if growth is None else f"{growth:.2%}"
        print(f"| {terminal} | {tail} | {rate} |")
    print("\n## The tribute, swept\n")
    print("Terms of trade, tax and coerced share are given, never unknowns: one programme each. Shares are those of")
    print("`minimum industry`. Coercion costs a fifth of the harvest where the whole quota is taken.\n")
    print("| terms of trade | tax | coerced share | growth a year | share |\n|---|---|---|---|---|")
    request = Request(read["base"], "minimum industry")
    for each in tribute_sweep(request, terms=(0.9, 1.0, 1.1), tax=(0.0, 1.0, 2.0), coerced=(0.0, 0.1, 0.2)):
        rate = "none" if each.growth_rate is None else f"{each.growth_rate:.2%}"
        share = "none" if each.share is None else f"{each.share:.3f}"
        print(f"| x {each.terms:g} | x {each.tax:g} | {each.coerced:g} | {rate} | {share} |")


if __name__ == "__main__":
    main()
