"""The read models of a ledger, and the command that keeps them up to date."""
