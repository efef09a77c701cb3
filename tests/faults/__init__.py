"""Many writers, killed writers, failing stores: laws 26, 27 and 28, with real processes."""
