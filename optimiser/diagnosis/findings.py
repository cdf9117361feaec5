"""What a diagnosis finds, as data."""

from __future__ import annotations

from dataclasses import dataclass

from optimiser.diagnosis.bottlenecks import BindingRow, Link
from optimiser.diagnosis.fit import Fit
from optimiser.diagnosis.growth import BeyondGrowth, of_own_growth
from optimiser.diagnosis.helps import Help
from optimiser.diagnosis.proof import Proof
from optimiser.economy.economy import Economy
from optimiser.plan.plan import Table
from optimiser.programme.references import RowReference
from optimiser.programme.rows import Kind
from optimiser.shown import Shown, brief
from optimiser.strategies.strategy import Demand
from optimiser.strategies.years_needed import YearsNeeded


@dataclass(frozen=True)
class GivingWay:
    """One row that has to give way, and by how much."""

    reference: RowReference
    sentence: str
    """In words, with its year and unit."""
    amount: float
    """In `place.unit`; positive: so much less can be had, or so much more would be needed."""
    relative: float
    """To the right-hand side."""
    cell: str


@dataclass(frozen=True)
class Relaxed:
    """Who gives way, in all, and whether it was confirmed that this is enough."""

    rows: tuple[GivingWay, ...]
    finished: bool
    verified: bool


@dataclass(frozen=True)
class Explained:
    """A conflict in words."""

    rows: tuple[RowReference, ...]
    phrases: tuple[str, ...]
    cells: tuple[str, ...]
    """The input cell of each row."""
    families: tuple[str, ...]
    sentence: str
    irreducible: bool
    verified: bool
    level: str = ""
    """The finest level (`rule`, `thing`, `row`) at which every part was shown to be needed."""
    proof: Proof | None = None
    """The sums that contradict each other."""
    short: str = ""
    """The same in a few words: what cannot be met, and for lack of what."""

    @property
    def joint(self) -> bool:
        """Whether several targets are in it."""
        return sum(each.kind is Kind.TARGET for each in self.rows) > 1

    @property
    def of_own_growth(self) -> bool:
        """Whether it is a single target's against the growth of its own capacity."""
        return of_own_growth(self.rows)


@dataclass(frozen=True)
class Alone:
    """How long a target would take by itself."""

    name: str
    asked: float
    unit: str
    years: int | None
    """None: not within the years tried."""
    cell: str


@dataclass(frozen=True, eq=False)
class Diagnosis(Shown):
    """Everything found.  What was not finished within the time limit is named in `unfinished`."""

    economy: Economy | None
    strategy: str
    target_set: str
    status: str
    """`feasible`, `infeasible`, `infeasible before any target`, `unbounded`, or `limit` where the time did not
    even suffice to tell."""
    sentences: tuple[str, ...]
    fit: tuple[Fit, ...] = ()
    """Every product and labour pool in every target year, as the targets together use and supply it."""
    beyond: tuple[BeyondGrowth, ...] = ()
    """Single targets beyond what their own capacity can grow to."""
    by_targets: Relaxed | None = None
    """Targets give way, least in total; rows of other kinds where the user asked, or where targets are not to blame."""
    by_targets_evenly: Relaxed | None = None
    """The same with the worst kept least (leximin)."""
    by_resources: Relaxed | None = None
    """Targets are kept; resources and policies give way, each within reason, least in weighted total."""
    by_resources_evenly: Relaxed | None = None
    """The same with the worst share of what is plausible kept least (leximin)."""
    nearest_miss: Relaxed | None = None
    """Where nothing plausible would do: what is missing of the targets even so, and what gives way for it."""
    conflicts: tuple[Explained, ...] = ()
    share: float | None = None
    share_proof: Proof | None = None
    """The sums that show that the common share can be no greater."""
    ladder: Table | None = None
    left_out: tuple[tuple[str, float], ...] = ()
    """The common share when a target is left out, target by target, greatest first."""
    years: YearsNeeded | None = None
    alone: tuple[Alone, ...] = ()
    """How long each target would take by itself, in the order of the targets."""
    holds: tuple[BindingRow, ...] = ()
    chains: tuple[tuple[Link, ...], ...] = ()
    useless: tuple[str, ...] = ()
    """Resources of which more alone would not help, nor together with all else that it would take."""
    only_together: tuple[str, ...] = ()
    """Resources of which more alone would not help, but which are part of what it would take."""
    growing: tuple[str, ...] = ()
    """What could grow without limit, where the status is `unbounded`."""
    helps: tuple[Help, ...] = ()
    pairs: tuple[Help, ...] = ()
    """Two of these changes at once."""
    unfinished: tuple[str, ...] = ()
    demand: Demand | None = None
    """What was demanded; None where the programme is from elsewhere, or the economy alone was examined."""

    def __repr__(self) -> str:
        of = f" of {brief(self.economy.title)}, {self.economy.years}" if self.economy is not None else ""
        targets = f", targets {brief(self.target_set)}" if self.target_set else ""
        share = f", share {self.share:.1%}" if self.share is not None else ""
        conflicts = f", {len(self.conflicts)} conflict{'s' * (len(self.conflicts) != 1)}"
        return f"<Diagnosis{of}{targets}: {self.status}{share}{conflicts}>"

    @property
    def of_target_set(self) -> bool:
        """Whether what was demanded is a target set."""
        return self.demand is not None and self.demand.of_target_set

    @property
    def relaxations(self) -> tuple[Relaxed | None, ...]:
        """Of targets, of limits within reason, and the nearest miss."""
        targets, limits = (self.by_targets, self.by_targets_evenly), (self.by_resources, self.by_resources_evenly)
        return (*targets, *limits, self.nearest_miss)

    @property
    def verified(self) -> bool:
        """Whether everything shown was confirmed: added up, or else solved afresh."""
        if self.status in ("infeasible", "infeasible before any target") and not self.conflicts:
            return False
        relaxations = [each for each in self.relaxations if each]
        return all(each.verified for each in relaxations) and all(each.verified for each in self.conflicts)
