"""Questions as of a date, side by side with other engines: `python -m benchmarks.as_of`."""
