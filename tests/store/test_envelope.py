"""A line of an export holds a recorded event, all of it, byte for byte."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import CorruptRecord, UnknownEvent
from positions.model.claims.events import ClaimEvent, StatementVoided
from positions.model.recorded import LEDGER, LedgerBegun, Recorded, Unreadable
from positions.store import recorded_from_json, recorded_to_json
from positions.store.canonical import dumps
from positions.store.envelope import from_own_line
from tests.store.events import EVENTS, IDS, TEXTS

GOLDEN = Path(__file__).with_name("golden") / "recorded.jsonl"
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
SAMPLE = Recorded(
    stream="claim:visit",
    event=StatementVoided(statement="kirby-0817", why="never said"),
    recorded_at=MOMENT,
    curator="desk",
    salt="00ff",
)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=3, minutes=30)), timezone.max])


@st.composite
def recordings(draw):
    """Return recorded events of any content."""
    event = draw(EVENTS)
    if isinstance(event, LedgerBegun):
        stream = LEDGER
    else:
        kind = "claim" if isinstance(event, ClaimEvent) else "actor"
        stream = f"{kind}:{draw(IDS)}"
    return Recorded(
        stream=stream,
        event=event,
        recorded_at=draw(
            st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES)  # noqa: DTZ001
        ),
        curator=draw(st.none() | TEXTS),
        salt=draw(st.binary(max_size=4)).hex(),
    )


def cut_short(line):
    """Return the beginnings of a line that are not all of it."""
    return st.integers(0, len(line) - 1).map(lambda end: line[:end])


def test_law_22_exported_bytes_are_for_ever():
    """Law 22: the lines kept here are what is exported today, and are read as it."""
    lines = GOLDEN.read_bytes().splitlines()
    plain = evolve(SAMPLE, curator=None, salt="")

    assert lines == [recorded_to_json(SAMPLE), recorded_to_json(plain)]
    assert [recorded_from_json(line) for line in lines] == [SAMPLE, plain]


@given(recordings())
def test_law_08_export_import_export_gives_identical_bytes(recorded):
    """Law 8, of one event: what was exported is imported as it was, and exported the same."""
    line = recorded_to_json(recorded)
    read = recorded_from_json(line)

    assert read == recorded
    assert recorded_to_json(read) == line
    assert b"\n" not in line


def test_what_could_not_be_read_is_not_exported():
    """There is nothing to write, and leaving it out would hide it."""
    unreadable = evolve(SAMPLE, event=Unreadable(why="a bit is flipped"))

    with pytest.raises(CorruptRecord, match="cannot be exported: a bit is flipped"):
        recorded_to_json(unreadable)


def line(**changes):
    """Return the sample's line with some of its fields changed; `...` takes one out."""
    fields = json.loads(recorded_to_json(SAMPLE)) | changes
    kept = {key: value for key, value in fields.items() if value is not ...}
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


WRONG = {
    "no object": (b"[]", "expected an object, found []"),
    "no JSON": (b"{", "Expecting"),
    "a field too many": (line(topic="os:system"), "expected curator, event, name"),
    "a field too few": (line(stream=...), "found curator, event, name, recorded_at, salt, version"),
    "a name of no text": (line(name=5), "name: expected a text, found 5"),
    "a version of no number": (line(version="1"), "version: expected a whole number, found '1'"),
    "a version of truth": (line(version=True), "version: expected a whole number, found True"),
    "another spelling of an instant": (line(recorded_at="2026-01-02"), "expected an instant"),
    "a salt of no digits": (line(salt="xyz"), "salt: expected pairs of hexadecimal digits"),
    "a salt of nothing": (line(salt=""), "salt: expected pairs of hexadecimal digits"),
    "another stream": (line(stream="actor:kirby"), "StatementVoided stands in a stream `claim:…`"),
    "a stream of no slug": (line(stream="claim:a b"), "'a b' is not an id"),
    "a damaged event": (line(event={}), "statement is missing"),
    "a curator with NUL": (line(curator="\0"), "NUL"),
    "a curator of null": (line(curator=None), "curator: expected a text, found None"),
    "spaces": (line().replace(b":", b": ", 1), "canonical"),
    "an escape": (line().replace(b"never", b"n\\u0065ver"), "canonical"),
}


@pytest.mark.parametrize(("data", "says"), WRONG.values(), ids=WRONG)
def test_another_line_is_damage(data, says):
    """One event, one line: whatever else is refused, with what is wrong."""
    with pytest.raises(CorruptRecord) as caught:
        recorded_from_json(data)

    assert says in str(caught.value)


def test_an_unknown_event_is_told_apart_from_damage():
    """A later release may know it."""
    with pytest.raises(UnknownEvent, match="no kind of event 'Meddled'"):
        recorded_from_json(line(name="Meddled"))
    with pytest.raises(UnknownEvent, match="of version 2"):
        recorded_from_json(line(version=2))


@given(st.binary())
def test_any_bytes_are_a_line_or_damage(data):
    """Nothing else is ever raised."""
    with pytest.raises(CorruptRecord):
        recorded_from_json(data)


@given(recordings())
def test_what_is_written_quickly_is_canonical(recorded):
    """The quick writer and the strict one spell every event alike."""
    assert recorded_to_json(recorded) == dumps(json.loads(recorded_to_json(recorded)))


@given(recordings())
def test_what_is_read_quickly_is_read_strictly(recorded):
    """The quick reader gives what the strict one gives, of every line that is written."""
    written = recorded_to_json(recorded)

    assert from_own_line(written) == recorded_from_json(written) == recorded


@given(st.binary() | recordings().map(recorded_to_json).flatmap(cut_short))
def test_the_quick_reader_raises_what_the_strict_one_raises(data):
    """Where it finds fault, the strict reader says what."""
    with pytest.raises(CorruptRecord) as strict:
        recorded_from_json(data)
    with pytest.raises(CorruptRecord) as quick:
        from_own_line(data)

    assert str(strict.value) == str(quick.value)
