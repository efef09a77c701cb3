"""The laws of the design as properties: `test_law_02_…` holds to law 2."""
