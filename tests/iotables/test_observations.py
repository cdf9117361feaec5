"""Eurostat's SDMX-CSV and FIGARO's flat files, with the columns that they have and invented figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from plain_tables import FINAL, FLOWS, IMPORTS, PAY

from optimiser import economy_from_tables
from optimiser.economy.base_year import base_year
from optimiser.errors import InputFault
from optimiser.iotables import Options, import_table, kind_of, read_table

CODES = ("A01", "B", "C24", "C28", "C13-C15", "G46")
USES = ("P3_S14", "P3_S13", "P51G", "P52", "P6")
SHARE = 0.1
"""Part of every flow that is imported."""


def eurostat(path: Path, *, apart: bool = True, more: tuple[str, ...] = ()) -> Path:
    """The plain table, home and imported rows apart or together."""
    lines = ["DATAFLOW,LAST UPDATE,freq,unit,stk_flow,ind_use,ind_ava,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG"]

    def say(flow: str, use: str, ava: str, value: float) -> None:
        lines.append(f"ESTAT:NAIO_10_CP1750(1.0),x,A,MIO_EUR,{flow},{use},{ava},SK,2015,{value!r},")

    output = [sum(FLOWS[i]) + sum(FINAL[i]) - IMPORTS[i] for i in range(6)]
    for i, row in enumerate(CODES):
        part = IMPORTS[i] / (sum(FLOWS[i]) + sum(FINAL[i]))
        cells = [*zip(CODES, FLOWS[i], strict=True), *zip(USES, FINAL[i], strict=True)]
        for column, value in cells:
            if apart:
                say("DOM", column, row, value * (1.0 - part))
                say("IMP", column, row, value * part)
            else:
                say("TOTAL", column, row, float(value))
        for flow, code, value in (("TOTAL", "P1", output[i]), ("TOTAL", "P7", IMPORTS[i]), ("TOTAL", "D1", PAY[i])):
            say(flow, row, code, float(value))
        # C is all of manufacturing: a code of which others are parts
        say("DOM" if apart else "TOTAL", "C", row, float(sum(FLOWS[i][2:5])))
    for j, column in enumerate(CODES):
        say("DOM" if apart else "TOTAL", column, "C", float(sum(FLOWS[i][j] for i in (2, 3, 4))))
    path.write_text("\n".join([*lines, *more]) + "\n")
    return path


@pytest.mark.parametrize("apart", [True, False])
def test_a_table_of_eurostat(tmp_path: Path, apart: bool) -> None:
    path = eurostat(tmp_path / "naio.csv", apart=apart)
    assert kind_of(path).name == "sdmx"
    found = import_table(path)
    table = found.table
    assert (table.title, table.year, table.unit) == ("SK", "2015", "million euros")
    order = [table.products.labels.index(code) for code in CODES]
    assert table.use[np.ix_(order, order)] == pytest.approx(np.array(FLOWS))
    assert table.imports[order].tolist() == pytest.approx(IMPORTS)
    assert np.abs(table.residual).max() < 1e-9
    assert [step.where for step in table.steps if step.name.startswith("codes")] == ["C"]
    assert np.abs(base_year(economy_from_tables(found.tables)).residual).max() < 1e-6


def test_several_countries_years_or_cells(tmp_path: Path) -> None:
    other = "ESTAT,x,A,MIO_EUR,DOM,A01,A01,CZ,2015,5,"
    path = eurostat(tmp_path / "naio.csv", more=(other,))
    with pytest.raises(InputFault, match="several countries: CZ, SK"):
        read_table(path)
    assert read_table(path, options=Options(country="SK")).title == "SK"
    with pytest.raises(InputFault, match="no country 'XX'"):
        read_table(path, options=Options(country="XX"))
    path = eurostat(tmp_path / "years.csv", more=(other.replace("CZ,2015", "SK,2016"),))
    with pytest.raises(InputFault, match="several years: 2015, 2016"):
        read_table(path)
    assert read_table(path, options=Options(year="2015")).year == "2015"
    path = eurostat(tmp_path / "twice.csv", more=(other.replace("CZ", "SK"),))
    with pytest.raises(InputFault, match="stands twice"):
        read_table(path)
    path = eurostat(tmp_path / "text.csv", more=(other.replace("CZ,2015,5", "SK,2015,c"),))
    with pytest.raises(InputFault, match="text stands in the place of a number") as caught:
        read_table(path)
    assert caught.value.faults[0].cell.startswith("J")


def test_a_flat_file_of_figaro(tmp_path: Path) -> None:
    """Two countries of two industries."""
    lines = ["icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue"]
    flows = {
        ("DE", "A01"): {
            ("DE", "A01"): 5,
            ("DE", "C24"): 10,
            ("FR", "C24"): 2,
            ("DE", "P3_S14"): 30,
            ("FR", "P3_S14"): 3,
        },
        ("DE", "C24"): {("DE", "A01"): 4, ("DE", "C24"): 20, ("FR", "C24"): 6, ("DE", "P51G"): 12, ("DE", "P3_S14"): 8},
        ("FR", "A01"): {("DE", "C24"): 1, ("FR", "A01"): 9, ("FR", "P3_S14"): 20, ("DE", "P3_S14"): 4},
        ("FR", "C24"): {("DE", "A01"): 2, ("FR", "C24"): 7, ("FR", "P51G"): 5},
        ("W2", "D1"): {("DE", "A01"): 20, ("DE", "C24"): 9, ("FR", "A01"): 11, ("FR", "C24"): 3},
    }
    for (origin, row), cells in flows.items():
        for (place, column), value in cells.items():
            lines.append(f"{origin}_{row},{place}_{column},{origin},{row},{place},{column},{value}")
    path = tmp_path / "flatfile_eu-ic-io_2020.csv"
    path.write_text("\n".join(lines) + "\n")
    assert kind_of(path).name == "sdmx"
    with pytest.raises(InputFault, match="several countries: DE, FR"):
        read_table(path)
    table = read_table(path, options=Options(country="DE"))
    assert table.use.tolist() == [[5.0, 11.0], [6.0, 20.0]]
    assert table.imports.tolist() == [1.0 + 4.0, 2.0]
    uses = {each.name: table.final[:, number].tolist() for number, each in enumerate(table.final_uses)}
    assert uses == {"P3_S14": [34.0, 8.0], "P51G": [0.0, 12.0], "P6": [5.0, 6.0]}
    assert table.output.tolist() == [50.0, 50.0]
    assert table.value_added.tolist() == [[20.0, 9.0]]
    assert (table.year, table.source) == ("2020", "FIGARO (flatfile_eu-ic-io_2020.csv)")
