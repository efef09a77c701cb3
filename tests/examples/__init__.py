"""The examples: each runs, and shows what it should."""
