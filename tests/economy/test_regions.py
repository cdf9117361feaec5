"""Regions and routes: cases by hand, the transport problem, one region as none."""

from __future__ import annotations

import numpy as np
import pytest
from economy_tables import by_region

from optimiser import Draws, Economy, InputFault, diagnose, economy_from_tables, execute_strategies, solve
from optimiser.economy.differences import differences
from optimiser.economy.regions import regions_of
from optimiser.economy.shipments import with_shipments, without_shipments
from optimiser.report.facts.diagnosis import diagnosis_facts
from optimiser.report.facts.plan import plan_facts
from optimiser.report.pages.plan import plan_report
from optimiser.workbook import tables_of
from optimiser.workbook.examples import EXAMPLES

Tables = dict[str, list[list[object]]]


def plan_sheet(**said: object) -> list[list[object]]:
    keys = {
        "title": "by hand",
        "format version": 1,
        "base year": 2000,
        "plan years": 1,
        "tail years": 0,
        "terminal condition": "none",
        "objective": "goal",
        "default strategy": "weighted",
    }
    return [["key", "value"], *map(list, {**keys, **said}.items())]


def north_and_south(distance: float, *, limit: object = None, capacity: object = None) -> Tables:
    """Sixty workers; the South burns coal.  A mine of the North takes 1 worker a unit, transport `distance`.

    A mine of the South has to be built, by 1 worker a unit, and takes 2: coal costs 3 workers from there, and
    1 + distance from the North.
    """
    return {
        "Plan": plan_sheet(),
        "Products": [
            ["code", "unit", "good", "region"],
            ["NC", "Mt", "coal", "North"],
            ["SC", "Mt", "coal", "South"],
            ["RAIL", "bn tkm", "rail", None],
        ],
        "Sectors": [
            ["code", "unit", "base output", "region"],
            ["NM", "Mt", 0.0, "North"],
            ["SM", "Mt", 0.0, "South"],
            ["RW", "bn tkm", 0.0, None],
        ],
        "Inputs": [["product", "NM", "SM", "RW"]],
        "Outputs": [
            ["product", "NM", "SM", "RW"],
            ["NC", 1.0, None, None],
            ["SC", None, 1.0, None],
            ["RAIL", None, None, 1.0],
        ],
        "Capacity": [["sector", "capacity"], ["SM", 0.0]],
        "Projects": [["sector", "type", "gestation"], ["SM", "new", 0]],
        "Construction": [["product or pool", "SM"], ["workers", 1.0]],
        "Labour": [["pool", "persons"], ["workers", 60.0]],
        "Labour inputs": [["pool", "NM", "SM", "RW"], ["workers", 1.0, 2.0, 1.0]],
        "Households": [["household", "region"], ["South", "South"]],
        "Baskets": [["product", "South"], ["SC", 1.0]],
        "Objective": [["set", "variable", "code", "year", "weight"], ["goal", "consumption", "South", 2001, 1.0]],
        "Routes": [
            ["from", "to", "good", "transport", "transport per unit", "limit", "capacity"],
            ["North", "South", "coal", "RAIL", distance, limit, capacity],
        ],
    }


@pytest.mark.parametrize(("distance", "shipped", "built"), [(1.0, 30.0, 0.0), (1.9, 60 / 2.9, 0.0), (2.5, 0.0, 20.0)])
def test_ship_or_build(distance: float, shipped: float, built: float) -> None:
    plan = solve(economy_from_tables(north_and_south(distance)))
    output = dict(zip(plan.economy.sectors.axis.labels, plan.quantities.output[:, 1], strict=True))
    assert output["coal: North > South"] == pytest.approx(shipped)
    assert output["SM"] == pytest.approx(built)
    assert plan.objective == pytest.approx(shipped + built)
    plan.verified()


@pytest.mark.parametrize(
    ("given", "label"), [("limit", "coal, North to South"), ("capacity", "the route North to South")]
)
def test_the_price_of_a_full_route_is_the_difference_of_prices_less_transport(given: str, label: str) -> None:
    """20 Mt by rail take 40 workers, the other 20 give 20/3 Mt in the South; a worker is worth 1/3 Mt."""
    plan = solve(economy_from_tables(north_and_south(1.0, **{given: 20.0})))
    assert plan.objective == pytest.approx(20.0 + 20.0 / 3.0)
    north, south, rail = np.abs(plan.shadow_prices("material_balance")[:, 0])
    assert (north, south, rail) == pytest.approx((1 / 3, 1.0, 1 / 3))
    route = plan.shadow_prices("resource_ceiling")[plan.economy.resources.axis.position[label], 0]
    assert route == pytest.approx(south - north - rail)


