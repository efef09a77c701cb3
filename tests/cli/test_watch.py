"""Shifts on the command line: printed as they are recorded, or delivered."""

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import positions
from positions.cli.commands.watch.watching import WATCH
from positions.delivering import courier
from tests.cli.test_projections import wait_for
from tests.following.receiving import receiving

CHECKPOINT = ["--checkpoint", "c"]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - that of the specification


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let pauses be short, and no proxy stand before the loopback."""
    monkeypatch.setattr(courier, "_FIRST_PAUSE", 0.001)
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def receiver():
    """Return what a server has received."""
    with receiving() as found:
        yield found


@pytest.fixture
def checkpoint(tmp_path):
    """Return a path for a checkpoint."""
    return str(tmp_path / "c.json")


def shifts(ledger, **wanted):
    """Return the shifts of a ledger as plain data."""
    with positions.open(ledger) as opened:
        return [each.to_dict() for each in opened.watch(after=0, **wanted).new()]


def deny(ledger):
    """Record a shift."""
    with positions.open(ledger) as opened:
        opened.record(by="guest", claim="signed", act="deny", said="2020-02-01")


def test_shifts_are_printed_in_words(type_, ledger):
    """A line each, with when it was recorded, whose it is, and what it was."""
    told = type_("watch", "--ledger", ledger, "--after", "0", "--once")
    lines = told.out.splitlines()

    assert (0, "") == (told.code, told.err)
    assert len(shifts(ledger)) == len(lines)
    assert " guest on signed: initial, no record to affirmed, on the words of guest, " in told.out
    assert (
        "office on deal: initial, no record to affirmed, on the words of office, 2020-01-02 "
        in (told.out)
    )
    assert "possible or probable" in told.out


def test_what_changed_and_what_was_withdrawn_is_said(type_, ledger):
    """An amendment and a void tell of what was there."""
    place = len(shifts(ledger))
    with positions.open(ledger) as opened:
        place = len(opened.history())
        opened.amend("no", claim="deal", said="2020-01-01", why="the transcript")
        opened.void("ink", why="never said")
    told = type_("watch", "--ledger", ledger, "--after", str(place), "--once").out

    assert "guest on signed: withdrawn, initial, no record to affirmed" in told
    assert "agency on deal: changed, initial, no record to denied" in told
    assert "land on deal: changed, " in told


def test_shifts_are_printed_as_json_lines(type_, ledger):
    """Each is `RecordedShift.to_dict`, whole, on a line of its own."""
    told = type_("watch", "--ledger", ledger, "--after", "0", "--once", "--format", "json")

    assert (0, "") == (told.code, told.err)
    assert shifts(ledger) == [json.loads(line) for line in told.out.splitlines()]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        (["--actor", "Земля"], {"actor": "land"}),
        (["--actor", "guest", "--actor", "clerk"], {"actor": ["guest", "clerk"]}),
        (["--claim", "talks", "--claim", "signed"], {"claim": ["talks", "signed"]}),
        (["--kind", "retraction", "--kind", "reversal"], {"kinds": ["retraction", "reversal"]}),
    ],
)
def test_only_what_is_wanted_is_printed(type_, ledger, typed, wanted):
    """By actors, under any name of theirs alone, by claims and by kinds."""
    told = type_("watch", "--ledger", ledger, "--after", "0", "--once", "--format", "json", *typed)
    expected = shifts(ledger, **wanted)

    assert 0 < len(expected) < len(shifts(ledger))
    assert expected == [json.loads(line) for line in told.out.splitlines()]


def test_nothing_new_is_no(type_, ledger):
    """It begins now where nothing else is said, and ends with 1 where nothing is there."""
    told = type_("watch", "--ledger", ledger, "--once")
    plain = type_("watch", "--ledger", ledger, "--once", "--format", "json")

    assert (1, "No shift was recorded.\n", "") == (told.code, told.out, told.err)
    assert (1, "", "") == (plain.code, plain.out, plain.err)


def watching(ledger, *typed):
    """Run the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "positions", "watch", "--ledger", ledger, *typed],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_watches_until_it_is_ended(ledger, number):
    """What is recorded meanwhile is printed at once; Ctrl-C and termination are a clean end."""
    before = len(shifts(ledger))
    with watching(ledger, "--after", "0", "--format", "json") as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(before)]
        deny(ledger)
        lines.append(process.stdout.readline())
        process.send_signal(number)
        out, err = process.communicate(timeout=20)

    assert (0, b"", b"") == (process.returncode, out, err)
    assert shifts(ledger) == [json.loads(line) for line in lines]


