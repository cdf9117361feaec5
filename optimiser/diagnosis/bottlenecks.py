"""What holds the targets back: shadow prices of the common share, bottleneck chains, and what would help."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.diagnosis.deadline import Clock
from optimiser.economy.economy import Economy
from optimiser.economy.flows import coefficients_of
from optimiser.language.naming import called
from optimiser.programme.constraints import Rule
from optimiser.programme.constraints.balances import material_balance
from optimiser.programme.constraints.capacity import absorptive_limit, capacity_limit
from optimiser.programme.constraints.labour import labour
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.references import RowReference, input_cell
from optimiser.programme.rows import Kind
from optimiser.programme.variables import Variables
from optimiser.solver import Session, Solution, Status

MATTERS = 1e-7
"""A gain in the common share below this is none."""


@dataclass(frozen=True)
class BindingRow:
    """A row that holds the common share."""

    reference: RowReference
    price: float
    """Share of the increments per unit of the right-hand side."""
    per_cent: float
    """Share gained by one per cent more (of the right-hand side, or of the base-year size where that is zero)."""
    from_: float
    """The shadow price holds while the right-hand side is between this ..."""
    to: float
    """... and this; infinite where there is no limit; both NaN where not known."""
    side: float
    """The right-hand side."""
    cell: str
    """The input cell."""


@dataclass(frozen=True)
class Link:
    """A link of a bottleneck chain."""

    what: str
    """`steel`, `capacity for coal`, `skilled labour` ..."""
    share_without: float
    """The common share if this alone held nobody back."""
    confirmed: bool
    """Whether a solve without it shows that it holds the share."""


def sizes(programme: LinearProgramme) -> Floats:
    """(row): the right-hand side, or what the base year has of it where that is zero."""
    arrays = programme.arrays
    side = np.where(np.isfinite(arrays.row_lower), arrays.row_lower, arrays.row_upper)
    size = np.where(np.isfinite(side), np.abs(side), 0.0)
    return np.where(size > 1e-9 * arrays.row_scale, size, arrays.row_amount)


def holding(
    programme: LinearProgramme,
    solution: Solution,
    where: list[RowReference],
    ranges: tuple[Floats, Floats] | None,
    economy: Economy,
) -> tuple[BindingRow, ...]:
    """Every row of resources, policies and capacity with a shadow price, greatest first."""
    size = sizes(programme)
    worth = solution.shadow_prices * size * 0.01
    kinds = (Kind.RESOURCE, Kind.POLICY)
    arrays = programme.arrays
    # the side that is pressed: a price above zero presses the upper one
    side = np.where(
        np.isfinite(arrays.row_lower) & ((solution.shadow_prices < 0.0) | np.isinf(arrays.row_upper)),
        arrays.row_lower,
        arrays.row_upper,
    )
    low, high = ranges if ranges else (np.full(programme.rows, np.nan), np.full(programme.rows, np.nan))
    found = []
    for row, reference in enumerate(where):
        if (reference.kind in kinds or reference.stands_for is capacity_limit) and abs(worth[row]) > MATTERS:
            price, low_, high_, side_ = (float(each[row]) for each in (solution.shadow_prices, low, high, side))
            found.append(
                BindingRow(reference, price, abs(float(worth[row])), low_, high_, side_, input_cell(economy, reference))
            )
    return tuple(sorted(found, key=lambda hold: -hold.per_cent))


def no_help(programme: LinearProgramme, solution: Solution, where: list[RowReference]) -> tuple[RowReference, ...]:
    """Resources without a shadow price in any year, a row of each: more of them alone changes nothing.

    Proof: the prices found still bound the share when rows without a price are left out.
    """
    worth = np.abs(solution.shadow_prices * sizes(programme))
    first: dict[tuple[str, ...], RowReference] = {}
    priced: dict[tuple[str, ...], float] = {}
    for row, reference in enumerate(where):
        if reference.kind is Kind.RESOURCE:
            key = (reference.rule, *reference.thing)
            first.setdefault(key, reference)
            priced[key] = max(priced.get(key, 0.0), float(worth[row]))
    return tuple(first[key] for key, most in priced.items() if most <= MATTERS)


def chains(
    session: Session,
    v: Variables,
    economy: Economy,
    solution: Solution,
    where: list[RowReference],
    starts: Ints,
    clock: Clock,
    longest: int = 6,
) -> tuple[tuple[Link, ...], ...]:
    """From each of some sectors: what holds it, what holds that, and so on; each link confirmed by a solve.

    A product is held by what its makers lack most: capacity, another product, labour or foreign exchange,
    by the value of each at shadow prices; capacity by the building materials it takes, or by how fast it
    may grow.  The walk ends where it comes back to itself or to what nobody makes.
    """
    graph = _Graph(session.programme, v, economy, solution, where)
    made = []
    checked: dict[tuple[str, str], Link] = {}
    for sector in starts:
        if clock.over:
            break
        node: tuple[str, str] | None = ("capacity", economy.sectors.axis.labels[int(sector)])
        seen: list[tuple[str, str]] = []
        while node is not None and node not in seen and len(seen) < longest:
            seen.append(node)
            node = graph.next(node)
        closing = [node] if node in seen else []
        for each in seen:
            if each not in checked:
                checked[each] = graph.confirm(session, each, solution.objective)
        made.append(tuple(checked[each] for each in seen + [each for each in closing if each]))
    return tuple(chain for chain in made if any(link.confirmed for link in chain))


class _Graph:
    """Values at shadow prices, added up over years, between products, capacities and what nobody makes."""

    def __init__(
        self, programme: LinearProgramme, v: Variables, economy: Economy, solution: Solution, where: list[RowReference]
    ) -> None:
        self.economy, self.where = economy, where
        rows: dict[tuple[str, str], list[int]] = {}
        for row, reference in enumerate(where):
            rows.setdefault((reference.rule, reference.what), []).append(row)
        self.rows = {key: np.array(members) for key, members in rows.items()}
        self.prices = np.abs(solution.shadow_prices)
        self.worth = self.prices * sizes(programme)
        self.output = solution.values[v.output.columns]
        self.work = solution.values[v.construction.columns]

    def _by_year(self, rule: Rule[...], what: str) -> Floats:
        """(year): shadow prices of a rule's rows for a code, 0 where there is none."""
        series = np.zeros(self.economy.years.last + 2)
        labels = {self.economy.years.label(year): year for year in range(len(series))}
        for row in self.rows.get((rule.name, what), ()):
            reference = self.where[row]
            if reference.year in labels:
                series[labels[reference.year]] += self.prices[row]
        return series[1:]

    def _total(self, rule: Rule[...], what: str) -> float:
        members = self.rows.get((rule.name, what))
        return float(self.worth[members].sum()) if members is not None else 0.0

    def next(self, node: tuple[str, str]) -> tuple[str, str] | None:
        """What holds a node most, or None."""
        kind, code = node
        economy = self.economy
        options: dict[tuple[str, str], float] = {}
        if kind == "product":
            product = economy.products.axis.position[code]
            makers = {int(each) for each in economy.techniques.outputs[[product]].tocoo().col}
            for maker in makers:
                label = economy.sectors.axis.labels[int(economy.techniques.sector[maker])]
                options["capacity", label] = self._total(capacity_limit, label)
            self._inputs(options, makers, exclude=code)
        elif kind == "capacity":
            sector = economy.sectors.axis.position[code]
            options["speed of building", code] = self._total(absorptive_limit, code)
            bundles = np.flatnonzero(economy.construction.capital[:, [sector]].toarray().ravel())
            for row in np.flatnonzero(economy.construction.composition[:, bundles].sum(axis=1)):
                product = int(row)
                label = economy.products.axis.labels[product]
                mix = economy.construction.composition[[product]].toarray().ravel()[bundles]
                need = mix @ self.work[bundles]
                options["product", label] = float(need @ self._by_year(material_balance, label)[: len(need)])
            own = {int(each) for each in np.flatnonzero(economy.techniques.sector == sector)}
            self._inputs(options, own, exclude=code)
        options.pop(node, None)
        best = max(options, key=lambda key: options[key], default=None)
        return best if best is not None and options[best] > MATTERS else None

    def _inputs(self, options: dict[tuple[str, str], float], makers: set[int], exclude: str) -> None:
        economy = self.economy
        for maker in makers:
            for rule, kind, axis, column in (
                (material_balance, "product", economy.products.axis, coefficients_of(economy, maker)[:, 1:]),
                (labour, "labour", economy.pools.axis, economy.techniques.labour[:, [maker]].toarray()),
            ):
                for index in np.flatnonzero(column.any(axis=1)):
                    label = axis.labels[int(index)]
                    series = self._by_year(rule, label)
                    length = min(len(series), self.output.shape[1])
                    value = float((column[index, :length] * self.output[maker, :length] * series[:length]).sum())
                    if label != exclude:
                        options[kind, label] = options.get((kind, label), 0.0) + value

    def confirm(self, session: Session, node: tuple[str, str], share: float) -> Link:
        """The share when a node's rows ask for nothing."""
        kind, code = node
        rule = {
            "product": material_balance,
            "capacity": capacity_limit,
            "labour": labour,
            "speed of building": absorptive_limit,
        }[kind]
        axis = {"product": "product", "labour": "pool"}.get(kind, "sector")
        words = {
            "product": "{}",
            "capacity": "capacity for {}",
            "labour": "{} labour",
            "speed of building": "how fast capacity for {} can grow",
        }[kind].format(called(self.economy, axis, code))
        members = self.rows.get((rule.name, code))
        if members is None:
            return Link(words, share, False)
        session.free_rows(members)
        answer = session.solve()
        session.restore_rows(members)
        if answer.status is Status.LIMIT:
            return Link(words, float("nan"), False)
        without = answer.objective if answer.optimal else float("inf")
        return Link(words, without, without > share + MATTERS)
