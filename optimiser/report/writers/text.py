"""What the terminal prints of a report: its title, and the sentences that are meant for it."""

from __future__ import annotations

from collections.abc import Iterator

from optimiser.report.page import Report, Sentence


def printed(report: Report) -> Iterator[str]:
    """Line by line."""
    yield report.title
    for page in report.pages:
        yield from (each.words for each in page.blocks if isinstance(each, Sentence) and each.brief)