def test_ended_within(type_, ledger):
    """The same within one process."""
    threading.Timer(0.5, signal.raise_signal, [signal.SIGTERM]).start()
    told = type_("watch", "--ledger", ledger, "--after", "0")

    assert (0, "") == (told.code, told.err)
    assert len(shifts(ledger)) == len(told.out.splitlines())


# --- delivering ----------------------------------------------------------------------------------


def test_each_is_posted_and_printed(type_, ledger, receiver, checkpoint):
    """With its key; the same command again posts nothing, and what is new after that."""
    post = ("watch", "--ledger", ledger, "--checkpoint", checkpoint, "--webhook", receiver.url)
    told = type_(*post, "--after", "0", "--once")
    again = type_(*post, "--after", "0", "--once")
    expected = shifts(ledger)

    assert (0, "") == (told.code, told.err)
    assert f"{len(expected)} shifts delivered" == told.out.splitlines()[-1]
    assert expected == [json.loads(body) for _, body in receiver.letters]
    assert [each["key"] for each in expected] == receiver.keys
    assert (0, "0 shifts delivered\n") == (again.code, again.out)
    deny(ledger)
    third = type_(*post, "--once", "--format", "json")
    assert [shifts(ledger)[-1]] == [json.loads(line) for line in third.out.splitlines()]
    assert len(shifts(ledger)) == len(receiver.keys)


def test_what_is_posted_is_signed_with_a_secret_of_the_environment(
    monkeypatch, type_, ledger, receiver, checkpoint
):
    """It never stands on the command line."""
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    post = ("watch", "--ledger", ledger, "--checkpoint", checkpoint, "--webhook", receiver.url)
    told = type_(*post, "--secret-env", "HOOK_SECRET", "--after", "0", "--once")

    assert 0 == told.code
    assert receiver.letters
    for headers, _ in receiver.letters:
        assert {name.lower(): value for name, value in headers.items()}[
            "webhook-signature"
        ].startswith("v1,")
    assert SECRET not in told.out + told.err


def test_a_server_that_fails_is_tried_again(type_, ledger, receiver, checkpoint):
    """Each attempt that failed is a line on standard error."""
    receiver.answers = [503, 503]
    post = ("watch", "--ledger", ledger, "--checkpoint", checkpoint, "--webhook", receiver.url)
    told = type_(*post, "--after", "0", "--once", "--actor", "clerk")
    key = receiver.keys[0]

    assert 0 == told.code
    assert [key] * 3 == receiver.keys
    assert "1 shift delivered" == told.out.splitlines()[-1]
    assert [
        f"warning: {key}: attempt {each}: the answer was 503 Service Unavailable; again in 0.0 s"
        for each in (1, 2)
    ] == told.err.splitlines()


