"""Tests of following a ledger."""
