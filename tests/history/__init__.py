"""Tests of the history: recorded events as a value."""
