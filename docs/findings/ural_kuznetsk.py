"""Donbass or Ural-Kuznetsk: where iron and steel is built, by what haulage takes and how long the plan is.

python docs/findings/ural_kuznetsk.py > docs/findings/ural_kuznetsk.md
"""

from __future__ import annotations

from optimiser import Plan, read_tables, solve
from optimiser.workbook import Change
from optimiser.workbook.examples import EXAMPLES
from optimiser.workbook.examples.five_regions.figures import LONG_HAUL, RAIL

HAULS = (0.5, 1.0, 1.5, 2.0, 3.0, LONG_HAUL, 6.0, 9.0)
YEARS = (5, 8, 10)
HEAD = """# Donbass or Ural-Kuznetsk

Written by `python docs/findings/ural_kuznetsk.py > docs/findings/ural_kuznetsk.md` from the example `five_regions`,
which is stylised: every figure in it is assumed, and nothing here is evidence of what was right in 1929.

The new works of the Centre want 2.9 Mt of steel a year at the end of the plan. The strategy `weighted` with the
example's weights seeks the plan that takes the least labour, with no less consumption a head. A Mt of steel of the
Donbass takes 60,000 hands, one of the Urals 30,000, in works that are dearer by an eighth and take a year longer; what
differs most is haulage: 0.5 bn tkm a Mt in the South, and in the Urals what the first column says. The example assumes
{haul:g}.

| haulage in the Urals, bn tkm a Mt | {heads} |
|---|{rules}|"""
TAIL = """
Steel capacity begun in the plan, Mt: in Ukraine / in the Urals and Siberia. In brackets the steel of the Urals in the
last plan year, Mt; 0.9 Mt are made there in the base year.

What comes out: with haulage as assumed nothing is built in the Urals. Of the hauls tried, they are built at
{five:g} bn tkm a Mt or less in a plan of five years, at {eight:g} or less in one of eight and at {ten:g} or less in one
of ten, and more of them the longer the plan: the hands that are saved have to pay for the dearer works first. The Urals
lie farther from the Centre, too (1.8 against 0.8 thousand km), which costs a bn tkm a Mt.
"""


def planned(haul: float, years: int) -> Plan:
    """The plan of least labour, with other haulage in the Urals and another length."""
    changes = [Change("Inputs", RAIL[0], "STL S", "set", haul), Change("Plan", "plan years", "value", "set", years)]
    return solve(read_tables(EXAMPLES["five_regions"](), changes=changes).economy)


def begun(plan: Plan, sector: str) -> float:
    """Capacity of a sector that is begun in the years of the plan."""
    projects, last = plan.economy.projects, plan.economy.years.plan
    own = [place for place, code in enumerate(projects.axis.columns["sector"]) if code == sector]
    return float(plan.quantities.starts[own, 1 : last + 1].sum())


def main() -> None:
    """The table, and up to what haulage the Urals are built."""
    heads = " | ".join(f"{years} years" for years in YEARS)
    print(HEAD.format(haul=LONG_HAUL, heads=heads, rules="|".join("---" for _ in YEARS)))
    most = dict.fromkeys(YEARS, 0.0)
    for haul in HAULS:
        cells = []
        for years in YEARS:
            plan = planned(haul, years)
            place = plan.economy.sectors.axis.position["STL S"]
            south, east = begun(plan, "STL U"), begun(plan, "STL S")
            most[years] = haul if east > 0.005 else most[years]
            cells.append(f"{south:.2f} / {east:.2f} ({plan.output_by_sector()[place, years]:.2f})")
        print(f"| {haul:g} | {' | '.join(cells)} |")
    print(TAIL.rstrip().format(five=most[5], eight=most[8], ten=most[10]))


if __name__ == "__main__":
    main()
