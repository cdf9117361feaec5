"""Building sites: what they ask for, what work is done on them, and when they give capacity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimiser.arrays import Floats, Ints
from optimiser.economy.economy import Economy
from optimiser.execution.coefficients import Coefficients
from optimiser.execution.rationing import share_had
from optimiser.execution.sums import added

SITE = 1e-7
"""A site that lacks less than this part of its work is finished."""


@dataclass(frozen=True, eq=False)
class Cohorts:
    """Projects begun together: what was inherited, then project by project and year by year.  Axis: cohort."""

    asset: Ints
    project: Ints
    """Place among the projects; for what is inherited, after them, in the workbook's order."""
    begun: Ints
    """The year of the start; 0 for what is inherited."""
    due: Ints
    """The year from whose start capacity is due."""
    cost: Floats
    """Cost relative to new capacity by the `Construction` coefficients."""
    import_need: Floats
    """Foreign exchange per unit of capacity, spent with the cost."""
    amount: Floats
    """Units of the asset."""
    schedule: Floats
    """(cohort, 0..): part of the cost that should be spent by the end of the year, as far as the data reach."""
    before_due: Floats
    """Part of the cost that should be spent when capacity is due."""
    greatest: Floats
    """The largest part of the cost that is spent in a year."""
    spent_before: Floats
    """Part of the cost spent before the plan."""

    @classmethod
    def of(cls, economy: Economy, starts: Floats) -> Cohorts:
        """The cohorts that a demand begins.  `starts`: (project, 0..T), units of capacity."""
        last, projects, inherited = economy.years.reach, economy.projects, economy.inherited
        schedule = [np.cumsum(inherited.cost_to_come, axis=1)]
        project, begun = np.nonzero(starts[:, 1:] > 0.0)
        begun = begun + 1
        age = np.arange(last + 1)[None, :] - begun[:, None]
        total = np.concatenate([np.zeros((len(projects.axis), 1)), np.cumsum(projects.spending, axis=1)], axis=1)
        place = np.clip(age + 1, 0, total.shape[1] - 1)
        schedule.append(total[project[:, None], place])
        old = np.arange(len(inherited.asset))
        gestation = projects.gestation[project]
        # all that comes before the due year; what is ready in the year it is begun is paid in that year
        needed = total[project, np.minimum(np.maximum(gestation, 1), total.shape[1] - 1)]
        reach = inherited.cost_to_come.shape[1]
        to_come = np.where(np.arange(reach)[None, :] < inherited.due[:, None], inherited.cost_to_come, 0.0)
        return cls(
            asset=np.concatenate([inherited.asset, projects.asset[project]]),
            project=np.concatenate([len(projects.axis) + old, project]),
            begun=np.concatenate([np.zeros_like(old), begun]),
            due=np.concatenate([inherited.due, begun + gestation]),
            cost=np.concatenate([np.ones(len(old)), projects.cost_factor[project]]),
            import_need=np.concatenate([np.zeros(len(old)), projects.import_need[project]]),
            amount=np.concatenate([inherited.capacity, starts[project, begun]]),
            schedule=np.concatenate(schedule),
            before_due=np.concatenate([to_come.sum(axis=1), needed]),
            greatest=np.concatenate(
                [inherited.cost_to_come.max(axis=1, initial=0.0), projects.spending[project].max(axis=1, initial=0.0)]
            ),
            spent_before=np.concatenate([1.0 - to_come.sum(axis=1), np.zeros(len(project))]),
        )

    def asked(self, year: int, done: Floats) -> Floats:
        """(cohort, repetition): part of its cost for which a cohort asks in a year.

        What it should have by now, and no more in a year than the most it would ever spend in one.
        """
        behind = self.schedule[:, [year]] - done
        return np.where((self.begun <= year)[:, None], np.clip(behind, 0.0, self.greatest[:, None]), 0.0)

    def finished(self, done: Floats, sites: int) -> Floats:
        """(cohort, repetition): part of the capacity that can be used: whole sites, one finished after the other."""
        work = 1.0 - np.maximum(self.before_due[:, None] - done, 0.0)
        work = np.where(work >= 1.0 - SITE, 1.0, np.maximum(work, 0.0))
        return np.floor(sites * (work + SITE)) / sites if sites else work


