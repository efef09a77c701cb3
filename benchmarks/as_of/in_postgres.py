"""PostgreSQL, the server that POSITIONS_TEST_POSTGRES names: an index holds all that is asked."""

import os
import secrets
from typing import Any

import numpy as np
import psycopg
from benchmarks.as_of.engine import Stances, Unavailable
from benchmarks.as_of.in_sqlite import columns_of
from benchmarks.as_of.questions import NOBODY, Questions
from benchmarks.as_of.record import Integers, Record, packed_bound
from psycopg.sql import SQL, Identifier

__all__ = ["PostgreSQL"]

Rows = list[tuple[Any, ...]]

_TABLE = """
    CREATE TABLE said (
        claim integer NOT NULL, actor integer NOT NULL, packed bigint NOT NULL,
        stop bigint NOT NULL, ended integer
    )
"""
_INDEX = """
    CREATE UNIQUE INDEX ON said (claim, actor, packed DESC) INCLUDE (stop, ended)
"""
_POINT = """
    SELECT packed & 15 FROM said
    WHERE claim = %s AND actor = %s AND packed < %s AND stop <= %s AND ended IS NULL
    ORDER BY packed DESC LIMIT 1
"""
_LOOKUPS = """
    SELECT (
        SELECT packed & 15 FROM said
        WHERE claim = asked.claim AND actor = asked.actor
            AND packed < asked.bound AND stop <= asked.upto AND ended IS NULL
        ORDER BY packed DESC LIMIT 1
    )
    FROM unnest(%s::integer[], %s::integer[], %s::bigint[], %s::bigint[]) WITH ORDINALITY
        AS asked (claim, actor, bound, upto, number)
    ORDER BY number
"""
_CLAIM = """
    SELECT DISTINCT ON (actor) actor, packed & 15 FROM said
    WHERE claim = %s AND stop <= %s AND ended IS NULL
    ORDER BY actor, packed DESC
"""
_MATRIX = """
    SELECT string_agg(int4send(claim), ''), string_agg(int4send(actor), ''),
        string_agg(int4send(stance), '')
    FROM (
        SELECT DISTINCT ON (claim, actor) claim, actor, (packed & 15)::integer AS stance
        FROM said WHERE stop <= %s AND ended IS NULL
        ORDER BY claim, actor, packed DESC
    ) AS stood
"""
_DIFF = """
    SELECT * FROM (
        SELECT claim, actor, (
            SELECT packed & 15 FROM said
            WHERE claim = touched.claim AND actor = touched.actor
                AND stop <= %(first)s AND ended IS NULL
            ORDER BY packed DESC LIMIT 1
        ) AS old, (
            SELECT packed & 15 FROM said
            WHERE claim = touched.claim AND actor = touched.actor
                AND stop <= %(second)s AND ended IS NULL
            ORDER BY packed DESC LIMIT 1
        ) AS stance
        FROM (
            SELECT DISTINCT claim, actor FROM said
            WHERE stop > %(first)s AND stop <= %(second)s AND ended IS NULL
        ) AS touched
    ) AS stood
    WHERE old IS DISTINCT FROM stance
"""


class PostgreSQL:
    """A connection of its own with prepared statements, and answers in binary."""

    def __init__(self) -> None:
        server = os.environ.get("POSITIONS_TEST_POSTGRES")
        if server is None:
            why = "POSITIONS_TEST_POSTGRES names no server"
            raise Unavailable(why)
        self._connection = psycopg.connect(server, autocommit=True, prepare_threshold=0)
        self._schema = Identifier(f"as_of_{secrets.token_hex(8)}")
        execute = self._connection.execute
        execute(SQL("CREATE SCHEMA {}").format(self._schema))
        execute(SQL("SET search_path TO {}").format(self._schema))
        execute("SET work_mem = '256MB'")
        execute("SET jit = off")

    @property
    def version(self) -> str:
        """Which release of the server."""
        number = self._connection.info.server_version
        return f"PostgreSQL {number // 10_000}.{number % 10_000}"

    def load(self, record: Record) -> None:
        """Make the table of the columns, and let the server look at it."""
        execute = self._connection.execute
        execute(_TABLE)
        with self._connection.cursor().copy("COPY said FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int4", "int4", "int8", "int8", "int4"])
            for row in record.commitments.rows():
                copy.write_row(row)
        execute(_INDEX)
        execute("CREATE INDEX ON said (stop) INCLUDE (claim, actor, ended)")
        execute("VACUUM ANALYZE said")

    def prepared(self, questions: Questions) -> list[tuple[Any, ...]]:
        """Return questions as numbers."""
        columns = (questions.actor, questions.claim, questions.end)
        return list(zip(*(each.tolist() for each in columns), strict=True))

    def point(self, actor: int, claim: int, end: int) -> tuple[Any, ...] | None:
        """Return the stance of an actor on a claim."""
        asked = (claim, actor, packed_bound(end), end)
        return self._connection.execute(_POINT, asked, prepare=True).fetchone()

    def lookups(self, questions: Questions) -> Rows:
        """Return the stances to many questions, each sought in the index."""
        columns = (questions.claim, questions.actor, packed_bound(questions.end), questions.end)
        asked = [each.tolist() for each in columns]
        return self._connection.execute(_LOOKUPS, asked, prepare=True).fetchall()

    def claim(self, claim: int, day: int, end: int) -> Rows:  # noqa: ARG002 - its end
        """Return the stances of all actors on a claim."""
        return self._connection.execute(_CLAIM, (claim, end), prepare=True, binary=True).fetchall()

    def matrix(self, day: int, end: int) -> Any:  # noqa: ANN401, ARG002 - three columns; its end
        """Return the stances of all actors on all claims, each column as the bytes of one value."""
        found = self._connection.execute(_MATRIX, (end,), prepare=True, binary=True).fetchone()
        return [np.frombuffer(each, dtype=">i4") for each in found or ()]

    def diff(self, days: tuple[int, int], ends: tuple[int, int]) -> Rows:  # noqa: ARG002 - their ends
        """Return the other stances, of the pairs on which something was said between."""
        asked = {"first": ends[0], "second": ends[1]}
        return self._connection.execute(_DIFF, asked, prepare=True, binary=True).fetchall()

    def code(self, answer: tuple[Any, ...] | None) -> int:
        """Return the code of a stance."""
        return NOBODY if answer is None else int(answer[0])

    def codes(self, answer: Rows) -> Integers:
        """Return the codes of many, in the order of the questions."""
        return np.array([NOBODY if each is None else each for (each,) in answer], dtype=np.int64)

    def stances(self, answer: Any) -> Stances:  # noqa: ANN401 - rows, or three columns
        """Return the columns."""
        if not answer or isinstance(answer[0], tuple):
            return columns_of(answer)
        claim, actor, stance = (each.astype(np.int64) for each in answer)
        return Stances(actor=actor, claim=claim, stance=stance)

    def close(self) -> None:
        """Drop the schema."""
        self._connection.execute(SQL("DROP SCHEMA {} CASCADE").format(self._schema))
        self._connection.close()
