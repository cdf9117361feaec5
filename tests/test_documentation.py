"""The documents say what the code does, and their links lead somewhere."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import click
import generate as document
import pytest

import optimiser
from optimiser.cli.main import cli
from optimiser.programme.constraints import RULES, Rule
from optimiser.programme.variables import UNKNOWNS, Variables
from optimiser.solver import SOLVERS
from optimiser.strategies import DEMANDS, STRATEGIES
from optimiser.workbook.columns import Layout
from optimiser.workbook.examples import EXAMPLES
from optimiser.workbook.schema import SHEETS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODEL = (DOCS / "model.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
EVERY_RULE = (*RULES, *DEMANDS)


@pytest.mark.parametrize("name", document.PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == document.PAGES[name](), "run python docs/generate.py"


def test_a_stale_page_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in document.PAGES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(DOCS / name, folder / name)
    (folder / "model.md").write_text("old", encoding="utf-8")
    (folder / "commands.md").unlink()
    assert [path.name for path in document.stale(folder)] == ["model.md", "commands.md"]
    monkeypatch.setattr(document, "DOCS", folder)
    monkeypatch.setattr(document, "stale", lambda: [folder / "model.md"])
    assert document.main(["--check"]) == 1
    assert "docs/model.md is stale" in capsys.readouterr().err


def test_the_check_passes_as_a_program() -> None:
    command = [sys.executable, "docs/generate.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.name)
def test_every_rule_states_its_mathematics(rule: Rule[...]) -> None:
    parts = document.parts_of(rule)
    assert parts.summary.endswith(".")
    assert any(re.search(r"<=|>=|=", each) for each in parts.equations)
    assert set(parts.marked) == {"Axes", "Shadow price", "Source"}
    assert all(len(text) > 5 for text in parts.marked.values())
    assert ";" in parts.marked["Axes"], "axes; unit"


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.name)
def test_every_rule_is_in_the_model(rule: Rule[...]) -> None:
    section = MODEL.partition(f"\n### {rule.name}\n")[2].partition("\n### ")[0]
    assert document.parts_of(rule).summary.split(":")[0].split(",")[0] in section
    assert re.search(r"^- Kind: (identity|technology|resource|policy|target)$", section, re.MULTILINE)


@pytest.mark.parametrize("name", STRATEGIES)
def test_every_strategy_is_documented(name: str) -> None:
    assert document.parts_of(STRATEGIES[name].solve).summary.endswith(".")
    assert f"\n### {name}\n" in MODEL


def test_every_unknown_is_in_the_model() -> None:
    blocks = [name for name, kind in Variables.__annotations__.items() if kind == "Variable"]
    assert blocks == [each.name for each in UNKNOWNS]
    assert len(blocks) > 10
    assert [name for name in blocks if f"| `{name}` |" not in MODEL] == []


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_and_option_is_documented(name: str) -> None:
    command = cli.commands[name]
    section = COMMANDS.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert section
    for option in command.params:
        assert isinstance(option, click.Argument) or option.help, f"{option.name} has no help"
        for word in option.opts if isinstance(option, click.Option) else [option.metavar]:
            assert str(word) in section


def test_every_command_is_in_the_readme() -> None:
    """One line each, in the words of the command's own help."""
    for name, command in cli.commands.items():
        line = next((line for line in README.split("\n") if line.startswith(f"| `optimiser {name} ")), None)
        assert line, f"README.md does not list {name}"
        first = re.split(r"\.\s", inspect.cleandoc(command.help or "") + "\n")[0]
        assert line.endswith(f"| {first}. |")


def test_what_the_help_lists_is_what_there_is() -> None:
    template = next(each for each in cli.commands["template"].params if each.name == "example")
    solver = next(each for each in cli.commands["solve"].params if each.name == "solver")
    assert isinstance(template, click.Option)
    assert isinstance(solver, click.Option)
    assert [name for name in EXAMPLES if name not in (template.help or "")] == []
    assert [name for name in SOLVERS if name not in (solver.help or "")] == []


