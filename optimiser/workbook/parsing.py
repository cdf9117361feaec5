"""From a cell to a value: one function a kind, each raising `WrongValue` with what is wrong and a remedy."""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass

from optimiser.language.phrases import first_few
from optimiser.workbook.columns import ANY, Bounds, Column, Kind
from optimiser.workbook.faults import WrongValue, plain, suggestion
from optimiser.workbook.schema import LARGEST, SMALLEST

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!")
YES = ("yes", "true", "1")
NO = ("no", "false", "0")
UNLIMITED = ("unlimited", "infinity", "inf", "∞")
YEAR = re.compile(r"-?\d{1,4}|\d{4}/\d{2}")
LONGEST_FIGURE = 60
"""Signs; text that is longer is no figure, and is not looked at as one."""
_FIGURE = re.compile(r"[+-]?[\d.,' ]*\d[\d.,' ]*(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Uncalculated:
    """Stands in a cell whose formula has no stored value."""

    formula: str

    def __str__(self) -> str:
        return self.formula


def blank(cell: object) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def number(cell: object, bounds: Bounds) -> float:
    """A number within bounds."""
    figure = _figure(cell)
    if math.isnan(figure) or math.isinf(figure):
        raise WrongValue("is not a finite number", "Put a number there.")
    if not bounds.allow(figure):
        raise WrongValue(f"is out of bounds: {bounds} is asked for", "Put a number within these bounds.")
    if abs(figure) > LARGEST:
        raise WrongValue(f"is larger than {LARGEST:g}", "Use a larger unit.")
    if 0.0 < abs(figure) < SMALLEST:
        raise WrongValue(f"is closer to 0 than {SMALLEST:g}", "Put 0 there, or use a smaller unit.")
    return figure


def limit(cell: object, bounds: Bounds) -> float:
    """A number within bounds, or infinity for the word `unlimited`."""
    if isinstance(cell, str) and plain(cell) in UNLIMITED:
        return math.inf
    try:
        return number(cell, bounds)
    except WrongValue as wrong:
        raise WrongValue(wrong.problem, f"{wrong.remedy} Where there is no limit, write `unlimited`.") from None


def whole(cell: object, bounds: Bounds) -> int:
    """A whole number within bounds."""
    figure = number(cell, bounds)
    if not figure.is_integer():
        raise WrongValue("is not a whole number", "Put a whole number there.")
    return int(figure)


def text(cell: object) -> str:
    """Text; a number is taken as it is written."""
    refuse(cell)
    if isinstance(cell, bool):
        raise WrongValue("is TRUE or FALSE where text belongs", "Put text there.")
    if isinstance(cell, int | float):
        figure = number(cell, ANY)
        return str(int(figure)) if figure.is_integer() else str(figure)
    return str(cell).strip()


def code(cell: object) -> str:
    """A code: text without spaces too many, and without the signs that the row keys need."""
    label = " ".join(text(cell).split())
    if "|" in label or "*" in label:
        raise WrongValue("has a sign in it that row keys need: | or *", "Use another code.")
    return label


SUMS = frozenset({"total", "totals", "grand total", "sum", "sums", "итого", "всего"})
"""What rows and columns of sums are called."""
NO_SUMS = "Delete it if it is a sum: sums are not read. A thing of its own bears another name."


def new_code(cell: object) -> str:
    """A code that is made known here; a row of sums is none."""
    label = code(cell)
    if label.casefold() in SUMS:
        raise WrongValue("is called like a row of sums", NO_SUMS)
    return label


def yes_or_no(cell: object) -> bool:
    """Yes or no, in any of the usual ways."""
    refuse(cell)
    if isinstance(cell, bool):
        return cell
    word = plain(text(cell))
    if word in YES or word in NO:
        return word in YES
    raise WrongValue("is neither yes nor no", "Write yes or no.")


def choice(cell: object, choices: tuple[str, ...]) -> str:
    """One of the words that are allowed."""
    word = text(cell)
    for each in choices:
        if plain(each) == plain(word):
            return each
    among = f"Write one of: {first_few(choices)}."
    raise WrongValue("is none of the words allowed here", suggestion(word, choices, among))


def year_text(cell: object) -> str:
    """The label of a year as text, whether it stands there as number or text; not yet compared with the plan."""
    refuse(cell)
    if isinstance(cell, bool):
        raise WrongValue("is not a year", "Put the label of a year there.")
    label = text(cell)
    if not YEAR.fullmatch(label):
        raise WrongValue("is not a year", "Write a year as 1928, or as 1927/28 where years straddle.")
    return label


def simple(cell: object, column: Column) -> object:
    """A value of any kind that needs no other sheet to be understood."""
    match column.kind:
        case Kind.NUMBER:
            return number(cell, column.bounds)
        case Kind.LIMIT:
            return limit(cell, column.bounds)
        case Kind.INTEGER:
            return whole(cell, column.bounds)
        case Kind.YESNO:
            return yes_or_no(cell)
        case Kind.CHOICE:
            return choice(cell, column.choices)
        case Kind.NEW:
            return new_code(cell)
        case Kind.YEAR:
            return year_text(cell)
        case _:
            return text(cell)


def refuse(cell: object) -> None:
    """What is a fault in every kind of cell: formulas without a value, error values, dates."""
    if isinstance(cell, Uncalculated):
        raise WrongValue(
            "is a formula without a value",
            "Open the workbook in a spreadsheet program, let it calculate, save it; or put the value there.",
        )
    if isinstance(cell, str) and cell.strip().upper() in ERRORS:
        raise WrongValue("is an error value", "Mend the formula, or put the value there.")
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        raise WrongValue(
            "is a date or a time", "Give the cell the number format General (Text for a year) and enter it again."
        )


def _figure(cell: object) -> float:
    """The number that stands in a cell."""
    if isinstance(cell, bool):
        raise WrongValue("is TRUE or FALSE where a number belongs", "Put a number there.")
    if isinstance(cell, int | float):
        try:
            return float(cell)
        except OverflowError:
            raise WrongValue(f"is larger than {LARGEST:g}", "Use a larger unit.") from None
    refuse(cell)
    words = str(cell)
    guess = as_read(words)
    if guess is None:
        raise WrongValue("is text where a number belongs", "Put a number there.")
    if re.fullmatch(r"\s*[+-]?\d+(\.\d+)?\s*", words):
        raise WrongValue("is a number stored as text", f"It would be read as {guess:.15g}: enter it as a number.")
    raise WrongValue("is text where a number belongs", f"It would be read as {guess:.15g}: enter it as a number.")


def as_read(words: str) -> float | None:
    """How text in a number's place would be read: `1 234,5`, `1.234,5`, `12%`; None when it is no figure.

    The last of two different marks is the decimal one; a single comma is a decimal one unless three
    figures follow it, a single point always is.
    """
    if len(words) > LONGEST_FIGURE:
        return None
    cleaned = words.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-")
    share = cleaned.endswith("%")
    cleaned = cleaned.rstrip("% ")
    if not _FIGURE.fullmatch(cleaned):
        return None
    cleaned = cleaned.replace(" ", "").replace("'", "")
    if cleaned.rfind(",") > cleaned.rfind("."):
        whole_part, _, decimals = cleaned.rpartition(",")
        grouped = "," in whole_part or ("." not in whole_part and len(decimals) == 3 and whole_part.strip("+-") != "0")
        cleaned = cleaned.replace(",", "") if grouped else whole_part.replace(".", "") + "." + decimals
    elif cleaned.count(".") > 1 and "," not in cleaned:
        cleaned = cleaned.replace(".", "")
    else:
        cleaned = cleaned.replace(",", "")
    try:
        figure = float(cleaned)
    except ValueError:
        return None
    return figure / 100 if share else figure
