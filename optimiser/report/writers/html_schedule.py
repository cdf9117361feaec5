"""A schedule in SVG: when work is begun, what is spent on it, how long it gives nothing, from when on it is of use."""

from __future__ import annotations

from optimiser.report.page import Schedule
from optimiser.report.patterns import by_magnitude
from optimiser.report.writers.html_svg import LETTER, WIDTH, cut, svg, text, titled, words

NAMES, TOP, ROW, EDGE = 310.0, 22.0, 19.0, 2.0
SIGNS = (
    ("begun", '<path class="begun" d="M10 0L20 5L10 10Z"/>'),
    ("money is spent (figure)", '<rect class="spent" x="0" y="0" width="28" height="10"/>'),
    ("gives nothing yet, nothing is spent", '<rect class="waits" x="1" y="1" width="26" height="8"/>'),
    ("gives capacity", '<rect class="gives" x="0" y="0" width="28" height="10"/>'),
)


def draw(schedule: Schedule) -> str:
    """The schedule as a figure: a line for each row, a field for each time from the start on."""
    rows = schedule.table.kept
    times = [column.name.split("\n")[0] for column in schedule.table.columns[schedule.first :]]
    wide = (WIDTH - NAMES) / len(times)
    parts = [text(NAMES + wide * (place + 0.5), 14.0, time) for place, time in enumerate(times)]
    for number, row in enumerate(rows):
        top = TOP + ROW * number
        name = str(row[schedule.name])
        parts.append(text(NAMES - 6.0, top + 13.0, cut(name, int((NAMES - 6.0) / LETTER)), "end"))
        begun, finished = str(row[schedule.begun]), str(row[schedule.finished])
        start = times.index(begun) if begun else 0
        done = times.index(finished) if finished else len(times)
        for place, amount in enumerate(float(str(each)) for each in row[schedule.first :]):
            if place >= start:
                kind, said = _state(amount, of_use=place >= done, unit=str(row[schedule.unit]))
                x = NAMES + wide * place
                parts.append(
                    f'<rect class="{kind}" x="{x + EDGE / 2:.1f}" y="{top + 1:.1f}" width="{wide - EDGE:.1f}" '
                    f'height="{ROW - 2 * EDGE:g}">{titled(f"{name}, {times[place]}: {said}")}</rect>'
                )
                if amount > 0.0:
                    shown = by_magnitude([amount]).shown(amount)
                    parts.append(text(x + wide / 2, top + 13.0, shown, more=f' class="in {kind}"'))
        if begun:
            x = NAMES + wide * start + EDGE
            parts.append(f'<path class="begun" d="M{x:.1f} {top + 3:.1f}l9 5.5l-9 5.5Z"/>')
    legend = "".join(f'<li><svg viewBox="0 0 28 10" aria-hidden="true">{sign}</svg>{said}</li>' for said, sign in SIGNS)
    units = {str(row[schedule.unit]) for row in rows}
    title = words(f"{schedule.title}, {units.pop()}" if len(units) == 1 else schedule.title)
    picture = svg(
        f"{schedule.title}. The table below has the figures.", WIDTH, TOP + ROW * len(rows) + 4, "".join(parts)
    )
    return (
        f'<figure class="schedule"><figcaption>{title}</figcaption><ul class="legend">{legend}</ul>'
        f'<div class="picture" tabindex="0" role="group" aria-label="{title}">{picture}</div></figure>\n'
    )


def _state(amount: float, *, of_use: bool, unit: str) -> tuple[str, str]:
    """The look of a field, and what is told of it."""
    spent = f"{by_magnitude([amount]).shown(amount)} {unit} spent" if amount > 0.0 else "nothing spent"
    if of_use:
        return "gives", f"gives capacity, {spent}"
    return ("spent", f"{spent}, gives nothing yet") if amount > 0.0 else ("waits", f"gives nothing yet, {spent}")
