"""MariaDB with a system-versioned table: its clock of rows is the clock of recording.

What was voided or amended is a row that was deleted or updated; the table is asked `FOR SYSTEM_TIME
AS OF` the end of the log. When the words were said is a column, as that clock cannot be told late
facts. The server is started in a folder of its own, without a network, and stopped again.
"""

import getpass
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Any

import numpy as np
import pymysql
from benchmarks.as_of.engine import Stances, Unavailable
from benchmarks.as_of.in_sqlite import columns_of
from benchmarks.as_of.questions import NOBODY, Questions
from benchmarks.as_of.record import Integers, Record, packed_bound, place_of

__all__ = ["MariaDB"]

Rows = tuple[tuple[Any, ...], ...]

_BEGUN = datetime(2001, 1, 1, tzinfo=UTC)
"""From which on a log is as long as it has places, one each 10 ms."""
_TABLE = """
    CREATE TABLE said (
        claim INT NOT NULL, actor INT NOT NULL, packed BIGINT NOT NULL, stop BIGINT NOT NULL,
        began TIMESTAMP(6) GENERATED ALWAYS AS ROW START,
        ended TIMESTAMP(6) GENERATED ALWAYS AS ROW END,
        PERIOD FOR SYSTEM_TIME (began, ended),
        PRIMARY KEY (claim, actor, packed), KEY by_stop (stop)
    ) ENGINE = InnoDB WITH SYSTEM VERSIONING
"""
_LOAD = """
    LOAD DATA LOCAL INFILE '{}' INTO TABLE said FIELDS TERMINATED BY ','
    (claim, actor, packed, stop, began, ended)
"""
_POINT = """
    SELECT packed & 15 FROM said FOR SYSTEM_TIME AS OF TIMESTAMP'{now}'
    WHERE claim = {claim} AND actor = {actor} AND packed < {bound} AND stop <= {end}
    ORDER BY packed DESC LIMIT 1
"""
_LOOKUPS = """
    SELECT (
        SELECT packed & 15 FROM said FOR SYSTEM_TIME AS OF TIMESTAMP'{now}'
        WHERE claim = asked.claim AND actor = asked.actor
            AND packed < asked.bound AND stop <= asked.upto
        ORDER BY packed DESC LIMIT 1
    )
    FROM asked ORDER BY number
"""
_CLAIM = """
    SELECT actor, max(packed) & 15 FROM said FOR SYSTEM_TIME AS OF TIMESTAMP'{now}'
    WHERE claim = {claim} AND stop <= {end} GROUP BY actor
"""
_MATRIX = """
    SELECT claim, actor, max(packed) & 15 FROM said FOR SYSTEM_TIME AS OF TIMESTAMP'{now}'
    WHERE stop <= {end} GROUP BY claim, actor
"""
_DIFF = """
    SELECT * FROM (
        SELECT claim, actor, (
            SELECT packed & 15 FROM said FOR SYSTEM_TIME AS OF TIMESTAMP'{now}'
            WHERE claim = touched.claim AND actor = touched.actor AND stop <= {first}
            ORDER BY packed DESC LIMIT 1
        ) AS old, (
            SELECT packed & 15 FROM said FOR SYSTEM_TIME AS OF TIMESTAMP'{now}'
            WHERE claim = touched.claim AND actor = touched.actor AND stop <= {second}
            ORDER BY packed DESC LIMIT 1
        ) AS stance
        FROM (
            SELECT DISTINCT claim, actor FROM said FOR SYSTEM_TIME AS OF TIMESTAMP'{now}'
            WHERE stop > {first} AND stop <= {second}
        ) AS touched
    ) AS stood
    WHERE NOT old <=> stance
"""


