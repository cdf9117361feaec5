"""Small economies as tables, for the published models and for tests."""

from __future__ import annotations

from collections.abc import Sequence

Tables = dict[str, list[list[object]]]


def plan(**keys: object) -> list[list[object]]:
    """The sheet Plan; underscores in keys are blanks."""
    given: dict[str, object] = {
        "title": "a test",
        "format version": 1,
        "base year": 2000,
        "plan years": 1,
        "terminal condition": "none",
        "money unit": "money",
    }
    given |= {key.replace("_", " "): value for key, value in keys.items()}
    return [["key", "value"], *([key, value] for key, value in given.items())]


def matrix(
    corner: str, rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float]]
) -> list[list[object]]:
    """A sheet with codes down and across."""
    return [[corner, *columns], *([row, *line] for row, line in zip(rows, values, strict=True))]


def leontief(
    codes: Sequence[str], inputs: Sequence[Sequence[float]], demand: Sequence[float], **keys: object
) -> Tables:
    """One year, inputs and given uses; the least output that covers them is the plan of `weighted`."""
    return {
        "Plan": plan(default_strategy="weighted", **keys),
        "Sectors": [["code", "unit", "base output"], *([code, "unit", 0] for code in codes)],
        "Inputs": matrix("product", codes, codes, inputs),
        "Demand": [
            ["product", "use", 2001],
            *([code, "final", value] for code, value in zip(codes, demand, strict=True)),
        ],
        "Objective": [["set", "variable", "code", "year", "weight"], ["least output", "output", "*", 2001, -1]],
    }


def growing(
    codes: Sequence[str],
    inputs: Sequence[Sequence[float]],
    capital: Sequence[Sequence[float]],
    years: int,
    *,
    gestation: int = 1,
    growth: float = 0.0,
    terminal: str = "ray",
    output: Sequence[float] | None = None,
) -> Tables:
    """An economy with no consumption outside its inputs, on a ray of growth at its start.

    Construction begun before the plan gives `growth` in each of the first `gestation` years, its cost spread
    evenly; so what is still to come of it is the share of its years that lie in the plan.
    """
    output = output or [1.0] * len(codes)
    pipeline: list[list[object]] = [["sector", "capacity", "year due", "cost to come"]]
    for code, size in zip(codes, output, strict=True):
        for year in range(1, gestation + 1) if growth > 0 else ():
            due = size * growth * (1 + growth) ** (year - 1)
            pipeline.append([code, due, 2000 + year, (year - 1) / gestation])
    tables: Tables = {
        "Plan": plan(plan_years=years, terminal_condition=terminal),
        "Sectors": [
            ["code", "unit", "base output"],
            *([code, "unit", size] for code, size in zip(codes, output, strict=True)),
        ],
        "Inputs": matrix("product", codes, codes, inputs),
        "Capacity": [["sector", "capacity"], *([code, size] for code, size in zip(codes, output, strict=True))],
        "Projects": [["sector", "type", "gestation"], *([code, "new", gestation] for code in codes)],
        "Construction": matrix("product", codes, codes, capital),
    }
    if len(pipeline) > 1:
        tables["Under construction"] = pipeline
    return tables