def test_every_sheet_and_column_is_documented() -> None:
    text = (DOCS / "workbook.md").read_text(encoding="utf-8")
    for sheet in SHEETS:
        section = text.partition(f"\n## {sheet.name}\n")[2].partition("\n## ")[0]
        assert section, sheet.name
        columns = [] if sheet.layout is Layout.MATRIX else sheet.columns
        assert [column.name for column in columns if f"`{column.name}" not in section] == [], sheet.name


@pytest.mark.parametrize("name", optimiser.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    public = getattr(optimiser, name)
    if isinstance(public, Mapping):
        return
    doc = inspect.getdoc(public) or ""
    assert doc, name
    assert doc.split("\n")[0].endswith((".", ":", ",")) or "\n" in doc


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path) if path else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_are_named_are_there(page: Path) -> None:
    """`inputs/x.xlsx`, `benchmarks/x.py`, `optimiser/x.py` and `docs/x.md` in the text exist."""
    form = r"\b((?:inputs|benchmarks|optimiser|docs|tests)/[\w./-]+\.(?:xlsx|py|md|png))\b"
    named = re.findall(form, page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_readme_has_the_two_commands_each_with_its_own_installation() -> None:
    blocks = dict(re.findall(r"^## (.+?)\n.*?```bash\n(.*?)\n```", README, re.MULTILINE | re.DOTALL))
    commands = {
        "Solve a plan": "solve inputs/first_five_year_plan.xlsx",
        "Run the tests": "pytest -n 2 --dist loadfile",
    }
    for heading, ends in commands.items():
        assert blocks[heading].startswith("python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt ")
        assert blocks[heading].endswith(ends)
        assert f'"{heading}"' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_constraints_name_a_version_of_everything_that_is_needed_within_its_bounds() -> None:
    """pytest needs `packaging`, so it is there."""
    from packaging.requirements import Requirement

    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split("\n")
    pinned: dict[str, list[str]] = {}
    for each in (Requirement(line) for line in lines if line and not line.startswith("#")):
        (pin,) = each.specifier
        assert pin.operator == "=="
        pinned.setdefault(each.name, []).append(pin.version)
    extras = project["optional-dependencies"].values()
    needed = [Requirement(each) for each in (*project["dependencies"], *(one for extra in extras for one in extra))]
    for each in needed:
        if each.name != project["name"]:
            assert pinned[each.name], f"{each.name} is not in constraints.txt"
            assert all(each.specifier.contains(version) for version in pinned[each.name]), str(each)


def test_what_is_stylised_is_called_so_where_it_is_shown() -> None:
    assert "stylised" in README.partition("docs/report.png")[0][-300:] or "stylised" in README
    picture = next(line for line in README.split("\n") if "docs/report.png" in line)
    assert "stylised" in picture
    assert (DOCS / "report.png").stat().st_size < 300_000


def test_every_benchmark_is_in_the_list() -> None:
    text = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    programs = sorted(path.name for path in (ROOT / "benchmarks").glob("*.py"))
    assert [name for name in programs if f"python benchmarks/{name}" not in text] == []


def test_every_page_can_be_found_from_the_readme() -> None:
    linked = {(ROOT / target.partition("#")[0]).resolve() for target in re.findall(r"\]\(([^)\s:]+)\)", README)}
    folders = {path for path in linked if path.is_dir()}
    lost = [page for page in PAGES if page.resolve() not in linked and page.parent.resolve() not in folders]
    assert [str(page.relative_to(ROOT)) for page in lost if page != ROOT / "README.md"] == []


def test_every_figure_that_is_measured_is_on_the_page_of_benchmarks() -> None:
    """The page is made by a command that takes long; it names the figures that the command measures, and no other."""
    measured = (ROOT / "benchmarks" / "written" / "figures.py").read_text(encoding="utf-8")
    names = re.findall(r'^    "([\w-]+)": Figure\(', measured, re.MULTILINE)
    table = (DOCS / "benchmarks.md").read_text(encoding="utf-8").partition("## What is wanted")[2]
    assert len(names) > 10
    assert re.findall(r"\| `([\w-]+)` \|$", table, re.MULTILINE) == names