class MariaDB:
    """A server of its own; what is asked is put into the text, as its driver does too."""

    def __init__(self) -> None:
        server = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
        installer = shutil.which("mariadb-install-db")
        if server is None or installer is None:
            why = "mariadbd is not installed"
            raise Unavailable(why)
        self._folder = TemporaryDirectory()
        folder = Path(self._folder.name)
        self._now = ""
        data = [f"--datadir={folder / 'data'}", f"--user={getpass.getuser()}"]
        plain = "--auth-root-authentication-method=normal"
        subprocess.run(  # noqa: S603 - the program was found by its name
            [installer, "--no-defaults", *data, plain, "--skip-test-db"],
            check=True,
            capture_output=True,
        )
        socket = folder / "socket"
        settings = {
            "innodb-buffer-pool-size": "2G",
            "innodb-flush-log-at-trx-commit": "0",
            "tmp-table-size": "1G",
            "max-heap-table-size": "1G",
            "log-error": str(folder / "errors"),
            "pid-file": str(folder / "pid"),
            "socket": str(socket),
        }
        given = [f"--{name}={value}" for name, value in settings.items()]
        self._server = subprocess.Popen(  # noqa: S603 - the program was found by its name
            [server, "--no-defaults", *data, *given, "--skip-networking", "--local-infile=1"],
            stderr=subprocess.DEVNULL,
        )
        while not socket.exists():
            if self._server.poll() is not None:
                why = (folder / "errors").read_text(encoding="utf-8").splitlines()[-1]
                raise Unavailable(why)
            sleep(0.05)
        self._connection = pymysql.connect(
            unix_socket=str(socket), user="root", autocommit=True, local_infile=True
        )
        self._cursor = self._connection.cursor()
        self._cursor.execute("CREATE DATABASE positions")
        self._cursor.execute("USE positions")
        self._cursor.execute("SET time_zone = '+00:00'")

    @property
    def version(self) -> str:
        """Which release of the server."""
        ((number,),) = self._asked("SELECT version()")
        return f"MariaDB {number.split('-')[0]}, system-versioned"

    def load(self, record: Record) -> None:
        """Make the table of the columns, its history with it."""
        self._cursor.execute(_TABLE)
        self._cursor.execute("SET system_versioning_insert_history = 1")
        path = Path(self._folder.name) / "said.csv"
        with path.open("w", encoding="ascii") as file:
            for *row, ended in record.commitments.rows():
                until = _FOR_EVER if ended is None else _clock(ended)
                began = _clock(place_of(row[2]))
                file.write(f"{','.join(map(str, row))},{began},{until}\n")
        self._cursor.execute(_LOAD.format(path))
        path.unlink()
        self._now = _clock(int(max(record.place.max(), record.ended.max())) + 1)
        self._cursor.execute("ANALYZE TABLE said")
        self._cursor.execute(
            "CREATE TEMPORARY TABLE asked (number INT PRIMARY KEY, claim INT, actor INT, "
            "bound BIGINT, upto BIGINT) ENGINE = MEMORY"
        )

    def prepared(self, questions: Questions) -> list[tuple[Any, ...]]:
        """Return questions as numbers."""
        columns = (questions.actor, questions.claim, questions.end)
        return list(zip(*(each.tolist() for each in columns), strict=True))

    def _asked(self, query: str, **values: object) -> Rows:
        self._cursor.execute(query.format(now=self._now, **values))
        return self._cursor.fetchall()

    def point(self, actor: int, claim: int, end: int) -> Rows:
        """Return the stance of an actor on a claim."""
        return self._asked(_POINT, claim=claim, actor=actor, bound=packed_bound(end), end=end)

    def lookups(self, questions: Questions) -> Rows:
        """Return the stances to many questions, from a table of these."""
        columns = (questions.claim, questions.actor, packed_bound(questions.end), questions.end)
        rows = zip(range(len(questions)), *(each.tolist() for each in columns), strict=True)
        self._cursor.execute("DELETE FROM asked")
        self._cursor.executemany("INSERT INTO asked VALUES (%s, %s, %s, %s, %s)", rows)
        return self._asked(_LOOKUPS)

    def claim(self, claim: int, day: int, end: int) -> Rows:  # noqa: ARG002 - its end
        """Return the stances of all actors on a claim."""
        return self._asked(_CLAIM, claim=claim, end=end)

    def matrix(self, day: int, end: int) -> Rows:  # noqa: ARG002 - its end
        """Return the stances of all actors on all claims."""
        return self._asked(_MATRIX, end=end)

    def diff(self, days: tuple[int, int], ends: tuple[int, int]) -> Rows:  # noqa: ARG002 - their ends
        """Return the other stances, of the pairs on which something was said between."""
        return self._asked(_DIFF, first=ends[0], second=ends[1])

    def code(self, answer: Rows) -> int:
        """Return the code of a stance."""
        return int(answer[0][0]) if answer else NOBODY

    def codes(self, answer: Rows) -> Integers:
        """Return the codes of many, in the order of the questions."""
        return np.array([NOBODY if each is None else each for (each,) in answer], dtype=np.int64)

    def stances(self, answer: Rows) -> Stances:
        """Return the columns."""
        return columns_of(list(answer))

    def close(self) -> None:
        """Stop the server, and remove its folder."""
        self._connection.close()
        self._server.terminate()
        self._server.wait()
        self._folder.cleanup()


_FOR_EVER = "2038-01-19 03:14:07.999999"


def _clock(place: int) -> str:
    """Return when the event of a place was recorded, as the server reads it."""
    moment = _BEGUN + timedelta(milliseconds=10) * place
    return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
