"""Loading a table of statements into a ledger, page by page instead of row by row.

A page is read (`pages`), what is on record is asked of the store at once (`known`), what is plain
is decided on all of it (`deciding`), and written without a detour (`writing`). What is not plain
goes the way of every other write.
"""

from __future__ import annotations

from positions.ledger.bulk.loading import BATCH, TableLoaded, TableLoading

__all__ = ["BATCH", "TableLoaded", "TableLoading"]
