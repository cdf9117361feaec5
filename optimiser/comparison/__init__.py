"""Plans side by side."""

from optimiser.comparison.compare import Comparison, compare, frontier

__all__ = ["Comparison", "compare", "frontier"]
