"""Strategies that make one sum as great as possible."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

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
from optimiser.strategies.goals import discounted_consumption
from optimiser.strategies.request import Request
from optimiser.strategies.strategy import DISCOUNTED, Told, strategy

HEAVY = "producer goods"
"""The group of sectors that `superindustrial` drives."""


@strategy(
    asks="Consumption: the greatest discounted consumption, with the workbook's condition on the end of the plan.",
    unit="index points",
    goal=DISCOUNTED,
    demand=None,
    told=Told.PLAN,
    leaves_open="Whose consumption is great: a sum over households may have its greatest value in a corner.",
)
def consumption(request: Request) -> Plan:
    """Greatest discounted consumption, with the workbook's terminal condition.

    maximise `sum_t (1+r)^-t sum_h C[h,t]`.
    """
    programme, v = formulate(request.economy)
    programme = programme.maximising(discounted_consumption(request.economy, v))
    solution = open_session(programme, request.options).solve()
    return Plan(request.economy, consumption.criterion, "", programme, v, solution)


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
    block = {each.name: each for each in v.blocks}[variable]
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

    Raises:
        InputFault: no such objective.
    """
    economy = request.economy
    programme, v = formulate(economy)
    programme = programme.maximising(weighted_sum(economy, v, economy.settings.objective_set))
    solution = open_session(programme, request.options).solve()
    return Plan(economy, weighted.criterion, "", programme, v, solution)


@strategy(
    asks="Superindustrial: the greatest output of producer goods in the last plan year, over the floors of the living "
    "standard.",
    unit="base-year outputs",
    goal="the output of producer goods in the last plan year, each branch at 1 in the base year",
    demand=None,
    told=Told.PLAN,
    leaves_open="The years before the last, and consumption above its floor.",
)
def superindustrial(request: Request) -> Plan:
    """Greatest output of producer goods in the last plan year, over the floors of the living standard.

    maximise `sum_j x[j,T] / size_j` over the sectors of the group "producer goods", `size_j` the output of the base
    year, or the capacity then where nothing was made.  Sectors that have neither are no part of the goal, and the plan
    names them.

    Raises:
        InputFault: no sector of that group, or none that has output or capacity in the base year.
    """
    economy = request.economy
    programme, v = formulate(economy)
    heavy = np.array([group.lower() == HEAVY for group in economy.sectors.group])
    if not heavy.any():
        raise InputFault.of("Sectors", f"no sector is of the group {HEAVY!r}", "Name some in the column group")
    sectors = start_of(economy).sectors
    size = np.where(sectors.base_output > 0.0, sectors.base_output, sectors.capacity)
    measured = heavy & np.isfinite(size) & (size > 0.0)
    if not measured.any():
        problem = f"no sector of the group {HEAVY!r} has output or capacity in the base year, to measure its growth by"
        raise InputFault.of("Sectors", problem, "Give the base output of one at least")
    indices = np.flatnonzero(measured[economy.techniques.sector])
    weights = 1.0 / size[economy.techniques.sector[indices]]
    year = np.array([economy.years.plan])
    goal = v.output.over(year).pick(indices).times(weights[:, None]).affine().total()
    programme = programme.maximising(goal)
    solution = open_session(programme, request.options).solve()
    new = [economy.sectors.axis.labels[index] for index in np.flatnonzero(heavy & ~measured)]
    unmeasured = f"Without output or capacity in the base year, and so no part of the goal: {listed(new)}."
    said = (unmeasured,) if new else ()
    return Plan(economy, superindustrial.criterion, "", programme, v, solution, sentences=said)


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

    No tail, no terminal condition, no closing stock, no stock norm, no limit to what is unused, and branches may be
    stopped.

    Raises:
        InputFault: no given uses.
    """
    economy = request.economy
    if not economy.demand.quantity[:, 1:].any():
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
    uses = given_uses(bare, bare.years.last)
    blocks = tuple(
        replace(block, body=block.body - supply.spread(uses), lower=block.lower - uses)
        if block.rule is material_balance
        else block
        for block in programme.blocks
    )
    programme = replace(programme, blocks=blocks).maximising(supply.over(np.array([0])).affine())
    solution = open_session(programme, request.options).solve()
    reached = solution.objective if solution.optimal else 1.0
    supplied = replace(bare, demand=replace(bare.demand, quantity=reached * bare.demand.quantity))
    sentence = f"The given uses can be {reached:.3g} times what the workbook gives them."
    return Plan(supplied, war.criterion, "", programme, v, solution, sentences=(sentence,) if solution.optimal else ())
