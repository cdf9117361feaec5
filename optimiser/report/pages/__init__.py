"""From results to pages: they place what is said elsewhere, and lay figures out in tables and charts."""
