"""What the page asks for, and what it is answered."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from optimiser.errors import InputFault, OptimiserError
from optimiser.plan.sentences import stylised_title
from optimiser.report import writers
from optimiser.report.page import Report
from optimiser.serve.answers import Answers
from optimiser.serve.edits import as_sent, changed, changes_of, edited, places_at_fault, said
from optimiser.serve.headlines import told
from optimiser.serve.keeping import free_name, keep
from optimiser.serve.opened import Opened
from optimiser.serve.views import changes_shown, scenario_sent, sheet_shown, titles
from optimiser.strategies import STRATEGIES

STATIC = {
    "serve.css": ("optimiser.serve.static", "text/css"),
    "serve.js": ("optimiser.serve.static", "text/javascript"),
    "icon.svg": ("optimiser.serve.static", "image/svg+xml"),
    "html.css": ("optimiser.report.writers", "text/css"),
}
SIDE_BY_SIDE = "comparison"
REPORT_POLICY = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'none'"
"""A report brings a policy of its own, which lets nothing run but its own script."""


@dataclass(frozen=True, eq=False)
class Served:
    """A workbook, its answers, and where new workbooks go."""

    opened: Opened
    answers: Answers
    folder: Path
    strategies: tuple[str, ...]
    """Chosen at first."""

    def about(self) -> dict[str, Any]:
        """What the page begins with."""
        economy = self.opened.economy
        return {
            "title": stylised_title(economy) if economy is not None else self.opened.path.stem,
            "file": self.opened.path.name,
            "stylised": economy is not None and economy.stylised,
            "sheets": titles(self.opened),
            "scenarios": [each.name for each in self.opened.scenarios.values()],
            "strategies": [
                {
                    "name": each.name,
                    "asks": each.criterion.asks.format(kept=0.0 if economy is None else economy.settings.growth_kept),
                }
                for each in STRATEGIES.values()
            ],
            "chosen": list(self.strategies),
        }

    def scenario(self, sent: dict[str, Any]) -> dict[str, Any]:
        """The changes of a scenario of the workbook."""
        found = next((each for each in self.opened.scenarios.values() if each.name == sent.get("name")), None)
        if found is None:
            raise InputFault.of("Scenarios", "no scenario of this name", "Load the page again.")
        return {"changes": scenario_sent(found)}

    def edit(self, sent: dict[str, Any]) -> dict[str, Any]:
        """The changes after something is typed into a cell."""
        title, row, column, text = (sent.get(part) for part in ("sheet", "row", "column", "text"))
        if not (isinstance(title, str) and isinstance(text, str) and type(row) is int and type(column) is int):
            _refuse()
        made = edited(self.opened, changes_of(sent.get("changes")), title, row, column, text)
        return {"changes": [as_sent(each) for each in made]}

    def view(self, sent: dict[str, Any]) -> dict[str, Any]:
        """A sheet, the changes, and all that is wrong."""
        changes, title, find = changes_of(sent.get("changes")), sent.get("sheet"), sent.get("find")
        if not (isinstance(title, str) and isinstance(find, str)):
            _refuse()
        made = changed(self.opened, changes)
        found = self.opened.examined(said(changes, made))
        return {
            "sheet": sheet_shown(made, title, find),
            "changes": changes_shown(self.opened, changes, made),
            "faults": places_at_fault(found.faults),
            "file": free_name(self.folder, self.opened),
        }

    def solve(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Plans of strategies with the changes."""
        strategies = sent.get("strategies")
        if not (isinstance(strategies, list) and all(isinstance(each, str) for each in strategies)):
            _refuse()
        return told(self.answers.answer(changes_of(sent.get("changes")), strategies))

    def keep(self, sent: dict[str, Any]) -> dict[str, Any]:
        """The changes as a scenario of a new workbook."""
        scenario, name = sent.get("scenario"), sent.get("file")
        if not (isinstance(scenario, str) and isinstance(name, str)):
            _refuse()
        path = keep(self.opened, changes_of(sent.get("changes")), scenario, self.folder, name)
        return {"path": str(path), "scenario": " ".join(scenario.split()), "file": free_name(self.folder, self.opened)}

    def report(self, key: str, name: str) -> str | None:
        """All pages of an earlier answer; None where it is not kept any more."""
        answer = self.answers.known(key)
        if answer is None:
            return None
        if name == SIDE_BY_SIDE:
            return _written(self.answers.side_by_side(answer))
        return _written(self.answers.pages(answer, name))


def _refuse() -> NoReturn:
    raise InputFault.of("Page", "this is nothing that the page asks", "Load the page again.")


def _written(report: Report) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        writers.write(report, path, ".html")
        return path.read_text(encoding="utf-8")


def application(served: Served) -> Starlette:
    """The application, still without its guard."""
    asked = {each.__name__: each for each in (served.scenario, served.edit, served.view, served.solve, served.keep)}
    routes = [
        Route("/", _index),
        Route("/about", partial(_answered, lambda _: served.about())),
        Route("/static/{name}", _static),
        Route("/report/{key}/{name}", partial(_report, served)),
        *(Route(f"/{name}", partial(_answered, each), methods=["POST"]) for name, each in asked.items()),
    ]
    return Starlette(routes=routes)


async def _answered(answer: Callable[[dict[str, Any]], dict[str, Any]], request: Request) -> Response:
    try:
        sent = _sent(await request.body()) if request.method == "POST" else {}
        return JSONResponse(await run_in_threadpool(answer, sent))
    except OptimiserError as error:
        faults = [each.as_dict() for each in error.faults] if isinstance(error, InputFault) else []
        return JSONResponse({"message": str(error), "faults": faults}, 422)


def _sent(body: bytes) -> dict[str, Any]:
    def refuse(_: str) -> NoReturn:
        raise ValueError

    try:
        sent = json.loads(body, parse_constant=refuse)
    except (ValueError, RecursionError):
        _refuse()
    if not isinstance(sent, dict):
        _refuse()
    return sent


async def _index(_: Request) -> Response:
    return HTMLResponse(files("optimiser.serve.static").joinpath("index.html").read_text(encoding="utf-8"))


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return PlainTextResponse("There is no such file.\n", 404)
    package, kind = STATIC[name]
    return Response(files(package).joinpath(name).read_bytes(), media_type=kind)


async def _report(served: Served, request: Request) -> Response:
    try:
        page = await run_in_threadpool(served.report, request.path_params["key"], request.path_params["name"])
    except OptimiserError as error:
        return PlainTextResponse(f"{error}\n", 422)
    if page is None:
        return PlainTextResponse("This answer is not kept any more: solve again, and open it anew.\n", 404)
    return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY})
