"""People's own tests: what the strategies draw, and given/when/then."""
