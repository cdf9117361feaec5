"""A workbook served to a client that behaves as the page does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from optimiser.serve.answers import Answers
from optimiser.serve.application import Served, application
from optimiser.serve.guard import Guard
from optimiser.serve.opened import opened
from optimiser.workbook import write_tables
from optimiser.workbook.examples import EXAMPLES

TOKEN = "a-token-of-a-test"
COOKIE = "plan-optimiser-8000"
ORIGIN = "http://127.0.0.1:8000"


class Page:
    """Asks as the page does."""

    def __init__(self, workbook: Path, folder: Path, strategies: tuple[str, ...] = ("balanced", "maximum")) -> None:
        own = folder / "own"
        own.mkdir(parents=True)
        self.opened = opened(workbook, own)
        self.folder = folder / "outputs"
        self.served = Served(self.opened, Answers(self.opened), self.folder, strategies)
        self.guarded = Guard(application(self.served), TOKEN, COOKIE)
        self.client = TestClient(self.guarded, base_url=ORIGIN, follow_redirects=False)

    def enter(self) -> Page:
        """With the address that the command prints."""
        assert self.client.get(f"/?token={TOKEN}").status_code == 303
        return self

    def ask(self, path: str, **question: Any) -> Any:
        """The answer to a question."""
        response = self.client.post(path, json=question, headers={"origin": ORIGIN})
        assert response.status_code == 200, response.text
        return response.json()

    def refused(self, path: str, **question: Any) -> dict[str, Any]:
        """The first fault of a question that is refused."""
        response = self.client.post(path, json=question, headers={"origin": ORIGIN})
        assert response.status_code == 422, response.text
        answer: dict[str, Any] = response.json()
        return answer["faults"][0] if answer["faults"] else answer

    def type(self, changes: list[Any], sheet: str, place: str, text: str) -> list[Any]:
        """Type a text into a cell."""
        row, column = int(place[1:]), ord(place[0]) - ord("A")
        found: list[Any] = self.ask("/edit", changes=changes, sheet=sheet, row=row, column=column, text=text)["changes"]
        return found

    def view(self, changes: list[Any], sheet: str, find: str = "") -> Any:
        """A sheet with changes."""
        return self.ask("/view", changes=changes, sheet=sheet, find=find)

    def solve(self, changes: list[Any], *strategies: str) -> Any:
        """The plans with changes."""
        return self.ask("/solve", changes=changes, strategies=list(strategies or ("balanced",)))


def cell(view: Any, place: str) -> Any:
    """A cell of a sheet as it is shown."""
    return next(each for row in view["sheet"]["rows"] for each in row["cells"] if each["place"] == place)


def growth(answer: Any, strategy: str = "balanced") -> float:
    """The greatest common growth under a strategy."""
    place = [each["name"] for each in answer["strategies"]].index(strategy)
    line = next(each for each in answer["lines"] if each["title"] == "greatest common growth")
    return float(line["figures"][place]["exact"])


def example(folder: Path, name: str, **changed: Any) -> Path:
    """An example as a workbook; `changed` are further sheets, or those in place of its own."""
    path = folder / f"{name}.xlsx"
    write_tables({**EXAMPLES[name](), **changed}, path)
    return path
