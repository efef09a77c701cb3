"""Tests of the ledger: its door, its commands, and what becomes of a case."""
