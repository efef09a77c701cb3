"""Tests of Spark; one session for all of them."""
