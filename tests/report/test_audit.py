"""Every workbook that a command writes is valid: Excel opens it without repairing anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from plain_tables import good, written
from seldom import seldom

from optimiser.cli.main import cli

ROOT = Path(__file__).parent.parent.parent
HARMLESS = {
    "inline-string cell(s)": "words stand in the sheets themselves (ECMA-376, 18.3.1.53): openpyxl writes them so, and "
    "we do where rows are streamed; Excel reads them and gathers them in a list of its own only when it saves",
    "/styleSheet[1]/fonts[1]/font": "openpyxl has the parts of a font in another order than the schema's later "
    "editions; the first (ECMA-376, 2006) allows any, and so does every Excel since 2007",
}
"""Part of a finding in workbooks of openpyxl, or with streamed rows, and why it is none."""

audit: Any = pytest.importorskip("openxml_audit", reason="needs openxml-audit, of the extra `test`")


def findings(path: Path, excused: tuple[str, ...] = ()) -> list[str]:
    found = audit.OpenXmlValidator(file_format=audit.FileFormat.MICROSOFT_365, max_errors=0).validate(str(path))
    said = [f"{each.part_uri} {each.path}: {each.description}" for each in found.errors]
    return [each for each in said if not any(part in each for part in excused)]


def run(*arguments: str, ends: tuple[int, ...] = (0,)) -> None:
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    code = done.return_value if done.exception is None else done.exception
    assert code in ends, done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["solve", "first_five_year_plan"],
        ["compare", "two_sectors", "--strategy", "balanced", "--strategy", "maximum", "--strategy", "targets"],
        ["diagnose", "two_sectors", "--targets", "ambitious"],
        ["diagnose", "two_sectors"],
        ["execute", "two_sectors", "--repetitions", "3"],
        *seldom(
            [
                ["solve", "two_sectors"],
                ["solve", "williams", "--strategy", "superindustrial"],
                ["solve", "two_sectors", "--strategy", "targets", "--targets", "ambitious"],
                ["decompose", "two_sectors", "--cause", "more workers", "--of", "capacity"],
                ["multipliers", "two_sectors"],
                ["turnpike", "two_sectors"],
                ["compare", "first_five_year_plan", "--variants"],
            ]
        ),
    ],
    ids=" ".join,
)
def test_reports_have_no_finding(arguments: list[str], tmp_path: Path) -> None:
    command, name, *rest = arguments
    path = tmp_path / "report.xlsx"
    run(command, str(ROOT / "inputs" / f"{name}.xlsx"), "-o", str(path), *rest, "--quiet", ends=(0, 4))
    assert findings(path) == []


def test_the_explanation_of_a_programme_has_no_finding(tmp_path: Path) -> None:
    path = tmp_path / "why.xlsx"
    run("explain", str(ROOT / "tests" / "diagnosis" / "models" / "pypsa.lp"), "-o", str(path), "--quiet", ends=(4,))
    assert findings(path) == []


def test_the_workbook_of_a_national_table_has_no_finding(tmp_path: Path) -> None:
    table, path = written(tmp_path / "table_2020.csv", good()), tmp_path / "plan.xlsx"
    run("import", str(table), "-o", str(path), "--quiet")
    assert findings(path, tuple(HARMLESS)) == []


def test_the_comparison_of_a_batch_has_no_finding(tmp_path: Path) -> None:
    path = tmp_path / "batch.xlsx"
    run("batch", str(ROOT / "inputs" / "two_sectors.xlsx"), "-o", str(path), "--jobs", "1", "--quiet", ends=(0, 4))
    assert findings(path, ("inline-string cell(s)",)) == []


def test_workbooks_to_start_from_have_no_finding(tmp_path: Path) -> None:
    path, marked = tmp_path / "template.xlsx", tmp_path / "marked.xlsx"
    run("template", str(path))
    assert findings(path, tuple(HARMLESS)) == []
    book = openpyxl.load_workbook(path)
    sheet = book["Sectors"]
    heads = [cell.value for cell in sheet[1]]
    sheet.cell(2, heads.index("base output") + 1).value = "never"
    book.save(path)
    run("validate", str(path), "--annotate", str(marked), ends=(3,))
    assert openpyxl.load_workbook(marked).sheetnames != book.sheetnames
    assert findings(marked, tuple(HARMLESS)) == []


def test_the_auditor_notices(tmp_path: Path) -> None:
    """A line of a chart with two fills, which Excel repairs by dropping the drawing."""
    import zipfile

    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    run("solve", str(ROOT / "inputs" / "two_sectors.xlsx"), "-o", str(good), "--quiet")
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/charts/chart"):
                content = content.replace(
                    b"<a:noFill/>", b'<a:noFill/><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
                )
            target.writestr(name, content)
    assert any("solidFill" in each for each in findings(bad))
