"""A page of the log holds what was stored, whatever else stands in it; reading leaves no trace."""

import gc
import threading
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import CorruptRecord
from positions.model.recorded import Recorded
from positions.pausing import collection_paused
from positions.store import Entry, Logged
from positions.store.canonical import dumps, loads
from positions.store.pages import entries
from positions.store.pending import Kept
from positions.store.sealed import sealed
from tests.store.test_envelope import SAMPLE, recordings
from tests.store.test_sealed import MAPPERS, each_mapper

MAPPER = MAPPERS["as it is"]


def row(position: int, recorded: Recorded, mapper: Any = MAPPER) -> tuple[Any, ...]:
    """Return how an event is stored, as if it were alone in its stream."""
    stored = mapper.to_stored_event(Logged.of(recorded, position))
    return position, stored.originator_id, position, stored.topic, stored.state


def stored_line(position: int, line: bytes, name: str = "StatementVoided") -> tuple[Any, ...]:
    """Return a row with a line whose checksum is right."""
    return position, "claim:visit", position, name, sealed(line, position)


def altered(**changes: object) -> bytes:
    """Return the sample's line with something else in it."""
    return dumps(loads(Logged.of(SAMPLE, 1).line) | changes)


@each_mapper
@given(st.lists(recordings(), max_size=4))
def test_a_page_is_what_was_stored(mapper, recorded):
    """Compressed or encrypted or both, every event of every kind comes back in its place."""
    rows = [row(place, each, mapper) for place, each in enumerate(recorded, start=1)]
    expected = [
        Entry(place, each.stream, place, each, Logged.of(each, place).line)
        for place, each in enumerate(recorded, start=1)
    ]

    assert expected == entries(rows, mapper)


ODD = {
    "no name": (1, "claim:visit", 1, None, sealed(altered(), 1)),
    "a name of bytes": (1, "claim:visit", 1, b"StatementVoided", sealed(altered(), 1)),
    "no state": (1, "claim:visit", 1, "StatementVoided", None),
    "a state of text": (1, "claim:visit", 1, "StatementVoided", "x" * 40),
    "a state of another kind of bytes": (
        1,
        "claim:visit",
        1,
        "StatementVoided",
        bytearray(sealed(altered(), 1)),
    ),
    "a version of no whole number": (
        1,
        "claim:visit",
        1.0,
        "StatementVoided",
        sealed(altered(), 1),
    ),
    "a version of text": (1, "claim:visit", "1", "StatementVoided", sealed(altered(), 1)),
    "a stream of bytes": (1, b"claim:visit", 1, "StatementVoided", sealed(altered(), 1)),
    "no stream": (1, None, 1, "StatementVoided", sealed(altered(), 1)),
    "another stream": (1, "claim:ban", 1, "StatementVoided", sealed(altered(), 1)),
    "another place": (1, "claim:visit", 2, "StatementVoided", sealed(altered(), 1)),
    "a later version": stored_line(1, altered(version=2)),
    "an unknown name": stored_line(1, altered(name="Meddled"), "Meddled"),
    "an id that is none": stored_line(1, altered(stream="claim:a b")),
    "a salt that is none": stored_line(1, altered(salt="AB")),
    "half a salt": stored_line(1, altered(salt="abc")),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_law_23_what_is_wrong_with_one_says_nothing_of_another(odd):
    """Law 23: it is told as when it is read alone, and the events around it are read."""
    before, after = row(5, SAMPLE), row(7, evolve(SAMPLE, curator=None))
    page = entries([before, odd, after], MAPPER)

    (alone,) = entries([odd], MAPPER)
    assert isinstance(alone.found, Exception)
    assert [type(each.found) for each in page] == [Recorded, type(alone.found), Recorded]
    assert str(page[1].found) == str(alone.found)
    assert [page[0], page[2]] == [*entries([before], MAPPER), *entries([after], MAPPER)]
    assert isinstance(alone.version, int)


def test_law_23_what_is_pending_is_found_where_it_is():
    """Law 23: an id that is none, among many that were checked at once."""
    line = (
        b'{"event":{"statement":{"act":"assert","authenticity":"genuine","by":"kirby",'
        b'"capacity":"official","claim":"visit","ground_rule":"on_record","id":"%b",'
        b'"mode":"explicit","said":{"text":"2015","zone":"UTC"},"stances":["affirmed"],'
        b'"visibility":"public"}},"name":"StatementRecorded",'
        b'"recorded_at":"2026-01-02T03:04:05.678901Z","stream":"claim:visit","version":1}'
    )
    ids = (b"one", b"t w o", b"three", b"fo\\nur")
    rows = [
        stored_line(place, line % id, "StatementRecorded") for place, id in enumerate(ids, start=1)
    ]
    page = entries(rows, MAPPER)

    assert [isinstance(each.found, CorruptRecord) for each in page] == [False, True, False, True]
    assert "'t w o' is not an id" in str(page[1].found)


def test_an_empty_page_is_empty():
    """At the end of the log."""
    assert entries([], MAPPER) == []


def test_the_collector_goes_on_as_before():
    """It is stopped meanwhile, whatever ends it; who has stopped it themselves finds it stopped."""
    assert gc.isenabled()
    with collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(KeyError), collection_paused():
        dict[str, int]()["missing"]
    assert gc.isenabled()
    gc.disable()
    try:
        with collection_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_collector_waits_for_the_last():
    """Two threads read at once: it goes on when both are done, whichever was first."""
    begun, end = threading.Event(), threading.Event()

    def read():
        with collection_paused():
            begun.set()
            end.wait(10)

    other = threading.Thread(target=read)
    with collection_paused():
        other.start()
        assert begun.wait(10)
    assert not gc.isenabled()
    end.set()
    other.join()
    assert gc.isenabled()


def test_what_is_kept_is_bounded():
    """It is worked out once, anew when there was no room; what raises is not kept."""
    asked = []

    def double(number):
        asked.append(number)
        if number < 0:
            raise KeyError(number)
        return 2 * number

    kept = Kept(double, 2)
    assert [kept[1], kept[1], kept[2], kept[3], kept[1]] == [2, 2, 4, 6, 2]
    assert asked == [1, 2, 3, 1]
    assert len(kept) <= 2
    for _ in range(2):
        with pytest.raises(KeyError, match="-1"):
            kept[-1]
    assert asked[-2:] == [-1, -1]
