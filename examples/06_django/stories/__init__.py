"""Stories, which each report on a claim."""
