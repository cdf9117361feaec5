"""A rule as a value: its rows, and everything that is ever said of them or done with them.

What a report, a diagnosis, the documentation, the re-addition or the way back to the workbook needs to know of a
rule stands at its function, under `@rule(...)`.  A rule that lacks a part, or says something that cannot be filled
in, is an error when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields
from string import Formatter
from typing import TYPE_CHECKING, Any, Generic, NotRequired, ParamSpec, TypedDict, Unpack

from optimiser.economy.economy import Economy
from optimiser.programme.rows import Kind, Rows, Sides
from optimiser.readdition.check import Readdition

if TYPE_CHECKING:
    from optimiser.programme.references import RowReference

P = ParamSpec("P")

NOBODY = ""
"""For `change`: there is nobody who could change it."""

UNSPOKEN = ""
"""For `binds`: bookkeeping and demands are not what holds a plan back."""

THINGS = frozenset(
    {"product", "sector", "asset", "technique", "bundle", "pool", "from", "to", "type", "household", "resource", "step"}
)
SPOKEN = THINGS | {"what", "when", "years", "least", "most", "amount", "share", "given"}
"""What `says`, `gives`, `change` and `thing` may be filled with: the names of what a row is about, column by column;
`{what}` all of it; `{when}` its year or years; `{least}` and `{most}` the two sides with their unit; `{amount}` by how
much it would have to give way; `{given}` what the workbook gives beyond the two sides."""

REPORTED = frozenset({"name", "the", "year", "unit"})
"""What `binds` may be filled with: `{the}` is the name with its article."""

ADDRESSED = THINGS | {"what", "year", "set", "variable", "code"}
"""What the row and column of an input may be filled with: codes, and the year's label."""


@dataclass(frozen=True)
class Input:
    """A cell of the workbook, by its sheet, the key of its row and its column; `*` is any part of a key."""

    sheet: str
    row: str
    column: str


InputCells = Callable[[Economy, "RowReference"], Iterator[Input]]
"""Inputs that depend on what the economy has."""

Given = Callable[[Economy, "Sequence[RowReference]"], str]
"""What the workbook says beyond the two sides of rows of one thing, in some years."""


def nothing_given(_economy: Economy, _rows: Sequence[RowReference]) -> str:
    """Nothing more is to be said."""
    return ""


class Parts(TypedDict):
    """What stands in `@rule(...)`."""

    family: str
    """What it is about, for grouping."""
    says: str
    """The demand or the limit, as part of a sentence."""
    gives: str
    """By how much it would have to give way."""
    many: str
    """The same limit for many things at once; their names follow."""
    change: str
    """A tenth more of it, as a change that somebody could make; or NOBODY."""
    binds: str
    """How it holds a plan back, and what a further unit is, for reports; or UNSPOKEN."""
    meaning: str
    """What one more unit is, of which the shadow price tells what it adds."""
    price_sign: int
    """-1 where the right-hand side is a use: one more unit to hand is one less on the right; else 1."""
    explains: bool
    """Whether it explains a conflict when it is named, though nobody can change it."""
    cells: tuple[Input | InputCells, ...]
    """The inputs behind a row, the likeliest first."""
    readded: tuple[Readdition, ...]
    """What adds it up again from the plan and the economy, and fails without it."""
    given: NotRequired[Given]
    """What `{given}` is."""
    tells_apart: NotRequired[bool]
    """Whether what is given is said of each thing where the limit is said of many."""
    thing: NotRequired[str]
    """What a row is about, where its name alone does not tell."""
    whole_plan: NotRequired[bool]
    """Whether its rows are of no single year."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rule(Generic[P]):
    """A rule: called like its function, it gives its rows.  For the parts see `Parts`."""

    build: Callable[P, Sides]
    kind: Kind
    family: str
    says: str
    gives: str
    many: str
    change: str
    binds: str
    meaning: str
    price_sign: int
    explains: bool
    cells: tuple[Input | InputCells, ...]
    readded: tuple[Readdition, ...]
    given: Given = nothing_given
    tells_apart: bool = False
    thing: str = ""
    whole_plan: bool = False

    def __post_init__(self) -> None:
        # it is called, documented and pickled like the function that it is made of
        for name in ("__module__", "__name__", "__qualname__", "__doc__"):
            object.__setattr__(self, name, getattr(self.build, name))
        for problem in _problems(self):
            raise ValueError(f"the rule {self.name}: {problem}")

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Rows:
        """The rows, with what they stand for."""
        sides = self.build(*args, **kwargs)
        return Rows.of(sides, name=self.name, kind=self.kind, meaning=self.meaning, rule=self)

    def __reduce__(self) -> str:
        return self.build.__qualname__

    @property
    def name(self) -> str:
        """The name of its rows."""
        return self.build.__name__

    @property
    def summary(self) -> str:
        """The rule in one sentence: the first line of its docstring."""
        return (self.build.__doc__ or "").strip().split("\n")[0].rstrip(".")


def rule(kind: Kind, **parts: Unpack[Parts]) -> Callable[[Callable[P, Sides]], Rule[P]]:
    """Makes a rule of a function that gives the two sides of its rows.

    Raises:
        TypeError: a part is missing, or is none of a rule's.
        ValueError: a part is empty, or is to be filled with something that no row has.
    """

    def made(build: Callable[P, Sides]) -> Rule[P]:
        known = {each.name: each.default is MISSING for each in fields(Rule) if each.name not in ("build", "kind")}
        missing = [name for name, required in known.items() if required and name not in parts]
        strange = [name for name in parts if name not in known]
        if missing or strange:
            what = f"lacks {', '.join(missing)}" if missing else f"has no part {', '.join(strange)}"
            raise TypeError(f"the rule {build.__name__} {what}")
        return Rule(build=build, kind=kind, **parts)

    return made


def _problems(made: Rule[Any]) -> Iterator[str]:
    """What is wrong with a rule, if anything."""
    if not made.summary:
        yield "no docstring says what it is"
    if not isinstance(made.kind, Kind):
        yield f"{made.kind!r} is no kind"
    for part in ("family", "says", "gives", "many", "meaning"):
        if not getattr(made, part).strip():
            yield f"{part} is empty"
    if not made.binds and made.kind not in (Kind.IDENTITY, Kind.TARGET):
        yield "binds is empty, and the rule is neither an identity nor a target"
    if made.price_sign not in (1, -1):
        yield "price_sign is neither 1 nor -1"
    if not made.cells:
        yield "no cell of the workbook is behind it"
    if not made.readded or not all(callable(each) for each in made.readded):
        yield "nothing adds it up again"
    fillings = [(part, getattr(made, part), SPOKEN) for part in ("says", "gives", "change", "thing")]
    fillings += [
        ("binds", made.binds, REPORTED),
        ("many", made.many, frozenset()),
        ("meaning", made.meaning, frozenset()),
    ]
    for each in made.cells:
        if isinstance(each, Input):
            fillings += [("cells", text, ADDRESSED) for text in (each.row, each.column)]
    for part, text, known in fillings:
        unknown = sorted({name for _, name, _, _ in Formatter().parse(text) if name is not None} - known)
        if unknown:
            yield f"{part} is to be filled with {', '.join(unknown)}, which no row has"
    if "{given}" in made.says + made.gives and made.given is nothing_given:
        yield "it speaks of what is given, and nothing says what that is"
