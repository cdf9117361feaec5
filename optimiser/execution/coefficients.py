"""The economy's coefficients in the form that carrying a plan out needs them in: entry by entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from optimiser.arrays import Floats, Ints, Sparse, times
from optimiser.economy.economy import Economy
from optimiser.economy.flows import by_products, coefficients_of, effective_yields, greatest_inputs
from optimiser.economy.input_paths import InputPaths
from optimiser.execution.sums import weighted


def _sparse(matrix: Any) -> Sparse:
    made: Sparse = sp.csr_array(matrix, copy=True)
    made.eliminate_zeros()
    return made


@dataclass(frozen=True, eq=False)
class Entries:
    """The entries of a sparse matrix, column by column.  Axis: entry."""

    row: Ints
    column: Ints
    value: Floats
    shape: tuple[int, int]
    starts: Ints
    """Where each column that has entries begins."""
    occupied: Ints
    """The columns that have entries."""
    by_row: Sparse
    """(row, entry): adds entries up."""

    @classmethod
    def of(cls, matrix: Sparse) -> Entries:
        """The entries of a matrix, by column and row."""
        by_column = _sparse(matrix).tocsc()
        by_column.sort_indices()
        column = np.repeat(np.arange(by_column.shape[1]), np.diff(by_column.indptr))
        row = by_column.indices.astype(np.int64)
        occupied, starts = np.unique(column, return_index=True)
        count = len(row)
        adds = sp.csr_array((np.ones(count), (row, np.arange(count))), shape=(by_column.shape[0], count))
        return cls(row, column, by_column.data, by_column.shape, starts, occupied, adds)

    def least(self, per_entry: Floats) -> Floats:
        """(column, repetition): the least of each column's entries; 1 where it has none."""
        found = np.ones((self.shape[1], per_entry.shape[1]))
        if len(self.starts):
            found[self.occupied] = np.minimum.reduceat(per_entry, self.starts, axis=0)
        return found

    def scarcest(self, per_entry: Floats) -> Ints:
        """(column, repetition): the row of the least entry; -1 where there is none."""
        found = np.full((self.shape[1], per_entry.shape[1]), -1, np.int64)
        ends = [*self.starts[1:], len(self.row)][: len(self.starts)]
        for place, first, last in zip(self.occupied, self.starts, ends, strict=True):
            found[place] = self.row[first + np.argmin(per_entry[first:last], axis=0)]
        return found

    def added_up(self, per_entry: Floats) -> Floats:
        """(row, repetition): the sum over each row's entries."""
        return np.asarray(self.by_row @ per_entry)


