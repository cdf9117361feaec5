"""What each rule of the programme is called when it is spoken of: the one place for its words.

In the templates `{what}` is the name of the thing, `{when}` its year or years, `{least}` and `{most}` the two
sides with their unit, `{amount}` by how much it would have to give way, `{given}` what the workbook gives
beyond the two sides.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The words for a rule."""

    family: str
    """What it is about, for grouping."""
    says: str
    """The demand or the limit, as part of a sentence."""
    gives: str
    """By how much it would have to give way."""
    many: str
    """The same limit for many things at once; their names follow."""
    change: str = ""
    """A tenth more of it, as a change that somebody could make; empty where nobody can."""


RULES: dict[str, Words] = {
    "target": Words(
        "targets",
        "{least} of {what} {when}",
        "{what} {when}: {amount} short of {least} ({share})",
        "targets are to be met",
    ),
    "elastic_target": Words(
        "targets",
        "{least} of {what} {when}",
        "{what} {when}: {amount} short of {least} ({share})",
        "targets are to be met",
    ),
    "material_balance": Words(
        "materials",
        "what is used of {what} {when} has to be there{given}",
        "{what} {when}: {amount} more used than there is{given}",
        "what is used of each product has to be there",
        "a tenth less {what} for given uses",
    ),
    "output_in_hand": Words(
        "materials",
        "output of {what} {when} is at most {most}, what was begun before the plan",
        "output of {what} {when}: {amount} more than was begun before the plan",
        "output of the first year is what was begun before the plan",
        "a tenth more {what} in hand from before the plan",
    ),
    "working_stock_norm": Words(
        "stocks",
        "stocks of {what} keep to their norm {when}",
        "stocks of {what} {when}: {amount} below the norm",
        "working stocks keep to their norms",
        "stocks of {what} may be lower by a tenth of a year's output",
    ),
    "closing_stock": Words(
        "stocks",
        "{least} of {what} must be in stock at the end",
        "stock of {what} at the end: {amount} less than the {least} asked for",
        "stocks are kept to the end",
        "a tenth less {what} in stock at the end",
    ),
    "capacity_limit": Words(
        "capacity",
        "output of {what} {when} keeps within its capacity{given}",
        "output of {what} {when}: {amount} more than capacity allows{given}",
        "output keeps within capacity",
        "a tenth more {what} from the same capacity",
    ),
    "capacity_accumulation": Words(
        "capacity",
        "capacity for {what} {when} is what was there{given} and what has been finished",
        "capacity for {what} {when}: {amount} more than was there and is finished",
        "capacity is what was there and what has been finished",
        "a tenth more capacity for {what}, ready in the first year",
    ),
    "construction_work": Words(
        "capacity",
        "building for {what} takes its materials {when}",
        "building for {what} {when}: {amount} without its materials",
        "projects take materials while they are built",
        "a tenth less building for {what} left over from before the plan",
    ),
    "project_year_limit": Words(
        "speed of building",
        "at most {most} a year of {type} capacity for {sector} can be begun {when}",
        "{type} capacity for {sector} begun {when}: {amount} more than the {most} allowed",
        "only so much can be begun in a year",
        "a tenth more {type} capacity begun each year for {sector}",
    ),
    "project_total_limit": Words(
        "speed of building",
        "at most {most} of {type} capacity for {sector} can be begun in all",
        "{type} capacity for {sector}: {amount} more than the {most} there is occasion for",
        "only so much can be begun in all",
        "a tenth more {type} capacity begun in all for {sector}",
    ),
    "absorptive_limit": Words(
        "speed of building",
        "capacity for {what} can grow by at most {given} a year {when}",
        "capacity for {what} {when}: {amount} more than it can grow in a year",
        "capacity can grow only so fast",
        "capacity for {what} growing each year by a tenth of its base-year size more",
    ),
    "output_fall_limit": Words(
        "steadiness of output",
        "output of {what} may fall by at most {given} a year {when}",
        "output of {what} {when}: {amount} below the least allowed",
        "output may not fall faster than allowed",
        "output of {what} falling each year by a tenth of its base-year size more",
    ),
    "labour": Words(
        "labour",
        "the {what} labour pool has only {most} {when}{given}",
        "{what} labour {when}: {amount} more than the {most} there are",
        "there is only so much labour",
        "a tenth more {what} labour in every year",
    ),
    "labour_movement": Words(
        "labour",
        "{what} labour {when} grows only by those who move in or have been trained",
        "{what} labour {when}: {amount} more than came or were trained",
        "labour grows only by those who move in or have been trained",
    ),
    "transfer_limit": Words(
        "migration and training",
        "at most {most} a year can go from {from} to {to} labour {when}",
        "going from {from} to {to} labour {when}: {amount} more than the {most} allowed",
        "only so many people can move or be trained",
        "a tenth more people going from {from} to {to} labour",
    ),
    "living_standard_floor": Words(
        "living standards",
        "consumption of the {what} household is at least {least} {when}",
        "consumption of the {what} household {when}: {amount} below its floor of {least}",
        "consumption keeps its floors",
        "a floor for the {what} household lower by a tenth of itself",
    ),
    "balanced_growth": Words(
        "living standards",
        "{what} reaches {least} {when}",
        "{what} {when}: {amount} short of {least}",
        "everything grows together",
    ),
    "foreign_exchange": Words(
        "foreign exchange",
        "imports {when} have to be paid from {given}",
        "foreign exchange {when}: {amount} more than exports, loans and receipts bring",
        "imports have to be paid for",
        "receipts of foreign exchange, or a loan, of a tenth of a year's turnover more",
    ),
    "debt_limit": Words(
        "foreign exchange",
        "foreign debt is at most {most} {when}",
        "foreign debt {when}: {amount} more than the {most} allowed",
        "foreign credit is limited",
        "a tenth more foreign credit",
    ),
    "import_limit": Words(
        "foreign trade",
        "at most {most} a year of {what} can be imported {when}",
        "imports of {what} {when}: {amount} more than the {most} offered",
        "only so much can be imported",
        "a tenth more {what} offered for import",
    ),
    "export_limit": Words(
        "foreign trade",
        "at most {most} a year of {what} can be exported {when}",
        "exports of {what} {when}: {amount} more than the {most} that find a buyer",
        "only so much can be exported",
        "a tenth more {what} sold abroad",
    ),
    "marketed_produce": Words(
        "exchange of town and country",
        "the {what} of {years} is used on the farm, kept or marketed",
        "{what} {when}: {amount} more than is harvested",
        "the harvest is used on the farm, kept or marketed",
    ),
    "town_country_exchange": Words(
        "exchange of town and country",
        "{when} the village gives {given} times the value of the goods it gets, {most} as tax, and no more",
        "what the village gives {when}: {amount} more than goods and tax bring",
        "the village gives only so much for goods and as tax",
        "the village giving more, by a tenth of a year's sales",
    ),
    "village_subsistence": Words(
        "exchange of town and country",
        "at least {least} of {what} stays in the village {when}",
        "{what} kept in the village {when}: {amount} less than the {least} it lives on",
        "the village keeps what it lives on",
        "a tenth less {what} kept in the village",
    ),
    "resource_ceiling": Words(
        "natural resources",
        "there is only {most} of {what} {when}",
        "{what} {when}: {amount} more than the {most} there is",
        "resources are limited",
        "a tenth more {what}",
    ),
    "terminal_capacity": Words(
        "the end of the plan",
        "{least} of capacity for {what} must be left behind {when}",
        "capacity for {what} left behind {when}: {amount} less than asked for",
        "capacity must be left behind",
        "a tenth less capacity for {what} left behind",
    ),
    "terminal_output": Words(
        "the end of the plan",
        "output of {what} after the plan must be at least {least}",
        "output of {what} after the plan: {amount} short of {least}",
        "output must go on after the plan",
        "a tenth less output of {what} after the plan",
    ),
    "terminal_stocks": Words(
        "the end of the plan",
        "{least} of {what} must be in stock at the end",
        "stock of {what} at the end: {amount} less than the {least} asked for",
        "stocks must be left behind",
        "a tenth less {what} left in stock at the end",
    ),
    "static_output": Words(
        "the end of the plan",
        "output of {what} after the plan must be at least {least}, to go on for ever",
        "output of {what} after the plan: {amount} short of {least}",
        "output after the plan must go on for ever",
        "a tenth less output of {what} asked for after the plan",
    ),
}
"""Rule to words; a test sees to it that none is missing."""

PHRASES = {rule: words.says for rule, words in RULES.items()}
FAMILIES = {rule: words.family for rule, words in RULES.items()}


def family(rule: str) -> str:
    """What a rule is about; for one from elsewhere its own name, in words."""
    return FAMILIES.get(rule, "rows" if rule == "row" else rule.replace("_", " "))