@dataclass(frozen=True, eq=False)
class Asked:
    """What building asks for in a year."""

    part: Floats
    """(cohort, repetition): part of the cost."""
    work: Floats
    """(age group, asset, repetition): units of new capacity that the same materials would make; group 0 is what is
    inherited, group g what is begun in year g."""
    materials: Floats
    """(age group, product, sector class, repetition), product units, without the farm's own."""
    own: Floats
    """(repetition): farm produce that the farm's own projects and what it inherited take from the village."""
    labour: Floats
    """(pool, repetition)."""
    foreign: Floats
    """(age group, asset, repetition): foreign money for machines that have no home product."""

    @classmethod
    def of(cls, cohorts: Cohorts, part: Floats, amount: Floats, coefficients: Coefficients, first: Floats) -> Asked:
        """Requests of a year.  `first`: (asset), 1 for those of the priority group's sectors and else 0."""
        groups, assets = int(cohorts.begun.max(initial=0)) + 1, coefficients.materials.shape[1]
        work = np.zeros((groups, assets, part.shape[1]))
        np.add.at(work, (cohorts.begun, cohorts.asset), cohorts.cost[:, None] * part * amount)
        foreign = np.zeros_like(work)
        np.add.at(foreign, (cohorts.begun, cohorts.asset), cohorts.import_need[:, None] * part * amount)
        materials = np.zeros((groups, coefficients.materials.shape[0], 2, part.shape[1]))
        for group in range(groups):
            for place, chosen in enumerate((first, 1.0 - first)):
                materials[group, :, place] = coefficients.materials @ (chosen[:, None] * work[group])
        own = coefficients.own_materials_of(added(work))
        return cls(part, work, materials, own, np.asarray(coefficients.building_labour @ added(work)), foreign)


def progress(
    asked: Asked,
    ratio: Floats,
    labour: Floats,
    own: Floats,
    foreign: Floats,
    coefficients: Coefficients,
    first_come: float,
    first: Floats,
) -> Floats:
    """(age group, asset, repetition): part of the work asked for that is done, by the scarcest material or worker.

    Of each material the share `first_come` is given out to the oldest projects first, each up to what it asked for;
    the rest goes to all in proportion to what they still lack.  `ratio` (class, product, repetition): delivered over
    asked by priority class; `labour` (pool, repetition), `own` and `foreign` (repetition).  Projects of one asset that
    are begun in one year go on together, as far as all of them can: what lacks foreign money holds the others up.
    """
    delivered = ratio.transpose(1, 0, 2) * added(asked.materials)
    queue = first_come * delivered
    served = np.zeros_like(asked.materials)
    for group in range(len(served)):
        served[group] = np.minimum(asked.materials[group], queue)
        queue = queue - served[group]
    lacking = asked.materials - served
    rest = share_had(delivered - added(served), added(lacking), 1e-12 * delivered)
    with np.errstate(divide="ignore", invalid="ignore"):
        had = np.where(asked.materials > 0.0, (served + rest * lacking) / asked.materials, 1.0)
    by_worker = coefficients.building_labour_entries.least(labour[coefficients.building_labour_entries.row])
    done, entries = np.empty_like(asked.work), coefficients.material_entries
    for group in range(len(done)):
        place = np.where(first[entries.column] > 0.0, 0, 1)
        done[group] = np.minimum(entries.least(had[group, entries.row, place]), by_worker)
        done[group, coefficients.own_materials > 0.0] *= own
    done = np.minimum(done, np.where(asked.foreign > 0.0, foreign, 1.0))
    return np.minimum(done, 1.0)
