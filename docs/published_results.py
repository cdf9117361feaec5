"""Published results, each with its source, its printed figures and what the program finds for the same model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import published_models as models
from published_steel import mexican_steel

from optimiser import Plan, Request, diagnose, explain, multipliers, solve, turnpike, years_needed
from optimiser.economy.multipliers import closed_with_households, leontief_inverse
from optimiser.economy.relaxation import PlausibleRelaxation

KNOWN = "tests/strategies/test_known_answers.py::"
BY_HAND = "follow by hand from the model"
QUOTED = "quoted from memory or at second hand; the page was not seen"


@dataclass(frozen=True)
class Figure:
    """One figure: as printed, and as found."""

    what: str
    printed: str
    ours: float

    @property
    def digits(self) -> int:
        """Decimals that the source prints."""
        return len(self.printed.partition(".")[2])

    @property
    def shown(self) -> int:
        """Decimals of ours that are shown: two more than are printed, and ten figures in all where that is fewer."""
        return min(self.digits + 2, max(self.digits, 10 - len(self.printed.partition(".")[0].lstrip("0"))))

    @property
    def difference(self) -> float:
        """Ours less the printed figure, to the digits shown."""
        return round(self.ours, self.shown) - float(self.printed)

    @property
    def agrees(self) -> bool:
        """Whether ours, rounded as the source rounds, is the printed figure."""
        return abs(self.ours - float(self.printed)) <= 0.5000001 * 10.0**-self.digits


@dataclass(frozen=True)
class Result:
    """A published result and the program's."""

    title: str
    source: str
    printed_how: str
    """How the printed figures are known."""
    figures: tuple[Figure, ...]
    tests: tuple[str, ...]
    """`file::function` of the tests behind it."""
    note: str = ""
    """How it is modelled, and errata found in the source."""


def figures(names: str, printed: str, ours: list[float]) -> tuple[Figure, ...]:
    """Figures from their names (between commas), what is printed (between blanks) and what is found."""
    rows = zip((name.strip() for name in names.split(",")), printed.split(), ours, strict=True)
    return tuple(Figure(name, text, float(found)) for name, text, found in rows)


def output(plan: Plan) -> list[float]:
    """Output of the first year, technique by technique."""
    return [float(value) for value in plan.values("output")[:, 0]]


def prices(plan: Plan) -> list[float]:
    """What one more unit of each product that is asked for costs the goal, in the first year."""
    return [-float(value) for value in plan.shadow_prices("material_balance")[:, 0]]


def growth(plan: Plan) -> float:
    """The greatest common growth, a share a year."""
    if plan.growth_rate is None:
        raise ValueError(f"the strategy {plan.strategy} finds no growth")
    return plan.growth_rate


def leontief() -> Result:
    """Known answer 1."""
    plan = solve(models.least_output([[0.2, 0.3], [0.4, 0.1]], [10, 20]))
    return Result(
        "Leontief's static economy",
        "W. Leontief, The Structure of American Economy (1941), for the model; A = [[.2, .3], [.4, .1]], y = (10, 20)",
        BY_HAND,
        figures("output a, output b", "25 33.3333", output(plan)),
        (KNOWN + "test_1_leontief",),
    )


def miller_blair() -> Result:
    """Known answer 2, the Leontief inverse and its column sums."""
    plan = solve(models.miller_blair())
    units = [output(solve(models.miller_blair(demand))) for demand in ((1, 0), (0, 1))]
    inverse = [units[column][row] for row in range(2) for column in range(2)]
    return Result(
        "Output and multipliers of two sectors",
        "R. E. Miller and P. D. Blair, Input-Output Analysis, 2nd edition (2009), section 2.3 and chapter 6",
        "the inverse as N. Lane copies it (Input-Output Tables and the Leontief Inverse in R, 2016), from the edition "
        f"of 1985; the rest {QUOTED}",
        figures(
            "output of agriculture, output of manufacturing, L11, L12, L21, L22, output multiplier 1, "
            "output multiplier 2",
            "1247.52 1841.58 1.2541 0.3300 0.2640 1.1221 1.518 1.452",
            [*output(plan), *inverse, *prices(plan)],
        ),
        (KNOWN + "test_2_miller_and_blair", "tests/test_validation.py::test_figures_agree"),
        "The multipliers are the shadow prices of the material balances where the goal is the least output; the "
        "inverse is found column by column, by a unit of demand.",
    )


