"""The economy: what a workbook says, frozen, typed, every array with its axes and unit.

Absent data is a neutral value: zero, or infinity for a limit.  Nothing here depends on a strategy or on
a solver.  Sparse matrices are `scipy.sparse.csr_array`; years are the last axis of every yearly array,
index 0 being the base year (see `Years`).
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from optimiser.arrays import Axis, Bools, Floats, Ints, Sparse
from optimiser.economy.assets import Assets as Assets
from optimiser.economy.assortments import Assortments
from optimiser.economy.basket_paths import BasketPaths
from optimiser.economy.begun import Begun
from optimiser.economy.behaviour import Behaviour
from optimiser.economy.freezing import freeze, in_order
from optimiser.economy.input_paths import InputPaths
from optimiser.economy.money import Money, Wages
from optimiser.economy.origin import Origin
from optimiser.economy.people import Households as Households
from optimiser.economy.people import Pools as Pools
from optimiser.economy.people import Transfers as Transfers
from optimiser.economy.planner import Settings
from optimiser.economy.regions import Routes, Shipments, no_routes, no_shipments
from optimiser.economy.relaxation import PlausibleRelaxation
from optimiser.economy.years import Years
from optimiser.shown import Shown, brief


class Terminal(StrEnum):
    """What is asked of the end of the plan, so that it does not eat its own future.

    NONE asks nothing.  MAINTAIN: capacity, unfinished construction and output in hand at the end are not
    below those at the start; of stocks the closing stock is asked, as everywhere.  RAY: the same, and the
    opening stocks, times `(1+g)^T` with `g` the growth that the strategy finds.  TAIL solves T+H years and
    reports T.  STATIC: output after the plan, less the planned reserve, covers `d + A x`, with `d` the given
    uses and the base-year living standard of the year after the plan.  A project that would be finished after
    the last year N is not begun, unless the end is compared with the start (MAINTAIN, RAY).
    """

    NONE = "none"
    MAINTAIN = "maintain"
    RAY = "ray"
    TAIL = "tail"
    STATIC = "static"


@dataclass(frozen=True, eq=False)
class Products:
    """What is balanced.  Axis: product; the unit of each is on the axis."""

    axis: Axis
    names: tuple[str, ...]
    price: Floats
    """Money units per unit, for values in reports and for goods that reach the village; 0 not valued."""
    storable: Bools
    opening_stock: Floats
    """Units, at the start of the first plan year."""
    closing_stock: Floats
    """Units, least stock at the end of the last year."""
    stock_norm: Floats
    """Least stock at the end of a year, as a share of the product's output in it."""
    reserve: Floats
    """eps: (product, year), share of output planned to be held back."""
    unused_limit: Floats
    """Greatest part of a year's output that nobody may use, a share; infinity is no limit."""
    marketed_share: Floats
    """Part of the farm's output of a by-product that counts as given by the village, beside the farm product."""
    stock_loss: Floats
    """lambda: part of the stock at the start of a year that is lost in it, a share."""
    greatest_stock: Floats
    """Units, most that can be in stock at the end of a year; infinity is no limit."""
    fuel_value: Floats
    """Heat content of a unit, in the unit of fuel of `Settings`; 0 is no carrier of energy."""
    good: tuple[str, ...]
    """What it is, in whatever region."""
    region: tuple[str, ...]
    """Where it is; empty: it is not said, or there is one region."""
    freight: Floats
    """Units of freight that a unit is on a route; 0 does not travel with all others."""


@dataclass(frozen=True, eq=False)
class Sectors:
    """Who produces and owns capacity (`Assets`), then who ships.  Axis: sector, in units of output and of capacity."""

    axis: Axis
    names: tuple[str, ...]
    group: tuple[str, ...]
    """producer goods, consumer goods, agriculture, services, or any other word."""
    base_output: Floats
    """x[0], units a year."""
    output_in_hand: Floats
    """Output of the first plan year whose inputs were spent in the base year; sectors with an input lag."""
    fall_limit: Floats
    """phi: greatest yearly fall of output, a share; 1 is no limit."""
    productivity_growth: Floats
    """pi: yearly growth of output per worker, a share."""
    yields: Floats
    """(sector, year): output per unit of capacity; 1 in a normal year."""
    region: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Techniques:
    """Ways to produce.  Axis: technique, in units of the sector's output.  One a sector unless stated."""

    axis: Axis
    sector: Ints
    """(technique): index of its sector on the sector axis."""
    capacity_use: Floats
    """kappa: units of the sector's capacity that a unit of output takes."""
    lag: Ints
    """0: inputs and output in one year; 1: this year's inputs make next year's output."""
    import_need: Floats
    """Foreign exchange for imports that have no home product, per unit of output."""
    inputs: Sparse
    """a: (product, technique), product units per unit of output, but for those of `Economy.input_paths`."""
    outputs: Sparse
    """g: (product, technique), product units per unit of output; a unit matrix by default."""
    labour: Sparse
    """l: (pool, technique), persons (pool units) per unit of output a year, at base-year productivity."""


