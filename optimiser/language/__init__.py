"""How things are called, numbers and lists said: knows economies, no results."""
