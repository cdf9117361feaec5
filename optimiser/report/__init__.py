"""From results to workbooks made for reading, and to JSON."""
