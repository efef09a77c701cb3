"""Logs as Parquet for the tests, and the queries of the how-to page that ask them."""

import re
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
from attrs import evolve
from hypothesis import strategies as st

from positions.exchange.parquet import write_log
from positions.model.when import OPEN_FUTURE, When
from positions.store import recorded_to_json
from tests.laws.records import at

PAGE = Path(__file__).parents[2] / "docs/how-to/duckdb-and-polars.md"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def lines_of(log):
    """Return the export of recorded events, as JSON Lines."""
    return b"".join(recorded_to_json(each) + b"\n" for each in log)


@contextmanager
def written(log, buckets=None):
    """Give the folder in which recorded events stand as Parquet, for as long as the block lasts."""
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / "log"
        with write_log(folder, buckets=buckets) as lines:
            lines.write(lines_of(log))
        yield folder


@st.composite
def skewed(draw, logs):
    """Return logs whose clock went back now and then."""
    log = draw(logs)
    back = draw(st.lists(st.sampled_from((0, 0, 0, 1, 3)), min_size=len(log), max_size=len(log)))
    return tuple(
        evolve(each, recorded_at=each.recorded_at - timedelta(days=days))
        for each, days in zip(log, back, strict=True)
    )


def _shown(name):
    """Return what a block of Python on the page defines."""
    blocks = re.findall(r"```python\n(?!>>>)(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found: dict[str, Any] = {}
    exec(next(each for each in blocks if name in each), found)  # noqa: S102 - our own page
    return found[name]


SQL = _shown("POSITIONS")
STANDING = _shown("standing")


def _ends(cut):
    return {name: None if each is None else When.of(each).stop for name, each in cut.items()}


def by_duckdb(folder, *, as_of=None, known_by=None, recorded_by=None):
    """Return what the query of the page finds: the stance of each cell, and whether it is plain."""
    asked = {"log": str(folder)}
    for name, end in _ends(
        {"as_of": as_of, "known_by": known_by, "recorded_by": recorded_by}
    ).items():
        asked[name] = "infinity" if end in {None, OPEN_FUTURE} else at(end).isoformat()
    with duckdb.connect() as database:
        database.execute("set timezone = 'UTC'")
        rows = database.execute(SQL, asked).fetchall()
    return {(actor, claim): (stance, plain) for actor, claim, stance, plain in rows}


def by_polars(folder, *, as_of=None, known_by=None, recorded_by=None):
    """Return the same by Polars."""
    cut = {"as_of": as_of, "known_by": known_by, "recorded_by": recorded_by}
    ends = {name: at(end) for name, end in _ends(cut).items() if end not in {None, OPEN_FUTURE}}
    rows = STANDING(folder, **ends).rows()
    return {(actor, claim): (stance, plain) for actor, claim, stance, plain in rows}


ENGINES = {"duckdb": by_duckdb, "polars": by_polars}
