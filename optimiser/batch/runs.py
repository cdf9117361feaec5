"""The runs of a batch, made one by one as they are asked for, so that ten thousand take no memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from optimiser.batch.expand import Variant, count, expand
from optimiser.batch.run import BASE, Options, Run
from optimiser.batch.snapshot import Opened
from optimiser.batch.uncertainty import ranges_for
from optimiser.errors import InputFault
from optimiser.language.phrases import first_few
from optimiser.strategies import strategy_of
from optimiser.workbook.faults import suggestion
from optimiser.workbook.read.grades import Range
from optimiser.workbook.scenarios import Definition


@dataclass(frozen=True, eq=False)
class Runs:
    """Every workbook x scenario x strategy x target set; can be gone through again and again."""

    workbooks: tuple[Opened, ...]
    scenarios: tuple[Mapping[str, Definition], ...]
    """Of each workbook."""
    ranges: tuple[tuple[Range, ...], ...]
    """Of the graded figures of each workbook that can be drawn."""
    strategies: tuple[str, ...]
    """Empty: each workbook's own."""
    target_sets: tuple[str, ...]
    options: Options = field(default=Options())
    shard: tuple[int, int] = (1, 1)
    """Which part of how many."""

    def _variants(self, definitions: Mapping[str, Definition], ranges: tuple[Range, ...]) -> Iterator[Variant]:
        yield Variant(BASE, BASE, ())
        for each in definitions.values():
            yield from expand(each, [span for span in ranges if span.grade in each.grades])

    def _every(self) -> Iterator[Run]:
        for opened, definitions, ranges in zip(self.workbooks, self.scenarios, self.ranges, strict=True):
            settings = opened.economy.settings
            for variant in self._variants(definitions, ranges):
                for name in self.strategies or (settings.strategy,):
                    for chosen in self.target_sets:
                        yield Run(
                            opened.source,
                            variant.name,
                            variant.group,
                            name,
                            chosen or settings.target_set,
                            variant.changes,
                            variant.inputs,
                            self.options,
                            variant.drawn,
                        )

    def __iter__(self) -> Iterator[Run]:
        return (run for place, run in enumerate(self._every()) if self._mine(place))

    def _mine(self, place: int) -> bool:
        """Whether a place is in this shard: a turn for each, beginning with another one every round.

        So that a shard does not get all runs of one strategy where there are as many of these as shards.
        """
        part, parts = self.shard
        return (place + place // parts) % parts == part - 1

    @property
    def whole(self) -> int:
        """Runs in all shards together."""
        scenarios = sum(1 + sum(map(count, definitions.values())) for definitions in self.scenarios)
        return scenarios * max(len(self.strategies), 1) * len(self.target_sets)

    def __len__(self) -> int:
        part, parts = self.shard
        rounds, rest = divmod(self.whole, parts)
        return rounds + sum((place + rounds) % parts == part - 1 for place in range(rest))


def plan_runs(
    workbooks: Sequence[Opened],
    *,
    scenarios: Sequence[Mapping[str, Definition]] | None = None,
    strategies: Sequence[str] = (),
    target_sets: Sequence[str] = (),
    options: Options = Options(),
    shard: tuple[int, int] = (1, 1),
) -> Runs:
    """The runs of a batch: each workbook as it is and in each of its scenarios, with each strategy and target set.

    `scenarios` stand in place of those in the workbooks, a mapping for each.  Names are compared before
    anything is run.

    Raises:
        InputFault: no such strategy or target set, or a scenario draws graded figures and the workbook states no range.
        ValueError: no such shard.
    """
    part, parts = shard
    if not 1 <= part <= parts:
        raise ValueError(f"shard {part} of {parts}: there is none")
    for name in strategies:
        strategy_of(name)
    for opened in workbooks:
        known = sorted(set(opened.economy.targets.set))
        for name in target_sets:
            if name and name not in known:
                otherwise = f"The sets are: {first_few(known)}." if known else "The workbook has no targets."
                place = f"{opened.source.name}, Targets"
                raise InputFault.of(place, "no target set of this name", suggestion(name, known, otherwise), name)
    chosen = tuple(scenarios) if scenarios is not None else tuple(opened.scenarios for opened in workbooks)
    return Runs(
        tuple(workbooks),
        chosen,
        tuple(map(ranges_for, workbooks, chosen)),
        tuple(dict.fromkeys(strategies)),
        tuple(dict.fromkeys(target_sets)) or ("",),
        options,
        shard,
    )
