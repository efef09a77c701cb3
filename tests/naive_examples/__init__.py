"""The naive model judged by cases that were worked out by hand, and by still plainer code."""
