"""Shifts are delivered at least once, each with one key, whatever fails and whoever is killed."""

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import positions
from positions.delivering import (
    Attempt,
    Checkpoint,
    Delivery,
    InvalidTarget,
    Letter,
    Program,
    Undelivered,
    UnusableCheckpoint,
    Webhook,
    courier,
)
from positions.delivering import delivery as delivery_room
from positions.delivering.courier import Courier
from positions.delivering.signing import secret_of, signed
from positions.store import LedgerBusy, Log, StoreFailed
from tests.following.receiving import receiving
from tests.following.test_stopping import CASE
from tests.stores import each_store

ALL = 6
LETTER = Letter(key="1:ann:visit:one", shift={"key": "1:ann:visit:one", "what": "Визит"})
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - that of the specification
NOW = dt.datetime(2020, 1, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let pauses be short, and no proxy stand before the loopback."""
    monkeypatch.setattr(courier, "_FIRST_PAUSE", 0.001)
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def ledger():
    """Return a ledger in memory with six shifts, by a clock that stands still."""
    with positions.open(":memory:", clock=lambda: NOW) as opened:
        opened.load(CASE)
        yield opened


@pytest.fixture
def checkpoint(tmp_path):
    """Return a path for a checkpoint."""
    return tmp_path / "hook.json"


@pytest.fixture
def receiver():
    """Return what a server has received."""
    with receiving() as found:
        yield found


def keys(ledger):
    """Return the keys of all shifts, in order."""
    return [each.key for each in ledger.watch(after=0).new()]


# --- at least once, in order ---------------------------------------------------------------------


@each_store()
def test_each_is_delivered_from_every_store(store, checkpoint):
    """A checkpoint is good for a copy of the ledger, too: places are the same in all of them."""
    taken: list[Letter] = []
    with store() as location, positions.open(location, clock=lambda: NOW) as ledger:
        ledger.load(CASE)
        ledger.deliver(taken.append, checkpoint, after=0).catch_up()
        expected = keys(ledger)
        lines = BytesIO()
        ledger.export(lines)

    assert expected == [each.key for each in taken]
    with positions.open(":memory:") as copy:
        copy.import_from(BytesIO(lines.getvalue()))
        ledger_keys = keys(copy)
        copy.deliver(taken.append, checkpoint, after=0).catch_up()

    assert expected == ledger_keys
    assert ALL == len(taken)


def test_each_is_delivered_once_in_order(ledger, checkpoint):
    """A function that takes a letter will do; the same again delivers nothing."""
    taken: list[Letter] = []
    delivery = ledger.deliver(taken.append, checkpoint, after=0)
    delivery.catch_up()
    again = ledger.deliver(taken.append, checkpoint, after=0)
    again.catch_up()

    assert keys(ledger) == [each.key for each in taken]
    assert [each.to_dict() for each in ledger.watch(after=0).new()] == [
        each.shift for each in taken
    ]
    assert (ALL, 0) == (delivery.delivered, delivery.put_aside)
    assert (0, 0) == (again.delivered, again.put_aside)
    assert Checkpoint(place=len(ledger.history())) == Checkpoint.read(checkpoint)


def test_it_begins_now_where_nothing_else_is_said(ledger, checkpoint):
    """And now is fixed as soon as it begins, whether anything comes or not."""
    taken: list[Letter] = []
    ledger.deliver(taken.append, checkpoint).catch_up()
    assert [] == taken

    ledger.record(by="ann", claim="visit", act="confirm", said="2015-08-17")
    ledger.deliver(taken.append, checkpoint).catch_up()
    assert ["visit"] == [each.shift["claim"] for each in taken]


def test_only_what_is_wanted_is_delivered(ledger, checkpoint):
    """Of some actors, claims and kinds; what was passed over is passed over for good."""
    taken: list[Letter] = []
    ledger.deliver(taken.append, checkpoint, actor="ann", kinds={"reversal"}, after=0).catch_up()

    assert [("ann", "reversal")] * 2 == [
        (each.shift["actor"], each.shift["kind"]) for each in taken
    ]
    assert Checkpoint(place=len(ledger.history())) == Checkpoint.read(checkpoint)


def test_it_keeps_up_until_it_is_stopped(ledger, checkpoint):
    """What is recorded meanwhile is delivered; stopping is remembered, however early."""
    taken, arrived = [], threading.Event()

    def take(letter):
        taken.append(letter)
        if len(taken) > ALL:
            arrived.set()

    delivery = ledger.deliver(take, checkpoint, after=0)
    thread = threading.Thread(target=delivery.run)
    thread.start()
    ledger.record(by="bob", claim="visit", act="confirm", said="2015-08-17")
    assert arrived.wait(10)
    delivery.stop()
    thread.join(10)

    assert not thread.is_alive()
    assert keys(ledger) == [each.key for each in taken]
    early = ledger.deliver(take, checkpoint)
    early.stop()
    early.run()
    assert ALL + 1 == len(taken)


@pytest.mark.parametrize("error", [StoreFailed("gone"), LedgerBusy("locked")])
def test_a_store_that_fails_is_waited_for(monkeypatch, ledger, checkpoint, error):
    """Nothing is lost by it; one that never comes back is raised in the end."""
    monkeypatch.setattr(delivery_room, "_PAUSE", 0)
    failures, taken, read = [error] * 3, [], Log.read

    def failing_at_first(*args):
        if failures:
            raise failures.pop()
        return read(*args)

    def take(letter):
        taken.append(letter.key)
        if len(taken) == ALL:
            delivery.stop()

    with monkeypatch.context() as patch:
        patch.setattr(Log, "read", failing_at_first)
        delivery = ledger.deliver(take, checkpoint, after=0)
        delivery.run()

    assert keys(ledger) == taken
    monkeypatch.setattr(delivery_room, "_PATIENCE", 0)
    monkeypatch.setattr(Log, "read", failing_at_first)
    failures.append(error)
    with pytest.raises(type(error)):
        ledger.deliver(take, checkpoint).run()


def test_closing_the_ledger_ends_it(checkpoint):
    """Also while it waits for another attempt."""
    tried = threading.Event()

    def refuse(letter):
        tried.set()
        raise Undelivered(letter.key, retry_after=60)

    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        delivery = ledger.deliver(refuse, checkpoint, after=0)
        thread = threading.Thread(target=delivery.run)
        thread.start()
        assert tried.wait(10)
    thread.join(10)

    assert not thread.is_alive()
    assert Checkpoint(place=0) == Checkpoint.read(checkpoint)
    assert () == delivery.dead_letters


def test_it_stops_between_two_shifts_of_one_event(ledger, checkpoint):
    """The next one goes on with the other."""
    with ledger.batch() as batch:
        batch.add_actor("land", kind="government")
        batch.give_mandate(by="ann", body="land")
    expected, taken = keys(ledger), []

    begun: list[Delivery] = []

    def take(letter):
        taken.append(letter.key)
        begun[-1].stop()

    while len(taken) < len(expected):
        begun.append(ledger.deliver(take, checkpoint, after=0))
        begun[-1].run()

    assert expected == taken
    assert len(expected) > len({key.partition(":")[0] for key in expected})


class Killed(BaseException):
    """The process is gone."""


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 3)), max_size=8))
def test_killed_anywhere_each_is_delivered_in_order_with_one_key(tmp_path_factory, kills):
    """Before a letter is taken or after; what is told twice is told twice in a row."""
    checkpoint, taken = tmp_path_factory.mktemp("killed") / "c.json", []

    def until_killed(before, count):
        left = count

        def take(letter):
            nonlocal left
            left -= 1
            if before and not left:
                raise Killed
            taken.append(letter.key)
            if not left:
                raise Killed

        return take

    with positions.open(":memory:") as ledger:
        ledger.load(CASE)
        for before, count in kills:
            with suppress(Killed):
                ledger.deliver(until_killed(before, count), checkpoint, after=0).catch_up()
        ledger.deliver(lambda letter: taken.append(letter.key), checkpoint, after=0).catch_up()

        assert keys(ledger) == list(dict.fromkeys(taken))
    assert sorted(taken, key=taken.index) == taken
    assert len(taken) <= ALL + len(kills)


SCRIPT = """
import sys
import positions
from positions.delivering import Webhook

ledger, url, checkpoint = sys.argv[1:]
with positions.open(ledger) as opened:
    opened.deliver(Webhook(url), checkpoint, after=0).catch_up()
"""


def test_killed_between_delivery_and_checkpoint(tmp_path, receiver):
    """`kill -9` once the server has it: it is delivered again, with the same key."""
    location, checkpoint = str(tmp_path / "l.db"), str(tmp_path / "c.json")
    with positions.open(location) as ledger:
        ledger.load(CASE)
        expected = keys(ledger)
    running: list[Any] = []

    def kill_at_first_sight(key):
        if receiver.keys.count(key) == 1:
            running[-1].kill()
            running[-1].wait()

    receiver.arrived = kill_at_first_sight
    codes: list[int] = []
    while codes[-1:] != [0]:
        typed = [sys.executable, "-c", SCRIPT, location, receiver.url, checkpoint]
        running.append(subprocess.Popen(typed))
        codes.append(running[-1].wait(30))

    assert [-signal.SIGKILL] * ALL + [0] == codes
    assert [key for key in expected for _ in range(2)] == receiver.keys
    bodies = [body for _, body in receiver.letters]
    assert bodies[::2] == bodies[1::2]


# --- trying again, and giving up -----------------------------------------------------------------


def test_a_server_that_fails_twice(ledger, checkpoint, receiver):
    """The third attempt is accepted: one key, one body, and each attempt is told."""
    receiver.answers = [503, 500]
    told: list[Attempt] = []
    delivery = ledger.deliver(
        Webhook(receiver.url), checkpoint, after=0, kinds="initial", actor="ann", told=told.append
    )
    delivery.catch_up()

    assert 3 == len(receiver.letters)
    assert 1 == len(set(receiver.keys)) == len({body for _, body in receiver.letters})
    assert [
        (1, "the answer was 503 Service Unavailable", True),
        (2, "the answer was 500 Internal Server Error", True),
        (3, None, False),
    ] == [(each.number, each.why, each.again_in is not None) for each in told]
    assert (1, 0) == (delivery.delivered, delivery.put_aside)
    headers, body = receiver.letters[0]
    assert "application/json" == headers["Content-Type"]
    assert json.loads(body) == ledger.watch(after=0).new()[0].to_dict()


def test_a_server_that_always_fails(ledger, checkpoint, receiver):
    """Each is put aside, with reason, attempts and time; and the next one is tried."""
    receiver.always = 500
    delivery = ledger.deliver(Webhook(receiver.url), checkpoint, after=0, retries=1)
    delivery.catch_up()

    assert [key for key in keys(ledger) for _ in range(2)] == receiver.keys
    assert (0, ALL) == (delivery.delivered, delivery.put_aside)
    assert Checkpoint(place=len(ledger.history())) == Checkpoint.read(checkpoint)
    dead = delivery.dead_letters
    assert keys(ledger) == [each.letter.key for each in dead]
    assert {("the answer was 500 Internal Server Error", 2, NOW)} == {
        (each.why, each.attempts, each.at) for each in dead
    }
    lines = delivery.dead_letter_file.read_text(encoding="utf-8").splitlines()
    assert [each.to_dict() for each in dead] == [json.loads(line) for line in lines]


def test_what_was_put_aside_is_delivered_when_it_can_be(ledger, checkpoint, receiver):
    """What fails again is kept, its attempts added up; the rest is gone from the list."""
    receiver.always = 500
    delivery = ledger.deliver(Webhook(receiver.url), checkpoint, after=0, retries=1)
    delivery.catch_up()
    before = [each.letter.body for each in delivery.dead_letters]
    receiver.letters.clear()
    receiver.always, receiver.answers = None, [204, 404]
    delivery.redeliver()

    (kept,) = delivery.dead_letters
    assert (keys(ledger)[1], "the answer was 404 Not Found", 3) == (
        kept.letter.key,
        kept.why,
        kept.attempts,
    )
    assert keys(ledger) == receiver.keys
    assert before == [body for _, body in receiver.letters]
    delivery.redeliver()
    assert () == delivery.dead_letters


def test_redelivering_is_ended_between_two_attempts(ledger, checkpoint):
    """What was not tried stays put aside."""

    def refuse(letter):
        raise Undelivered(letter.key, final=True)

    ledger.deliver(refuse, checkpoint, after=0).catch_up()

    def stop(letter):
        delivery.stop()
        raise Undelivered(letter.key)

    delivery = ledger.deliver(stop, checkpoint)
    delivery.redeliver()

    assert keys(ledger) == [each.letter.key for each in delivery.dead_letters]
    assert {1} == {each.attempts for each in delivery.dead_letters}


def test_killed_between_putting_aside_and_checkpoint(monkeypatch, ledger, checkpoint):
    """It is put aside once, and not tried again by those who go on."""
    tried = []

    def refuse(letter):
        tried.append(letter.key)
        raise Undelivered(letter.key, final=True)

    def killed(found, path):
        if found.delivered:
            raise Killed
        written(found, path)

    written = Checkpoint.write
    with monkeypatch.context() as patch:
        patch.setattr(Checkpoint, "write", killed)
        with pytest.raises(Killed):
            ledger.deliver(refuse, checkpoint, after=0).catch_up()
    delivery = ledger.deliver(refuse, checkpoint, after=0)
    delivery.catch_up()

    assert keys(ledger) == tried == [each.letter.key for each in delivery.dead_letters]


def carried(target, *, retries=3, chance=0.0, limit=99):
    """Return what comes of carrying a letter, and the pauses before other attempts."""
    pauses = []

    class Waiting(threading.Event):
        def wait(self, timeout=None):
            pauses.append(timeout)
            return len(pauses) > limit

    told: list[Attempt] = []
    last = Courier(target, retries, Waiting(), lambda: chance).carry(LETTER, told.append)
    assert pauses == [each.again_in for each in told]
    return last, pauses


def failing(*errors):
    """Return a target that raises each of these, and then takes the letter."""
    left = list(errors)

    def target(letter):
        assert LETTER == letter
        if left:
            raise left.pop(0)

    return target


def test_pauses_double_up_to_five_minutes(monkeypatch):
    """By chance each is half of it to all of it."""
    monkeypatch.setattr(courier, "_FIRST_PAUSE", 0.5)
    errors = [Undelivered("no")] * 12
    halves, wholes = (carried(failing(*errors), retries=12, chance=each)[1] for each in (0, 1))

    assert [0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] == wholes
    assert [each / 2 for each in wholes] == halves


def test_who_asks_to_wait_is_waited_for():
    """Up to an hour, and never shorter than without."""
    asked = [Undelivered("no", retry_after=each) for each in (7.0, 0.0, 1e9)]
    last, (first, second, third) = carried(failing(*asked))

    assert (7, 3600) == (first, third)
    assert 0 < second < 1
    assert (None, 4) == (last.why, last.number)


def test_whatever_is_raised_is_a_failure():
    """It is tried again, and in the end the reason says what it was."""
    last, pauses = carried(failing(*[ZeroDivisionError("by nought")] * 9), retries=2)

    assert Attempt(letter=LETTER, number=3, why="ZeroDivisionError: by nought") == last
    assert 2 == len(pauses)


def test_what_is_final_is_not_tried_again():
    """The reason is that of the first attempt."""
    last, pauses = carried(failing(Undelivered("no such place", final=True)))

    assert Attempt(letter=LETTER, number=1, why="no such place") == last
    assert [] == pauses


# --- webhooks ------------------------------------------------------------------------------------


def refused(url, **options):
    """Return why a letter was not delivered."""
    with pytest.raises(Undelivered) as raised:
        Webhook(url, **options)(LETTER)
    return raised.value


@pytest.mark.parametrize("code", [200, 201, 204, 299])
def test_any_answer_of_success_is_one(receiver, code):
    """All of 2xx."""
    receiver.answers = [code]
    Webhook(receiver.url)(LETTER)

    assert [LETTER.body] == [body for _, body in receiver.letters]


@pytest.mark.parametrize(
    ("code", "final"),
    [
        *[(each, True) for each in (400, 401, 404, 410, 422)],
        *[(each, False) for each in (408, 425, 429, 500, 502, 503, 504)],
    ],
)
def test_an_error_of_ours_is_final_and_one_of_theirs_is_not(receiver, code, final):
    """But for those that say that it was too early, too late or too often."""
    receiver.answers = [code]
    why = refused(receiver.url)

    assert final is why.final
    assert str(why).startswith(f"the answer was {code} ")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        (format_datetime(NOW + dt.timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOW.replace(tzinfo=None) + dt.timedelta(seconds=30)), 30.0),
        (format_datetime(NOW - dt.timedelta(days=1), usegmt=True), 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after_is_read(receiver, text, seconds):
    """In seconds or as a date; what is neither says nothing."""
    receiver.answers = [(503, {"Retry-After": text})]

    assert seconds == refused(receiver.url, clock=NOW.timestamp).retry_after


@pytest.mark.parametrize("code", [307, 308])
def test_a_redirect_that_keeps_the_method_is_followed_on_the_same_host(receiver, code):
    """The letter is posted there as it is."""
    receiver.answers = [(code, {"Location": "/elsewhere"})]
    Webhook(receiver.url, headers={"Authorization": "Bearer x"})(LETTER)
    (first, body), (second, again) = receiver.letters

    assert LETTER.body == body == again
    assert "Bearer x" == first["Authorization"] == second["Authorization"]
    assert first["Idempotency-Key"] == second["Idempotency-Key"]


@pytest.mark.parametrize(
    ("code", "to"),
    [
        (301, "/elsewhere"),
        (302, "/elsewhere"),
        (303, "/elsewhere"),
        (307, "OTHER"),
        (308, "http://localhost:PORT/hook"),
        (307, "https://127.0.0.1:PORT/hook"),
        (308, "file:///etc/passwd"),
        (304, "/elsewhere"),
    ],
)
def test_no_other_redirect_is_followed(receiver, code, to):
    """Not to another host, port or scheme, nor by an answer that drops the body."""
    with receiving() as other:
        port = receiver.url.split(":")[2].partition("/")[0]
        receiver.always = (code, {"Location": to.replace("OTHER", other.url).replace("PORT", port)})
        why = refused(receiver.url)

        assert [] == other.letters
    assert why.final
    assert str(why).startswith(f"the answer was {code} ")
    assert "a redirect that is not followed" in str(why)
    assert 1 == len(receiver.letters)


def test_a_redirect_in_a_circle_ends(receiver):
    """It is final."""
    receiver.always = (307, {"Location": "/hook"})

    assert refused(receiver.url).final
    assert len(receiver.letters) < 12


def test_who_does_not_answer_is_tried_again(receiver):
    """Nobody listens, or says nothing for too long, or talks nonsense."""
    held = threading.Event()
    receiver.arrived = lambda _: held.wait(10)
    slow = refused(receiver.url, timeout=0.05)
    held.set()

    assert (False, "no answer: timed out") == (slow.final, str(slow))
    nobody = refused("http://127.0.0.1:9/hook", timeout=5)
    assert not nobody.final
    assert str(nobody).startswith("no answer: ")


@pytest.mark.parametrize("said", [b"nonsense\r\n\r\n", b""])
def test_nonsense_is_no_answer(said):
    """What is no HTTP, or nothing at all."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer():
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(said)

        thread = threading.Thread(target=answer)
        thread.start()
        why = refused(f"http://127.0.0.1:{listening.getsockname()[1]}/", timeout=5)
        thread.join()

    assert not why.final
    assert str(why).startswith("no answer: ")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ftp://example.org/x", "give a URL of http or https"),
        ("file:///etc/passwd", "give a URL of http or https"),
        ("example.org/hook", "give a URL of http or https"),
        ("http://", "give a URL of http or https"),
        ("http://example.org:0/", "give a URL of http or https"),
        ("http://example.org:99999/", "Port out of range"),
        ("http://[::1/", "Invalid IPv6 URL"),
        ("http://me:secret@example.org/", "no name or password stands in it"),
        ("http://example.org/a b", "a URL has no spaces and none but ASCII letters"),
        ("http://example.org/визит", "a URL has no spaces and none but ASCII letters"),
        ("http://example.org/\x7f", "a URL has no spaces and none but ASCII letters"),
    ],
)
def test_what_is_no_url_of_a_webhook_is_refused(url, sentence):
    """At once, and with what would be right."""
    with pytest.raises(InvalidTarget, match=r"nothing can be delivered to .*") as raised:
        Webhook(url)

    assert sentence in str(raised.value)


