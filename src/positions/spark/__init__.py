"""Positions on Apache Spark: the same replay, on each part of a log, wherever the part is.

    import positions.spark

    frame = positions.spark.matrix(session, "visit-log", as_of="2015-08-14")

The log is what `positions export --format parquet` or `positions.exchange.parquet.write_log` has
written; `docs/how-to/spark.md` says what a cluster needs. What imports this needs
`positions[spark]`, and so does every executor.
"""

from __future__ import annotations

from positions.spark.frames import matrix, positions

__all__ = ["matrix", "positions"]
