"""The queries that the documentation shows are run as they stand, wherever rows are kept."""

import datetime as dt
import re
import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

import positions
from positions.projections import Changes, OpenQuestions, Shifts, Standings, Timelines
from tests.stores import POSTGRES, postgres, sqlite

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
PAGE = (ROOT / "docs/how-to/query-read-models.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sql\n(?:-- (\w+)\n)?(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
STANDS, STOOD, STORIES, CHANGED, CORRECTED, OPEN, DISSENT = range(7)
DAY = "2015-08-14"


@contextmanager
def asked(store):
    """Give a ledger of the founding case, and what asks the database of its read models."""
    with store() as location, positions.open(location, clock=recorded) as ledger:
        ledger.load(SEEDS / "soleimani-moscow-2015.yaml")
        ledger.load(SEEDS / "soleimani-moscow-2015-later.yaml")
        ledger.follow(Standings(), Timelines(), Shifts(), OpenQuestions(), Changes()).catch_up()
        with closing(connected(location)) as database:
            yield ledger, database


def recorded():
    """Return when all is recorded: now, as queries ask for this month."""
    return dt.datetime.now(dt.UTC)


def connected(location):
    """Return a connection to a database that has been made."""
    if not location.startswith("postgresql"):
        return sqlite3.connect(location)
    schema = location.partition("?schema=")[2]
    return psycopg.connect(str(POSTGRES), options=f"-c search_path={schema}", autocommit=True)


def queries(store):
    """Return the queries of the page for one store, in their order."""
    other = "PostgreSQL" if store is sqlite else "SQLite"
    return [text for whose, text in BLOCKS if whose != other]


def stands(view):
    """Return where everyone stands on the visit."""
    return {each.actor: each.kind for each in view.positions(claim="visit")}


@pytest.mark.parametrize("store", [sqlite, postgres])
def test_queries_of_standing_and_timeline_say_what_views_say(store):
    """Now, at the end of a day, and when a story was published."""
    told = queries(store)
    with asked(store) as (ledger, database):
        now, then = stands(ledger.as_of()), stands(ledger.as_of(DAY))
        assert now == {row[0]: row[1] for row in database.execute(told[STANDS])}
        assert then == {row[0]: row[1] for row in database.execute(told[STOOD])}

        kind = "text" if store is sqlite else "timestamptz"
        database.execute(f"CREATE TEMP TABLE stories (title text, claim text, published {kind})")
        database.execute(
            "INSERT INTO stories VALUES "
            "('Back from Moscow', 'visit', '2015-08-15T03:59:59.999999Z')"
        )
        found = database.execute(told[STORIES]).fetchall()

    assert then == {actor: stood for _, actor, stood, _ in found}
    assert {each: now.get(each) for each in then} == {actor: is_ for _, actor, _, is_ in found}


@pytest.mark.parametrize("store", [sqlite, postgres])
def test_the_query_of_changes_says_what_timelines_say(store):
    """Walk-backs, reversals and retractions, as they read after all that is recorded."""
    with asked(store) as (ledger, database):
        view = ledger.as_of()
        expected = {
            (each.actor, each.claim, shift.kind, shift.statement.by)
            for each in view.positions()
            for shift in view.timeline(each.actor, each.claim)
            if shift.kind in {"walk_back", "reversal", "retraction"}
        }
        found = database.execute(queries(store)[CHANGED]).fetchall()

    assert expected
    assert expected == {(row[0], row[1], row[2], row[5]) for row in found}


@pytest.mark.parametrize("store", [sqlite, postgres])
def test_the_query_of_corrections_gives_each_span(store):
    """Of what was recorded long after its time: each span as of which the answer is another."""
    with asked(store) as (ledger, database):
        rows = ledger.replay(Changes()).tables["changes"]
        expected = sorted(
            (row["actor"], row["claim"], row["old"], row["new"], row["event"]) for row in rows
        )
        found = database.execute(queries(store)[CORRECTED]).fetchall()

    assert expected
    assert expected == sorted(row[:5] for row in found)


@pytest.mark.parametrize("store", [sqlite, postgres])
def test_the_query_of_open_questions_gives_their_age(store):
    """In whole days since the first refusal."""
    with asked(store) as (ledger, database):
        now = recorded()
        expected = {
            (each.actor, each.claim): (now - each.since.earliest).days
            for each in ledger.as_of().open_questions()
            if each.since.earliest is not None
        }
        found = database.execute(queries(store)[OPEN]).fetchall()

    assert expected
    assert expected == {(row[0], row[1]): row[4] for row in found}
    assert sorted(expected.values(), reverse=True) == [row[4] for row in found]


@pytest.mark.parametrize("store", [sqlite, postgres])
def test_the_query_of_dissent_gives_each_one_below(store):
    """Who differs, and where that one stands."""
    with asked(store) as (ledger, database):
        expected = sorted(
            (each.actor, each.claim, dissent.actor, str(dissent.kind))
            for each in ledger.as_of().positions()
            for dissent in each.dissent
        )
        found = database.execute(queries(store)[DISSENT]).fetchall()

    assert expected
    assert expected == sorted(tuple(row) for row in found)
