"""The words, tables and chart of `docs/benchmarks.md`, from what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from written.figures import FIGURES
from written.ways import INTERIOR_BEYOND, OURS, WAYS

Results = Mapping[str, Any]
Size = tuple[int, int]

CHART = "benchmarks.svg"
SAME = 1e-6

BEGUN = """\
<!-- Written by `python benchmarks/page.py`; do not edit. -->

# Benchmarks

What plans cost to make: beside the same programme written in other modelling languages, and beside what is wanted.
Seconds are CPU seconds on one thread and depend on the machine, so read the ratios. Everything is measured by one
command, each figure in a process of its own, in synthetic (random) economies in which 60 per cent of the input matrix
is filled, unless something else is said:

```
python benchmarks/page.py --peers PYTHON --long
```

`PYTHON` is one that has PuLP, linopy, Pyomo and cvxpy; what is not there is left out with the reason. `--long` measures
what takes minutes too, and the folder of `PLAN_OPTIMISER_DATA` is where the table of the United States is looked for.

Measured on {date}: {words}.
"""

WAYS_BEGUN = """\
## The same programme in five ways

The greatest discounted consumption of one economy, by this project's rules and written by hand as each language would
have it: rule by rule in PuLP and Pyomo, in arrays in cvxpy and linopy (`benchmarks/written`). All are solved by the
same HiGHS, by simplex up to {beyond:,} rows and columns and by the interior-point method beyond, which this project
chooses by itself and the others are told. All goals agree to {same:.0e}, or the command ends in 1. *Build* is until the
programme is written, *solve* hands it over and solves it; imports are not counted. The peak is that of the whole
process with its libraries, and of the economy it is written from.

| sectors x years | way | build, s | solve, s | total, s | times this project's | peak, MiB |
|---|---|---|---|---|---|---|"""

WAYS_ENDED = """
HiGHS {solver}, {versions}.

![CPU seconds against sectors and against years, in five ways]({chart})

At 200 sectors solving takes nearly all of the time in most of these ways, so that there is little left to gain by
writing a programme faster. What plans gain here they gain by solving fewer programmes, and those from the last answer
on, which a modelling language does not do by itself.
"""

FIGURES_BEGUN = """\
## What is wanted, and what is reached

*Before* was measured on another day, with the versions before decision [23](decisions/023-ladder-in-few-solves.md) and,
of reports and maxima, before the last change to them: read it as a size. A figure is measured alone by
`python benchmarks/page.py --figure NAME`.

| work | before | wanted | now | name |
|---|---|---|---|---|"""

PAPER_BEGUN = """
## On paper: beyond a machine's memory or anybody's patience

One programme takes {double:.1f} times as long with twice the sectors (200 to 400, five years) and {triple:.1f} times as
long with three times the years (56 sectors), as measured above: exponents of {by_sectors:.1f} and {by_years:.1f}; of a
dense factor the first would be 3. A plan by strategy `balanced` takes three to four times one programme. Carried on
from 400 sectors, with all the doubt there is in that:

| economy, 60 per cent filled | nonzeros | arrays, GiB | one programme on one thread |
|---|---|---|---|"""

PAPER_ENDED = """
9,800 rows are those of a multi-regional table such as EXIOBASE (49 regions of 200 products). Arrays take 12 bytes a
nonzero; this project, HiGHS and its presolve hold several copies, so that memory is five to ten times as much, and the
factor of the interior-point method comes on top: for every year half of the square of the rows, 8 bytes each. So 4,000
products over 15 years fit into a large machine, but not into a day. A real table of that size is filled to a few per
cent only, and the time falls with that as long as the factor stays sparse: one programme of the table of the
United States, 402x5, takes 7 s.

Engines that are there, and what they would carry:

- **PDLP on a graphics processor** (cuOpt, which PuLP 4 lists among its solvers). A step is two products of the matrix
  with a vector and needs no factor: {entries:,.0f} million nonzeros read twice are some milliseconds where memory gives
  a terabyte or more a second, and ten to a hundred thousand steps are minutes. Not tried for want of such a processor.
  On an ordinary one OR-tools' PDLP took 14.5 s where interior point took 2.3 (200x5, on another day), and HiGHS's came
  to no verdict, off by 1.5e-4. Plans are added up again to 1e-9 here, so that a crossover would have to follow, whose
  cost is not known. It is the way to one huge programme and an answer of four digits.
- **Dask for many scenarios.** Batches run on any executor of `concurrent.futures` already, on a cluster's too
  ([many scenarios](batch.md)). Beside its work a run costs 5 ms, so that programmes of a tenth of a second keep twenty
  processors at work, and those of ten seconds two thousand. No single plan becomes quicker by it.
- **Two-level planning** (Kornai and Liptak, *Two-level planning*, Econometrica 33, 1965). A centre divides among
  regions what they share, each answers with its shadow prices, and the centre divides anew. Regions are solved apart,
  each from its last answer on, on as many machines as there are regions if need be.

The last was tried: `benchmarks/two_level.py` divides foreign exchange among regions that lend each other some, by
cutting planes, on one executor a region. It finds what one programme of all regions finds, and prints

```
{two_levels}
```

