"""The command `optimiser solve`: the plan for an economy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimiser.cli.asked import Asked, asking
from optimiser.cli.help import Command, strategy_names
from optimiser.cli.options import EXIT, input_workbook, output_report, write_reports

if TYPE_CHECKING:
    from optimiser.programme import LinearProgramme

PROGRAMMES = (".lp", ".mps")


@click.command(
    cls=Command,
    examples=[
        "optimiser solve two_sectors.xlsx",
        "optimiser solve two_sectors.xlsx --strategy targets --targets ambitious --html",
        "optimiser solve two_sectors.xlsx --set 'Labour!workers!persons=36' -o more.xlsx",
        "optimiser solve two_sectors.xlsx --watch",
    ],
)
@input_workbook
@output_report
@click.option(
    "--strategy",
    "strategy_name",
    default="",
    metavar="S",
    shell_complete=strategy_names,
    help="A strategy (default: the workbook's).",
)
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    default=None,
    metavar="PATH.lp|PATH.mps",
    help="Also write the linear programme.",
)
@asking(watch=True)
def solve(asked: Asked, strategy_name: str, export: Path | None) -> int:
    """The plan for an economy, as a workbook."""
    from optimiser.files import NOTHING, Mark, Output
    from optimiser.report.pages.plan import plan_report
    from optimiser.report.reports import plan_json
    from optimiser.solver import Status
    from optimiser.strategies.solve import solve as find

    if export is not None and export.suffix not in PROGRAMMES:
        raise click.UsageError(f"--export {export}: a programme is exported as .lp or .mps")
    options = asked.options
    reading = asked.reading()
    chosen = strategy_name or reading.economy.settings.strategy
    replaced = Mark.PROGRAMME.kin if asked.force else NOTHING
    exports = [] if export is None else [Output(export, Mark.PROGRAMME, PROGRAMMES, replaced)]
    places = asked.places(chosen, beside=exports)
    progress = asked.progress
    plan = find(reading.economy, chosen, target_set=asked.target_set, options=options, progress=progress)
    if plan.status is Status.INFEASIBLE:
        from optimiser.diagnosis import diagnose_plan
        from optimiser.report.pages.diagnosis import diagnosis_report

        report = diagnosis_report(diagnose_plan(plan, options, progress))
    else:
        report = plan_report(plan, reading)
    write_reports(report, places)
    if export is not None:
        _export(plan.programme, export, asked.force)
    asked.say(report, places, reading, plan_json, plan)
    return EXIT[plan.status.value]


def _export(programme: LinearProgramme, path: Path, force: bool) -> None:
    """The programme as a file of ours; written once the report is there, which nobody then loses."""
    import shutil

    from optimiser.files import Mark, atomic
    from optimiser.solver import export_programme

    with atomic(path, force=force, mark=Mark.PROGRAMME) as temporary:
        bare = temporary.with_name(f"{temporary.name}{path.suffix}")
        try:
            export_programme(programme, bare)
            with bare.open("rb") as source, temporary.open("wb") as target:
                remark = "\\* {} *\\\n" if path.suffix == ".lp" else "* {}\n"
                target.write(remark.format(Mark.PROGRAMME.text).encode())
                shutil.copyfileobj(source, target)
        finally:
            bare.unlink(missing_ok=True)
