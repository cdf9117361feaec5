"""How things are called, and how numbers and lists are said: knows economies, and nothing of results."""
