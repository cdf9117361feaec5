"""What every target set asks for stands beside what every plan makes, in units and as a share of it."""

from __future__ import annotations

import pytest

from optimiser import compare, economy_from_tables
from optimiser.report.pages.comparison_measures import targets
from optimiser.report.pages.side import Side
from optimiser.workbook.examples import EXAMPLES


def test_every_set_stands_beside_every_plan() -> None:
    economy = economy_from_tables(EXAMPLES["two_sectors"]())
    compared = compare(economy, ["balanced", "consumption"], points=0)
    (page,) = targets(Side(compared))
    table = page.tables[-1]
    heads = [column.name for column in table.columns]
    lines = [dict(zip(heads, row, strict=True)) for row in table.kept]
    of = economy.targets
    assert len(lines) == len({*zip(of.variable, of.index.tolist(), of.year.tolist(), strict=True)})
    for place, chosen in enumerate(of.set):
        code = of.axis.columns["code"][place]
        line = next(each for each in lines if (each["code"], each["what"]) == (code, of.variable[place]))
        assert line[f"{chosen} asks for"] == pytest.approx(of.value[place])
        made = compared.measures["consumption"].output[of.index[place], of.year[place]]
        assert line["consumption makes"] == pytest.approx(made)
        assert line[f"consumption: of {chosen}"] == pytest.approx(made / of.value[place])
