"""Plans for an economy with changes: each strategy starts from the basis of its plan without them."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from optimiser.economy.economy import Economy
from optimiser.errors import InputFault, SolverFailed, VerificationFailed
from optimiser.plan.measures import Measures, measures
from optimiser.plan.plan import Plan
from optimiser.report.page import Report
from optimiser.serve.edits import as_sent, changed, said
from optimiser.serve.opened import Opened
from optimiser.solver import Bases, SolverOptions
from optimiser.strategies import STRATEGIES
from optimiser.strategies.solve import solve
from optimiser.workbook.changes import Change
from optimiser.workbook.read.economy import Reading

KEPT = 32
"""Answers of which the pages can be asked for."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a strategy came to."""

    plan: Plan | None
    measures: Measures | None = None
    """Where there is a plan to use."""
    refused: str = ""
    """Why the strategy could not be tried."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What strategies came to."""

    key: str
    """By which its pages are asked for."""
    reading: Reading
    found: Mapping[str, Found]
    before: Mapping[str, Found]
    """Without changes; empty where nothing is changed, or the workbook is at fault."""


@dataclass(eq=False)
class Answers:
    """The programmes of a workbook, kept warm, and the last answers.  Threads may ask at the same time.

    The economy without changes is solved first, once for each strategy, and every answer starts from the basis of
    that plan and never from an earlier answer: so it does not depend on what was asked before, or by whom.
    """

    opened: Opened
    target_set: str = ""
    """The workbook's own where it is empty."""
    options: SolverOptions = field(default_factory=SolverOptions)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _bases: dict[str, Bases] = field(default_factory=dict)
    _before: dict[str, Found] = field(default_factory=dict)
    _answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)

    def answer(self, changes: tuple[Change, ...], strategies: Sequence[str]) -> Answer:
        """The plans with changes, beside those without.

        Raises:
            InputFault: the economy is at fault with the changes.
            SolverMissing: the solver is not installed.
        """
        names = [name for name in STRATEGIES if name in strategies]
        key = _key(changes, names)
        known = self.known(key)
        if known is not None:
            return known
        before = {name: self._without(name) for name in names} if self.opened.economy is not None else {}
        if changes or self.opened.economy is None:
            made = changed(self.opened, changes)
            reading = self.opened.reading(self.opened.examined(said(changes, made)))
            found = {name: self._found(reading.economy, name, self._bases.get(name)) for name in names}
        else:
            reading, found, before = self.opened.reading(self.opened.findings), before, {}
        answer = Answer(key, reading, found, before)
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return answer

    def known(self, key: str) -> Answer | None:
        """An earlier answer, if it is kept still."""
        with self._lock:
            return self._answers.get(key)

    def _without(self, name: str) -> Found:
        """What a strategy comes to without changes, whose bases are kept."""
        economy = self.opened.economy
        assert economy is not None
        with self._lock:
            if name not in self._before:
                bases = Bases()
                self._before[name] = self._found(economy, name, bases)
                bases.close()
                self._bases[name] = bases
            return self._before[name]

    def _found(self, economy: Economy, name: str, bases: Bases | None) -> Found:
        try:
            try:
                plan = solve(economy, name, target_set=self.target_set, options=replace(self.options, bases=bases))
            except (SolverFailed, VerificationFailed):
                # close to what cannot be done, another way there may end where this one does not
                plan = solve(economy, name, target_set=self.target_set, options=self.options)
        except (InputFault, SolverFailed, VerificationFailed) as error:
            return Found(None, refused=str(error))
        return Found(plan, measures(plan) if plan.solution.optimal else None)

    def pages(self, answer: Answer, name: str) -> Report:
        """All pages of what a strategy came to: the plan, or why there is none.

        Raises:
            InputFault: there is nothing to show of this strategy.
        """
        from optimiser.diagnosis import diagnose_plan
        from optimiser.report.pages.diagnosis import diagnosis_report
        from optimiser.report.pages.plan import plan_report
        from optimiser.solver import Status

        found = answer.found.get(name)
        if found is None or found.plan is None:
            raise InputFault.of(name, "there is no plan of this strategy to show", "Solve it first.")
        if found.plan.status is Status.INFEASIBLE:
            return diagnosis_report(diagnose_plan(found.plan, self.options))
        return plan_report(found.plan, answer.reading)

    def side_by_side(self, answer: Answer) -> Report:
        """All pages of the comparison of the strategies."""
        from optimiser.comparison.compare import compare
        from optimiser.report.pages.comparison import comparison_report

        economy, names = answer.reading.economy, list(answer.found)
        return comparison_report(compare(economy, names, target_set=self.target_set, options=self.options))


def _key(changes: Sequence[Change], strategies: Sequence[str]) -> str:
    text = json.dumps([[as_sent(each) for each in changes], strategies], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