def miller_blair_closed() -> Result:
    """The table closed with respect to households."""
    unit = [[1.0 if row == column else 0.0 for row in range(3)] for column in range(3)]
    columns = [output(solve(models.miller_blair_closed(demand))) for demand in unit]
    return Result(
        "Multipliers of the table closed with respect to households",
        "Miller and Blair (2009), section 2.5",
        QUOTED,
        figures(
            "L11, L12, L13, L21, L22, L23, L31, L32, L33",
            "1.3651 0.4253 0.2509 0.5273 1.3481 0.5954 0.5698 0.4890 1.2885",
            [columns[column][row] for row in range(3) for column in range(3)],
        ),
        ("tests/test_validation.py::test_figures_agree",),
        "Households are a third sector, whose product is labour.",
    )


def miller_blair_multipliers() -> Result:
    """Simple and total multipliers of output and of households' income, as the command `multipliers` has them."""
    found = multipliers(models.miller_blair_flows())
    closed = leontief_inverse(
        closed_with_households(found.coefficients, np.array([0.30, 0.25]), np.array([0.05, 0.40]), 0.05)
    )
    frame = found.multiplier_frame()
    return Result(
        "Output multipliers, simple and total, from flows",
        "Miller and Blair (1985), chapter 4; A = [[.15, .25], [.20, .05]], with households beside it and below",
        "as the lectures of MIT's course 11.481J (2009, lecture 19) copy them from the edition of 1985",
        figures(
            "simple multiplier 1, simple multiplier 2, total multiplier 1, total multiplier 2",
            "1.518 1.452 2.462 2.262",
            [*frame["output"], *closed.sum(axis=0)[:2]],
        ),
        (
            "tests/economy/test_multipliers.py::test_miller_and_blairs_printed_multipliers",
            "tests/test_validation.py::test_figures_agree",
        ),
        "Total: with households as a third industry, their income counted.",
    )


def turnpikes() -> Result:
    """Rays found by the command `turnpike`."""
    rays = (models.von_neumann(), models.von_neumann_joint(), models.gestation_on_the_ray(3, 0.205071132))
    return Result(
        "Balanced rays, searched by Newton's method",
        "J. von Neumann (1937); D. Gale, The Theory of Linear Economic Models (1960); known answer 5",
        BY_HAND,
        figures(
            "von Neumann, with joint products, gestation of three years",
            "0.25992105 0.25992105 0.20507113",
            [turnpike(each).rate for each in rays],
        ),
        (
            "tests/strategies/test_turnpike.py::test_von_neumann",
            "tests/strategies/test_turnpike.py::test_von_neumann_with_joint_products_and_an_idle_process",
            "tests/strategies/test_turnpike.py::test_gestation",
        ),
    )


def dorfman_samuelson_solow() -> Result:
    """Known answer 3."""
    plan = solve(models.dorfman_samuelson_solow())
    return Result(
        "Least labour for given consumption, and its prices",
        "R. Dorfman, P. Samuelson and R. Solow, Linear Programming and Economic Analysis (1958), chapter 9",
        QUOTED,
        figures("labour, price 1, price 2", "50 0.16774194 0.69354839", [-plan.objective, *prices(plan)]),
        (KNOWN + "test_3_dorfman_samuelson_solow",),
    )


def balanced_growth() -> Result:
    """Known answer 4."""
    return Result(
        "Balanced growth without consumption",
        "Leontief's dynamic economy, g = 1 / rho((I-A)^-1 B); A = [[0, .5], [.5, 0]], B all ones",
        BY_HAND,
        figures("growth a year", "0.25", [growth(solve(models.two_sectors_on_the_ray()))]),
        (KNOWN + "test_4_growth_on_the_ray", KNOWN + "test_4_growth_is_approached_from_a_long_horizon"),
        "Terminal condition `ray`, with start and end on the ray.",
    )


def gestation() -> Result:
    """Known answer 5."""
    closed = {length: (1 + length * 0.25) ** (1 / length) for length in (1, 2, 3, 4)}
    found = [1 + growth(solve(models.gestation_on_the_ray(length, rate - 1))) for length, rate in closed.items()]
    return Result(
        "Growth with gestation",
        "(1 + L (1-a)/b)^(1/L) for spending spread evenly over L years; one sector, a = .5, b = 2",
        BY_HAND,
        figures("factor for L = 1, for L = 2, for L = 3, for L = 4", "1.25 1.224745 1.205071 1.189207", found),
        (KNOWN + "test_5_gestation_on_the_ray",),
        "Exact where start and end lie on the ray.",
    )


