"""All accounts of one plan."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from optimiser.plan.accounts.chessboard import Chessboard, chessboard
from optimiser.plan.accounts.import_substitution import ImportSubstitution, import_substitution
from optimiser.plan.accounts.income_by_receiver import IncomeByReceiver, income_by_receiver
from optimiser.plan.accounts.labour_balance import LabourBalance, Productivity, labour_balance, productivity
from optimiser.plan.accounts.national_income import NationalIncome, national_income
from optimiser.plan.accounts.national_wealth import NationalWealth, national_wealth
from optimiser.plan.accounts.regions import RegionalAccounts, regional_accounts

if TYPE_CHECKING:
    from optimiser.plan.plan import Plan


ACCOUNTS = (
    national_income,
    income_by_receiver,
    national_wealth,
    chessboard,
    labour_balance,
    productivity,
    import_substitution,
    regional_accounts,
)
"""The functions that make them, in the order in which they are read."""


@dataclass(frozen=True)
class Accounts:
    """The accounts of a plan that was found: `plan.accounts.income.frame()`.

    Values are at the prices of the workbook, which are those of the base year and the same in all years.
    """

    plan: Plan

    def __post_init__(self) -> None:
        if not self.plan.solution.optimal:
            raise ValueError(f"a plan that is {self.plan.status.value} has no accounts")

    @cached_property
    def income(self) -> NationalIncome:
        """National income by origin and by use."""
        return national_income(self.plan)

    @cached_property
    def receivers(self) -> IncomeByReceiver:
        """What households receive of it, and the farm against the village."""
        return income_by_receiver(self.plan, self.income)

    @cached_property
    def labour(self) -> LabourBalance:
        """People by sector and pool, and those who are idle."""
        return labour_balance(self.plan)

    @cached_property
    def productivity(self) -> Productivity | None:
        """Output a head; None where pools are counted in several units."""
        return productivity(self.plan)

    @cached_property
    def imports(self) -> ImportSubstitution:
        """Imports that home output displaces."""
        return import_substitution(self.plan)

    @cached_property
    def wealth(self) -> NationalWealth:
        """Capacity, works not finished, and stocks, at the end of each year."""
        return national_wealth(self.plan)

    @cached_property
    def regions(self) -> RegionalAccounts | None:
        """Output, consumption, building and people by region, and shipments; None where there is one region."""
        return regional_accounts(self.plan)

    def chessboard(self, year: str) -> Chessboard:
        """Sources and uses of every product in a year, sector by sector.

        Raises:
            LookupError: no such year.
        """
        return chessboard(self.plan, year)
