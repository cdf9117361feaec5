"""The programme of a synthetic economy as a modeller would write it in cvxpy and in linopy, which take whole arrays."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import scipy.sparse as sp


def _common(data: dict[str, Any]) -> dict[str, Any]:
    """What both languages need beside the data: axes, incidences, limits by plan year."""
    n, T, projects = data["n"], data["T"], 2 * data["n"]
    pools, routes = len(data["natural"]), data["transfers"]
    moving = sorted({pool for source, target, _ in routes for pool in (source, target)})
    gestation = np.array(data["gestation"])
    own = np.zeros((n, projects))
    own[np.arange(projects) // 2, np.arange(projects)] = 1.0
    late = np.arange(1, T + 1)[None, :] + gestation[:, None] > T
    most = np.where(late, 0.0, data["year_limit"][:, None])
    there = data["capacity"] + data["inherited"][:, 1]
    return {
        "n": n,
        "T": T,
        "years": np.arange(1, T + 1),
        "moving": moving,
        "routes": routes,
        "pools": pools,
        "gestation": gestation,
        "own": own,
        "most_begun": most,
        "there": there,
        "first_limit": np.maximum((1.0 + data["absorbed"]) * data["capacity"], there),
        "falling": np.flatnonzero(data["fall"] < 1.0),
        "output_a_worker": (1.0 + data["productivity"])[:, None] ** np.arange(1, T + 1)[None, :],
        "discounted": (1.0 + data["discount"]) ** -np.arange(1, T + 1, dtype=float),
    }


def in_cvxpy(data: dict[str, Any]) -> Any:
    """Matrices of unknowns, a column a year; `y @ eye(T, k=lag)` is y that many years ago."""
    cp: Any = import_module("cvxpy")
    d = data | _common(data)
    n, T, traded = d["n"], d["T"], d["traded"]
    plan = slice(1, T + 1)
    x, s, k, Z = (cp.Variable((n, T), nonneg=True) for _ in range(4))
    m, e = (cp.Variable((len(traded), T), nonneg=True) for _ in range(2))
    y = cp.Variable((2 * n, T), nonneg=True)
    leaving, moved = cp.Variable((len(d["routes"]), T), nonneg=True), cp.Variable((len(d["moving"]), T))
    C, debt = cp.Variable(T, nonneg=True), cp.Variable(T, nonneg=True)

    def ago(unknown: Any, lag: int) -> Any:
        return unknown @ sp.csr_array(np.eye(T, k=lag))

    def sparse(matrix: Any) -> Any:
        return sp.csr_array(matrix)

    at_home = sparse(np.eye(n)[:, traded])
    in_year_1 = np.eye(1, T)
    finished = sum(sparse(d["own"] * (d["gestation"] == lag)) @ ago(y, int(lag)) for lag in np.unique(d["gestation"]))
    spent = sum(sparse(d["own"] * d["cost"] * d["spending"][:, age]) @ ago(y, age) for age in (0, 1))
    kept, grown = sparse(np.diag(d["kept"])), sparse(np.diag(1.0 + d["absorbed"]))
    growing = sparse(np.diag(1.0 + d["pool_growth"][d["moving"]]))
    left, came = np.zeros((2, len(d["moving"]), len(d["routes"])))
    for r, (source, _, _) in enumerate(d["routes"]):
        left[d["moving"].index(source), r] = 1.0
    arrived = 0.0
    for r, (_, target, lag) in enumerate(d["routes"]):
        came[:, r] = np.eye(len(d["moving"]))[d["moving"].index(target)]
        arrived = arrived + sparse(came * (np.arange(len(d["routes"])) == r)) @ ago(leaving, lag)
    stock_before = ago(s, 1) + d["opening"][:, None] @ in_year_1
    rules = [
        x + stock_before + at_home @ m
        >= sparse(d["A"]) @ x + sparse(d["K"]) @ Z + cp.outer(d["basket"], C) + s + d["given"][:, plan] + at_home @ e,
        s[:, T - 1] >= d["closing"],
        x <= k,
        k == kept @ ago(k, 1) + finished + d["inherited"][:, plan] + d["capacity"][:, None] @ in_year_1,
        k <= grown @ ago(k, 1) + d["first_limit"][:, None] @ in_year_1,
        d["work"][:, plan] + spent == Z,
        sparse(d["labour"]) @ cp.multiply(1.0 / d["output_a_worker"], x)
        <= d["natural"][:, plan] + sparse(np.eye(d["pools"])[:, d["moving"]]) @ moved,
        moved == growing @ ago(moved, 1) + arrived - sparse(left) @ leaving,
        leaving <= d["leaving"][:, plan],
        d["floor"][plan] <= C,
        cp.sum(cp.multiply(d["import_price"][traded, plan], m), axis=0)
        + cp.multiply(1.0 + d["interest"][plan], debt @ np.eye(T, k=1))
        <= cp.sum(cp.multiply((d["tot"] * d["export_price"])[traded, plan], e), axis=0) + d["receipts"][plan] + debt,
        debt <= d["debt_limit"][plan],
        m <= d["import_limit"][traded, plan],
        e <= d["export_limit"][traded, plan],
    ]
    if len(d["falling"]):
        rest = (1.0 - d["fall"][d["falling"]])[:, None]
        before = ago(x, 1)[d["falling"]] + d["base"][d["falling"], None] @ in_year_1
        rules.append(x[d["falling"]] >= cp.multiply(np.broadcast_to(rest, (len(rest), T)), before))
    limited = np.isfinite(d["most_begun"])
    if limited.any():
        rules.append(cp.multiply(limited, y) <= np.where(limited, d["most_begun"], 0.0))
    return cp.Problem(cp.Maximize(d["discounted"] @ C), rules)


def in_linopy(data: dict[str, Any]) -> Any:
    """Arrays of unknowns with named axes; `y.shift(year=lag)` is y that many years ago."""
    linopy: Any = import_module("linopy")
    xr: Any = import_module("xarray")
    d = data | _common(data)
    T, traded = d["T"], d["traded"]
    model = linopy.Model()
    places: dict[str, Any] = {name: np.arange(d["n"]) for name in ("product", "sector")}
    places |= {"project": np.arange(2 * d["n"]), "good": np.array(traded), "year": d["years"]}
    places |= {"pool": np.arange(d["pools"]), "moving": np.array(d["moving"]), "route": np.arange(len(d["routes"]))}

    def known(values: Any, *axes: str) -> Any:
        return xr.DataArray(np.asarray(values, dtype=float), coords={a: places[a] for a in axes}, dims=axes)

    def by_year(name: str, *axes: str) -> Any:
        return known(d[name][..., 1 : T + 1], *axes, "year")

    def unknown(name: str, *axes: str, least: float = 0.0, most: Any = np.inf) -> Any:
        coords = {a: places[a] for a in axes}
        return model.add_variables(lower=least, upper=most, coords=coords, dims=axes, name=name)

    def ago(unknown: Any, lag: int) -> Any:
        return (1 * unknown).shift(year=lag)

    x, k, Z = (unknown(name, "sector", "year") for name in ("x", "k", "Z"))
    s, C = unknown("s", "product", "year"), unknown("C", "year", most=np.inf)
    limits = {name: known(d[name][traded][:, 1 : T + 1], "good", "year") for name in ("import_limit", "export_limit")}
    m = unknown("m", "good", "year", most=limits["import_limit"])
    e = unknown("e", "good", "year", most=limits["export_limit"])
    y = unknown("y", "project", "year", most=known(d["most_begun"], "project", "year"))
    leaving = unknown("leaving", "route", "year", most=by_year("leaving", "route"))
    moved = unknown("moved", "moving", "year", least=-np.inf)
    debt = unknown("debt", "year", most=by_year("debt_limit"))
    first = known(np.eye(1, T)[0], "year")
    balanced = (
        (known(np.eye(d["n"]) - d["A"], "product", "sector") * x).sum("sector")
        + ago(s, 1)
        - s
        + (known(np.eye(d["n"])[:, traded], "product", "good") * (m - e)).sum("good")
        - (known(d["K"], "product", "sector") * Z).sum("sector")
        - known(d["basket"], "product") * C
    )
    model.add_constraints(balanced >= by_year("given", "product") - known(d["opening"], "product") * first)
    model.add_constraints(s.sel(year=T) >= known(d["closing"], "product"))
    model.add_constraints(x - k <= 0)
    before = known(d["kept"], "sector") * ago(k, 1)
    for lag in np.unique(d["gestation"]):
        whose = known(d["own"] * (d["gestation"] == lag), "sector", "project")
        before = before + (whose * ago(y, int(lag))).sum("project")
    model.add_constraints(k - before == by_year("inherited", "sector") + known(d["capacity"], "sector") * first)
    grown = known(1.0 + d["absorbed"], "sector") * ago(k, 1)
    model.add_constraints(k - grown <= known(d["first_limit"], "sector") * first)
    kept = known(np.where(d["fall"] < 1.0, 1.0 - d["fall"], 0.0), "sector")
    model.add_constraints(x - kept * ago(x, 1) >= kept * known(d["base"], "sector") * first)
    spent = [
        (known(d["own"] * d["cost"] * d["spending"][:, age], "sector", "project") * ago(y, age)).sum("project")
        for age in (0, 1)
    ]
    model.add_constraints(Z - spent[0] - spent[1] == by_year("work", "sector"))
    hands = known(d["labour"], "pool", "sector") / known(d["output_a_worker"], "sector", "year")
    places_of = known(np.eye(d["pools"])[:, d["moving"]], "pool", "moving")
    at_work = (hands * x).sum("sector") - (places_of * moved).sum("moving")
    model.add_constraints(at_work <= by_year("natural", "pool"))
    change = moved - known(1.0 + d["pool_growth"][d["moving"]], "moving") * ago(moved, 1)
    for r, (source, target, lag) in enumerate(d["routes"]):
        route, joins = (np.arange(len(d["routes"])) == r), np.array(d["moving"])
        change = change + (known(np.outer(joins == source, route), "moving", "route") * leaving).sum("route")
        change = change - (known(np.outer(joins == target, route), "moving", "route") * ago(leaving, lag)).sum("route")
    model.add_constraints(change == 0)
    model.add_constraints(by_year("floor") <= C)
    buys = known(d["import_price"][traded][:, 1 : T + 1], "good", "year")
    sells = known((d["tot"] * d["export_price"])[traded][:, 1 : T + 1], "good", "year")
    service = (1.0 + by_year("interest")) * ago(debt, 1)
    model.add_constraints((buys * m).sum("good") - (sells * e).sum("good") + service - debt <= by_year("receipts"))
    model.add_objective((known(d["discounted"], "year") * C).sum(), sense="max")
    return model
