"""`python -m optimiser`."""

from optimiser.cli.main import main

main()
