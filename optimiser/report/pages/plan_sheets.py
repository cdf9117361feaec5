"""Which pages of a plan stand on one sheet of its workbook: by subject, as the plan's own volumes were divided.

A page that names none has a sheet of its own; so has one with a long table to be filtered, for a sheet has one filter.
"""

PRODUCTION = "Production"
"""Output, capacity, and the projects that make it."""
PEOPLE = "People"
"""What they consume, where they work, and what town and village exchange."""
TRADE = "Trade and stocks"
TARGETS = "Targets"
"""How far they are reached, and what the strategy has to say of its own."""
ABOUT = "About"
"""Where the figures come from, how they are known and how they were read."""
