"""What a user gets who installs the wheel."""