def transport_problem() -> Tables:
    """Dantzig's example, as GAMS's library has it (trnsport): cases, and freight at 90 $ a case and thousand miles."""
    plants, markets = {"Seattle": 350.0, "San Diego": 600.0}, {"New York": 325.0, "Chicago": 300.0, "Topeka": 275.0}
    miles = {"Seattle": (2.5, 1.7, 1.8), "San Diego": (2.5, 1.8, 1.4)}
    made = [*plants, "freight"]
    products: list[list[object]] = [[each, "cases", "canned food", each] for each in (*plants, *markets)]
    sectors: list[list[object]] = [[each, "cases", 0.0, each] for each in plants]
    outputs: list[list[object]] = [[each, *(float(each == other) for other in made)] for each in made]
    routes: list[list[object]] = [
        [plant, market, "canned food", "freight", 0.09 * far]
        for plant in plants
        for market, far in zip(markets, miles[plant], strict=True)
    ]
    return {
        "Plan": plan_sheet(),
        "Products": [["code", "unit", "good", "region"], *products, ["freight", "thousand $", None, None]],
        "Sectors": [["code", "unit", "base output", "region"], *sectors, ["freight", "thousand $", 0.0, None]],
        "Inputs": [["product", *made]],
        "Outputs": [["product", *made], *outputs],
        "Capacity": [["sector", "capacity"], *map(list, plants.items())],
        "Demand": [["product", "use", 2001], *([market, "sold", cases] for market, cases in markets.items())],
        "Objective": [["set", "variable", "code", "year", "weight"], ["goal", "output", "freight", 2001, -1.0]],
        "Routes": [["from", "to", "good", "transport", "transport per unit"], *routes],
    }


def test_the_transport_problem() -> None:
    plan = solve(economy_from_tables(transport_problem()))
    assert plan.objective == pytest.approx(-153.675)


def lone(region: str | None) -> Economy:
    """The economy of two sectors, all of it in one region; None: in none."""
    tables = EXAMPLES["two_sectors"]()
    for sheet in ("Sectors", "Labour", "Households"):
        tables[sheet] = [[*tables[sheet][0], "region"], *([*row, region] for row in tables[sheet][1:])]
    return economy_from_tables(tables)


def test_one_region_declared_is_none_declared() -> None:
    declared, silent = lone("Russia"), lone(None)
    assert regions_of(declared) == regions_of(silent) == ()
    parts = {f"{part}.region" for part in ("sectors", "products", "pools", "households")}
    assert set(differences(declared, silent)) == parts
    found, same = solve(declared), solve(silent)
    for name in ("output", "starts", "consumption", "capacity"):
        assert np.array_equal(getattr(found.quantities, name), getattr(same.quantities, name))
    assert [page.name for page in plan_report(found).pages] == [page.name for page in plan_report(same).pages]
    assert str(plan_facts(found)) == str(plan_facts(same))


def test_what_ships_stands_between_and_is_taken_out_again() -> None:
    """With further techniques, kinds of asset, targets on them and resources, whose places move."""
    tables = by_region()
    tables["Targets"].append(["start", "capacity", "STL lorries", "1929/30", 7.0, 6.5, "yes", 1.0])
    economy = economy_from_tables(tables)
    plain = without_shipments(economy)
    assert len(economy.sectors.axis) == len(plain.sectors.axis) + 2
    assert economy.assets.axis.labels[-2:] == plain.assets.axis.labels[-2:]
    for index, asset in enumerate(plain.projects.asset):
        assert economy.assets.axis.labels[economy.projects.asset[index]] == plain.assets.axis.labels[asset]
    begun = [[each.assets.axis.labels[place] for place in each.inherited.asset] for each in (economy, plain)]
    assert begun[0] == begun[1]
    assert "COA cutters" in begun[0]
    aims = [
        each.assets.axis.labels[each.targets.index[each.targets.axis.columns["code"].index("STL lorries")]]
        for each in (economy, plain)
    ]
    assert aims == ["STL lorries", "STL lorries"]
    electric = economy.techniques.axis.position["STL electric"]
    assert electric == plain.techniques.axis.position["STL electric"] + 2
    assert economy.techniques.inputs[:, [electric]].toarray().T.tolist() == [
        plain.techniques.inputs[:, [electric - 2]].toarray().ravel().tolist()
    ]
    assert not differences(economy_from_tables(tables_of(economy)), economy, 1e-12)
    assert not differences(with_shipments(plain), economy)


