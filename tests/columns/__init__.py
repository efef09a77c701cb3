"""Tests of answers as tables."""
