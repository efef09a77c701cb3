"""Uncertain time: what is read, where it lies, and what can be asked of it."""