On one processor nothing is gained: where regions share little the factor of one programme falls apart into theirs by
itself, and takes little more than they do one by one. What is gained is a processor for each, and memory: no machine
has to hold all of them. No command of this program takes that way, as no workbook has regions that would need it.
"""

TWO_LEVELS = "two levels"


def key(way: str, size: Size) -> str:
    return f"{way} {size[0]}x{size[1]}"


def total(found: Mapping[str, Any]) -> float:
    return float(found["build"] + found["solve"])


def page(results: Results, sizes: list[Size]) -> str:
    lines = [BEGUN.format(**results["machine"]), *_ways(results, sizes), *_figures(results), *_on_paper(results)]
    return "\n".join(lines).rstrip() + "\n"


def _ways(results: Results, sizes: list[Size]) -> Iterator[str]:
    yield WAYS_BEGUN.format(beyond=INTERIOR_BEYOND, same=SAME)
    versions, solver = dict[str, str](), ""
    for size in sizes:
        own = results.get(key(OURS, size), {})
        for way in WAYS:
            found = results.get(key(way, size), {"skipped": "not measured"})
            begun = f"| {size[0]}x{size[1]} | {way} "
            if "skipped" in found:
                yield f"{begun}| left out: {found['skipped']} | | | | |"
                continue
            times = f"{total(found) / total(own):.1f}" if "build" in own else ""
            spent = f"{found['build']:.3f} | {found['solve']:.2f} | {total(found):.2f}"
            yield f"{begun}| {spent} | {times} | {found['peak']:.0f} |"
            solver = found["highspy"]
            versions |= {way: found["version"]} if way != OURS else {}
    words = ", ".join(f"{way} {version}" for way, version in versions.items())
    yield WAYS_ENDED.format(solver=solver, versions=words or "no other language", chart=CHART)


def _figures(results: Results) -> Iterator[str]:
    yield FIGURES_BEGUN
    for name, figure in FIGURES.items():
        found = results.get(f"figure {name}", {})
        now = f"not measured: {found.get('skipped', 'not asked for')}"
        if "value" in found:
            now = f"**{_number(found['value'])}**"
        yield f"| {figure.what}, {figure.unit} | {figure.before} | {figure.wanted} | {now} | `{name}` |"
    for words, was, wanted, ratio in _growth(results):
        now = "not measured" if math.isnan(ratio) else f"**{_number(ratio)}**"
        yield f"| {words}, times | {was} | {wanted} | {now} | from lines above |"


def _number(value: float) -> str:
    return f"{value:.2g}" if value < 10.0 else f"{value:.0f}"


def _growth(results: Results) -> Iterator[tuple[str, str, str, float]]:
    def value(size: str) -> float:
        return float(results.get(f"figure balanced-{size}", {}).get("value", math.nan))

    yield "`balanced`, twice the sectors (200 to 400)", "11", "6", value("400x5") / value("200x5")
    yield "`balanced`, three times the years (56 sectors, 5 to 15)", "31", "8", value("56x15") / value("56x5")


def _on_paper(results: Results) -> Iterator[str]:
    small, large, long, short = (
        results.get(key(OURS, size), {}).get("solve", math.nan) for size in ((200, 5), (400, 5), (56, 15), (56, 5))
    )
    by_sectors, by_years = math.log2(large / small), math.log(long / short) / math.log(3)
    if math.isnan(by_sectors + by_years):
        return
    yield PAPER_BEGUN.format(double=large / small, triple=long / short, by_sectors=by_sectors, by_years=by_years)
    for sectors, years in ((4_000, 5), (4_000, 15), (9_800, 5), (9_800, 15)):
        hours = large * (sectors / 400) ** by_sectors * (years / 5) ** by_years / 3600
        entries = _nonzeros(sectors, years)
        words = f"{hours * 3600:.0f} s" if hours < 0.1 else f"{hours:.0f} hours"
        words = f"{hours / 24:.0f} days" if hours > 100.0 else words
        name = f"{sectors:,} products x {years} years"
        yield f"| {name} | {entries / 1e6:,.1f} million | {entries * 12 / 2**30:.2f} | {words} |"
    yield PAPER_ENDED.format(
        entries=_nonzeros(4_000, 15) / 1e6, two_levels=results.get(TWO_LEVELS, {}).get("printed", "not measured")
    )


def _nonzeros(sectors: int, years: int) -> float:
    """Of inputs, which are nearly all of them: 60 per cent of a square a year, and a tenth for everything else."""
    return 0.6 * 1.1 * sectors * sectors * years


def draw(results: Results, sizes: list[Size], path: Path) -> None:
    """CPU seconds against sectors (five years) and against years (56 sectors), all axes logarithmic."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Drawing

    colours = dict(zip(WAYS, ("#1F4E79", "#C0504D", "#4F8A3C", "#E08E0B", "#6F4E9C"), strict=True))
    with mpl.rc_context({"svg.hashsalt": "benchmarks", "font.size": 9}):
        drawing = Drawing(figsize=(8.6, 3.6), layout="constrained")
        panels = drawing.subplots(1, 2, sharey=True)
        for axes, place, fixed, words in zip(
            panels, (0, 1), (5, 56), ("sectors, five years", "years, 56 sectors"), strict=True
        ):
            chosen = sorted(size for size in sizes if size[1 - place] == fixed)
            for way, colour in colours.items():
                known = [size for size in chosen if "build" in results.get(key(way, size), {})]
                across = [size[place] for size in known]
                spent = [total(results[key(way, size)]) for size in known]
                axes.plot(across, spent, "o-", color=colour, label=way, linewidth=2.0 if way == OURS else 1.0)
            axes.set(xscale="log", yscale="log", xlabel=words)
            axes.set_xticks([size[place] for size in chosen], [str(size[place]) for size in chosen])
            axes.minorticks_off()
            axes.grid(alpha=0.3)
        panels[0].set_ylabel("CPU seconds, built and solved")
        panels[0].legend(frameon=False)
        drawing.savefig(path, metadata={"Date": None, "Creator": None})
