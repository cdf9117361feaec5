"""The programme of a synthetic economy as a modeller would write it, one constraint at a time, in PuLP and in Pyomo."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol


class Language(Protocol):
    """A modelling language that takes constraints one by one."""

    problem: Any

    def unknown(self, name: str, keys: Sequence[Hashable], least: float | None) -> Mapping[Any, Any]: ...

    def fix(self, unknown: Any) -> None:
        """It is 0."""

    def sum_of(self, terms: Iterable[Any]) -> Any: ...

    def require(self, relation: Any) -> None: ...

    def maximise(self, goal: Any) -> None: ...


class InPulp:
    def __init__(self) -> None:
        self._pulp: Any = import_module("pulp")
        self.problem = self._pulp.LpProblem("economy", self._pulp.LpMaximize)
        self.sum_of = self._pulp.lpSum

    def unknown(self, name: str, keys: Sequence[Hashable], least: float | None) -> Mapping[Any, Any]:
        made: Mapping[Any, Any] = self._pulp.LpVariable.dicts(name, keys, least)
        return made

    def fix(self, unknown: Any) -> None:
        unknown.upBound = 0

    def require(self, relation: Any) -> None:
        self.problem += relation

    maximise = require


class InPyomo:
    def __init__(self) -> None:
        self._pyomo: Any = import_module("pyomo.environ")
        self.problem = self._pyomo.ConcreteModel()
        self.problem.rules = self._pyomo.ConstraintList()
        self.sum_of = self._pyomo.quicksum

    def unknown(self, name: str, keys: Sequence[Hashable], least: float | None) -> Mapping[Any, Any]:
        made: Mapping[Any, Any] = self._pyomo.Var(keys, bounds=(least, None))
        self.problem.add_component(name, made)
        return made

    def fix(self, unknown: Any) -> None:
        unknown.setub(0)

    def require(self, relation: Any) -> None:
        self.problem.rules.add(relation)

    def maximise(self, goal: Any) -> None:
        self.problem.goal = self._pyomo.Objective(expr=goal, sense=self._pyomo.maximize)


def data_of(economy: Any, *, lists: bool = False) -> dict[str, Any]:
    """The economy's arrays by the letters of the equations; not counted."""
    import numpy as np

    e, last = economy, economy.years.last
    given = np.zeros((len(e.products.axis), e.years.reach + 1))
    np.add.at(given, e.demand.product, e.demand.quantity)
    inherited = np.zeros_like(given)
    work = np.zeros_like(given)
    for sector, capacity, due, cost in zip(
        e.inherited.asset, e.inherited.capacity, e.inherited.due, e.inherited.cost_to_come, strict=True
    ):
        inherited[sector, due] += capacity
        work[sector] += capacity * cost
    arrays = {
        "A": e.techniques.inputs.toarray(),
        "K": e.construction.composition.toarray(),
        "labour": e.techniques.labour.toarray(),
        "productivity": e.sectors.productivity_growth,
        "basket": e.households.baskets.toarray()[:, 0],
        "floor": e.households.floor[0],
        "given": given,
        "opening": e.products.opening_stock,
        "closing": e.products.closing_stock,
        "capacity": e.assets.capacity,
        "kept": 1 - e.assets.depreciation,
        "absorbed": e.assets.absorptive_limit,
        "fall": e.sectors.fall_limit,
        "base": e.sectors.base_output,
        "inherited": inherited,
        "work": work,
        "spending": e.projects.spending,
        "cost": e.projects.cost_factor,
        "year_limit": e.projects.year_limit,
        "natural": e.pools.natural,
        "pool_growth": e.pools.growth,
        "leaving": e.transfers.limit,
        "import_price": e.trade.import_price,
        "export_price": e.trade.export_price,
        "import_limit": e.trade.import_limit,
        "export_limit": e.trade.export_limit,
        "tot": e.trade.terms_of_trade,
        "receipts": e.trade.receipts,
        "debt_limit": e.trade.debt_limit,
        "interest": e.trade.interest,
    }
    if lists:
        arrays = {name: array.tolist() for name, array in arrays.items()}
    return arrays | {
        "T": last,
        "n": len(e.products.axis),
        "gestation": e.projects.gestation.tolist(),
        "transfers": list(
            zip(e.transfers.source.tolist(), e.transfers.target.tolist(), e.transfers.lag.tolist(), strict=True)
        ),
        "traded": np.flatnonzero(np.isfinite(e.trade.import_price[:, 1])).tolist(),
        "discount": e.settings.discount_rate,
    }