@dataclass(frozen=True, eq=False)
class Coefficients:
    """What production and building take, with the farm's own use of its produce set apart."""

    outputs: Sparse
    """G: (product, technique)."""
    inputs: Entries
    """A without the farm's own: product x technique; of those that change from year to year, the greatest."""
    changing: Ints
    """Which of these entries change from year to year."""
    changed: Floats
    """(one of `changing`, year): their coefficients."""
    own_inputs: Floats
    """(technique, year): farm produce that the farm itself uses, per unit of its output."""
    by_sector: Sparse
    """(sector, technique): adds techniques up."""
    materials: Sparse
    """K: (product, asset), materials per unit of new capacity, without the farm's own."""
    material_entries: Entries
    own_materials: Floats
    """(asset): farm produce (livestock) that a unit of the farm's new capacity takes from the village itself."""
    labour: Entries
    """pool x technique, persons per unit of output at base-year productivity."""
    building_labour: Sparse
    """(pool, asset): persons a year per unit of new capacity."""
    building_labour_entries: Entries
    resources: Entries
    """resource x technique."""
    yields: Floats
    """(sector, year): output per unit of capacity, less what coercion costs the harvest."""
    people: Floats
    """(pool, year): people there if nobody is moved."""
    by_products: Floats
    """(technique): value of what counts as given by the village beside the farm product, money units per unit."""
    unit_value: Floats
    """(technique): value of what a unit of output makes, money units."""
    building_value: Floats
    """(asset): value of the materials of a unit of new capacity, money units."""
    shocked: Ints
    """Sectors whose output depends on the harvest."""

    @classmethod
    def of(cls, economy: Economy) -> Coefficients:
        """The coefficients of an economy."""
        techniques, village, construction = economy.techniques, economy.town_and_country, economy.construction
        count, paths = len(techniques.axis), economy.input_paths
        greatest = greatest_inputs(economy)
        inputs = sp.lil_array(greatest)
        price = economy.products.price
        own = np.zeros((count, economy.years.reach + 1))
        whole = _sparse(construction.composition @ construction.capital)
        materials = sp.lil_array(whole)
        own_materials = np.zeros(len(economy.assets.axis))
        if village.farm_product >= 0:
            produce = greatest[[village.farm_product]].toarray().ravel()
            for technique in np.flatnonzero((techniques.sector == village.farm_sector) & (produce > 0.0)):
                own[technique] = coefficients_of(economy, int(technique))[village.farm_product]
                inputs[village.farm_product, technique] = 0.0
            farms = np.flatnonzero(economy.assets.sector == village.farm_sector)
            own_materials[farms] = whole[[village.farm_product]].toarray()[0, farms]
            materials[village.farm_product, farms] = 0.0
        building_labour = _sparse(construction.labour @ construction.capital)
        farming = [group.lower() == "agriculture" for group in economy.sectors.group]
        shocked = np.array([village.farm_sector]) if village.farm_sector >= 0 else np.flatnonzero(farming)
        shape = (len(economy.sectors.axis), count)
        entries = Entries.of(_sparse(inputs))
        changing, on_path = _places(entries, paths)
        return cls(
            outputs=techniques.outputs,
            inputs=entries,
            changing=changing,
            changed=paths.coefficient[on_path],
            own_inputs=own,
            by_sector=sp.csr_array((np.ones(count), (techniques.sector, np.arange(count))), shape=shape),
            materials=_sparse(materials),
            material_entries=Entries.of(_sparse(materials)),
            own_materials=own_materials,
            labour=Entries.of(techniques.labour),
            building_labour=building_labour,
            building_labour_entries=Entries.of(building_labour),
            resources=Entries.of(economy.resources.use),
            yields=effective_yields(economy),
            people=economy.pools.natural,
            by_products=by_products(economy) if village.farm_product >= 0 else np.zeros(count),
            unit_value=times(_sparse(techniques.outputs.T), price),
            building_value=times(_sparse(whole.T), price),
            shocked=shocked,
        )

    def own_materials_of(self, work: Floats) -> Floats:
        """(repetition): farm produce that the farm's own part of building work (asset, repetition) takes."""
        farms = np.flatnonzero(self.own_materials > 0.0)
        return weighted(self.own_materials[farms], work[farms])

    def inputs_in(self, year: int) -> Floats:
        """(input entry, 1): the coefficients of a year."""
        value = np.array(self.inputs.value)
        value[self.changing] = self.changed[:, year]
        return value[:, None]


def _places(entries: Entries, paths: InputPaths) -> tuple[Ints, Ints]:
    """Where entries that change from year to year stand among all, and which of the paths they are."""
    key, sought = (
        one * entries.shape[0] + other
        for one, other in ((entries.column, entries.row), (paths.technique, paths.product))
    )
    at = np.searchsorted(key, sought)
    there = np.flatnonzero(key[np.minimum(at, len(key) - 1)] == sought) if len(key) else np.zeros(0, np.int64)
    return at[there], there


def people_there(economy: Economy, transfers: Floats) -> Floats:
    """(pool, 0..T): people in each pool when they move and are trained as told.

    Equation: `moved[t] = (1 + n) moved[t-1] + arrived[t] - left[t]`, people = natural + moved; those whose training was
    begun before the plan arrive too.  `transfers`: (transfer, 0..T), persons who leave in the year.  Pool units.
    """
    pools, moves = economy.pools, economy.transfers
    years = transfers.shape[1]
    there = np.array(pools.natural[:, :years])
    moved = np.zeros(len(pools.axis))
    for year in range(1, years):
        moved = moved * (1.0 + pools.growth) + pools.in_training[:, year]
        np.add.at(moved, moves.source, -transfers[:, year])
        before = year - moves.lag
        come = np.where(before >= 1, transfers[np.arange(len(before)), np.maximum(before, 0)], 0.0)
        np.add.at(moved, moves.target, come)
        there[:, year] += moved
    return np.maximum(there, 0.0)
