"""From a programme to a plan that has been checked."""
