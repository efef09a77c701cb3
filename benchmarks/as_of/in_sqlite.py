"""SQLite, in a file: a table that is its own index, in which a stance is one seek away."""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from benchmarks.as_of.engine import Stances
from benchmarks.as_of.questions import NOBODY, Questions
from benchmarks.as_of.record import Integers, Record, packed_bound

__all__ = ["SQLite", "columns_of"]

_TABLE = """
    CREATE TABLE said (
        claim INTEGER NOT NULL, actor INTEGER NOT NULL, packed INTEGER NOT NULL,
        stop INTEGER NOT NULL, ended INTEGER, PRIMARY KEY (claim, actor, packed)
    ) WITHOUT ROWID
"""
_POINT = """
    SELECT packed & 15 FROM said
    WHERE claim = ? AND actor = ? AND packed < ? AND stop <= ? AND ended IS NULL
    ORDER BY packed DESC LIMIT 1
"""
_LOOKUPS = """
    SELECT (
        SELECT packed & 15 FROM said
        WHERE claim = asked.claim AND actor = asked.actor
            AND packed < asked.bound AND stop <= asked."end" AND ended IS NULL
        ORDER BY packed DESC LIMIT 1
    )
    FROM asked ORDER BY number
"""
_CLAIM = """
    SELECT actor, max(packed) & 15 FROM said
    WHERE claim = ? AND stop <= ? AND ended IS NULL GROUP BY actor
"""
_MATRIX = """
    SELECT claim, actor, max(packed) & 15 FROM said
    WHERE stop <= ? AND ended IS NULL GROUP BY claim, actor
"""
_DIFF = """
    SELECT * FROM (
        SELECT claim, actor, (
            SELECT packed & 15 FROM said
            WHERE claim = touched.claim AND actor = touched.actor
                AND stop <= :first AND ended IS NULL
            ORDER BY packed DESC LIMIT 1
        ) AS old, (
            SELECT packed & 15 FROM said
            WHERE claim = touched.claim AND actor = touched.actor
                AND stop <= :second AND ended IS NULL
            ORDER BY packed DESC LIMIT 1
        ) AS stance
        FROM (
            SELECT DISTINCT claim, actor FROM said
            WHERE stop > :first AND stop <= :second AND ended IS NULL
        ) AS touched
    )
    WHERE old IS NOT stance
"""


class SQLite:
    """Python's own sqlite3, with a page cache and a map that hold the whole file."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name) / "said.db"
        self._connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        for setting in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1048576"):
            self._connection.execute(f"PRAGMA {setting}")
        self._connection.execute(f"PRAGMA mmap_size={1 << 34}")

    @property
    def version(self) -> str:
        """Which release."""
        return f"SQLite {sqlite3.sqlite_version}"

    def load(self, record: Record) -> None:
        """Make the table of the columns."""
        execute = self._connection.execute
        execute(_TABLE)
        execute("CREATE TEMP TABLE asked (number INTEGER PRIMARY KEY, claim, actor, bound, 'end')")
        execute("BEGIN")
        insert = "INSERT INTO said VALUES (?, ?, ?, ?, ?)"
        self._connection.executemany(insert, record.commitments.rows())
        execute("COMMIT")
        execute("CREATE INDEX by_stop ON said (stop, ended)")
        execute("ANALYZE")

    def prepared(self, questions: Questions) -> list[tuple[Any, ...]]:
        """Return questions as numbers."""
        columns = (questions.actor, questions.claim, questions.end)
        return list(zip(*(each.tolist() for each in columns), strict=True))

    def point(self, actor: int, claim: int, end: int) -> tuple[int] | None:
        """Return the stance of an actor on a claim."""
        asked = (claim, actor, packed_bound(end), end)
        found: tuple[int] | None = self._connection.execute(_POINT, asked).fetchone()
        return found

    def lookups(self, questions: Questions) -> list[tuple[int | None]]:
        """Return the stances to many questions, from a table of these."""
        columns = (questions.claim, questions.actor, packed_bound(questions.end), questions.end)
        rows = zip(*(each.tolist() for each in columns), strict=True)
        execute = self._connection.execute
        execute("DELETE FROM asked")
        execute("BEGIN")
        self._connection.executemany("INSERT INTO asked VALUES (NULL, ?, ?, ?, ?)", rows)
        execute("COMMIT")
        return execute(_LOOKUPS).fetchall()

    def claim(self, claim: int, day: int, end: int) -> list[tuple[int, ...]]:  # noqa: ARG002 - its end
        """Return the stances of all actors on a claim."""
        return self._connection.execute(_CLAIM, (claim, end)).fetchall()

    def matrix(self, day: int, end: int) -> list[tuple[int, ...]]:  # noqa: ARG002 - its end
        """Return the stances of all actors on all claims."""
        return self._connection.execute(_MATRIX, (end,)).fetchall()

    def diff(self, days: tuple[int, int], ends: tuple[int, int]) -> list[tuple[int, ...]]:  # noqa: ARG002 - their ends
        """Return the other stances, of the pairs on which something was said between."""
        asked = {"first": ends[0], "second": ends[1]}
        return self._connection.execute(_DIFF, asked).fetchall()

    def code(self, answer: tuple[int] | None) -> int:
        """Return the code of a stance."""
        return NOBODY if answer is None else answer[0]

    def codes(self, answer: list[tuple[int | None]]) -> Integers:
        """Return the codes of many, in the order of the questions."""
        return np.array([NOBODY if each is None else each for (each,) in answer], dtype=np.int64)

    def stances(self, answer: list[tuple[int, ...]]) -> Stances:
        """Return the columns."""
        return columns_of(answer)

    def close(self) -> None:
        """Close and remove the file."""
        self._connection.close()
        self._folder.cleanup()


def columns_of(rows: list[tuple[Any, ...]]) -> Stances:
    """Return rows of actor and stance, or of claim, actor, perhaps old, and stance, as columns."""
    width = len(rows[0]) if rows else 2
    found = np.array(
        [tuple(NOBODY if each is None else each for each in row) for row in rows], dtype=np.int64
    ).reshape(-1, width)
    claim = found[:, 0] if width > 2 else np.zeros(len(found), np.int64)
    return Stances(
        actor=found[:, 0 if width == 2 else 1],
        claim=claim,
        stance=found[:, -1],
        old=found[:, 2] if width == 4 else None,
    )
