"""A system of many regions, as pymrio reads and saves it: its own test system; needs the extra pymrio."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from known import known

from optimiser import Status, economy_from_tables, solve
from optimiser.economy.base_year import base_year
from optimiser.economy.multipliers import multipliers
from optimiser.economy.regions import producers_of, regions_of
from optimiser.errors import InputFault
from optimiser.iotables import Options, flows_of_table, import_table
from optimiser.iotables.readers.system import table_of_system

pymrio = pytest.importorskip("pymrio", reason="the extra pymrio is not installed")
pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # of pymrio, with newer pandas


@pytest.fixture(scope="module")
def system() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pymrio.load_test()


@pytest.fixture(scope="module")
def folder(system: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mrio")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        system.save_all(path)
    return path


@pytest.mark.parametrize("country", ["reg1", "reg4"])
def test_a_country_trades_with_the_others(system: Any, country: str) -> None:
    table = table_of_system(system, Options(country=country))
    assert len(table.products) == 8
    assert np.abs(table.residual).max() < 1e-6 * table.output.max()
    total = system.Z.loc[country].sum(axis=1) + system.Y.loc[country].sum(axis=1)
    assert table.output.tolist() == pytest.approx(total.tolist())
    abroad = system.Z.index.get_level_values(0) != country
    foreign = sum(float(each.loc[abroad, country].to_numpy().sum()) for each in (system.Z, system.Y))
    assert table.imports.sum() == pytest.approx(foreign)
    assert multipliers(flows_of_table(table)).reproduction_error < 1e-9


def test_without_a_country_the_world_is_one(folder: Path) -> None:
    found = import_table(folder)
    assert found.table.kind == "pymrio"
    assert not found.table.imports.any()
    assert [step.name for step in found.table.steps if step.name == "regions together"]


def test_a_country_is_planned(folder: Path) -> None:
    found = import_table(folder, options=Options(country="reg1"))
    economy = economy_from_tables(found.tables)
    assert np.abs(base_year(economy).share).max() < 1e-6
    for strategy in ("balanced", "maximum"):
        plan = solve(economy, strategy)
        assert plan.status is Status.OPTIMAL
        assert known(plan.verification).worst_violation < 1e-6


def test_a_country_that_there_is_not(system: Any) -> None:
    with pytest.raises(InputFault, match="there is no country 'Narnia'"):
        table_of_system(system, Options(country="Narnia"))


def test_regions_add_up_to_the_world_and_ship_what_they_deliver(system: Any, folder: Path) -> None:
    found = import_table(folder, options=Options(region=("all",)))
    economy = economy_from_tables(found.tables)
    assert regions_of(economy) == tuple(f"reg{number}" for number in range(1, 7))
    assert len(economy.products.axis) == len(producers_of(economy)) == 48
    base = base_year(economy)
    assert np.abs(base.share).max() < 1e-6
    world = economy_from_tables(import_table(folder).tables)
    ships = economy.shipments
    made = economy.sectors.base_output
    assert made[producers_of(economy)].sum() == pytest.approx(world.sectors.base_output.sum())
    Z, Y = system.Z, system.Y
    place = ships.axis.labels.index("trade: reg1 > reg2")
    sent = Z.loc[("reg1", "trade"), "reg2"].sum() + Y.loc[("reg1", "trade"), "reg2"].sum()
    assert made[ships.sector[place]] == pytest.approx(float(sent))
    assert not economy.trade.base_imports[np.isfinite(economy.trade.base_imports)].any()
    plan = solve(economy, "consumption")
    assert plan.status is Status.OPTIMAL
    regions = known(plan.accounts.regions)
    assert regions.net.sum(axis=0) == pytest.approx(0.0, abs=1e-6 * regions.sent.max())


def test_some_regions_trade_abroad_with_the_others(folder: Path) -> None:
    economy = economy_from_tables(import_table(folder, options=Options(region=("reg1", "reg3"))).tables)
    assert regions_of(economy) == ("reg1", "reg3")
    assert np.abs(base_year(economy).share).max() < 1e-6
    assert np.nansum(economy.trade.base_imports) > 0.0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(region=("reg1",)), "one region is not several"),
        (Options(region=("reg1", "Narnia")), "there is no region 'Narnia'"),
        (Options(region=("all",), country="reg1"), "does not go with --country"),
    ],
)
def test_regions_that_cannot_be_had(folder: Path, options: Options, said: str) -> None:
    with pytest.raises(InputFault, match=said):
        import_table(folder, options=options)
