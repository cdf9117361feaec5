"""What all plots have in common: axes, lines over years, names, and what is said where matplotlib is not installed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from optimiser.arrays import Floats
from optimiser.economy.economy import Economy
from optimiser.language.naming import with_stylised

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MISSING = "plots are drawn with matplotlib, which is not installed: pip install plan-optimiser[plot]"

COLOURS = (
    *("#1f4e79", "#c0504d", "#3f7a2e", "#b56f00", "#6f4e9c", "#14797e"),
    *("#8c564b", "#b93482", "#6b6b6b", "#7c7f12", "#3467b5", "#5b3a29"),
)
"""As on the web page of a report."""

LINES = len(COLOURS)
"""A plot with more lines than this is not readable."""


def axes_for(ax: Axes | None, width: float = 8.0, height: float = 4.0) -> Axes:
    """The axes given, or those of a new figure of a size in inches.

    Raises:
        ImportError: matplotlib is not installed; it says what to install.
    """
    if ax is not None:
        return ax
    try:
        from optimiser.plan.picture import Picture
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] != "matplotlib":
            raise
        raise ImportError(MISSING) from missing
    return Picture(figsize=(width, height), layout="constrained").subplots()


def called(name: str) -> str:
    """A name that is neither mathematics nor left out of a legend, whatever stands in it."""
    words = " ".join(name.split()).replace("$", r"\$")
    return f" {words}" if words.startswith("_") else words


def titled(economy: Economy, words: str) -> str:
    """A title that says where figures are stylised."""
    return with_stylised(words, economy.stylised)


def finished(ax: Axes, title: str, y_title: str, *, legend: bool = True) -> Axes:
    """With a title, what is measured, and the names beside it."""
    ax.set_title(called(title), loc="left", fontsize=11)
    ax.set_ylabel(called(y_title))
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(visible=True, axis="y", alpha=0.3)
    if legend and ax.get_legend_handles_labels()[1]:
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=8)
    return ax


def over_years(
    ax: Axes,
    years: Sequence[str],
    lines: Iterable[tuple[str, Floats]],
    *,
    colours: Sequence[int] = (),
    dashed: bool = False,
) -> None:
    """Lines over years, each with its name; `colours` are places in the palette, or each line has its own."""
    style, width = ("--", 1.4) if dashed else ("-", 1.8)
    for place, (name, values) in enumerate(lines):
        colour = COLOURS[(colours[place] if colours else place) % LINES]
        ax.plot(list(years), values, style, color=colour, label=called(name), linewidth=width, marker="o", markersize=3)