def rule_by_rule(data: dict[str, Any], language: Language) -> Any:
    """The programme as a modeller would write it, one constraint at a time, zeros left out."""
    T, n = data["T"], data["n"]
    years, sectors, traded = range(1, T + 1), range(n), data["traded"]
    projects, pools, transfers = range(2 * n), range(len(data["natural"])), range(len(data["transfers"]))
    moving = sorted({pool for source, target, _ in data["transfers"] for pool in (source, target)})
    A, K, spending, gestation = (data[name] for name in ("A", "K", "spending", "gestation"))
    is_traded, inf = set(traded), float("inf")

    def unknown(name: str, *axes: Any, least: float | None = 0) -> Any:
        return language.unknown(name, [(i, t) for i in axes[0] for t in years] if axes else list(years), least)

    sum_of, require = language.sum_of, language.require
    x, s, k, Z = (unknown(name, sectors) for name in ("x", "s", "k", "Z"))
    m, e, y = unknown("m", traded), unknown("e", traded), unknown("y", projects)
    leaving, moved = unknown("leaving", transfers), unknown("moved", moving, least=None)
    C, debt = unknown("C"), unknown("debt")
    for p in projects:
        for t in years:
            if t + gestation[p] > T:
                language.fix(y[p, t])

    language.maximise(sum_of((1 + data["discount"]) ** -t * C[t] for t in years))
    for i in sectors:
        for t in years:
            supply = x[i, t] + (s[i, t - 1] if t > 1 else data["opening"][i])
            uses = (
                sum_of(A[i][j] * x[j, t] for j in sectors if A[i][j])
                + sum_of(K[i][b] * Z[b, t] for b in sectors if K[i][b])
                + data["basket"][i] * C[t]
                + s[i, t]
                + data["given"][i][t]
            )
            if i in is_traded:
                supply, uses = supply + m[i, t], uses + e[i, t]
            require(supply >= uses)
        require(s[i, T] >= data["closing"][i])
    for j in sectors:
        own = (2 * j, 2 * j + 1)
        for t in years:
            require(x[j, t] <= k[j, t])
            finished = sum_of(y[p, t - gestation[p]] for p in own if t > gestation[p])
            if t > 1:
                require(k[j, t] == data["kept"][j] * k[j, t - 1] + finished + data["inherited"][j][t])
                require(k[j, t] <= (1 + data["absorbed"][j]) * k[j, t - 1])
            else:
                there = data["capacity"][j] + data["inherited"][j][1]
                require(k[j, t] == finished + there)
                require(k[j, t] <= max((1 + data["absorbed"][j]) * data["capacity"][j], there))
            if data["fall"][j] < 1:
                before = x[j, t - 1] if t > 1 else data["base"][j]
                require(x[j, t] >= (1 - data["fall"][j]) * before)
            require(
                Z[j, t]
                == data["work"][j][t]
                + sum_of(
                    data["cost"][p] * spending[p][age] * y[p, t - age]
                    for p in own
                    for age in (0, 1)
                    if spending[p][age] and t > age
                )
            )
    for p in projects:
        for t in years:
            if data["year_limit"][p] < inf and t + gestation[p] <= T:
                require(y[p, t] <= data["year_limit"][p])
    for pool in pools:
        for t in years:
            at_work = sum_of(data["labour"][pool][j] / (1 + data["productivity"][j]) ** t * x[j, t] for j in sectors)
            require(at_work <= data["natural"][pool][t] + (moved[pool, t] if pool in moving else 0))
    for pool in moving:
        for t in years:
            before = (1 + data["pool_growth"][pool]) * moved[pool, t - 1] if t > 1 else 0
            routes = list(enumerate(data["transfers"]))
            came = sum_of(leaving[r, t - lag] for r, (_, target, lag) in routes if target == pool and t > lag)
            left = sum_of(leaving[r, t] for r, (source, _, _) in routes if source == pool)
            require(moved[pool, t] == before + came - left)
    for r in transfers:
        for t in years:
            require(leaving[r, t] <= data["leaving"][r][t])
    for t in years:
        require(C[t] >= data["floor"][t])
        service = (1 + data["interest"][t]) * debt[t - 1] if t > 1 else 0
        bought = sum_of(data["import_price"][i][t] * m[i, t] for i in traded)
        sold = sum_of(data["tot"][t] * data["export_price"][i][t] * e[i, t] for i in traded)
        require(bought + service <= sold + data["receipts"][t] + debt[t])
        require(debt[t] <= data["debt_limit"][t])
        for i in traded:
            require(m[i, t] <= data["import_limit"][i][t])
            require(e[i, t] <= data["export_limit"][i][t])
    return language.problem