@dataclass(frozen=True, eq=False)
class Construction:
    """What new capacity takes: `composition @ capital` is product units per unit of an asset.

    A bundle is a kind of building work.  By default every sector's capacity has its own; assets with a common
    composition share one, so that a dense product x asset matrix is not made of it.
    """

    bundles: Axis
    composition: Sparse
    """(product, bundle): product units per unit of the bundle."""
    capital: Sparse
    """(bundle, asset): units of the bundle per unit of the new asset."""
    labour: Sparse
    """(pool, bundle): persons a year per unit of the bundle."""


@dataclass(frozen=True, eq=False)
class Projects:
    """Ways to come by capacity: giants, extensions, repairs.  Axis: project (columns sector, type; asset too
    where there are further kinds of it), in units of the asset.
    """

    axis: Axis
    asset: Ints
    """(project): index of what it adds to, on the asset axis."""
    gestation: Ints
    """L: years from the start to the first use; 0 gives capacity in the year of the start."""
    spending: Floats
    """phi: (project, longest gestation), share of the inputs spent 0, 1, ... years after the start."""
    cost_factor: Floats
    """Cost relative to new capacity by the `Construction` coefficients."""
    year_limit: Floats
    """Capacity started a year, at most; infinity is no limit."""
    total_limit: Floats
    """Capacity started over the whole plan, at most; for repairs, what stands idle."""
    repairs: Floats
    """Idle capacity that a unit begun takes up: 1 for repairs, 0 for all else."""
    import_need: Floats
    """Foreign exchange for machines that have no home product, per unit of capacity begun, spent as `spending` says."""


@dataclass(frozen=True, eq=False)
class Inherited:
    """Construction begun before the plan.  Axis: one entry a project, in workbook order."""

    asset: Ints
    """Index of what it adds to, on the asset axis."""
    capacity: Floats
    """Units of the asset."""
    due: Ints
    """The year (1, 2, ...) from whose start it can be used."""
    cost_to_come: Floats
    """(entry, year): share of the cost of new capacity still to be spent in each year."""


@dataclass(frozen=True, eq=False)
class Demand:
    """Given final uses.  Axis: use (columns product, use)."""

    axis: Axis
    product: Ints
    quantity: Floats
    """d: (use, year), product units a year; negative: a source outside the plan (stock drawn down, net imports)."""


@dataclass(frozen=True, eq=False)
class ExportSteps:
    """Amounts from which on exports sell for less.  Axis: step (columns product, step), a product's in rising order."""

    axis: Axis
    product: Ints
    beyond: Floats
    """q: (step), product units a year."""
    price_factor: Floats
    """f: (step), share of the export price that is paid for what goes beyond; it does not rise from step to step."""


@dataclass(frozen=True, eq=False)
class Trade:
    """Foreign trade by product, and the foreign-exchange account by year.

    A product with no price cannot be traded that way.
    """

    import_price: Floats
    """pm: (product, year), foreign money per unit; NaN where it cannot be imported."""
    export_price: Floats
    """pe: (product, year), foreign money per unit; NaN where it cannot be exported."""
    import_limit: Floats
    """(product, year), units a year."""
    export_limit: Floats
    """(product, year), units a year."""
    unit: str
    """The unit of foreign money."""
    terms_of_trade: Floats
    """tot: (year), multiplies export prices."""
    receipts: Floats
    """(year), other receipts less other payments, foreign money."""
    opening_debt: float
    debt_limit: Floats
    """(year), foreign money; infinity is no limit.  Where no year has a limit the account has no rows."""
    interest: Floats
    """(year), share of last year's debt."""
    base_imports: Floats
    """m[0]: (product), units in the base year; NaN where it is not said."""
    base_exports: Floats
    """e[0]: (product), units in the base year; NaN where it is not said."""
    export_steps: ExportSteps


@dataclass(frozen=True, eq=False)
class TownAndCountry:
    """The exchange of town and country (the smychka); `farm_product` is -1 where there is none.

    All of it is given, never a variable: as variables they would be bilinear.
    """

    farm_product: int
    """Index on the product axis; the farm is the sector whose techniques make it."""
    farm_sector: int
    household: int
    """The village, on the household axis; its basket (valued at `price`) is what reaches it."""
    own_food: float
    """o: farm produce that the village keeps and eats at consumption 1, units of the farm product a year."""
    terms_of_trade: Floats
    """omega: (year), money units of farm produce given per money unit of goods."""
    tax: Floats
    """(year), farm product units taken for nothing."""
    coerced_share: Floats
    """kappa: (year), 0 to 1."""
    quota: Floats
    """q: (year), share of the harvest taken at kappa = 1."""
    yield_loss: Floats
    """lambda: (year), share of the harvest lost at kappa = 1."""
    subsistence: Floats
    """(year), least farm produce kept in the village, units of the farm product."""
    slack_limit: Floats
    """sigma: (year), greatest part of what the exchange draws that need not reach the town, a share; 1 is no limit."""


