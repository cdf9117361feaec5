"""What is peculiar to the end of a plan, and which rule asks for it: leaps, idle capacity, works for afterwards."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy, Terminal
from optimiser.language.figures import in_words
from optimiser.language.naming import asset_names, year_named
from optimiser.language.phrases import listed
from optimiser.plan.measures import Measures
from optimiser.plan.plan import Plan

LEAP = 0.1
"""Growth of output in a year that may be a leap: where it is more than twice that of any year before, too."""
LARGE = 0.5
"""Works begun in the last year are spoken of from this part of the base year's capacity on."""
IDLE = 0.5
"""Capacity that was built is spoken of where less than this part of it is used in the last year."""
SMALLER = 0.5
"""Building is spoken of where its part of final uses comes to less than this part of what it was in the first year."""
PAUSE = 0.01
"""What is less than this part of the greatest unfinished construction is none."""
AGREE = 1e-6
"""How near to what is asked of it an output is that is held there."""


def last_year_in_words(plan: Plan, m: Measures) -> list[str]:
    """What a reader of the last year would take for an accident, each with the rule that asks for it."""
    if plan.economy.years.plan < 2:
        return []
    return [*_leaps(plan, m), *_pause(plan, m), *_idle(plan, m), *_for_afterwards(plan), *_less_building(plan, m)]


def leaps(output: Floats) -> list[int]:
    """Sectors whose output leaps in the last year, the greatest first.

    x[T]/x[T-1] - 1  >  max(0.1, 2 max over t < T of x[t]/x[t-1] - 1)

    `output` is (sector, 0..T), the base year first.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = output[:, 1:] / output[:, :-1] - 1.0
    before = growth[:, :-1].max(axis=1)
    found = np.nonzero(np.isfinite(growth).all(axis=1) & (growth[:, -1] > np.maximum(LEAP, 2.0 * before)))[0]
    return [int(each) for each in found[np.argsort(-growth[found, -1], kind="stable")]]


def _leaps(plan: Plan, m: Measures) -> list[str]:
    economy, last = plan.economy, plan.economy.years.plan
    asked = {each.index: each.value for each in plan.guarantees if each.variable == "output" and each.year == last}
    earlier = {each.index for each in plan.guarantees if each.variable == "output" and each.year < last}
    held = [
        place
        for place in leaps(m.output)
        if place in asked and place not in earlier and m.output[place, -1] <= asked[place] * (1.0 + AGREE)
    ]
    if not held:
        return []
    growth = {place: m.output[place, -1] / m.output[place, -2] - 1.0 for place in held}
    by = [f"{economy.sectors.names[place].lower()} grows by {growth[place]:.0%}" for place in held]
    first, *others = by
    words = listed([f"{first} in {year_named(m.years[-1])} alone", *(each.replace(" grows", "") for each in others)], 4)
    return [
        f"The output of {words}, more than twice as fast as in any year before: it is asked for in that year, and in "
        "none before."
    ]


def _pause(plan: Plan, m: Measures) -> list[str]:
    """Why works are finished before the last year, and none that would be ready after it are begun until then."""
    last, unfinished = plan.economy.years.plan, m.unfinished_value
    if unfinished is None or not any(each.variable == "output" and each.year == last for each in plan.guarantees):
        return []
    if not unfinished[-2] < PAUSE * unfinished.max():
        return []
    return [
        f"At the end of {year_named(m.years[-2])} no works stand unfinished: what would come too late for what is "
        f"asked of output in {year_named(m.years[-1])} is not begun before that year."
    ]


def _idle(plan: Plan, m: Measures) -> list[str]:
    """Capacity that was built in the plan and is not used at its end."""
    economy = plan.economy
    assets, sectors = economy.assets, economy.sectors
    found = []
    for place, name in enumerate(asset_names(economy)):
        there, before = float(m.capacity[place, -1]), float(assets.capacity[place])
        if (
            np.isfinite(there)
            and there > before > 0.0
            and sectors.yields[assets.sector[place], economy.years.plan] > 0.0
        ):
            used = _used(plan, place) / there
            if used < IDLE:
                times = in_words(there / before)
                found.append(
                    (
                        used,
                        f"{name.lower()} ({times} times as much as in {year_named(m.years[0])}, {used:.0%} of it used)",
                    )
                )
    if not found:
        return []
    words = listed([each for _, each in sorted(found)])
    said = f"More capacity was built than is used in {year_named(m.years[-1])}: {words}."
    if _needs_a_use(plan):
        said += " What is asked of output in that year has to have a use, and works are one."
    return [said]


def _needs_a_use(plan: Plan) -> bool:
    """Whether output is asked for in the last year of which only a part may be without a use."""
    last, limit = plan.economy.years.plan, plan.economy.products.unused_limit
    asked = any(each.variable == "output" and each.year == last for each in plan.guarantees)
    return asked and bool(np.isfinite(limit).any())


def _used(plan: Plan, asset: int) -> float:
    """What the output of the last year takes of an asset, in its units."""
    economy, last = plan.economy, plan.economy.years.plan
    sector = economy.assets.sector[asset]
    own = economy.techniques.sector == sector
    taken = plan.quantities.output[own, last] * economy.techniques.capacity_use[own]
    return float(economy.assets.use[asset] * taken.sum() / economy.sectors.yields[sector, last])


def _for_afterwards(plan: Plan) -> list[str]:
    """Works begun in the last year which no limit holds."""
    economy, last = plan.economy, plan.economy.years.plan
    if economy.years.tail:
        return []
    projects, assets, names = economy.projects, economy.assets, asset_names(economy)
    begun = plan.quantities.starts[:, last]
    absorbed = np.isfinite(assets.absorptive_limit[projects.asset])
    free = np.isinf(projects.year_limit) & np.isinf(projects.total_limit) & ~absorbed
    found = []
    for place in np.nonzero(free & (begun > LARGE * assets.capacity[projects.asset]))[0]:
        asset = int(projects.asset[place])
        amount = f"{in_words(float(begun[place]))} {assets.axis.units[asset]} of {names[asset].lower()}"
        found.append(f"{amount} ({in_words(float(begun[place] / assets.capacity[asset]))} times the base year's)")
    if not found:
        return []
    return [
        f"Begun in {economy.years.label(last)}, to be finished after the plan: capacity for {listed(found)}. No limit "
        "holds what is begun in the last year and nothing is planned after it: what such works take is in the plan, "
        "whether they are needed is not."
    ]


def _less_building(plan: Plan, m: Measures) -> list[str]:
    """Why little is built at the end."""
    asked = _of_the_end(plan.economy, plan.growth_asked)
    if m.investment_share is None or not asked:
        return []
    first, end = float(m.investment_share[1]), float(m.investment_share[-1])
    if not end < SMALLER * first or _counts_capital(plan):
        return []
    return [f"Little is built at the end: {asked}, and what would be finished after the plan adds nothing to the goal."]


def _counts_capital(plan: Plan) -> bool:
    """Whether capacity, or a project begun, adds to the goal by itself."""
    blocks = (plan.programme.variable[name] for name in ("capacity", "starts"))
    return any(plan.programme.objective[each.offset : each.offset + each.size].any() for each in blocks)


def _of_the_end(economy: Economy, growth: float) -> str:
    """What is asked of the end of a plan, where that is no more than was there at its start."""
    if economy.terminal is Terminal.NONE:
        return "nothing is asked of what is left"
    if economy.terminal is Terminal.MAINTAIN or (economy.terminal is Terminal.RAY and not growth):
        return "no more capacity has to be left than there was at the start"
    return ""
