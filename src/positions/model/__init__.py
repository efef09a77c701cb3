"""Pure values: what was said, by whom, about what, and when."""
