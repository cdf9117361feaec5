"""What an economy is, frozen and typed, and what follows from it alone."""

from optimiser.economy.differences import differences
from optimiser.economy.economy import Economy, Terminal
from optimiser.economy.origin import Origin
from optimiser.economy.years import Years

__all__ = ["Economy", "Origin", "Terminal", "Years", "differences"]