@dataclass(frozen=True, eq=False)
class Resources:
    """Land, ore, hours, emissions.  Axis: resource."""

    axis: Axis
    use: Sparse
    """r: (resource, technique), per unit of output."""
    ceiling: Floats
    """R: (resource, year); infinity is no limit."""


@dataclass(frozen=True, eq=False)
class Targets:
    """What the plan is to reach.  Axis: target (columns set, variable, code, year)."""

    axis: Axis
    set: tuple[str, ...]
    variable: tuple[str, ...]
    """`output` (code: a sector), `capacity` (code: an asset) or `consumption` (code: a household)."""
    index: Ints
    """On the sector axis, or for `capacity` the asset axis, or the household axis."""
    year: Ints
    value: Floats
    base: Floats
    """The base-year value from which the target's increment is counted."""
    elastic: Bools
    weight: Floats
    """Cost of falling short of an elastic target by its whole increment."""


@dataclass(frozen=True, eq=False)
class Objectives:
    """Weighted sums for the strategy `weighted`: entry by entry, already spread over codes and years."""

    set: tuple[str, ...]
    variable: tuple[str, ...]
    """Any block of unknowns, `activity` (output of one technique), or `employment`."""
    code: tuple[str, ...]
    year: Ints
    weight: Floats


@dataclass(frozen=True, eq=False)
class Economy(Shown):
    """A whole economy.  `==` compares what it says, not where in a workbook that stood."""

    title: str
    stylised: bool
    """True where figures are stylised; every report then says so."""
    source: str
    money_unit: str
    years: Years
    terminal: Terminal
    settings: Settings
    products: Products
    sectors: Sectors
    assets: Assets
    techniques: Techniques
    input_paths: InputPaths
    construction: Construction
    projects: Projects
    inherited: Inherited
    pools: Pools
    transfers: Transfers
    households: Households
    demand: Demand
    trade: Trade
    town_and_country: TownAndCountry
    resources: Resources
    targets: Targets
    objectives: Objectives
    assortments: Assortments
    """What is delivered in complete assortments where a strategy strives for them."""
    basket_paths: BasketPaths
    behaviour: Behaviour = Behaviour()
    """How plans are carried out; no part of any plan depends on it."""
    wages: Wages = field(default_factory=Wages)
    """What people at work are paid; no part of any plan depends on it."""
    money: Money = field(default_factory=Money)
    """Taxes, loans, savings and prices of farm produce; no part of any plan depends on it."""
    begun: Begun | None = None
    """What came before, where only the rest of a plan is planned; no workbook says it."""
    relaxation: PlausibleRelaxation = PlausibleRelaxation()
    """What a diagnosis may ask to give way; no part of any plan depends on it."""
    routes: Routes = field(default_factory=no_routes)
    """On which goods go from region to region."""
    shipments: Shipments = field(default_factory=no_shipments)
    """Which sectors ship on them; made of the routes, and said by no workbook."""
    origin: Origin = field(default_factory=Origin)

    @property
    def heavy_industry(self) -> Bools:
        """(sector): whether it is of the group that the key `heavy industry` of the sheet Plan names."""
        group = self.settings.heavy_industry.lower()
        return np.array([each.lower() == group for each in self.sectors.group], np.bool_)

    def __post_init__(self) -> None:
        for each in dataclasses.fields(self):
            object.__setattr__(self, each.name, in_order(getattr(self, each.name)))
        freeze(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Economy):
            return NotImplemented
        from optimiser.economy.differences import differences

        return not differences(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        size = f"{len(self.sectors.axis) - len(self.shipments.axis)} sectors, {len(self.products.axis)} products"
        return f"<Economy {brief(self.title)}: {size}, {self.years}{', stylised' if self.stylised else ''}>"

    def with_plan_years(self, plan: int) -> Economy:
        """The same economy planned over another number of years.

        Targets of the last plan year move with it; everything yearly goes on as the data say.

        Raises:
            ValueError: fewer than one year, or more than the data reach.
        """
        years = self.years
        if not 1 <= plan <= years.reach - years.tail - 1:
            raise ValueError(f"{plan} plan years: between 1 and {years.reach - years.tail - 1} can be planned")
        moved = np.where(self.targets.year == years.plan, plan, self.targets.year)
        targets = dataclasses.replace(self.targets, year=moved)
        return dataclasses.replace(self, years=dataclasses.replace(years, plan=plan), targets=targets)
