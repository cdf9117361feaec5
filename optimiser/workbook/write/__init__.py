"""From an economy, or from tables, to a workbook made for people."""