@pytest.mark.parametrize("secret", ["", "short", "whsec_c2hvcnQ=", "ünsafe" * 20, "*" * 40])
def test_what_is_no_secret_is_refused(secret):
    """It is not told what it was."""
    with pytest.raises(InvalidTarget, match="base64 of at least 24 bytes") as raised:
        Webhook("http://example.org/", secret=secret)

    assert not secret or secret not in str(raised.value)


def test_a_signature_is_that_of_standard_webhooks():
    """The example of its libraries."""
    secret = secret_of(SECRET)
    headers = signed(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')

    assert {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    } == headers
    assert secret == secret_of(SECRET.removeprefix("whsec_") + "\n")


def test_what_is_posted_is_signed(receiver):
    """Over the key, the time and the body as they arrive."""
    Webhook(receiver.url, secret=SECRET, clock=lambda: 1614265330.9)(LETTER)
    ((headers, body),) = receiver.letters
    found = {name.lower(): value for name, value in headers.items()}

    assert signed(secret_of(SECRET), LETTER.key, 1614265330, body).items() <= found.items()
    assert LETTER.key == found["idempotency-key"]


# --- programs ------------------------------------------------------------------------------------


def test_a_program_is_given_the_shift_and_its_key(ledger, checkpoint, tmp_path):
    """On standard input and in the environment; arguments as they are, without a shell."""
    code = (
        "import os, sys, json, pathlib; "
        "out = pathlib.Path(sys.argv[1]).open('a', encoding='utf-8'); "
        "print(os.environ['POSITIONS_KEY'], json.load(sys.stdin.buffer)['key'], sys.argv[2:],"
        " file=out)"
    )
    out = tmp_path / "out put"
    program = Program([sys.executable, "-c", code, str(out), "$HOME", "a'b"])
    ledger.deliver(program, checkpoint, after=0).catch_up()

    assert [f"{key} {key} ['$HOME', \"a'b\"]" for key in keys(ledger)] == (
        out.read_text(encoding="utf-8").splitlines()
    )
    assert f"<Program {sys.executable!r}>" == repr(program)


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("sh -c 'exit 3'", "it ended with 3"),
        ("sh -c 'kill -9 $$'", "it was ended by signal 9"),
    ],
)
def test_a_program_that_fails(command, why):
    """The reason says how it ended; it is worth another try."""
    with pytest.raises(Undelivered, match=why) as raised:
        Program(command)(LETTER)

    assert not raised.value.final


