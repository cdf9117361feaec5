"""Results as plain values by their names, for JSON: what `--json` prints."""