def test_a_shipment_takes_freight_times_the_way() -> None:
    economy = economy_from_tables(by_region())
    goods, ships = economy.products.axis.position, economy.shipments
    assert ships.axis.labels == ("steel: Don > Urals", "steel: Urals > Don")
    taken = economy.techniques.inputs[:, ships.sector].toarray()
    assert (
        pytest.approx(np.array([[1.0, 1.2 * 0.4, 0.0], [0.0, 0.0, 1.0]]))
        == taken[[goods["STL"], goods["COA"], goods["STU"]]].T
    )
    limits = dict(zip(economy.resources.axis.labels, economy.resources.ceiling.tolist(), strict=True))
    assert limits["steel, Don to Urals"][2] == pytest.approx(0.3 * 1.02**2)
    assert limits["the route Don to Urals"][2] == pytest.approx(0.5 * 1.02**2)
    used = economy.resources.use[:, ships.sector].toarray()[-2:]
    assert used.tolist() == [[1.0, 0.0], [1.2, 0.0]]


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (["Don", "Don", "steel"], "B", "is the region that sends"),
        (["Don", "Ural", "steel"], "B", "no region has this code"),
        (["Don", "Urals", "stele"], "C", "no good has this code"),
        (["Don", "Urals", "COA"], "C", "Don has no product of the good COA"),
        (["Urals", "Don", "steel", None, 0.4], "E", "no product is named that carries"),
        (["Urals", "Don", None], "C", "the same from and to and good"),
    ],
)
def test_a_route_that_cannot_be(row: list[object], column: str, said: str) -> None:
    tables = by_region()
    tables["Routes"].append([*row, *[None] * (9 - len(row))])
    with pytest.raises(InputFault, match=f"Routes!{column}4.*{said}"):
        economy_from_tables(tables)


def test_one_row_of_a_pair_says_its_capacity() -> None:
    tables = by_region()
    tables["Routes"].append(["Don", "Urals", None, None, None, None, 0.7, None, None])
    with pytest.raises(InputFault, match=r"Routes!G4.*the capacity of this way stands in row 2"):
        economy_from_tables(tables)


def test_a_region_has_one_product_of_a_good_in_one_unit() -> None:
    for column, value, said in (
        ("region", "Don", "has this good in row 3"),
        ("unit", "kt", "is counted in kt here, in Mt"),
    ):
        tables = by_region()
        tables["Products"][-1][tables["Products"][0].index(column)] = value
        with pytest.raises(InputFault, match=said):
            economy_from_tables(tables)


def test_a_product_that_only_comes_from_elsewhere_is_there_if_it_is_made_there() -> None:
    tables = north_and_south(1.0)
    for sheet in ("Sectors", "Inputs", "Outputs", "Labour inputs"):
        rows = tables[sheet]
        tables[sheet] = [row[:1] + row[2:] for row in rows] if sheet != "Sectors" else [rows[0], *rows[2:]]
    tables["Projects"], tables["Capacity"] = [["sector", "type", "gestation"]], [["sector", "capacity"], ["SM", 0.0]]
    del tables["Projects"], tables["Construction"]
    economy_from_tables(tables)
    tables["Outputs"] = [row for row in tables["Outputs"] if row[0] != "SC"]
    with pytest.raises(InputFault, match="SC is used, but nobody makes it"):
        economy_from_tables(tables)


def test_a_full_route_is_told_with_its_cell() -> None:
    tables = north_and_south(1.0, limit=20.0)
    tables["Targets"] = [["set", "variable", "code", "year", "value"], ["much", "consumption", "South", 2001, 28.0]]
    economy = economy_from_tables(tables)
    report = diagnose(economy, "targets", target_set="much")
    assert "coal, North to South" in str(diagnosis_facts(report))
    assert economy.origin.cell("Routes", "coal, North to South", "limit") == "Routes!F2"


def test_a_plan_with_shipments_is_carried_out_as_it_stands() -> None:
    economy = economy_from_tables(north_and_south(1.0, limit=20.0))
    carried = execute_strategies(economy, ("weighted",), Draws(1, 1))
    outcome = carried.outcomes["weighted"]
    assert outcome.fulfilment.mean == pytest.approx(1.0)
