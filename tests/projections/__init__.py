"""Tests of projections: the protocol, the rows, the replay, the read models."""
