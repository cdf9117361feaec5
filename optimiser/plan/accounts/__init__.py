"""The accounts of a plan: what its years come to in products, values, people and wealth.

Each is a function from a plan; `Plan.accounts` has them all.
"""

from optimiser.plan.accounts.accounts import ACCOUNTS, Accounts
from optimiser.plan.accounts.labour_balance import Productivity

__all__ = ["ACCOUNTS", "Accounts", "Productivity"]