def test_what_cannot_be_delivered_is_put_aside_and_delivered_later(
    type_, ledger, receiver, checkpoint
):
    """It ends with 1 and says where it is; `--redeliver` tries it again, and keeps what fails."""
    post = ("watch", "--ledger", ledger, "--checkpoint", checkpoint, "--webhook", receiver.url)
    receiver.always = 500
    told = type_(*post, "--after", "0", "--once", "--retries", "1", "--claim", "signed")
    expected = [each["key"] for each in shifts(ledger, claim="signed")]
    aside = Path(f"{checkpoint}.dead-letters.jsonl")

    def kept():
        return [json.loads(line)["key"] for line in aside.read_text().splitlines()]

    assert 1 == told.code
    assert f"0 shifts delivered; {len(expected)} put aside in {aside}\n" == told.out
    assert (
        f"positions: {expected[0]} is put aside after attempt 2: "
        "the answer was 500 Internal Server Error\n" in told.err
    )
    assert expected == kept()
    receiver.always, receiver.answers = None, [404]
    partly = type_(*post, "--redeliver")
    assert 1 == partly.code
    assert expected[:1] == kept()
    whole = type_(*post, "--redeliver", "--format", "json")
    assert (0, "") == (whole.code, whole.err)
    assert expected[:1] == [json.loads(line)["key"] for line in whole.out.splitlines()]
    assert [] == kept()
    none = type_(*post, "--redeliver")
    assert (0, "0 shifts delivered\n") == (none.code, none.out)


def program(tmp_path, text):
    """Return the command of a Python program."""
    path = tmp_path / "program.py"
    path.write_text(text, encoding="utf-8")
    return shlex.join([sys.executable, str(path), str(tmp_path)])


def test_each_is_given_to_a_program(type_, ledger, tmp_path, checkpoint):
    """The shift on standard input, the key in the environment; one that fails is tried again."""
    command = program(
        tmp_path,
        "import json, os, pathlib, sys\n"
        "folder, key = pathlib.Path(sys.argv[1]), os.environ['POSITIONS_KEY']\n"
        "assert key == json.load(sys.stdin)['key']\n"
        "tried = folder / 'tried.txt'\n"
        "again = tried.exists() and key in tried.read_text().split()\n"
        "with tried.open('a') as file: print(key, file=file)\n"
        "sys.exit(0 if again else 3)\n",
    )
    run = ("watch", "--ledger", ledger, "--checkpoint", checkpoint, "--exec", command)
    told = type_(*run, "--after", "0", "--once", "--claim", "talks")
    expected = [each["key"] for each in shifts(ledger, claim="talks")]

    assert 0 == told.code
    assert [key for key in expected for _ in range(2)] == (
        tmp_path / "tried.txt"
    ).read_text().split()
    assert f"warning: {expected[0]}: attempt 1: it ended with 3; again in " in told.err


def test_a_program_that_takes_too_long_is_killed(type_, ledger, checkpoint):
    """After the time that was given."""
    run = ("watch", "--ledger", ledger, "--checkpoint", checkpoint, "--exec", "sleep 60")
    told = type_(
        *run, "--after", "0", "--once", "--actor", "clerk", "--timeout", "0.1", "--retries", "0"
    )

    assert 1 == told.code
    assert "is put aside after attempt 1: it was not done in 0.1 s, and was killed" in told.err


def test_killed_while_a_letter_is_on_its_way(ledger, receiver, checkpoint):
    """`kill -9` of the command, whenever the server has one: each comes twice, with one key."""
    running: list[subprocess.Popen[bytes]] = []

    def kill_at_first_sight(key):
        if receiver.keys.count(key) == 1:
            running[-1].kill()
            running[-1].wait()

    receiver.arrived = kill_at_first_sight
    expected = [each["key"] for each in shifts(ledger, claim="deal")]
    post = ("--checkpoint", checkpoint, "--webhook", receiver.url, "--claim", "deal")
    while not running or running[-1].returncode:
        running.append(watching(ledger, *post, "--after", "0", "--once"))
        running[-1].communicate(timeout=30)

    assert [-signal.SIGKILL] * len(expected) + [0] == [each.returncode for each in running]
    assert [key for key in expected for _ in range(2)] == receiver.keys


