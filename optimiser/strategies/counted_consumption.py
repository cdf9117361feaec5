"""Consumption counted by what it is worth to the people who live on it."""

from __future__ import annotations

import numpy as np

from optimiser.arrays import Axis, Floats
from optimiser.economy.economy import Economy
from optimiser.economy.quantities import Guarantee
from optimiser.programme.constraints.rule import NOBODY, UNSPOKEN, Input, rule
from optimiser.programme.expressions import Affine, incidence
from optimiser.programme.programme import LinearProgramme, Variable
from optimiser.programme.rows import Kind, Sides, at_least
from optimiser.programme.variables import Variables, year_axis
from optimiser.readdition.always import promises_kept
from optimiser.solver import Solution

COUNTED = "counted_consumption"
"""The unknowns: what of each household's consumption lies on each piece of the utility."""


@rule(
    Kind.IDENTITY,
    family="utility",
    says="no more is counted of the consumption of the {what} household {when} than there is",
    gives="consumption of the {what} household {when}: {amount} counted that is not there",
    many="no more consumption is counted than there is",
    change=NOBODY,
    binds=UNSPOKEN,
    meaning="one more index point of consumption, counted and not consumed",
    price_sign=1,
    explains=False,
    cells=(Input("Plan", "utility slopes", "value"), Input("Households", "{household}", "people")),
    readded=(promises_kept,),
)
def consumption_in_pieces(economy: Economy, v: Variables, counted: Variable) -> Sides:
    """Consumption counts in pieces, and no more than there is.

        sum_k z[h,k,t]  <=  C[h,t],          0  <=  z[h,k,t]  <=  (b_k - b_(k-1)) mouths[h,t]

    b are the breakpoints of the utility; the last piece has no end.
    Axes: (household, year 1..N); index, base year = 1.
    Shadow price: what one more index point, counted and not consumed, adds.
    Source: Bentham; Lerner, The Economics of Control (1944); standard modelling of a concave function.
    """
    years, pieces = np.arange(1, economy.years.last + 1), len(economy.settings.utility.slopes)
    household = np.repeat(np.arange(len(economy.households.axis)), pieces)
    body = v.consumption.over(years).affine() - incidence(household, len(economy.households.axis)) @ counted.over(years)
    return at_least(economy.households.axis, year_axis(economy, 1, economy.years.last), body, 0.0, scale=1.0)


def with_utility(programme: LinearProgramme, economy: Economy, v: Variables) -> LinearProgramme:
    """The programme with every household's consumption in pieces, and their discounted worth to people as the goal.

    maximise  sum_t (1+r)^-t sum_h w[h] sum_k slope_k z[h,k,t],     w[h]  =  people[h] / mean people of a household
    """
    utility, households, last = economy.settings.utility, economy.households, economy.years.last
    years, pieces = np.arange(1, last + 1), len(utility.slopes)
    widths = np.tile(utility.widths, len(households.axis))[:, None]
    mouths = np.repeat(households.mouths[:, 1 : last + 1], pieces, axis=0)
    programme = programme.with_variable(
        COUNTED,
        _pieces(economy),
        year_axis(economy, 1, last),
        first=1,
        upper=widths * mouths,
        meaning="consumption that lies on a piece of the utility",
    )
    counted = programme.variables[-1]
    programme = programme.with_rows(consumption_in_pieces(economy, v, counted))
    weight = np.repeat(households.counted / households.counted.mean(), pieces) if len(households.axis) else np.empty(0)
    slope = np.tile(np.array(utility.slopes), len(households.axis))
    discount = (1.0 + economy.settings.discount_rate) ** -years.astype(float)
    worth: Affine = counted.over(years).times((weight * slope)[:, None] * discount).affine().total()
    return programme.maximising(worth)


def counted_consumption(economy: Economy, programme: LinearProgramme, solution: Solution) -> tuple[Guarantee, ...]:
    """What the goal counts of every household's consumption, for the re-addition; nothing where there is no plan."""
    if not solution.optimal:
        return ()
    return tuple(
        Guarantee("counted", household, year, counted_of(programme, solution.values, household, year))
        for household in range(len(economy.households.axis))
        for year in range(1, economy.years.last + 1)
    )


def counted_of(programme: LinearProgramme, values: Floats, household: int, year: int) -> float:
    """The consumption of a household in a year that the goal counts: the sum of its pieces."""
    counted = programme.variable[COUNTED]
    households = counted.entity.columns["household"]
    label = list(dict.fromkeys(households))[household]
    pieces = [index for index, name in enumerate(households) if name == label]
    return float(values[counted.columns[pieces, year - counted.first]].sum())


def _pieces(economy: Economy) -> Axis:
    """Household by piece, piece after piece."""
    utility, labels = economy.settings.utility, economy.households.axis.labels
    begins = [f"{each!r}" for each in (0.0, *utility.breakpoints)]
    return Axis(
        "piece",
        tuple(f"{label} from {begin}" for label in labels for begin in begins),
        ("index (base year = 1)",) * (len(labels) * len(begins)),
        {
            "household": tuple(label for label in labels for _ in begins),
            "from": tuple(begin for _ in labels for begin in begins),
        },
    )
