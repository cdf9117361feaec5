"""From a programme that cannot be carried out to what stands in its way, and what would mend it."""
