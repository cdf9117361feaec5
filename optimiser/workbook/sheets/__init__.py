"""What each sheet says of the economy, a file a subject."""