def test_a_program_need_not_read(ledger, checkpoint):
    """What is not read is no failure, however much it is."""
    Program("true")(Letter(key="k", shift={"text": "x" * 1_000_000}))
    delivery = ledger.deliver(Program("true"), checkpoint, after=0)
    delivery.catch_up()

    assert ALL == delivery.delivered


def gone(pid):
    """Return whether a process is no more."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" in status.read_text(encoding="utf-8")


def test_a_program_that_does_not_end_is_killed_with_all_it_started(tmp_path):
    """After its time; also where we are interrupted ourselves."""
    pid = tmp_path / "pid"
    program = Program(["sh", "-c", f"sleep 60 & echo $! > {pid}; wait"], timeout=1)
    began = time.monotonic()
    with pytest.raises(Undelivered, match="it was not done in 1 s, and was killed"):
        program(LETTER)

    assert time.monotonic() - began < 20
    started = int(pid.read_text(encoding="utf-8"))
    until = time.monotonic() + 10
    while not gone(started) and time.monotonic() < until:
        time.sleep(0.01)
    assert gone(started)


def test_a_program_is_killed_where_we_are_interrupted(monkeypatch):
    """It does not go on by itself."""
    interrupted: list[Any] = []
    communicate = subprocess.Popen.communicate

    def at_first(process, *args, **kwargs):
        if not interrupted:
            interrupted.append(process)
            raise KeyboardInterrupt
        return communicate(process, *args, **kwargs)

    monkeypatch.setattr(subprocess.Popen, "communicate", at_first)
    with pytest.raises(KeyboardInterrupt):
        Program("sleep 60")(LETTER)

    assert [-signal.SIGKILL] == [each.returncode for each in interrupted]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("no-such-program --now", "there is no program 'no-such-program' to run"),
        ("", "name a program, such as 'python alert.py'"),
        ("sh -c 'half", "No closing quotation"),
    ],
)
def test_what_is_no_program_is_refused(command, why):
    """At once, and with what would be right."""
    with pytest.raises(InvalidTarget, match=why):
        Program(command)


# --- checkpoints ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "nonsense",
        "{}",
        '{"format": 2, "place": 1, "delivered": []}',
        '{"format": 1, "place": -1, "delivered": []}',
        '{"format": 1, "place": "1", "delivered": []}',
        '{"format": 1, "place": 1, "delivered": [2]}',
        '{"format": 1, "place": 1, "delivered": [], "more": 1}',
        '{"format": 1}',
    ],
)
def test_another_file_is_not_taken_for_a_checkpoint(ledger, checkpoint, text):
    """It is said, and stays as it is."""
    checkpoint.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableCheckpoint, match="it is no checkpoint"):
        ledger.deliver(print, checkpoint).catch_up()

    assert text == checkpoint.read_text(encoding="utf-8")


def test_the_checkpoint_of_another_ledger_is_told_where_it_can_be(ledger, checkpoint):
    """It is past the end of this one."""
    Checkpoint(place=1000).write(checkpoint)
    with pytest.raises(UnusableCheckpoint, match="past event 1000, and this ledger has fewer"):
        ledger.deliver(print, checkpoint).catch_up()


def test_a_checkpoint_is_had_by_one_at_a_time(ledger, checkpoint):
    """Another that delivers from it is refused; what was put aside may be tried meanwhile."""
    raised = []

    def meanwhile(_):
        other = ledger.deliver(print, checkpoint)
        other.redeliver()
        with pytest.raises(UnusableCheckpoint, match="another process delivers from it") as error:
            other.catch_up()
        raised.append(error)

    ledger.deliver(meanwhile, checkpoint, after=0, kinds="initial", actor="ann").catch_up()

    assert 1 == len(raised)
    ledger.deliver(print, checkpoint).catch_up()


def test_where_nothing_can_be_written_is_said(ledger, tmp_path):
    """There is no folder, or a folder stands in its place, or in that of a file beside it."""

    def complaint(path):
        with pytest.raises(UnusableCheckpoint) as raised:
            ledger.deliver(print, path, after=0).catch_up()
        return str(raised.value)

    (tmp_path / "folder").mkdir()
    (tmp_path / "a.lock").mkdir()
    (tmp_path / "b.lock").write_text("no database, and long enough to see it" * 50)
    (tmp_path / "c.dead-letters.jsonl").mkdir()

    assert "there is no folder" in complaint(tmp_path / "no" / "c.json")
    assert "Is a directory" in complaint(tmp_path / "folder")
    assert "unable to open database file" in complaint(tmp_path / "a")
    assert "file is not a database" in complaint(tmp_path / "b")
    assert "Is a directory" in complaint(tmp_path / "c")
    assert "null byte" in complaint("\0")


def test_a_checkpoint_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path):
    """The file that was written beside it goes."""
    (tmp_path / "c.json").mkdir()
    with pytest.raises(UnusableCheckpoint, match=r"c\.json"):
        Checkpoint(place=1).write(tmp_path / "c.json")

    assert ["c.json"] == [each.name for each in tmp_path.iterdir()]


@pytest.mark.parametrize("line", ["nonsense", "{}", "[]", '{"key": 1}'])
def test_a_line_that_is_no_dead_letter_is_named(ledger, checkpoint, line):
    """With its number; nothing is lost."""
    dead = Path(f"{checkpoint}.dead-letters.jsonl")
    dead.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(UnusableCheckpoint, match="line 1 is no dead letter"):
        ledger.deliver(print, checkpoint).redeliver()

    assert f"{line}\n" == dead.read_text(encoding="utf-8")


def test_a_dead_letter_that_was_half_written_is_tried_again(ledger, checkpoint):
    """The power went: what stands there without an end is cut off by the next one."""

    def refuse(_):
        why = "\u2028 no\x85 \r"
        raise Undelivered(why, final=True)

    ledger.deliver(refuse, checkpoint, after=0).catch_up()
    delivery = ledger.deliver(refuse, checkpoint, after=0)
    whole = delivery.dead_letters
    Checkpoint(place=0).write(checkpoint)
    file = delivery.dead_letter_file
    for cut in (-1, -200, 10):
        file.write_bytes(file.read_bytes()[:cut])
        Checkpoint(place=0).write(checkpoint)
        assert len(delivery.dead_letters) < ALL
        ledger.deliver(refuse, checkpoint, after=0).catch_up()
        assert whole == delivery.dead_letters


def test_they_are_known_by_what_they_are(ledger, checkpoint):
    """For whoever looks at them; a URL may hold what is not to be seen."""
    assert f"<Delivery from {str(checkpoint)!r}>" == repr(ledger.deliver(print, checkpoint))
    assert "<Webhook to example.org>" == repr(Webhook("https://example.org/token"))