def feldman() -> Result:
    """Known answer 6."""
    return Result(
        "Feldman's two departments",
        "E. Domar, Essays in the Theory of Economic Growth (1957), A Soviet Model of Growth; G. A. Feldman (1928)",
        QUOTED,
        figures("greatest K2 after six years of building", "506.25", [solve(models.feldman()).objective]),
        (KNOWN + "test_6_feldman",),
        "v = 2, K = 100, all investment in capital goods as long as that serves the last year.",
    )


def kantorovich() -> Result:
    """Known answer 7."""
    plan = solve(models.kantorovich())
    valuation = prices(plan)
    return Result(
        "Kantorovich's assortment and its objectively determined valuations",
        "L. V. Kantorovich, Mathematical Methods of Organizing and Planning Production (1939), first example",
        QUOTED,
        figures(
            "complete pairs a day, valuation of a, valuation of b",
            "86.6667 0.6667 0.3333",
            [plan.objective, *(one / sum(valuation) for one in valuation)],
        ),
        (KNOWN + "test_7_kantorovich_1939",),
    )


def von_neumann() -> Result:
    """Known answer 8."""
    factors = [1 + growth(solve(model())) for model in (models.von_neumann, models.von_neumann_joint)]
    return Result(
        "Von Neumann's expanding economy",
        "J. von Neumann (1937); D. Gale, The Theory of Linear Economic Models (1960); factor 2^(1/3)",
        BY_HAND,
        figures("factor, factor with a joint product and an idle process", "1.259921 1.259921", factors),
        (KNOWN + "test_8_von_neumann", KNOWN + "test_8_von_neumann_with_a_joint_product"),
    )


def uniform_share() -> Result:
    """Known answer 9."""
    # twice the people at once is not plausible by default, and is what the exercise asks for
    found = diagnose(Request(replace(models.two_goods(), relaxation=PlausibleRelaxation(labour=1.0))))
    assert found.by_resources is not None
    return Result(
        "The largest common share of two targets",
        "labour 1 and 2 for a unit, thirty workers, from (5, 5) to (15, 15)",
        BY_HAND,
        figures(
            "share of the increments, workers short",
            "0.5 15",
            [found.share if found.share is not None else float("nan"), found.by_resources.rows[0].amount],
        ),
        (KNOWN + "test_9_uniform_share", "tests/diagnosis/test_known.py::test_9_fifteen_workers_short"),
    )


def smychka() -> Result:
    """Known answer 10."""
    found = [float(solve(models.smychka(goods)).values("marketed")[0, 0]) for goods in (4.0, 0.0)]
    return Result(
        "The exchange of town and country",
        "M <= tax + omega goods: tax .9, omega 1.25; after Bukharin and Preobrazhensky",
        BY_HAND,
        figures("marketed for goods of 4, marketed for nothing", "5.9 0.9", found),
        (KNOWN + "test_10_smychka",),
    )


def horizon() -> Result:
    """Known answer 11."""
    found = years_needed(Request(models.iron_in_time(), "more")).together
    return Result(
        "Years needed",
        "capacity grows by a tenth a year at most, the target is 1.6 times: 1.1^5 = 1.61",
        BY_HAND,
        figures("years", "5", [float("nan") if found is None else found]),
        ("tests/strategies/test_strategies.py::test_11_years_needed",),
    )


def conflict() -> Result:
    """Known answer 12."""
    found = explain(models.three_rows())
    assert found.by_targets is not None
    (gives,) = found.by_targets.rows
    rows = [float(reference.key["row"].split()[1]) for reference in found.conflicts[0].rows]
    return Result(
        "The smallest conflict",
        "x <= 3, x >= 5, y <= 1",
        BY_HAND,
        figures(
            "first row of the conflict, second row of the conflict, units missing, share of the demand",
            "1 2 2 0.6",
            [*rows, gives.amount, 1 - gives.relative],
        ),
        ("tests/diagnosis/test_known.py::test_12_three_rows",),
    )


