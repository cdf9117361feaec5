"""Variants side by side, as plain values."""

from __future__ import annotations

from optimiser.comparison.variants import AS_IT_IS, VariantComparison, variants_in_words
from optimiser.report.facts.plan import Facts, grades_facts, measures_facts


def variants_facts(compared: VariantComparison) -> Facts:
    """As the command `compare --variants` prints it: `{"variants": {name: {...}}}`.

    `shares` and `years_needed` are by the scenario that holds, `as it is` for none; years are null where more than
    those tried are needed, and empty where they were not looked for.
    """
    economy = compared.economy
    return {
        "variants": {
            name: {
                "target_set": each.variant.target_set,
                "scenario": each.variant.scenario or None,
                "circumstances": list(map(str, each.circumstances)),
                "share": each.share,
                "shares": {under or AS_IT_IS: share for under, share in each.shares.items()},
                "years_needed": {under or AS_IT_IS: years.together for under, years in each.years.items()},
                "plan": measures_facts(each.plan, each.measures),
            }
            for name, each in compared.positions.items()
        },
        "strategy": compared.strategy,
        "plan_years": economy.years.plan,
        "sentences": variants_in_words(compared),
        "stylised": economy.stylised,
        "grades": grades_facts(economy),
        "base_year": economy.years.label(0),
        "years": list(economy.years.plan_labels),
    }
