"""DuckDB, in memory: the greatest of numbers that order rows, and hold the stance, is asked for."""

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from benchmarks.as_of.engine import Stances
from benchmarks.as_of.questions import NOBODY, Questions
from benchmarks.as_of.record import Integers, Record

__all__ = ["DuckDB"]

_POINT = """
    SELECT max(packed) & 15 FROM said
    WHERE claim = ? AND actor = ? AND stop <= ? AND ended IS NULL
"""
_LOOKUPS = """
    SELECT number, max(packed) & 15 AS stance
    FROM asked JOIN said USING (claim, actor)
    WHERE stop <= "end" AND ended IS NULL
    GROUP BY number
"""
_CLAIM = """
    SELECT actor, max(packed) & 15 AS stance FROM said
    WHERE claim = ? AND stop <= ? AND ended IS NULL
    GROUP BY actor
"""
_MATRIX = """
    SELECT claim, actor, max(packed) & 15 AS stance FROM said
    WHERE stop <= ? AND ended IS NULL
    GROUP BY claim, actor
"""
_DIFF = """
    WITH touched AS (
        SELECT DISTINCT claim, actor FROM said
        WHERE stop > $first AND stop <= $second AND ended IS NULL
    ),
    stood AS (
        SELECT claim, actor,
            max(packed) FILTER (WHERE stop <= $first) & 15 AS old,
            max(packed) & 15 AS stance
        FROM said SEMI JOIN touched USING (claim, actor)
        WHERE stop <= $second AND ended IS NULL
        GROUP BY claim, actor
    )
    SELECT * FROM stood WHERE old IS DISTINCT FROM stance
"""


class DuckDB:
    """A table ordered by claim, actor and time."""

    @property
    def version(self) -> str:
        """Which release."""
        return f"DuckDB {duckdb.__version__}"

    def __init__(self) -> None:
        self._connection = duckdb.connect(config={"allocator_background_threads": "false"})
        self._count = 0

    def load(self, record: Record) -> None:
        """Make the table of the columns."""
        table = record.commitments
        said = pa.table(table.columns())
        self._connection.register("loaded", said)
        self._connection.execute(
            "CREATE TABLE said AS SELECT claim::INTEGER AS claim, actor::INTEGER AS actor, packed, "
            "stop, nullif(ended, -1)::INTEGER AS ended FROM loaded"
        )
        self._connection.unregister("loaded")

    def prepared(self, questions: Questions) -> list[tuple[Any, ...]]:
        """Return questions as numbers."""
        columns = (questions.actor, questions.claim, questions.end)
        return list(zip(*(each.tolist() for each in columns), strict=True))

    def point(self, actor: int, claim: int, end: int) -> Any:  # noqa: ANN401 - a number, or None
        """Return the stance of an actor on a claim."""
        return self._connection.execute(_POINT, (claim, actor, end)).fetchall()[0][0]

    def lookups(self, questions: Questions) -> dict[str, Any]:
        """Return the stances to many questions, joined as a table of Arrow."""
        asked = pa.table(
            {
                "number": np.arange(len(questions)),
                "claim": questions.claim,
                "actor": questions.actor,
                "end": questions.end,
            }
        )
        self._count = len(questions)
        self._connection.register("asked", asked)
        return self._connection.execute(_LOOKUPS).fetchnumpy()

    def claim(self, claim: int, day: int, end: int) -> dict[str, Any]:  # noqa: ARG002 - its end
        """Return the stances of all actors on a claim."""
        return self._connection.execute(_CLAIM, (claim, end)).fetchnumpy()

    def matrix(self, day: int, end: int) -> dict[str, Any]:  # noqa: ARG002 - its end
        """Return the stances of all actors on all claims."""
        return self._connection.execute(_MATRIX, (end,)).fetchnumpy()

    def diff(self, days: tuple[int, int], ends: tuple[int, int]) -> dict[str, Any]:  # noqa: ARG002 - their ends
        """Return the other stances, of the pairs on which something was said between."""
        first, second = ends
        return self._connection.execute(_DIFF, {"first": first, "second": second}).fetchnumpy()

    def code(self, answer: int | None) -> int:
        """Return the code of a stance."""
        return NOBODY if answer is None else answer

    def codes(self, answer: dict[str, Any]) -> Integers:
        """Return the codes of many, in the order of the questions."""
        found = np.full(self._count, NOBODY, dtype=np.int64)
        found[answer["number"]] = answer["stance"]
        return found

    def stances(self, answer: dict[str, Any]) -> Stances:
        """Return the columns."""
        stance = np.asarray(answer["stance"], dtype=np.int64)
        claim = answer.get("claim", np.zeros(len(stance), np.int64))
        old = answer.get("old")
        if old is not None:
            old = np.ma.filled(np.ma.asarray(old), NOBODY).astype(np.int64)
        actor = np.asarray(answer["actor"], dtype=np.int64)
        return Stances(actor=actor, claim=np.asarray(claim, np.int64), stance=stance, old=old)

    def close(self) -> None:
        """Close the database."""
        self._connection.close()