def williams() -> Result:
    """Known answer 13."""
    goals = [solve(models.williams(goal)) for goal in ("capacity", "output", "employment")]
    static = [float(value) for value in goals[0].rows("static_output")["least"]]
    return Result(
        "Economic planning: a dynamic Leontief economy of three industries",
        "H. P. Williams, Model Building in Mathematical Programming, problem 9 (5th edition, pages 263-264, 316-317)",
        "the third is asserted by the examples of sasoptpy, the static output stands in Gurobi's modeling-examples; "
        "the first two are printed as 2142 and 2619 (from memory), with digits from other solvers",
        figures(
            "capacity of year 5, output of years 4 and 5, employment, static coal, static steel, static transport",
            "2141.875 2618.579 2450.027 166.397 105.668 92.308",
            [*(plan.objective for plan in goals), *static],
        ),
        (KNOWN + "test_13_williams", KNOWN + "test_13_williams_static_output"),
        "Erratum: new coal capacity takes 0.0 of coal in some copies of the table (sasoptpy, SAS/OR) and 0.1 in others "
        "(Gurobi's, after the 5th edition); these are the answers for 0.0, the next entry is for 0.1. Gurobi's code "
        "has stocks of 250, 180, 200 beside a table that says 150, 80, 100.",
    )


def williams_coal_for_coal() -> Result:
    """Known answer 17."""
    found = [solve(models.williams(goal, 0.1)).objective for goal in ("capacity", "output", "employment")]
    return Result(
        "The same, with 0.1 of coal for new coal capacity",
        "as above",
        "found in no book; of a second solve of the same problem by another program",
        figures(
            "capacity of year 5, output of years 4 and 5, employment",
            "1983.23499933 2608.85387900 2314.70812498",
            found,
        ),
        (KNOWN + "test_17_williams_coal_for_coal",),
    )


def lindo() -> Result:
    """Known answer 14."""
    plan = solve(models.lindo())
    return Result(
        "A static Leontief economy that exports",
        "LINDO's sample models: the Leontief model",
        QUOTED,
        figures(
            "profit, output S, output A, output E, output P",
            "435431250 393958.3333 475833.3333 74375 60000",
            [plan.objective, *output(plan)],
        ),
        (KNOWN + "test_14_lindo_leontief",),
    )


def bukharin() -> Result:
    """Known answer 15."""
    plan = solve(models.building_materials())
    return Result(
        "Building materials of 1928/29",
        "N. Bukharin, Notes of an Economist (1928), the table of deficits: 147.0 of 208.8 thousand tons of beams",
        "by hand from the table",
        figures("largest balanced share of the programme", "0.7040", [plan.objective]),
        (KNOWN + "test_15_bukharin_building_materials",),
    )


def fourer() -> Result:
    """Known answer 16."""
    plan = solve(models.fourer_steel())
    return Result(
        "Production over four weeks (steelT)",
        "R. Fourer, D. Gay and B. Kernighan, AMPL (1993), chapter 4",
        QUOTED,
        figures(
            "profit, hour of week 1, hour of week 2, hour of week 3, hour of week 4",
            "515033 2660 3080 3400 3400",
            [plan.objective, *(float(value) for value in plan.shadow_prices("resource_ceiling")[0])],
        ),
        (KNOWN + "test_16_fourer_steel",),
    )


def mexico() -> Result:
    """A process model of the GAMS library."""
    plan = solve(mexican_steel())
    return Result(
        "Mexican steel, small static model (MEXSS)",
        "D. Kendrick, A. Meeraus and J. Alatorre, The Planning of Investment Programs in the Steel Industry (1984); "
        "GAMS model library, number 15",
        "asserted by the copy of the library in the tests of GAMSPy",
        figures("least cost in million dollars", "538.8112", [-plan.objective]),
        ("tests/test_validation.py::test_figures_agree",),
        "Productive units in plants are sectors, ways by rail are sectors, raw materials are imports with a price in "
        "the goal.",
    )


RESULTS: tuple[Callable[[], Result], ...] = (
    leontief,
    miller_blair,
    miller_blair_closed,
    miller_blair_multipliers,
    turnpikes,
    dorfman_samuelson_solow,
    balanced_growth,
    gestation,
    feldman,
    kantorovich,
    von_neumann,
    uniform_share,
    smychka,
    horizon,
    conflict,
    williams,
    williams_coal_for_coal,
    lindo,
    bukharin,
    fourer,
    mexico,
)
