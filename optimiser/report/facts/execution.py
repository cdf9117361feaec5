"""What came of carrying plans out, as plain values."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimiser.arrays import Floats
from optimiser.execution import Execution, Outcome
from optimiser.execution.execute import Ambition, BestPoint
from optimiser.execution.remaining import Feedback
from optimiser.execution.replanning import Gain, Replanned
from optimiser.execution.sentences import best_share, measured, sentences
from optimiser.execution.statistics import Estimate
from optimiser.execution.worth import standings, turns
from optimiser.report.facts.plan import Facts, by_year, grades_facts

PARTS = ("mean", "low", "high")


def execution_facts(execution: Execution) -> Facts:
    """As the command `execute` prints it; what does not apply is None.

    Output is in sector units a year, consumption an index (base year 1), unfinished construction and waste in money
    units; `low` and `high` hold 90 per cent of the repetitions between them.
    """
    return {
        "status": "done",
        "outcomes": {name: _outcome(each) for name, each in execution.rows.items()},
        "worth": [
            {
                "strategy": each.name,
                "consumption_equivalent": _figure(each.consumption),
                "capital": _figure(each.capital),
            }
            for each in standings(execution)
        ],
        "turns": [{"price_of_capital": each.price, "best": each.best} for each in turns(standings(execution))],
        "without_plan": list(execution.without_plan),
        "curve": [_point(each) for each in execution.curve],
        "best_ambition": [{"circumstances": point.circumstance, "best": _best(point)} for point in execution.moved],
        "replanned": [_replanned(each, execution.economy.years.plan_labels) for each in execution.replanned],
        "seed": execution.draws.seed,
        "repetitions": execution.draws.repetitions,
        "stylised": execution.economy.stylised,
        "grades": grades_facts(execution.economy),
        "sentences": list(sentences(execution)),
    }


def _outcome(outcome: Outcome) -> Facts:
    economy, years = outcome.economy, outcome.years
    sectors, households = economy.sectors.axis.labels, economy.households.axis.labels

    def yearly(labels: tuple[str, ...], estimate: Estimate) -> Facts:
        parts = {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}
        return {name: by_year(labels, years, values) for name, values in parts.items()}

    def series(estimate: Estimate | None) -> Facts | None:
        if estimate is None:
            return None
        return {name: _series(years, getattr(estimate, name)) for name in PARTS}

    return {
        "demanded": by_year(sectors, years, outcome.told),
        "planned": by_year(sectors, years, outcome.told) if outcome.demanded.feasible else None,
        "executed": yearly(sectors, outcome.real),
        "counted": yearly(sectors, outcome.made),
        "reported": by_year(sectors, years, outcome.reported.mean),
        "industry": {
            "demanded": None if outcome.industry_told is None else _series(years, outcome.industry_told),
            "executed": series(outcome.industry),
            "reported": series(outcome.industry_reported),
        },
        "consumption": yearly(households, outcome.consumption),
        "fulfilment": {
            "mean": float(outcome.fulfilment.mean),
            "least": float(outcome.fulfilment_least.mean),
            "by_sector": dict(zip(sectors, outcome.fulfilment_by_sector.mean.tolist(), strict=True)),
            "by_year": _series(years, outcome.fulfilment_by_year.mean),
        },
        "correlation": float(outcome.whole.plan.correlation.mean),
        "naive_correlation": float(outcome.whole.as_before.correlation.mean),
        "agreement": {
            span: {
                forecast: {"correlation": _estimate(each.correlation), "error": _estimate(each.error)}
                for forecast, each in vars(forecasts).items()
            }
            for span, forecasts in (("yearly", outcome.yearly), ("whole", outcome.whole))
        },
        "unfinished": series(outcome.unfinished_value),
        "gave_nothing": _estimate(outcome.gave_nothing),
        "waste": series(outcome.waste),
        "hoards": series(outcome.hoards),
        "capital_index": _estimate(outcome.capital_index),
        **({"money": money} if (money := _money(outcome, series)) else {}),
        "jobs_open": yearly(economy.pools.axis.labels, outcome.jobs_open),
        "idle": yearly(economy.pools.axis.labels, outcome.idle),
        "chain": [
            {
                "year": years[link.year - 1],
                "lacking": link.lacking,
                "held_up": link.held_up,
                "building": link.building,
                "had": link.had,
                "repetitions": link.repetitions,
            }
            for link in outcome.chain
        ],
    }


def _money(outcome: Outcome, series: Callable[[Estimate | None], Facts | None]) -> Facts:
    """Incomes, outgo and gap of all households as they came; nothing where nothing is said of payments."""
    if outcome.inflationary_gap is None:
        return {}
    return {
        "unit": outcome.economy.money_unit,
        "incomes": series(outcome.incomes),
        "outgo": series(outcome.outgo),
        "gap": series(outcome.inflationary_gap),
        "price_rise": series(outcome.price_rise),
    }


def _point(point: Ambition) -> Facts:
    outcome = point.outcome
    return {
        "ambition": point.share,
        "output": _last(outcome.industry),
        "heavy": _last(outcome.heavy),
        "consumption": {
            label: _estimate(Estimate(*(np.asarray(each) for each in outcome.living_standard.at(place))))
            for place, label in enumerate(outcome.economy.households.axis.labels)
        },
        "fulfilment": float(outcome.fulfilment.mean),
    }


def _best(point: BestPoint) -> Facts:
    kinds = [each for each in measured(point.curve[0].outcome) if each.good]
    found = {each.name: best_share(point.curve, each) for each in kinds}
    return {name: None if best is None else {"ambition": best[0], "value": best[1]} for name, best in found.items()}


def _replanned(found: Replanned, years: tuple[str, ...]) -> Facts:
    """Differences: planned anew less as first planned, and from what is there less from reports."""

    def worth(gain: Gain) -> Facts:
        return {
            "measure": gain.measure,
            "unit": gain.unit,
            "planning": {str(feedback): _estimate(each) for feedback, each in gain.of_planning.items()},
            "truth": _estimate(gain.of_truth),
            "standard_error": gain.error,
        }

    return {
        "strategy": found.strategy,
        "outcomes": {str(feedback): each.name for feedback, each in found.outcomes.items()},
        "repetitions": next(each.repetitions for each in found.outcomes.values()),
        "gains": [worth(each) for each in found.gains],
        "second": [worth(each) for each in found.second.gains] if found.second is not None else [],
        "second_plans": None
        if found.second is None
        else {
            "repetitions": found.second.repetitions,
            "compared": found.second.compared,
            "without": {str(feedback): dict(reasons) for feedback, reasons in found.second.without.items()},
            "not_sought": found.second.not_sought,
        },
        "believed": [
            {
                "what": belief.what,
                "unit": belief.unit,
                **{
                    name: {part: _series(years, getattr(belief.estimates[feedback], part)) for part in PARTS}
                    for name, feedback in (("believed", Feedback.REPORTS), ("real", Feedback.TRUTH))
                },
            }
            for belief in found.beliefs
        ],
        "kept": {str(feedback): part for feedback, part in found.kept.items()},
    }


def _figure(figure: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("mean", "low", "high"), figure, strict=True))


def _last(estimate: Estimate | None) -> dict[str, float] | None:
    return None if estimate is None else _estimate(Estimate(*(np.asarray(each) for each in estimate.at(-1))))


def _series(years: tuple[str, ...], values: Floats) -> dict[str, float]:
    return dict(zip(years, values.tolist(), strict=True))


def _estimate(estimate: Estimate) -> dict[str, float]:
    return {"mean": float(estimate.mean), "low": float(estimate.low), "high": float(estimate.high)}
