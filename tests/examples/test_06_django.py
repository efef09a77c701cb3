"""The newsroom of the sixth example: read models in Django's own database, kept by a command."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import positions
from tests.examples.served import served

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "06_django"
STORY = ROOT / "seeds" / "soleimani-moscow-2015.yaml"
LATER = ROOT / "seeds" / "soleimani-moscow-2015-later.yaml"
FOLLOWED = "standing: 106 events\ntimeline: 106 events\nshifts: 106 events\n"
NEW_YORK_14_AUGUST = datetime(2015, 8, 14, 4, tzinfo=UTC)


class Newsroom:
    """The project, with a database and a ledger of its own."""

    def __init__(self, folder):
        self.path = folder / "visit.db"
        self.database = folder / "newsroom.sqlite3"
        self.environment = {
            "DATABASE": str(self.database),
            "LEDGER": str(self.path),
            "PYTHONUNBUFFERED": "1",
        }
        with positions.open(self.path) as ledger:
            ledger.load(STORY)

    def begin(self, *command):
        """Begin a command of the project."""
        return subprocess.Popen(
            [sys.executable, "-W", "error", "manage.py", *command],
            cwd=FOLDER,
            encoding="utf-8",
            env=os.environ | self.environment,
            stderr=subprocess.STDOUT,
            stdout=subprocess.PIPE,
        )

    def manage(self, *command):
        """Run a command of the project, and return what it prints."""
        with self.begin(*command) as process:
            said, _ = process.communicate(timeout=60)
        assert not process.returncode, said
        return said

    def python(self, code):
        """Run code within the project, and return what it prints as JSON."""
        return json.loads(self.manage("shell", "-v", "0", "-c", code))

    def standing(self, claim):
        """Return where each actor stands on a claim, by asking the database."""
        asked = "SELECT actor, kind FROM standing WHERE claim = ?"
        with closing(sqlite3.connect(self.database)) as connection:
            return dict(connection.execute(asked, [claim]))


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """Set up the project: its tables, the ledger, and the read models as of now."""
    newsroom = Newsroom(tmp_path_factory.mktemp("newsroom"))
    assert "Applying stories.0001_initial... OK" in newsroom.manage("migrate")
    assert FOLLOWED == newsroom.manage("follow", "--once")
    return newsroom


@pytest.fixture(scope="module")
def client(newsroom):
    """Serve the project, and return a client."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = ("manage.py", "runserver", "--noreload", address)
    with served(*command, cwd=FOLDER, **newsroom.environment) as client:
        yield client


@pytest.fixture
def ledger(newsroom):
    """Open the ledger of the newsroom."""
    with positions.open(newsroom.path) as ledger:
        yield ledger


def kinds(view, claim):
    """Return where each actor stands on a claim."""
    return {each.actor: str(each.kind) for each in view.positions(claim=claim)}


def test_following_again_takes_nothing_again(newsroom):
    """A second run finds everything done, and says the same."""
    assert FOLLOWED == newsroom.manage("follow", "--once")


def test_django_has_nothing_to_add(newsroom):
    """Models and migrations say the same; those that are not managed need no migration."""
    assert "No changes" in newsroom.manage("makemigrations", "--check", "--dry-run")


def test_models_are_the_documented_tables(newsroom):
    """Each model has the columns of its table, in order, and NULL where there may be NULL."""
    found = newsroom.python("""
import json
from django.apps import apps
from record.models import FOLLOWED
models = {each._meta.db_table: each._meta for each in apps.get_app_config("record").get_models()}
tables = {table.name: table for each in FOLLOWED for table in each.tables}
print(json.dumps([
    {n: [[f.column, f.null] for f in m.concrete_fields] for n, m in models.items()},
    {n: [[c.name, c.null] for c in t.columns] for n, t in tables.items()},
    {n: list(m.pk_fields and [f.column for f in m.pk_fields]) for n, m in models.items()},
    {n: list(t.key) for n, t in tables.items()},
]))
""")

    columns, documented, keys, documented_keys = found
    assert documented == columns
    assert documented_keys == keys


