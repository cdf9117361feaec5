"""The command `optimiser batch`: wiring and exit codes only."""

from __future__ import annotations

import json
import logging
import shlex
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimiser.cli.asked import replan_option
from optimiser.cli.batch_files import Files, Part
from optimiser.cli.help import Command, strategy_names
from optimiser.cli.options import SECONDS
from optimiser.errors import OutputFault
from optimiser.files import check_outputs

if TYPE_CHECKING:
    from optimiser.batch.engine import Counts
    from optimiser.batch.runs import Runs
    from optimiser.batch.store import Store

INTERRUPTED, SOME_FAILED = 130, 1
MOST_LISTED = 40


@click.command(
    cls=Command,
    examples=[
        "optimiser batch two_sectors.xlsx --strategy balanced --strategy maximum --jobs 2",
        "optimiser batch two_sectors.xlsx --resume",
    ],
)
@click.argument("workbooks", metavar="IN.xlsx...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--scenarios",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FILE",
    help="Scenarios from a workbook or CSV of their own (default: the sheet Scenarios).",
)
@click.option(
    "--strategy",
    "strategies",
    multiple=True,
    metavar="S",
    shell_complete=strategy_names,
    help="A strategy; may be given several times (default: the workbook's).",
)
@click.option(
    "--targets",
    "target_sets",
    multiple=True,
    metavar="SET",
    help="A target set; may be given several times (default: the workbook's).",
)
@click.option("--years-needed", is_flag=True, help="Find in how many plan years the targets could be reached.")
@click.option(
    "--findings/--no-findings",
    default=True,
    show_default=True,
    help="Find the first conflict of every run that is infeasible, and the years that its targets would take.",
)
@click.option(
    "--repetitions",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="N",
    help="Also carry out, so often, what every run demands; 0 leaves it out. Chance starts from the sheet Execution.",
)
@replan_option
@click.option(
    "--jobs", type=click.IntRange(min=1), default=None, metavar="N", help="Worker processes (default: one a processor)."
)
@click.option("--scheduler", default=None, metavar="ADDRESS", help="A Dask scheduler, tcp://host:8786.")
@click.option("--shard", type=Part(), default="1/1", metavar="I/N", help="Only the I-th of N parts.")
@click.option("--resume", is_flag=True, help="Go on with a batch: run only what is missing.")
@click.option("--retry-failed", is_flag=True, help="Go on, and run again what failed.")
@click.option("--dry-run", is_flag=True, help="Say what would be run.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help="The comparison workbook (default: in outputs/); the store and the CSV lie beside it.",
)
@click.option(
    "--store",
    "store_path",
    type=click.Path(path_type=Path),
    default=None,
    metavar="PATH.sqlite",
    help="The store, which several batches may share.",
)
@click.option("--parquet", is_flag=True, help="Write the results as Parquet too.")
@click.option("--solver", default="highs", show_default=True, metavar="NAME", help="As for solve.")
@click.option("--time-limit", type=SECONDS, default=None, metavar="SECONDS", help="For each solve.")
@click.option("--force", is_flag=True, help="Replace results that are there, and begin anew.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, nothing else there.")
@click.option("--quiet", is_flag=True, help="No messages.")
def batch(
    workbooks: tuple[Path, ...],
    scenarios: Path | None,
    strategies: tuple[str, ...],
    target_sets: tuple[str, ...],
    years_needed: bool,
    findings: bool,
    repetitions: int,
    replan: str | None,
    jobs: int | None,
    scheduler: str | None,
    shard: tuple[int, int],
    resume: bool,
    retry_failed: bool,
    dry_run: bool,
    output: Path | None,
    store_path: Path | None,
    parquet: bool,
    solver: str,
    time_limit: float | None,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Every scenario with every strategy, compared in one workbook.

    Finished runs are kept in a store beside it; a batch that was stopped, in whatever way, goes on with
    --resume.  Exit codes: 0 every run came to a result (infeasible is one); 1 some runs failed, which are
    recorded with their message; 130 interrupted; others as for the other commands.
    """
    from optimiser.batch.run import Options
    from optimiser.batch.runs import plan_runs
    from optimiser.batch.snapshot import source_of_workbook, tables_of_source
    from optimiser.batch.tidy import check_parquet
    from optimiser.solver import SOLVERS

    if jobs is not None and scheduler is not None:
        raise click.UsageError("--jobs is for this machine, --scheduler for a cluster: give one of the two")
    if solver not in SOLVERS:
        raise click.UsageError(f"no solver {solver!r}: choose one of {', '.join(SOLVERS)}")
    if parquet:
        check_parquet()
    opened = [source_of_workbook(each) for each in workbooks]
    known = None
    if scenarios is not None:
        from optimiser.batch.definitions import read_definitions

        known = [read_definitions(scenarios, tables_of_source(each.source), each.scenarios) for each in opened]
    if replan and not repetitions:
        raise click.UsageError("--replan is of what is carried out: give --repetitions too")
    options = Options(
        solver,
        time_limit or float("inf"),
        years_needed=years_needed,
        findings=findings,
        repetitions=repetitions,
        replan=bool(replan),
    )
    runs = plan_runs(
        opened, scenarios=known, strategies=strategies, target_sets=target_sets, options=options, shard=shard
    )
    files = Files.of(workbooks, output, store_path, parquet, shard)
    resume = resume or retry_failed
    outputs = files.outputs(resume=resume, force=force)
    inputs = [*workbooks, *([scenarios] if scenarios else []), *files.shards()]
    if dry_run:
        check_outputs([replace(each, kept=True) for each in outputs], inputs)
        _dry_run(runs, files, as_json)
        return 0
    check_outputs(outputs, inputs)
    if files.store.exists():
        _check_store(files, resume=resume, force=force)
    return _carry_out(
        runs,
        files,
        jobs=jobs,
        scheduler=scheduler,
        resume=resume,
        retry_failed=retry_failed,
        as_json=as_json,
        quiet=quiet,
        workbooks=workbooks,
    )


def _check_store(files: Files, *, resume: bool, force: bool) -> None:
    """Refuse to go on unasked with a store that is there, or clear away what is in it to begin anew."""
    from optimiser.batch.store import Store

    if resume or files.shared:
        return
    if force:
        with Store(files.store) as store:
            store.clear()
    elif files.asked:
        raise OutputFault(
            f"{files.store}: results of an earlier batch are there; go on with them by --resume, "
            "or begin anew with --force"
        )


def _name(runs: Runs) -> str:
    """Tells this batch from others in one store."""
    import hashlib

    asked = (
        [(each.source.name, each.source.digest) for each in runs.workbooks],
        [dict(each) for each in runs.scenarios],
        runs.strategies,
        runs.target_sets,
        runs.options,
        runs.shard,
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def _dry_run(runs: Runs, files: Files, as_json: bool) -> None:
    from optimiser.batch.run import key_of
    from optimiser.batch.store import Store

    keys = {key_of(run): run for run in runs}
    stored = 0
    if files.store.exists():
        with Store(files.store) as store:
            stored = sum(store.status(key) is not None for key in keys)
    missing = len(keys) - stored
    if as_json:
        value = {"runs": len(runs), "different": len(keys), "stored": stored, "missing": missing}
        click.echo(json.dumps(value | {"results": str(files.report)}))
        return
    counted: dict[tuple[str, str, str, str], int] = {}
    for run in runs:
        key = (run.source.name, run.group, run.strategy, run.target_set)
        counted[key] = counted.get(key, 0) + 1
    for (workbook, group, strategy, chosen), number in list(counted.items())[:MOST_LISTED]:
        click.echo(f"{number:6}  {workbook}  {group}  {strategy}" + (f"  targets {chosen}" if chosen else ""))
    if len(counted) > MOST_LISTED:
        click.echo(f"        and {len(counted) - MOST_LISTED} lines more")
    click.echo(f"{len(runs)} runs, {len(keys)} of them different; {stored} are in the store, {missing} would be run.")
    click.echo(f"Comparison: {files.report}; store: {files.store}")


def _carry_out(
    runs: Runs,
    files: Files,
    *,
    jobs: int | None,
    scheduler: str | None,
    resume: bool,
    retry_failed: bool,
    as_json: bool,
    quiet: bool,
    workbooks: Sequence[Path],
) -> int:
    from optimiser.batch.engine import Counts, run_batch
    from optimiser.batch.progress import Progress
    from optimiser.batch.store import Store

    name = _name(runs)
    with ExitStack() as stack:
        store = stack.enter_context(Store(files.store))
        try:
            if resume and runs.shard == (1, 1):
                for path in files.shards():
                    taken = store.gather(path)
                    _say(f"{taken} runs taken from {path}", quiet)
            executor = _executor(stack, len(runs), jobs, scheduler)
            progress = Progress(len(runs), quiet=quiet)
            ended = run_batch(runs, executor, store=store, name=name, retry_failed=retry_failed, progress=progress)
            _write(ended.store, name, runs, files, workbooks, quiet)
        except KeyboardInterrupt:
            counts = Counts.of(store.counts(name))
            again = shlex.join(["optimiser", *sys.argv[1:], *([] if resume else ["--resume"])])
            _say(
                f"interrupted: {counts.runs} of {len(runs)} runs are stored in {files.store}; "
                f"nothing is half-written.\nGo on with: {again}",
                quiet,
            )
            if as_json:
                _print_json(counts, files.store)
            return INTERRUPTED
    if as_json:
        _print_json(ended.counts, files.report)
    else:
        click.echo(f"{ended.counts}.")
        click.echo(f"Comparison: {files.report}")
        click.echo(f"Results: {', '.join(map(str, files.results))}; store: {files.store}")
    if ended.counts.failed:
        _say(f"{ended.counts.failed} runs failed: see the sheet Failed; run them again with --retry-failed", quiet)
    return SOME_FAILED if ended.counts.failed else 0


def _executor(stack: ExitStack, runs: int, jobs: int | None, scheduler: str | None) -> Executor:
    from optimiser.batch.executors import halt, on_cluster, process_pool, processors

    if scheduler is not None:
        executor, client = on_cluster(scheduler)
        # what it has to say of a lost connection is said in one line here, and its traceback tells a user nothing
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        stack.callback(client.close)
        return executor
    pool = process_pool(min(jobs or processors(), max(runs, 1)))
    stack.callback(halt, pool)
    return pool


def _write(store: Store, name: str, runs: Runs, files: Files, workbooks: Sequence[Path], quiet: bool) -> None:
    from optimiser.batch.survey import survey
    from optimiser.batch.tidy import write_csv, write_parquet
    from optimiser.report.reports import write_batch

    found = survey(store.rows(name))
    stylised = any(each.economy.stylised for each in runs.workbooks)
    try:
        write_batch(store, name, found, files.report, stylised=stylised, force=True, never=workbooks[0])
        write_csv(store, name, found, files.csv, force=True)
        if files.parquet is not None:
            write_parquet(store, name, found, files.parquet, force=True)
    except OutputFault:
        _say(f"all runs are stored in {files.store}: the same with --resume writes the results", quiet)
        raise


def _say(words: str, quiet: bool) -> None:
    if not quiet:
        click.echo(words, err=True)


def _print_json(counts: Counts, results: Path) -> None:
    click.echo(
        json.dumps(
            {
                "runs": counts.runs,
                "optimal": counts.optimal,
                "infeasible": counts.infeasible,
                "unbounded": counts.unbounded,
                "limit": counts.limit,
                "failed": counts.failed,
                "results": str(results),
            },
            ensure_ascii=False,
        )
    )
