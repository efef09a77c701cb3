"""The service of the fifth example, over HTTP: the past as of a date, and shifts as they come."""

import json
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

import positions
from positions.projections import OpenQuestions
from tests.examples.served import served

ROOT = Path(__file__).parents[2]
STORY = ROOT / "seeds" / "soleimani-moscow-2015.yaml"
LATER = ROOT / "seeds" / "soleimani-moscow-2015-later.yaml"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return the path of a ledger that holds the story, and what came to light later."""
    path = tmp_path_factory.mktemp("service") / "visit.db"
    with positions.open(path) as ledger:
        ledger.load(STORY)
        ledger.load(LATER)
    return path


def service(path):
    """Serve a ledger, as the page of the example says."""
    command = ("-m", "uvicorn", "service:app", "--port", "0")
    folder, views = ROOT / "examples" / "05_fastapi", path.with_name("views.db")
    return served(*command, cwd=folder, LEDGER=str(path), VIEWS=str(views))


@pytest.fixture(scope="module")
def client(path):
    """Serve the ledger, and return a client."""
    with service(path) as client:
        yield client


@pytest.fixture
def ledger(path):
    """Open the same ledger here, in another process than the service."""
    with positions.open(path) as ledger:
        yield ledger


def plain(value):
    """Return plain data as it is after a journey through JSON."""
    return json.loads(json.dumps(value))


def record(path, *fields):
    """Record a statement as a person would, from the command line."""
    command = [sys.executable, "-m", "positions", "record", "--ledger", str(path), *fields]
    subprocess.run(command, check=True, capture_output=True)


def events(response):
    """Yield the server-sent events of a response: the id, and the data."""
    fields = {}
    for line in response.iter_lines():
        assert not line.startswith(":"), "Nothing has come for so long that the connection is tried"
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            yield fields["id"], json.loads(fields["data"])
            fields = {}


@pytest.mark.parametrize(
    "cut",
    [
        {},
        {"as_of": "2015-08-14"},
        {"as_of": "2015-08"},
        {"as_of": "2015-08-14", "known_by": "2015-08-13"},
    ],
    ids=str,
)
def test_positions_are_those_of_the_ledger(client, ledger, cut):
    """Whatever is asked over HTTP is answered as the ledger answers it, at each cut."""
    view = ledger.as_of(cut.get("as_of"), known_by=cut.get("known_by"))
    found = client.get("/positions/united-states/visit", params=cut)

    assert 200 == found.status_code
    assert plain(view.position("united-states", "visit").to_dict()) == found.json()
    assert plain(view.matrix().to_dict()) == client.get("/matrix", params=cut).json()


@pytest.mark.parametrize(
    ("asked", "status", "error", "said"),
    [
        ("/positions/rusia/visit", 404, "UnknownActor", "did you mean 'russia'"),
        ("/positions/russia/vist", 404, "UnknownClaim", "did you mean 'visit'"),
        ("/positions/russia/visit?as_of=2015-13-01", 422, "InvalidWhen", "from 01 to 12"),
        ("/matrix?known_by=yesterday", 422, "InvalidWhen", "'yesterday' is not a time"),
    ],
)
def test_errors_are_told_in_their_own_words(client, asked, status, error, said):
    """An unknown name is a 404 that names what was meant, a time that is none a 422."""
    found = client.get(asked)

    assert (status, error) == (found.status_code, found.json()["error"])
    assert said in found.json()["detail"]


def test_near_misses_are_data(client):
    """Who shows an error to a person can offer what was probably meant."""
    assert ["russia", "russia-mfa"] == client.get("/positions/rusia/visit").json()["near"]


@pytest.mark.parametrize(
    ("query", "header"), [("", "106"), ("", "x:russia:visit:y"), ("?kind=hardened", "106:a:b:c")]
)
def test_stream_that_cannot_be_given_is_refused(client, query, header):
    """A checkpoint that is none, or a kind of shift that there is not, is a 422, not a stream."""
    found = client.get(f"/shifts{query}", headers={"Last-Event-ID": header})

    assert 422 == found.status_code


def test_stream_resumes_after_any_shift(client, ledger):
    """Whichever shift a client had last, it gets all after it, in order, and none again."""
    keys = [each.key for each in ledger.watch(after=0).new()]
    within = [place for place, key in enumerate(keys) if key.startswith(("106:", "124:"))]

    for place in [0, *within]:
        with client.stream("GET", "/shifts", headers={"Last-Event-ID": keys[place]}) as response:
            wanted = keys[place + 1 :]
            found = [key for key, _ in islice(events(response), len(wanted))]

            assert wanted == found


def test_stream_tells_what_another_process_records(client, path, ledger):
    """Who listens is told of a shift once it is recorded, wherever that is, and no earlier one."""
    asked = {"actor": ["iran", "russia"], "kind": "initial"}
    with client.stream("GET", "/shifts", params=asked) as response:
        record(path, "--by", "zarif", "--claim", "told-us", "--act", "deny", "--said", "2015-08-18")
        key, shift = next(events(response))

        assert "text/event-stream" in response.headers["content-type"]
        assert ("iran", "told-us", "initial") == (shift["actor"], shift["claim"], shift["kind"])

    (told,) = [each for each in ledger.watch(after=0).new() if each.key == key]
    assert plain(told.to_dict()) == shift


def test_read_model_is_kept_up_to_date(client, path, ledger):
    """An answer that is recorded in another process takes its question away, within seconds."""
    before = client.get("/open-questions").json()
    record(path, "--by", "kirby", "--claim", "visit", "--act", "confirm", "--said", "2015-08-20")
    until = time.monotonic() + 10
    while client.get("/open-questions").json() == before and time.monotonic() < until:
        time.sleep(0.02)
    after = client.get("/open-questions").json()
    rows = ledger.replay(OpenQuestions()).tables["open_questions"]

    assert [(each["actor"], each["claim"]) for each in rows] == [
        (each["actor"], each["claim"]) for each in after
    ]
    assert len(after) < len(before)


def test_health_says_how_far_the_read_model_is(client):
    """Nothing is behind, and the follower is at work."""
    found = client.get("/health")

    assert (200, 0) == (found.status_code, found.json()["behind"])
    assert ["open_questions"] == [each["projection"] for each in found.json()["builds"]]


def test_first_page_is_what_can_be_asked(client):
    """Who opens the address finds the interface described."""
    found = client.get("/")
    described = client.get("/openapi.json").json()

    assert (307, "/docs") == (found.status_code, found.headers["location"])
    assert {"/positions/{actor}/{claim}", "/matrix", "/shifts"} < described["paths"].keys()


def test_service_ends_though_somebody_listens(tmp_path):
    """A stream has no end of its own, and yet does not hold up the end of the service.

    It is told to end while the stream is open, and has twenty seconds.
    """
    with service(tmp_path / "visit.db") as client:
        listening = client.send(client.build_request("GET", "/shifts"), stream=True)
        assert 200 == listening.status_code