@pytest.mark.parametrize("claim", ["visit", "told-us", "exemption"])
def test_past_is_a_query(client, ledger, claim):
    """The periods that hold the end of a day are the positions as of that day, for every day."""
    for day in (f"2015-08-{number:02}" for number in range(1, 22)):
        found = client.get(f"/claims/{claim}/", params={"as_of": day}).json()

        assert kinds(ledger.as_of(day), claim) == found["positions"]


def test_present_is_a_query(client, ledger):
    """Without a date, the positions are those of all that is on record."""
    found = client.get("/claims/visit/").json()

    assert kinds(ledger.as_of(), "visit") == found["positions"]


def test_instants_are_compared_as_instants(newsroom, ledger):
    """Where a period begins within a day, it does so to the microsecond, also in SQLite."""
    steps = (timedelta(hours=-1), timedelta(microseconds=-1), timedelta(0), timedelta(hours=1))
    instants = [NEW_YORK_14_AUGUST + each for each in steps]
    found = newsroom.python(f"""
import datetime, json
from record.models import Period
instants = map(datetime.datetime.fromisoformat, {[each.isoformat() for each in instants]})
print(json.dumps([
    dict(Period.at(each).filter(claim="visit").values_list("actor", "kind")) for each in instants
]))
""")

    assert [kinds(ledger.as_of(each), "visit") for each in instants] == found
    assert ["russia" in each for each in found] == [False, False, True, True]


def test_what_is_asked_wrongly_is_told(client):
    """A date that is none, a place that is none, and a story that is not there."""
    date = client.get("/claims/visit/?as_of=2015-8-14")
    place = client.get("/shifts/?after=x")

    assert (400, "InvalidWhen") == (date.status_code, date.json()["error"])
    assert (400, "after: 'x' is not the `place` of a shift") == (
        place.status_code,
        place.json()["detail"],
    )
    assert 404 == client.get("/stories/1000/").status_code


def test_feed_is_read_page_by_page(client, ledger):
    """Whoever asks for what comes after the last event it had gets every shift, and once."""
    found, after = [], 0
    while page := client.get("/shifts/", params={"after": after}).json()["shifts"]:
        found += page
        after = page[-1]["place"]

    assert sorted(each.key for each in ledger.watch(after=0).new()) == sorted(
        f"{each['place']}:{each['actor']}:{each['claim']}:{each['statement']}" for each in found
    )


def test_story_tells_who_moved_since(newsroom, client):
    """A row of Django's own and the read models meet in one database."""
    newsroom.manage("shell", "-v", "0", "-c", STORY_OF_THE_15TH)
    found = client.get("/stories/1/").json()

    assert "Washington is sure" == found["headline"]
    assert {"then": "affirmed", "now": "uncommitted"} == found["changed"]["united-states"]
    assert {"then": "no_record", "now": "dismissed"} == found["changed"]["iran"]
    assert "russia" not in found["changed"]


STORY_OF_THE_15TH = """
import datetime
from stories.models import Story
published = datetime.datetime(2015, 8, 15, 12, tzinfo=datetime.UTC)
Story.objects.create(headline="Washington is sure", claim="visit", published=published)
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_follower_keeps_up_until_it_is_ended(tmp_path, end):
    """What is recorded while the command runs is there within seconds, and it ends when told."""
    newsroom = Newsroom(tmp_path)
    with newsroom.begin("follow") as process:
        try:
            assert process.stdout is not None
            assert "standing: 106 events\n" == process.stdout.readline()
            with positions.open(newsroom.path) as ledger:
                ledger.load(LATER)
                wanted = kinds(ledger.as_of(), "told-us")
            until = time.monotonic() + 20
            while (found := newsroom.standing("told-us")) != wanted and time.monotonic() < until:
                time.sleep(0.02)
            process.send_signal(end)
            said, _ = process.communicate(timeout=20)
        finally:
            process.kill()

    assert wanted == found
    assert (0, "shifts: 128 events") == (process.returncode, said.splitlines()[-1])
