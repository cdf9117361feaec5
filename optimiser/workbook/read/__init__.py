"""From the tables of a workbook to an economy."""
