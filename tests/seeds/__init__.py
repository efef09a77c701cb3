"""The seeds replay to the answers that were typed from the notes."""
