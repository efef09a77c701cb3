"""A log as Parquet, in parts that replay by themselves: out, and in again, byte for byte.

    visit-log/
      log.json                         what this is, and how much of it there is
      actors/events.parquet            every event of actors, and of the ledger itself
      claims/bucket=0/events.parquet   those of some claims, in the order of the log
      claims/bucket=1/events.parquet   …

A claim stands in the bucket that the CRC-32 of its id gives; claims that are tied to each other, by
the known order of statements or by a relation, all in that of the first of them. So one bucket with
the actors gives every answer on its claims. What imports this needs `positions[parquet]`.
"""

from __future__ import annotations

from positions.exchange.parquet.folder import InvalidExport, read_log, write_log
from positions.exchange.parquet.parts import InvalidLine

__all__ = ["InvalidExport", "InvalidLine", "read_log", "write_log"]
