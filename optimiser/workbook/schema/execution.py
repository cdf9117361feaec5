"""The sheet that says how enterprises, planners and villages behave when a plan is carried out."""

from __future__ import annotations

from optimiser.economy.behaviour import Behaviour, Rationing
from optimiser.workbook.columns import NONNEGATIVE, SHARE, Bounds, Column, Layout, Sheet
from optimiser.workbook.schema.makers import choice, number, text, whole

ASSUMED = Behaviour()
MOST_SITES = 1000
MOST_REPETITIONS = 1_000_000
MOST_SEEDS = 2**31 - 1
SPREAD = Bounds(0.0, 1.0)


def _share(name: str, meaning: str, bounds: Bounds = SHARE, unit: str = "share") -> Column:
    """A parameter; its default is that of the behaviour's field of the same name."""
    return number(name, meaning, unit, getattr(ASSUMED, name.replace(" ", "_")), bounds)


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "Execution",
        Layout.KEYS,
        "How enterprises, planners and villages behave when a plan is carried out. Every default is assumed, none is"
        " estimated; 0 is neutral.",
        "the assumed behaviour",
        (
            _share("substitution", "How strongly output reacts to the scarcest input: 1 as strongly, 0 not at all."),
            choice("rationing", "Who is served when there is too little.", tuple(Rationing), str(ASSUMED.rationing)),
            text("priority group", "The group of sectors served first under `priority`.", ASSUMED.priority_group),
            _share("hoarding", "Margin by which requests for storable inputs go beyond the need.", NONNEGATIVE),
            _share("margin growth", "Growth of the margin for each unit of last year's shortage.", NONNEGATIVE),
            _share("overordering", "Part of the gap between target and capacity for which inputs are ordered too."),
            _share("hoard loss", "Part of hoards and of idle building materials that is lost in a year."),
            _share("first come", "Part of building materials given out to the oldest projects first."),
            whole(
                "sites",
                "Sites of a project begun in a year, finished one by one; 0: any part of the work gives capacity.",
                "sites",
                ASSUMED.sites,
                0,
                MOST_SITES,
            ),
            _share("exaggeration", "Part of output by which reports go beyond it.", NONNEGATIVE),
            _share("ratchet", "Part of a reported overfulfilment that is added to all later targets.", NONNEGATIVE),
            _share("effort", "Part of the gap between target and capacity that effort makes good."),
            _share("strain", "Part of the effort lost a year for each unit of that gap, for good."),
            _share("hunger", "Part of work lost for each unit by which consumption was below the base year's."),
            _share("quality loss", "Part of output that is scrap where the target is twice the capacity or more."),
            _share("wear", "Part by which capacity then wears faster.", NONNEGATIVE),
            _share("livestock loss", "Part of the farm's capacity lost after a year with a coerced share of 1."),
            _share("harvest sd", "Standard deviation of the harvest around the plan's, of its logarithm.", SPREAD),
            _share("terms of trade sd", "Standard deviation of export prices around the plan's.", SPREAD),
            _share("commissioning delay", "Chance that a finished project comes into use a year late."),
            whole(
                "repetitions",
                "How often a plan is carried out; 0: as often as the command does of itself. An option goes before.",
                "times",
                ASSUMED.repetitions,
                0,
                MOST_REPETITIONS,
            ),
            whole("seed", "What chance starts from. An option goes before.", "", ASSUMED.seed, 0, MOST_SEEDS),
        ),
    ),
)
