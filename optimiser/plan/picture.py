"""The only place that loads matplotlib: a figure that a notebook shows, without pyplot and so without global state."""

from __future__ import annotations

from io import BytesIO

from matplotlib.figure import Figure


class Picture(Figure):
    """A figure that shows itself in a notebook, whichever backend is chosen."""

    def _repr_png_(self) -> bytes:
        file = BytesIO()
        # nothing of when or with what it was made, so that the same plan gives the same file
        self.savefig(file, format="png", dpi=72, metadata={"Software": None})
        return file.getvalue()