def test_it_delivers_until_it_is_ended(ledger, receiver, checkpoint):
    """The attempt it is at is brought to its end, and what was delivered is known."""
    expected = [each["key"] for each in shifts(ledger)]
    with watching(
        ledger, "--checkpoint", checkpoint, "--webhook", receiver.url, "--after", "0"
    ) as process:
        wait_for(lambda: expected == receiver.keys)
        deny(ledger)
        wait_for(lambda: len(expected) < len(receiver.keys))
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)

    assert (0, b"") == (process.returncode, err)
    assert f"{len(receiver.keys)} shifts delivered".encode() == out.splitlines()[-1]


@pytest.mark.parametrize("ending", ["--once", "--redeliver"])
def test_one_that_was_to_end_by_itself_and_was_ended(type_, ledger, receiver, checkpoint, ending):
    """It ends with 130, as not all was done that was asked for; the same command goes on."""
    post = ("watch", "--ledger", ledger, "--checkpoint", checkpoint, "--webhook", receiver.url)
    receiver.always = 404
    type_(*post, "--after", "0", "--once", "--actor", "clerk")
    receiver.always = (503, {"Retry-After": "60"})
    deny(ledger)
    receiver.arrived = lambda _: os.kill(os.getpid(), signal.SIGINT)
    began = time.monotonic()
    told = type_(*post, ending)

    assert 130 == told.code
    assert time.monotonic() - began < 30
    assert "again in 60.0 s" in told.err
    receiver.always, receiver.arrived = None, str
    assert 0 == type_(*post, ending).code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["--actor", "guset"], "there is no actor 'guset'; did you mean 'guest'?"),
        (["--claim", "daal"], "there is no claim 'daal'; did you mean 'deal'?"),
        (["--kind", "reversl"], "argument --kind: invalid choice: 'reversl'"),
        (["--after", "-1"], "argument --after: '-1' is no whole number from 0 up"),
        (["--after", "x"], "argument --after: 'x' is no whole number from 0 up"),
        (["--timeout", "x", "--exec", "true"], "--timeout: 'x' is no number of seconds, up to a d"),
        (["--timeout", "0", "--exec", "true"], "--timeout: '0' is no number of seconds"),
        (["--timeout", "1e9", "--exec", "true"], "--timeout: '1e9' is no number of seconds"),
        (["--exec", "true"], "--checkpoint: name the file that says what was delivered, one for"),
        (["--exec", "true", "--webhook", "http://x"], "--exec: goes without --webhook; give each"),
        (
            ["--exec", "no-such-program", *CHECKPOINT],
            "--exec: there is no program 'n",
        ),
        (["--webhook", "ftp://x", *CHECKPOINT], "--webhook: give a URL of http or h"),
        (["--secret-env", "X"], "--secret-env: signs what goes to a webhook; name one with"),
        (
            ["--webhook", "http://x", "--secret-env", "NO_SUCH", *CHECKPOINT],
            "--secret-env: there is no variable NO_SUCH in the environment",
        ),
        (
            ["--webhook", "http://x", "--secret-env", "SHORT", *CHECKPOINT],
            "--webhook: its secret is base64 of at least 24 bytes",
        ),
        (["--checkpoint", "c.json"], "--checkpoint: goes with --exec CMD or --webhook URL"),
        (["--redeliver"], "--redeliver: goes with --exec CMD or --webhook URL"),
        (["--retries", "0"], "--retries: goes with --exec CMD or --webhook URL"),
        (["--timeout", "1"], "--timeout: goes with --exec CMD or --webhook URL"),
        (["--exec", "true", "--checkpoint", "no/such/c.json"], "there is no folder"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_cannot_be_is_refused(monkeypatch, type_, ledger, typed, sentence):
    """It says what, where, and what would be right."""
    monkeypatch.chdir(Path(ledger).parent)
    monkeypatch.setenv("SHORT", "short")
    told = type_("watch", "--ledger", ledger, "--once", *typed)

    assert (2, "") == (told.code, told.out)
    assert sentence in told.err
    assert 1 == told.err.count("\n")


def test_it_has_examples_that_end():
    """Those that watch for ever stand in the how-to."""
    assert all("--once" in line for _, line in WATCH.lines)
