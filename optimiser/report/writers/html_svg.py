"""What the pictures of a web page have in common: words that are never markup, places of text, their measure."""

from __future__ import annotations

from html import escape

WIDTH = 960.0
LETTER, LINE = 6.3, 17.0
"""Width of a letter and height of a line of text, in the units of the pictures."""
COLOURS = 12
"""In the palette of `html.css`."""


def words(said: str) -> str:
    """Words that are never markup; signs that a page cannot hold are left out."""
    return escape("".join(sign for sign in said if sign >= " " or sign in "\t\n"), quote=True)


def text(x: float, y: float, said: str, anchor: str = "middle", more: str = "") -> str:
    """Words in a picture."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>{words(said)}</text>'


def cut(said: str, most: int) -> str:
    """Words, or as many of their letters as there is room for."""
    return said if len(said) <= most else f"{said[: max(most - 1, 0)]}…"


def titled(said: str) -> str:
    """What is told of the part of a picture that is pointed at."""
    return f"<title>{words(said)}</title>"


def svg(label: str, width: float, height: float, body: str, *, fixed: bool = False) -> str:
    """A picture, read aloud by its label; as wide as there is room for, or, `fixed`, as its words are legible."""
    size = f' width="{width:.0f}" height="{height:.0f}"' if fixed else ""
    return f'<svg viewBox="0 0 {width:g} {height:.0f}"{size} role="img" aria-label="{words(label)}">{body}</svg>'
