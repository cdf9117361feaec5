"""What can be had where not everything can: shares, single targets, the years it takes, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimiser.diagnosis.bottlenecks import chains, holding, no_help
from optimiser.diagnosis.findings import Alone, Diagnosis
from optimiser.diagnosis.helps import STEP, Help, helps, with_years
from optimiser.diagnosis.proof import proof_of_share
from optimiser.diagnosis.question import Question, Step, Work, unfinished
from optimiser.diagnosis.words import family, thing
from optimiser.economy.economy import Economy
from optimiser.language.naming import called
from optimiser.language.phrases import listed
from optimiser.programme import formulate
from optimiser.programme.programme import LinearProgramme
from optimiser.programme.references import RowReference, input_cell, row_references
from optimiser.solver import Status, open_session
from optimiser.strategies import Request
from optimiser.strategies.goals import Goals, target, target_goals
from optimiser.strategies.leximin import ladder_table, leximin, with_ladder
from optimiser.strategies.targets import largest_share
from optimiser.strategies.years_needed import years_needed

HELPS = 12
"""Single changes that are tried and listed."""


def what_can_be_had(request: Request, asked: Question, goals: Goals, found: Diagnosis, work: Work) -> Diagnosis:
    """The common share, who holds it, the ladder, and the share without each target."""
    economy = request.economy
    programme, share = with_ladder(asked.bare, goals)
    programme = programme.maximising(share.over(np.array([0])).affine())
    work.progress("largest common share")
    session = open_session(programme, replace(work.timed()[1], rescale=False))
    kept = programme.row_range["target_kept"]
    session.free_rows(np.arange(kept.start, kept.stop))
    solution = session.solve()
    if not solution.optimal:
        return unfinished(found, "the largest common share, and what depends on it")
    where = row_references(programme)
    found = replace(
        found, share=solution.objective, holds=holding(programme, solution, where, session.ranges(), economy)
    )
    session.start_here()
    found = _useless(found, no_help(programme, solution, where))
    if found.status == "feasible":
        return found
    free = np.zeros(programme.rows, bool)
    free[kept] = True
    deadline = work.clock.part(0.1).deadline
    proof = proof_of_share(programme, free, solution.shadow_prices, where, economy, deadline=deadline)
    found = replace(found, share_proof=proof)
    span = programme.row_range["target_share"]
    open_rows = np.arange(span.start, span.stop)
    prices = np.abs(solution.shadow_prices[open_rows]) * goals.increment

    def left_out(found: Diagnosis) -> Step:
        clock, session.options = work.timed(0.3)
        # a target without a price does not hold the share: leaving it out changes nothing
        share_without = [solution.objective] * len(open_rows)
        tried = np.argsort(-prices)[: int((prices > 1e-9).sum())].tolist()
        done = True
        for index in tried:
            session.free_rows(open_rows[[index]])
            without = Status.LIMIT if clock.over else (answer := session.solve()).status
            session.restore_rows(open_rows[[index]])
            share_without[index] = answer.objective if without is Status.OPTIMAL else float("nan")
            done &= without is Status.OPTIMAL
        left = [(_name(economy, goals, index), value) for index, value in enumerate(share_without) if value == value]
        return replace(found, left_out=tuple(sorted(left, key=lambda each: -each[1]))), done

    def single_changes(found: Diagnosis) -> Step:
        clock, session.options = work.timed(0.3)
        tried, pairs, done = helps(session, where, solution, economy, HELPS, clock)
        others, all_of_them = _circumstances(request, found, work)
        best = sorted((*tried, *others), key=lambda each: -each.gain)[:HELPS]
        return replace(found, helps=tuple(best), pairs=pairs), done and all_of_them

    def bottlenecks(found: Diagnosis) -> Step:
        clock, session.options = work.timed(0.3)
        worst = [int(each) for each in np.argsort(-prices)[:3] if prices[each] > 1e-9]
        starts = np.array([goals.index[each] for each in worst if goals.variable[each] != "consumption"], np.int64)
        walked = chains(session, asked.variables, economy, solution, where, starts, clock)
        return replace(found, chains=walked), not clock.over

    def ladder(found: Diagnosis) -> Step:
        session.options = work.timed(0.5)[1]
        steps, _, last = leximin(session, goals, share, most=1.0, request=request)
        return replace(found, ladder=ladder_table(goals, steps)), last.optimal

    found = work.step(found, "the share without each target", left_out)
    found = work.step(found, "what would help", single_changes)
    found = work.step(found, "the bottleneck chains", bottlenecks)
    return work.step(found, "the ladder", ladder)


def _useless(found: Diagnosis, references: Sequence[RowReference]) -> Diagnosis:
    """Resources of which more alone would not help, by what they are about; apart those that a remedy needs."""
    remedies = [each.rows for each in (found.by_resources, found.nearest_miss) if each is not None]
    economy = found.economy

    def said(reference: RowReference) -> tuple[str, str]:
        return family(reference), thing(economy, reference)

    # imports and exports of a product are one to a reader, who is not to be told both
    needed = {said(each.reference) for rows in remedies for each in rows if each.reference.stands_for is not None}
    alone, together = ([each for each in references if (said(each) in needed) is part] for part in (False, True))
    return replace(found, useless=_by_family(economy, alone), only_together=_by_family(economy, together))


def _by_family(economy: Economy | None, references: Sequence[RowReference]) -> tuple[str, ...]:
    by_family: dict[str, list[str]] = {}
    for reference in references:
        by_family.setdefault(family(reference), []).append(thing(economy, reference))
    return tuple(f"{name}: {listed(things, 12)}" for name, things in by_family.items())


def _circumstances(request: Request, found: Diagnosis, work: Work) -> tuple[tuple[Help, ...], bool]:
    """What a year more, and a better harvest, would buy: each a programme of its own."""
    economy = request.economy
    cases = []
    if economy.years.plan + economy.years.tail + 1 < economy.years.reach and found.of_target_set:
        cases.append(("a year more", economy.with_plan_years(economy.years.plan + 1)))
    farm = economy.town_and_country.farm_sector
    if farm >= 0 and found.of_target_set:
        yields = np.array(economy.sectors.yields)
        yields[farm, 1:] *= 1.0 + STEP
        better = replace(economy, sectors=replace(economy.sectors, yields=yields))
        cases.append(("a harvest a tenth better in every year", better))
    made: list[Help] = []
    for name, other in cases:
        if work.clock.over:
            return tuple(made), False
        options = replace(work.timed(0.3)[1], rescale=False)
        share = _share(replace(request, options=options).over(other))
        if share is not None and found.share is not None and share > found.share:
            made.append(Help(name, share, share - found.share))
    return tuple(made), True


def _share(request: Request) -> float | None:
    """The largest common share of the increments of a target set."""
    bare, v = formulate(request.economy)
    goals = target_goals(request.economy, v, request.needed_set)
    solution = largest_share(request, bare, goals)[1]
    return solution.objective if solution.optimal else None


def _name(economy: Economy, goals: Goals, index: int) -> str:
    code, variable = goals.axis.columns["code"][index], goals.axis.columns["variable"][index]
    prefix = {"capacity": "capacity for ", "consumption": "consumption of the household "}.get(variable, "")
    last = economy.years.label(economy.years.plan)
    year = goals.axis.columns["year"][index]
    return f"{prefix}{called(economy, 'code', code, variable)}{'' if year == last else f' in {year}'}"


def how_long(request: Request, goals: Goals, found: Diagnosis, work: Work) -> Diagnosis:
    """In how many years the targets could be reached, together and each alone."""

    def scanned(found: Diagnosis) -> Step:
        needed = years_needed(replace(request, options=work.timed()[1]), each=True)
        rows = {label: index for index, label in enumerate(goals.axis.labels)}
        where = row_references(LinearProgramme(blocks=(target(goals),)))
        alone = tuple(
            Alone(
                _name(request.economy, goals, rows[label]),
                float(goals.value[rows[label]]),
                goals.axis.units[rows[label]],
                years,
                input_cell(request.economy, where[rows[label]]),
            )
            for label, years in needed.alone.items()
            if label in rows
        )
        if needed.together or needed.finished:
            found = replace(found, years=needed)
        found = replace(found, alone=alone)
        if not needed.finished:
            work.progress(f"plans of up to {needed.tried} years were tried")
        return found, needed.finished

    def saved(found: Diagnosis) -> Step:
        together = found.years.together if found.years is not None else None
        if together is None:
            return found, True
        clock = work.clock.part(0.5)
        every, done = with_years(replace(request, options=work.options), (*found.helps, *found.pairs), together, clock)
        count = len(found.helps)
        return replace(found, helps=every[:count], pairs=every[count:]), done

    found = work.step(found, "how long the targets would take", scanned)
    return work.step(found, "how many years each change would save", saved)
