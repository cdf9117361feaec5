"""Levels of effort, which are read into further techniques and written as those."""

from __future__ import annotations

from optimiser.economy.economy import Techniques
from optimiser.economy.effort import EffortLevel
from optimiser.workbook.context import Frame, Source
from optimiser.workbook.faults import plain
from optimiser.workbook.sheets.part import Made


def levels_of(source: Source, made: Made) -> list[EffortLevel]:
    """The rows of the sheet Effort that are sound; what is wrong with the others is put on record."""
    frame = source.frame("Effort")
    techniques: Techniques = made["techniques"]
    known = {plain(each) for each in techniques.axis.labels}
    levels = []
    for index in range(len(frame)):
        level = _level(source, frame, index, made)
        if level is None:
            continue
        pairs = zip(techniques.axis.labels, techniques.sector, strict=True)
        codes = [f"{label} {level.name}" for label, sector in pairs if sector == level.sector]
        there = [code for code in codes if plain(code) in known]
        if there:
            source.wrong(frame, index, "level", f"{there[0]} is a technique already", "Use another name for the level.")
            continue
        known |= set(map(plain, codes))
        levels.append(level)
    return levels


def _level(source: Source, frame: Frame, index: int, made: Made) -> EffortLevel | None:
    """A row; None where something is wrong with it."""
    if not frame.right(index, *(column.name for column in frame.sheet.columns)) or frame["sector"][index] < 0:
        return None
    sector, households = frame["sector"][index], made["households"].axis
    if frame["wear"][index] and not made["construction"].capital[:, [sector]].nnz:
        problem = "nothing says what the capacity takes that wears out"
        source.wrong(frame, index, "wear", problem, "Give the sector a column in Construction, or no wear.")
        return None
    household, rations = frame["household"][index], frame["rations"][index]
    if rations and household is None and len(households) != 1:
        problem = "rations are of a household's basket, and none is named"
        source.wrong(frame, index, "rations", problem, "Fill in the column household, or leave out rations.")
        return None
    return EffortLevel(
        sector=sector,
        name=frame["level"][index],
        output_per_worker=frame["output per worker"][index],
        wear=frame["wear"][index],
        turnover=frame["turnover"][index],
        rations=rations,
        household=(household if household is not None else 0) if rations else -1,
    )
