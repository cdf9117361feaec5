"""Where the command `optimiser batch` writes, and which part of a batch it runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from optimiser.cli.options import default_output
from optimiser.files import NOTHING, Mark, Output, check_place

STORES = (".sqlite", ".sqlite3", ".db")


@dataclass(frozen=True)
class Files:
    """Where a batch writes."""

    report: Path
    store: Path
    csv: Path
    parquet: Path | None
    asked: bool
    """Whether the user has said where; what is written elsewhere takes the place of what was there from before."""
    shared: bool
    """Whether the store is one that other batches may use."""

    @classmethod
    def of(
        cls, workbooks: Sequence[Path], output: Path | None, store: Path | None, parquet: bool, shard: tuple[int, int]
    ) -> Files:
        """What is asked for, or else in outputs/, named after the first workbook."""
        more = f"and-{len(workbooks) - 1}-more" if len(workbooks) > 1 else ""
        report = output or default_output(workbooks[0], more, "batch")
        check_place(report)
        part, parts = shard
        if parts > 1:
            report = report.with_name(f"{report.stem}{_shard_name(part, parts)}{report.suffix}")
        place = store or report.with_suffix(".sqlite")
        if parts > 1 and store:
            place = store.with_name(f"{store.stem}{_shard_name(part, parts)}{store.suffix}")
        tables = report.with_suffix(".csv"), report.with_suffix(".parquet") if parquet else None
        return cls(report, place, *tables, asked=output is not None, shared=store is not None)

    @property
    def results(self) -> list[Path]:
        """The tables."""
        return [self.csv, *([self.parquet] if self.parquet else [])]

    def outputs(self, *, resume: bool, force: bool) -> list[Output]:
        """All of them.

        An earlier comparison gives way by `force`, where nobody has said where it goes, and where the batch goes
        on whose own store lies beside it.
        """
        going_on = resume and not self.shared and self.store.exists()
        replaced = Mark.BATCH.kin if force else frozenset({Mark.BATCH}) if going_on or not self.asked else NOTHING
        return [
            Output(self.report, Mark.BATCH, replaces=replaced),
            *(Output(each, Mark.BATCH, (each.suffix,), replaced) for each in self.results),
            Output(self.store, suffixes=STORES, kept=True),
        ]

    def shards(self) -> list[Path]:
        """Stores of shards that lie beside."""
        pattern = re.compile(re.escape(self.store.stem) + r"-shard-\d+-of-\d+" + re.escape(self.store.suffix))
        folder = self.store.parent
        return sorted(each for each in folder.iterdir() if pattern.fullmatch(each.name)) if folder.is_dir() else []


def _shard_name(part: int, parts: int) -> str:
    return f"-shard-{part}-of-{parts}"


class Part(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """`I/N`."""

    name = "I/N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """The part and the parts."""
        found = re.fullmatch(r"(\d+)/(\d+)", str(value))
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            self.fail(f"{value!r}: write it as 3/8, the third of eight parts", param, ctx)
        return int(found[1]), int(found[2])
