"""The values of the model: what is said, by whom, and when."""
