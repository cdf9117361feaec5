"""Random economies, each with another choice of what docs/model.md knows: a number is one economy for ever."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import scipy.sparse as sp
from oracle.assortments import assorted
from oracle.further_economies import FURTHER
from oracle.kinds_of_capital import by_kind

from optimiser.arrays import Axis
from optimiser.economy.economy import Economy, Objectives, Projects, Resources, Targets, Terminal, TownAndCountry
from optimiser.economy.input_paths import InputPaths
from optimiser.economy.random import synthetic_economy
from optimiser.economy.utility import Utility

Random = np.random.Generator
TERMINALS = tuple(Terminal)


def varied_economy(number: int) -> Economy:
    """Economy `number`, with the terminal condition, sizes and further rules that its number draws."""
    random = np.random.default_rng(1000 + number)
    terminal = TERMINALS[number % len(TERMINALS)]
    tail = int(random.integers(1, 3)) if terminal is Terminal.TAIL else 0
    economy = synthetic_economy(
        int(random.integers(2, 5)), int(random.integers(1, 5)), tail=tail,
        density=float(random.uniform(0.4, 1.0)), seed=number, target_growth=float(random.uniform(0.01, 0.08)),
    )  # fmt: skip
    economy = _prices(replace(economy, terminal=terminal), random)
    for variation in VARIATIONS:
        if random.random() < 0.5:
            economy = variation(economy, random)
    if number % 3 == 2:
        economy = by_kind(economy, np.random.default_rng(9000 + number))
    economy = _utility(_weights(_aims(economy, random), random), random)
    return assorted(economy, np.random.default_rng(7000 + number))


def _prices(economy: Economy, random: Random) -> Economy:
    n = len(economy.products.axis)
    groups = tuple("producer goods" if number % 2 == 0 else "consumer goods" for number in range(n))
    settings = replace(
        economy.settings, discount_rate=float(random.uniform(0, 0.2)), target_set="mixed", objective_set="mixed"
    )
    products = replace(economy.products, price=random.uniform(0.5, 2.0, n))
    sectors = replace(economy.sectors, group=groups, productivity_growth=random.uniform(-0.01, 0.04, n))
    return replace(economy, settings=settings, products=products, sectors=sectors)


def _utility(economy: Economy, random: Random) -> Economy:
    """People by household, and half the time three pieces of utility; consumer goods may be the heavy industry."""
    people = random.uniform(0.5, 5.0, len(economy.households.axis))
    pieces = {
        "breakpoints": tuple(map(float, np.sort(random.uniform(0.7, 1.6, 2)))),
        "slopes": tuple(map(float, -np.sort(-random.uniform(0.1, 2.0, 3)))),
    }
    utility = Utility(**pieces) if random.random() < 0.5 else Utility()
    heavy = "consumer goods" if random.random() < 0.2 else "producer goods"
    settings = replace(economy.settings, utility=utility, heavy_industry=heavy)
    return replace(economy, settings=settings, households=replace(economy.households, people=people))


def _techniques(economy: Economy, random: Random) -> Economy:
    """A second technique for one sector: other inputs, another use of capacity, a by-product, less labour."""
    techniques, n = economy.techniques, len(economy.products.axis)
    if economy.terminal is Terminal.STATIC:  # static output is that of a square table
        return economy
    sector = int(random.integers(n))
    column = techniques.inputs.toarray()[:, [sector]] * random.uniform(0.6, 1.2, (n, 1))
    made = np.zeros((n, 1))
    made[sector], made[(sector + 1) % n] = 1.0, random.uniform(0, 0.2)
    workers = techniques.labour.toarray()[:, [sector]] * random.uniform(0.7, 1.1)
    labels = (*techniques.axis.labels, "second")
    return replace(economy, techniques=replace(
        techniques, axis=Axis("technique", labels, ("bn",) * len(labels)),
        sector=np.append(techniques.sector, sector),
        capacity_use=np.append(techniques.capacity_use, random.uniform(0.7, 1.3)),
        lag=np.append(techniques.lag, techniques.lag[sector]),
        import_need=np.append(techniques.import_need, techniques.import_need[sector]),
        inputs=sp.csr_array(np.hstack([techniques.inputs.toarray(), column])),
        outputs=sp.csr_array(np.hstack([techniques.outputs.toarray(), made])),
        labour=sp.csr_array(np.hstack([techniques.labour.toarray(), workers])),
        ),
        resources=replace(economy.resources, use=sp.csr_array((len(economy.resources.axis), len(labels)))),
    )  # fmt: skip


def _lags(economy: Economy, random: Random) -> Economy:
    sectors, techniques = economy.sectors, economy.techniques
    late = random.random(len(sectors.axis)) < 0.5
    in_hand = np.where(late, sectors.base_output * random.uniform(0.98, 1.05), 0.0)
    lag = late[techniques.sector].astype(np.int64)
    return replace(economy, sectors=replace(sectors, output_in_hand=in_hand), techniques=replace(techniques, lag=lag))


def _repairs(economy: Economy, random: Random) -> Economy:
    """Idle capacity in one sector, repaired by two projects, of gestation 0 and 1."""
    sectors, assets, projects = economy.sectors, economy.assets, economy.projects
    sector = int(random.integers(len(sectors.axis)))
    idle = np.array(assets.idle)
    idle[sector] = float(random.uniform(0.05, 0.2)) * sectors.base_output[sector]
    gestation = int(random.integers(2))
    spending = np.zeros((2, projects.spending.shape[1]))
    spending[:, 0] = 1.0
    kinds = ("repair", "other repair")
    columns = {name: (*values, *kinds) for name, values in projects.axis.columns.items()}
    code = sectors.axis.labels[sector]
    columns["sector"] = (*projects.axis.columns["sector"], code, code)
    labels = (*projects.axis.labels, *(f"{code} {kind}" for kind in kinds))
    cost, yearly = random.uniform(0.2, 0.5), idle[sector] * random.uniform(0.3, 1.0)
    return replace(
        economy,
        assets=replace(assets, idle=idle),
        projects=Projects(
            axis=Axis("project", labels, ("bn",) * len(labels), columns),
            asset=np.append(projects.asset, [sector, sector]),
            gestation=np.append(projects.gestation, [gestation, 1 - gestation]),
            spending=np.vstack([projects.spending, spending]),
            cost_factor=np.append(projects.cost_factor, [cost, 1.1 * cost]),
            year_limit=np.append(projects.year_limit, [yearly, yearly]),
            total_limit=np.append(projects.total_limit, [idle[sector], idle[sector]]),
            repairs=np.append(projects.repairs, [1.0, 1.0]),
            import_need=np.append(projects.import_need, [0.0, 0.0]),
        ),
    )


def _long_projects(economy: Economy, random: Random) -> Economy:
    """Projects of three years, and a sector whose capacity does not limit."""
    projects, assets = economy.projects, economy.assets
    new = np.arange(len(projects.asset)) % 2 == 0
    gestation = np.where(new, 3, projects.gestation)
    spending = np.zeros((len(projects.asset), 3))
    spending[:, :2] = projects.spending
    spending[new] = random.dirichlet(np.ones(3))
    capacity = np.array(assets.capacity)
    capacity[-1] = np.inf
    spared = projects.asset == len(capacity) - 1
    limit = np.where(spared, 0.0, projects.total_limit)
    return replace(
        economy,
        projects=replace(projects, gestation=gestation, spending=spending, total_limit=limit),
        assets=replace(assets, capacity=capacity),
    )


def _debt(economy: Economy, random: Random) -> Economy:
    trade, techniques, size = economy.trade, economy.techniques, float(economy.sectors.base_output.sum())
    reach = len(trade.receipts)
    unlimited = random.random(reach) < random.choice([0.2, 0.2, 1.0])  # where no year is limited there is no account
    trade = replace(
        trade, opening_debt=float(random.uniform(0, 0.02)) * size, interest=random.uniform(0, 0.1, reach),
        terms_of_trade=random.uniform(0.8, 1.1, reach), receipts=random.uniform(0, 0.01, reach) * size,
        debt_limit=np.where(unlimited, np.inf, trade.debt_limit),
    )  # fmt: skip
    need = random.uniform(0, 0.01, len(techniques.axis))
    return replace(economy, trade=trade, techniques=replace(techniques, import_need=need))


def _village(economy: Economy, random: Random) -> Economy:
    """Half of consumption is the village's, whose sector is the last; the village's mouths and floor are its own."""
    households, n = economy.households, len(economy.products.axis)
    reach, farm = economy.years.reach + 1, n - 1
    basket = households.baskets.toarray()
    share = random.uniform(0.3, 0.6, (n, 1))
    village = basket * share
    kept = float(village[farm, 0]) * 0.3
    if random.random() < 0.5:
        village[farm] = 0.0
    growth = random.uniform(0, 0.02, (2, 1))
    mouths = (1 + growth) ** np.arange(reach)
    axis = Axis("household", ("town", "village"), ("index (base year = 1)",) * 2)
    price = economy.products.price
    goods = float(price @ village[:, 0]) / float(price[farm])
    return replace(
        economy,
        households=replace(
            households, axis=axis, names=axis.labels, baskets=sp.csr_array(np.hstack([basket * (1 - share), village])),
            floor=0.8 * mouths, mouths=mouths, people=np.ones(2),
        ),
        town_and_country=TownAndCountry(
            farm_product=farm, farm_sector=farm, household=1, terms_of_trade=random.uniform(0.5, 1.5, reach),
            tax=np.full(reach, max(0.1, random.uniform(0.5, 1.5)) * goods), coerced_share=random.uniform(0, 0.5, reach),
            quota=random.uniform(0, 0.3, reach), yield_loss=random.uniform(0, 0.1, reach),
            subsistence=np.full(reach, kept * 0.5), own_food=kept * float(random.uniform(0, 1)),
            slack_limit=random.uniform(0.3, 1, reach) if random.random() < 0.6 else np.ones(reach),
        ),
    )  # fmt: skip


def _resources(economy: Economy, random: Random) -> Economy:
    techniques = len(economy.techniques.axis)
    use = random.uniform(0, 1, (2, techniques)) * (random.random((2, techniques)) < 0.7)
    need = use @ economy.sectors.base_output[economy.techniques.sector]
    ceiling = need[:, None] * random.uniform(0.95, 1.3, (2, economy.years.reach + 1))
    ceiling[1, 2:] = np.inf
    axis = Axis("resource", ("land", "ore"), ("ha", "t"))
    return replace(economy, resources=Resources(axis, sp.csr_array(use), ceiling))


def _stocks(economy: Economy, random: Random) -> Economy:
    """Norms and reserves; some products cannot be kept."""
    products, n = economy.products, len(economy.products.axis)
    storable = random.random(n) < 0.7
    opening = np.where(storable, products.opening_stock * random.uniform(1.0, 2.0, n), 0.0)
    closing = np.where(storable, opening * random.uniform(0.2, 1.0, n), 0.0)
    norm = np.where(storable, random.uniform(0, 0.03, n), 0.0)
    return replace(economy, products=replace(
        products, storable=storable, opening_stock=opening, closing_stock=closing, stock_norm=norm,
        reserve=random.uniform(0, 0.03, (n, economy.years.reach + 1)),
        unused_limit=np.where(random.random(n) < 0.4, 0.4, np.inf),
    ))  # fmt: skip


def _falls(economy: Economy, random: Random) -> Economy:
    n = len(economy.sectors.axis)
    limit = np.where(random.random(n) < 0.6, random.uniform(0.05, 0.3, n), 1.0)
    absorb = np.where(random.random(n) < 0.7, random.uniform(0.02, 0.15, n), np.inf)
    return replace(
        economy,
        sectors=replace(economy.sectors, fall_limit=limit),
        assets=replace(economy.assets, absorptive_limit=absorb),
    )


def _harvests(economy: Economy, random: Random) -> Economy:
    yields = np.array(economy.sectors.yields)
    yields[-1, 1:] = random.uniform(0.93, 1.05, yields.shape[1] - 1)
    return replace(economy, sectors=replace(economy.sectors, yields=yields))


def _people(economy: Economy, random: Random) -> Economy:
    """A second transfer, of another lag; building takes labour; the last pool does not limit."""
    pools, transfers = economy.pools, economy.transfers
    reach = pools.natural.shape[1]
    labels = (*transfers.axis.labels, "skilled to specialist")
    columns = {"from": ("unskilled", "skilled"), "to": ("skilled", "specialist")}
    natural = np.array(pools.natural)
    if random.random() < 0.3:
        natural[2] = np.inf
    limit = random.uniform(0, 0.02, (1, reach)) * pools.natural[1]
    lags = np.array([int(random.integers(3)), int(random.integers(3))])
    bundles = len(economy.construction.bundles)
    builders = random.uniform(0, 0.02, (3, bundles)) * (random.random((3, bundles)) < 0.5)
    return replace(
        economy,
        pools=replace(pools, natural=natural, growth=random.uniform(-0.03, 0.03, 3)),
        transfers=replace(
            transfers, axis=Axis("transfer", labels, ("million persons",) * 2, columns), lag=lags,
            source=np.array([0, 1]), target=np.array([1, 2]), limit=np.vstack([transfers.limit, limit]),
            goods=sp.csr_array((transfers.goods.shape[0], 2)), mouths=np.zeros(2),
            from_household=np.array([-1, -1]), to_household=np.array([-1, -1]),
        ),
        construction=replace(economy.construction, labour=sp.csr_array(builders)),
    )  # fmt: skip


def _bundles(economy: Economy, random: Random) -> Economy:
    """Two kinds of building work for all sectors, in place of one a sector."""
    construction = economy.construction
    if construction.labour.nnz:
        return economy
    dense = construction.composition.toarray() @ construction.capital.toarray()
    plant, building = dense.sum(axis=1), random.uniform(0, 1, len(dense)) * (dense.sum(axis=1) > 0)
    composition = np.column_stack([plant / plant.sum(), building / building.sum()])
    capital = np.vstack([dense.sum(axis=0) * 0.6, dense.sum(axis=0) * random.uniform(0.2, 0.6, len(dense))])
    return replace(economy, construction=replace(
        construction, bundles=Axis("bundle", ("plant", "building"), ("bn", "bn")),
        composition=sp.csr_array(composition), capital=sp.csr_array(capital), labour=sp.csr_array((3, 2)),
    ))  # fmt: skip


def _late_inheritance(economy: Economy, random: Random) -> Economy:
    """What is inherited comes in years of its own, some of it after the plan."""
    inherited = economy.inherited
    due = random.integers(1, economy.years.last + 3, len(inherited.due))
    cost = np.zeros_like(inherited.cost_to_come)
    for entry, year in enumerate(due):
        cost[entry, 1:year] = random.uniform(0, 0.3)
    smaller = inherited.capacity * random.uniform(0.3, 1.0, len(due))
    return replace(economy, inherited=replace(inherited, due=due, cost_to_come=cost, capacity=smaller))


def _by_products(economy: Economy, random: Random) -> Economy:
    """The farm makes some of the first product, of which a part counts as given by the village."""
    farm, n = economy.town_and_country.farm_sector, len(economy.products.axis)
    if farm < 0:
        return economy
    outputs = economy.techniques.outputs.toarray()
    outputs[0, economy.techniques.sector == farm] += random.uniform(0, 0.1)
    share = np.where(np.arange(n) == 0, random.uniform(0, 1), 0.0)
    return replace(
        economy,
        techniques=replace(economy.techniques, outputs=sp.csr_array(outputs)),
        products=replace(economy.products, marketed_share=share),
    )


def _input_paths(economy: Economy, random: Random) -> Economy:
    """Coefficients that change from year to year: of inputs there are, and of one that the base year does not have."""
    inputs, reach = economy.techniques.inputs.toarray(), economy.years.reach + 1
    product, technique = np.nonzero((inputs > 0.0) & (random.random(inputs.shape) < 0.3))
    none = np.argwhere(inputs == 0.0)
    extra = none[[int(random.integers(len(none)))]] if len(none) else none
    product, technique = np.append(product, extra[:, 0]), np.append(technique, extra[:, 1])
    base = inputs[product, technique][:, None]
    path = np.where(base > 0.0, base * random.uniform(0.7, 1.02, (len(base), reach)), random.uniform(0, 0.01, reach))
    path[:, :1] = base
    return replace(economy, input_paths=InputPaths(product, technique, path))


VARIATIONS = (
    _techniques, _lags, _repairs, _long_projects, _debt, _village, _resources, _stocks, _falls, _harvests, _people,
    _bundles, _late_inheritance, _by_products, _input_paths, *FURTHER,
)  # fmt: skip


def _aims(economy: Economy, random: Random) -> Economy:
    """A target set of outputs, capacities and consumption, in several years."""
    years, sectors, assets = economy.years, economy.sectors, economy.assets
    kinds: list[tuple[str, int, str, int, float]] = []
    for place, code in enumerate(sectors.axis.labels):
        kind = "capacity" if np.isfinite(assets.capacity[place]) and random.random() < 0.5 else "output"
        base = assets.capacity[place] if kind == "capacity" else sectors.base_output[place]
        kinds.append((kind, place, code, int(random.integers(1, years.plan + 1)), float(base)))
    kinds.append(("consumption", 0, economy.households.axis.labels[0], years.plan, 1.0))
    growth = float(random.uniform(-0.02, 0.03))
    variable, places, codes, year, base = zip(*kinds, strict=True)
    value = np.array(base) * (1 + growth) ** np.array(year) * random.uniform(1.001, 1.03, len(kinds))
    labels = tuple(f"mixed: {one[0]} {one[2]} {years.label(one[3])}" for one in kinds)
    axis = Axis("target", labels, ("bn",) * len(labels), {
        "set": ("mixed",) * len(labels), "variable": variable, "code": codes,
        "year": tuple(years.label(one) for one in year),
    })  # fmt: skip
    return replace(economy, targets=Targets(
        axis=axis, set=("mixed",) * len(labels), variable=variable, index=np.array(places), year=np.array(year),
        value=value, base=np.array(base), elastic=np.zeros(len(labels), bool), weight=np.ones(len(labels)),
    ))  # fmt: skip


def _weights(economy: Economy, random: Random) -> Economy:
    """A weighted sum over all that can be weighted."""
    rows: list[tuple[str, str, int, float]] = []
    limited = [code for code, size in zip(economy.assets.axis.labels, economy.assets.capacity, strict=True)
               if np.isfinite(size)]  # fmt: skip
    traded = np.flatnonzero(~np.isnan(economy.trade.import_price[:, 0]))
    stored = np.flatnonzero(economy.products.storable)
    for year in range(1, economy.years.plan + 1):
        rows.append(("output", str(random.choice(economy.sectors.axis.labels)), year, random.uniform(0, 1)))
        rows.append(("capacity", str(random.choice(limited)), year, random.uniform(0, 1)))
        rows.append(("consumption", economy.households.axis.labels[0], year, 50 * random.uniform(0, 1)))
        rows.append(("employment", str(random.choice(economy.pools.axis.labels)), year, random.uniform(-1, 1)))
        rows.append(("starts", str(random.choice(economy.projects.axis.labels)), year, -random.uniform(0, 1)))
        if len(traded):
            code = economy.products.axis.labels[int(random.choice(traded))]
            rows.append(("imports", code, year, -random.uniform(0, 1)))
            rows.append(("exports", code, year, random.uniform(0, 1)))
        if np.isfinite(economy.trade.debt_limit).any():
            rows.append(("debt", "*", year, -random.uniform(0, 1)))
        if len(stored):
            rows.append(("stocks", economy.products.axis.labels[int(random.choice(stored))], year, 0.1))
    variables, codes, years, weight = zip(*rows, strict=True)
    return replace(economy, objectives=Objectives(
        set=("mixed",) * len(rows), variable=variables, code=codes, year=np.array(years),
        weight=np.array(weight, float),
    ))  # fmt: skip


def what_it_has(economy: Economy) -> dict[str, bool]:
    """Which rules an economy switches on, to see that all of them are met often."""
    products, sectors, assets = economy.products, economy.sectors, economy.assets
    return {
        "second technique": len(economy.techniques.axis) > len(sectors.axis),
        "input lag": bool(economy.techniques.lag.any()),
        "repair": bool(assets.idle.any()),
        "debt": economy.trade.opening_debt > 0,
        "baskets by year": len(economy.basket_paths.product) > 0,
        "assortments": len(economy.assortments.axis) > 0,
        "village": economy.town_and_country.farm_product >= 0,
        "inputs by year": len(economy.input_paths.product) > 0,
        "own food": economy.town_and_country.own_food > 0,
        "exchange slack": bool((economy.town_and_country.slack_limit < 1).any()),
        "by-products of the farm": bool(products.marketed_share.any()),
        "resources": len(economy.resources.axis) > 0,
        "unused limits": bool(np.isfinite(products.unused_limit).any()),
        "stock norms": bool(products.stock_norm.any()),
        "fall limits": bool((sectors.fall_limit < 1).any()),
        "harvests": bool((sectors.yields != 1).any()),
        "two transfers": len(economy.transfers.axis) > 1,
        "goods of movers": economy.transfers.goods.nnz > 0,
        "mouths that move": bool(economy.transfers.mouths.any()),
        "stocks lost": bool(products.stock_loss.any()),
        "room for stocks": bool(np.isfinite(products.greatest_stock).any()),
        "machines from abroad": bool(economy.projects.import_need.any()),
        "export steps": len(economy.trade.export_steps.product) > 0,
        "in training": bool(economy.pools.in_training.any()),
        "several kinds of capital": len(economy.assets.axis) > len(sectors.axis),
        "shared bundles": len(economy.construction.bundles) < len(economy.assets.axis),
        "no capacity limit": bool(np.isinf(assets.capacity).any()),
        **{f"terminal {one.value}": economy.terminal is one for one in TERMINALS},
    }


def without(economy: Economy, part: str, **changes: object) -> Economy:
    """The same economy with other values in one of its parts."""
    return dataclasses.replace(economy, **{part: dataclasses.replace(getattr(economy, part), **changes)})
