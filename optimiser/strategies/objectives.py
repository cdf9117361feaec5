"""Strategies that make one sum as great as possible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimiser.arrays import Bools, Floats
from optimiser.economy.begun import start_of
from optimiser.economy.economy import Economy, Terminal
from optimiser.economy.flows import given_uses
from optimiser.errors import InputFault
from optimiser.language.phrases import listed
from optimiser.plan.plan import Plan
from optimiser.programme import formulate
from optimiser.programme.constraints.balances import material_balance
from optimiser.programme.derived import employment
from optimiser.programme.expressions import Affine
from optimiser.programme.rows import SCALAR
from optimiser.programme.variables import Variables
from optimiser.solver import open_session
from optimiser.strategies.counted_consumption import counted_consumption, with_utility
from optimiser.strategies.request import Request
from optimiser.strategies.strategy import Told, strategy


@strategy(
    asks="Consumption: the greatest discounted consumption, counted by people and by what a further point is worth to "
    "them, with the workbook's condition on the end of the plan.",
    unit="index points",
    goal="the discounted utility of consumption, each household counted by its people, each piece by its slope",
    demand=None,
    told=Told.PLAN,
    leaves_open="Who lives better within one piece of the utility, where a point is worth the same to all who are on "
    "it; and what is built beyond the condition on the end.",
)
def consumption(request: Request) -> Plan:
    """Greatest discounted utility of consumption, counted by people, with the workbook's terminal condition.

        maximise  sum_t (1+r)^-t sum_h w[h] mouths[h,t] u(C[h,t] / mouths[h,t]),    w[h] = people[h] / mean people

        u(c)  =  sum_k slope_k (min(c, b_k) - b_(k-1))  over the pieces that c reaches

    u is concave and piecewise linear, b and the slopes are `utility breakpoints` and `utility slopes` of the sheet
    `Plan`: of C[h,t] the part z[h,k,t] lies on piece k (`consumption_in_pieces`), and the goal is
    `sum_t (1+r)^-t sum_h w[h] sum_k slope_k z[h,k,t]`.  A sum of indices alone has its greatest value in a corner,
    where one household lives at its floor so that another lives better by a little more.  Neutral are no breakpoints
    with one slope of 1, and `people` of 1 each: the goal is then `sum_t (1+r)^-t sum_h C[h,t]`, every household's
    index counting alike.  `mouths` are those with nobody moved, whoever moves in the plan.
    """
    economy = request.economy
    programme, v = formulate(economy)
    programme = with_utility(programme, economy, v)
    solution = open_session(programme, request.options).solve()
    promised = counted_consumption(economy, programme, solution)
    return Plan(economy, consumption.criterion, "", programme, v, solution, guarantees=promised)


def weighted_sum(economy: Economy, v: Variables, objective_set: str) -> Affine:
    """The weighted sum of a set of the sheet `Objective`.

    Raises:
        InputFault: no such set, or a quantity that the programme does not have.
    """
    objectives = economy.objectives
    known = sorted(set(objectives.set))
    if objective_set not in known and not (objective_set == "" and len(known) == 1):
        names = ", ".join(known) or "none: the workbook has no sheet Objective"
        raise InputFault.of("Objective", f"there is no objective {objective_set!r}", f"Choose one of: {names}")
    objective_set = objective_set or known[0]
    at_work = employment(economy, v)
    goal = Affine.zero((1, 1))
    for name, variable, code, year, weight in zip(
        objectives.set, objectives.variable, objectives.code, objectives.year.tolist(), objectives.weight, strict=True
    ):
        if name == objective_set:
            goal += _quantity(economy, v, at_work, variable, code, year).times(np.array(weight))
    return goal


def _quantity(economy: Economy, v: Variables, at_work: Affine, variable: str, code: str, year: int) -> Affine:
    if variable == "employment":
        row = economy.pools.axis.position[code] * at_work.shape[1] + year - 1
        return at_work.row(row)
    block = {each.name: each for each in v.blocks}["output" if variable == "activity" else variable]
    if variable == "output":
        indices = np.flatnonzero(economy.techniques.sector == economy.sectors.axis.position[code])
    elif variable == "starts" and code not in block.entity.position:
        indices = np.flatnonzero([sector == code for sector in block.entity.columns["sector"]])
    elif variable == "debt":
        indices = np.arange(len(block.entity))
    else:
        indices = np.array([block.entity.position[code]] if code in block.entity.position else [], np.int64)
    if not len(indices):
        raise InputFault.of(
            "Objective", f"{variable} of {code} is no unknown of the programme", "Leave it out, or give the data"
        )
    return block.over(np.array([year])).pick(indices).affine().total()


@strategy(
    asks="Weighted: the weighted sum of the sheet Objective, as great as possible.",
    unit="units of the goal",
    goal="the weighted sum of the sheet Objective",
    demand=None,
    told=Told.PLAN,
    leaves_open="Everything that has no weight.",
)
def weighted(request: Request) -> Plan:
    """The weighted sum of the sheet `Objective`, as great as possible.

        maximise  sum_t sum_q w[q,t] q[t]

    q are the quantities that the sheet gives a weight: output of a sector, activity of a technique (a plant, a process,
    a shipment), capacity, projects begun and so on.  A cost is a negative weight, so that of several ways to do what
    has to be done the cheapest is taken.

    Raises:
        InputFault: no such objective.
    """
    economy = request.economy
    programme, v = formulate(economy)
    programme = programme.maximising(weighted_sum(economy, v, economy.settings.objective_set))
    solution = open_session(programme, request.options).solve()
    return Plan(economy, weighted.criterion, "", programme, v, solution)


@strategy(
    asks="Superindustrial: the greatest output of heavy industry in all plan years, and the greatest capacity for it "
    "that the plan leaves, over the floors of the living standard.",
    unit="base-year outputs",
    goal="heavy industry's output in all plan years and capacity after them, each branch at 1 in the base year",
    demand=None,
    told=Told.PLAN,
    leaves_open="Consumption above its floor, and every branch that heavy industry does not need.",
)
def superindustrial(request: Request) -> Plan:
    """Greatest path of heavy industry, and the capital that it leaves, over the floors of the living standard.

        maximise  sum_j (sum_(t=1..T) x[j,t] + k[j,T+1]) / size_j

    j are the sectors of the group that the key `heavy industry` of the sheet `Plan` names, `size_j` their output of
    the base year, or the capacity then where nothing was made: every year of the plan counts alike, and the capacity
    at the start of the year after it as one year more.  `k[j,T+1]` is part of the goal where the sector has a
    capacity that is planned so far: with a tail, where the end is compared with the start, and under `static`.  Sectors
    that have neither output nor capacity in the base year are no part of the goal, and the plan names them.

    Raises:
        InputFault: no sector of that group, or none that has output or capacity in the base year.
    """
    economy = request.economy
    programme, v = formulate(economy)
    group, heavy = economy.settings.heavy_industry, economy.heavy_industry
    if not heavy.any():
        raise InputFault.of("Sectors", f"no sector is of the group {group!r}", "Name some in the column group")
    sectors, assets = start_of(economy).sectors, start_of(economy).assets
    size = np.where(sectors.base_output > 0.0, sectors.base_output, assets.supported(assets.capacity))
    measured = heavy & np.isfinite(size) & (size > 0.0)
    if not measured.any():
        problem = f"no sector of the group {group!r} has output or capacity in the base year, to measure its growth by"
        raise InputFault.of("Sectors", problem, "Give the base output of one at least")
    programme = programme.maximising(_path(economy, v, measured, size))
    solution = open_session(programme, request.options).solve()
    new = [economy.sectors.axis.labels[index] for index in np.flatnonzero(heavy & ~measured)]
    unmeasured = f"Without output or capacity in the base year, and so no part of the goal: {listed(new)}."
    said = (unmeasured,) if new else ()
    return Plan(economy, superindustrial.criterion, "", programme, v, solution, sentences=said)


def _path(economy: Economy, v: Variables, chosen: Bools, size: Floats) -> Affine:
    """Output of the chosen sectors in all plan years, and their capacity after them, each over its size.

    Where a sector has several kinds of asset that limit it, the mean of them is counted.
    """
    plan, sector, assets = economy.years.plan, economy.techniques.sector, economy.assets
    counted = v.indices.limited[assets.use[v.indices.limited] > 0.0]
    kinds = np.bincount(assets.sector[counted], minlength=len(size))
    counted = counted[chosen[assets.sector[counted]]]
    whole = kinds[assets.sector[counted]] * assets.use[counted] * size[assets.sector[counted]]
    techniques, limited = np.flatnonzero(chosen[sector]), v.indices.limited_of_asset[counted]
    output = v.output.over(np.arange(1, plan + 1)).pick(techniques).times(1.0 / size[sector[techniques]][:, None])
    capacity = v.capacity.over(np.array([plan + 1])).pick(limited).times(1.0 / whole[:, None])
    return output.affine().total() + capacity.affine().total()


@strategy(
    asks="War: the greatest supply of the given uses (army, administration) over subsistence. Capital may be eaten.",
    unit="times",
    goal="the given uses, as a multiple of what the workbook gives them",
    demand=None,
    told=Told.PLAN,
    leaves_open="Consumption above its floor, and what is left of capital.",
)
def war(request: Request) -> Plan:
    """Greatest supply of the given uses (army, administration) over subsistence; capital may be eaten.

        maximise a   subject to   every given use  >=  a times what the workbook gives it

    Sources from outside the plan, which are negative uses, and the base year stay what they are.  No tail, no terminal
    condition, no closing stock, no stock norm, no limit to what is unused, and branches may be stopped.

    Raises:
        InputFault: no given uses.
    """
    economy = request.economy
    if not (economy.demand.quantity[:, 1:] > 0.0).any():
        raise InputFault.of("Demand", "the strategy war needs given uses, and there are none", "Add a sheet Demand")
    bare = replace(
        economy,
        terminal=Terminal.NONE,
        years=replace(economy.years, tail=0),
        products=replace(
            economy.products,
            closing_stock=np.zeros_like(economy.products.closing_stock),
            stock_norm=np.zeros_like(economy.products.stock_norm),
            unused_limit=np.full_like(economy.products.unused_limit, np.inf),
        ),
        sectors=replace(economy.sectors, fall_limit=np.ones_like(economy.sectors.fall_limit)),
    )
    programme, v = formulate(bare)
    programme = programme.with_variable("supply", SCALAR, meaning="given uses, relative to what the workbook gives")
    supply = programme.variables[-1]
    quantity = bare.demand.quantity
    uses = given_uses(replace(bare, demand=replace(bare.demand, quantity=np.maximum(quantity, 0.0))), bare.years.last)
    blocks = tuple(
        replace(block, body=block.body - supply.spread(uses), lower=block.lower - uses)
        if block.rule is material_balance
        else block
        for block in programme.blocks
    )
    programme = replace(programme, blocks=blocks).maximising(supply.over(np.array([0])).affine())
    solution = open_session(programme, request.options).solve()
    reached = solution.objective if solution.optimal else 1.0
    scaled = np.where(quantity > 0.0, reached * quantity, quantity)
    scaled[:, 0] = quantity[:, 0]
    supplied = replace(bare, demand=replace(bare.demand, quantity=scaled))
    sentence = f"The given uses can be {reached:.3g} times what the workbook gives them."
    return Plan(supplied, war.criterion, "", programme, v, solution, sentences=(sentence,) if solution.optimal else ())
