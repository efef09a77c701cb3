"""What is stored can be read for ever, as what it was; what was damaged is never read as else."""

import json
import zoneinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import CorruptRecord, UnknownEvent
from positions.model.claims.events import StatementRecorded, StatementVoided
from positions.store import STORED, from_json, stored_as, to_json
from positions.store.converter import instant, instant_text
from tests.store.events import EVENTS, SAMPLES, STATEMENT

GOLDEN = Path(__file__).with_name("golden")
RECORDED = next(each for each in SAMPLES if isinstance(each, StatementRecorded))


def golden(name, version):
    """Return the bytes that an event of that name and version was stored as."""
    return (GOLDEN / f"{name}-{version}.json").read_bytes().removesuffix(b"\n")


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_law_22_stored_bytes_are_for_ever(event):
    """Law 22: the bytes kept here are what the event is stored as today, and are read as it."""
    name, version = stored_as(event)

    assert to_json(event) == golden(name, version)
    assert from_json(name, version, golden(name, version)) == event


def test_every_stored_name_has_its_golden_bytes():
    """None is added, renamed or dropped without its bytes."""
    kept = {path.stem for path in GOLDEN.glob("*-*.json")}

    assert kept == {f"{name}-{stored.version}" for name, stored in STORED.items()}
    assert {type(sample) for sample in SAMPLES} == {stored.event for stored in STORED.values()}


@given(EVENTS)
def test_an_event_is_read_as_it_was_written(event):
    """Any event of any content comes back equal, and is written with the same bytes again."""
    data = to_json(event)
    read = from_json(*stored_as(event), data)

    assert read == event
    assert to_json(read) == data


@given(EVENTS)
def test_bytes_are_canonical(event):
    """Sorted keys, no spaces, UTF-8, nothing that is absent; there is one spelling."""
    data = to_json(event)

    plain = json.loads(data)
    spelt = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert data == spelt.encode()
    assert None not in plain.values()


def test_reading_consults_no_time_zone(monkeypatch):
    """What was understood when it was recorded holds, whatever a later zone database says."""
    data = golden("StatementRecorded", 1)
    moved = data.replace(b'"zone":"America/New_York"', b'"zone":"Atlantis/Poseidonis"')
    monkeypatch.setattr(zoneinfo, "ZoneInfo", None)

    read = from_json("StatementRecorded", 1, moved)

    assert isinstance(read, StatementRecorded)
    assert read.statement.said.zone == "Atlantis/Poseidonis"
    assert read.statement.said.start == STATEMENT.said.start


@given(st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999))
def test_an_instant_has_one_spelling(moment):
    """To the microsecond, in UTC, from year 1 to 9999."""
    assert instant(instant_text(moment)) == moment
    assert len(instant_text(moment)) == len("2015-08-14T04:00:00.000000Z")


@pytest.mark.parametrize(
    ("name", "version", "says"),
    [
        ("os.system", 1, "there is no kind of event 'os.system'"),
        ("positions.model.claims.events:ClaimOpened", 1, "there is no kind of event"),
        ("ClaimOpened", 2, "of version 2, and this release reads 1"),
        ("ClaimOpened", 0, "of version 0"),
    ],
)
def test_law_23_an_unknown_event_is_no_import(name, version, says):
    """Law 23: a stored name is looked up among those that are known, and nothing else is done."""
    with pytest.raises(UnknownEvent, match=says) as caught:
        from_json(name, version, b"{}")

    assert (caught.value.name, caught.value.version) == (name, version)


def altered(old, new):
    """Return the golden bytes of a recorded statement with one thing changed."""
    data = golden("StatementRecorded", 1)
    assert old in data
    return data.replace(old, new)


DAMAGED = {
    "nothing": (b"", "Expecting value"),
    "half": (golden("StatementRecorded", 1)[:-9], "Unterminated string"),
    "not UTF-8": (b'{"a":"\xff"}', "invalid start byte"),
    "a key twice": (b'{"statement":{},"statement":{}}', "has the key 'statement' twice"),
    "NaN": (altered(b"0.5", b"NaN"), "NaN is no JSON"),
    "a number too great": (altered(b"0.5", b"1e999"), "1e999 is not finite"),
    "a number too long": (altered(b"0.5", b"1" * 5000), "limit"),
    "deep nesting": (b"[" * 100_000, "nested too deep"),
    "a list": (b"[]", "expected an object, found []"),
    "an extra key": (altered(b'"by":', b'"_type_":"x","by":'), "_type_"),
    "an extra key of a time": (altered(b'"earliest":', b'"x":1,"earliest":'), "expected a time"),
    "an extra key of the event": (altered(b'{"reports":', b'{"q":1,"reports":'), "q"),
    "a missing key": (altered(b'"mode":"conditional",', b""), "mode is missing"),
    "a null": (altered(b'"to":"press"', b'"to":null'), "null is never stored"),
    "a null for an instant": (
        altered(b'"2015-08-17T04:00:00.000000Z"', b"null"),
        "null is never stored",
    ),
    "a number for a text": (altered(b'"to":"press"', b'"to":5'), "expected a text, found 5"),
    "a text for a number": (
        altered(b'"seq":2', b'"seq":"2"'),
        "expected a whole number, found '2'",
    ),
    "a truth value for a number": (altered(b'"seq":2', b'"seq":true'), "found True"),
    "a broken number": (altered(b'"seq":2', b'"seq":2.0'), "found 2.0"),
    "a text for a list": (altered(b'["an agency","local media"]', b'"ab"'), "expected a list"),
    "a word of none": (altered(b'"act":"assert"', b'"act":"asert"'), "'asert' is no act"),
    "a number for a word": (altered(b'"act":"assert"', b'"act":1'), "expected a text, found 1"),
    "another spelling of an instant": (altered(b".000000Z", b"Z"), "expected an instant such as"),
    "an offset for Z": (altered(b".000000Z", b".000000+00:00"), "expected an instant such as"),
    "an offset and Z": (altered(b".000000Z", b".000000+00:00Z"), "expected an instant such as"),
    "a number for an instant": (altered(b'"2015-08-17T04:00:00.000000Z"', b"5"), "found 5"),
    "an instant of none": (altered(b"2015-08-17T04", b"2015-08-17T99"), "hour must be in"),
    "a time that ends first": (altered(b"2015-08-18T04", b"2014-08-18T04"), "it holds no instant"),
    "a time of no text": (altered(b'"text":"2015-08-17"', b'"text":"2015-08-1x"'), "is not a time"),
    "NUL": (altered(b"press", b"\\u0000"), "NUL"),
    "half a surrogate pair": (altered(b"press", b"\\ud83d"), "half of a surrogate pair"),
    "what contradicts itself": (altered(b'"denied"', b'"denyed"'), "is no stance"),
    "a condition of nothing": (altered(b'"mode":"conditional"', b'"mode":"implied"'), "condition"),
    "a number for a statement": (b'{"statement":1}', "expected an object, found 1"),
}


@pytest.mark.parametrize(("data", "says"), DAMAGED.values(), ids=DAMAGED)
def test_damage_is_reported_never_read(data, says):
    """No coercion: what is not exactly as it was written is an error that says what is wrong."""
    with pytest.raises(CorruptRecord) as caught:
        from_json("StatementRecorded", 1, data)

    assert says in caught.value.why
    assert str(caught.value).startswith("the record of 'StatementRecorded' is damaged: ")


@given(st.binary(), st.sampled_from(sorted(STORED)))
def test_any_bytes_are_an_event_or_damage(data, name):
    """Nothing else is ever raised."""
    with pytest.raises(CorruptRecord):
        from_json(name, 1, data)


@given(st.data())
def test_a_changed_byte_is_damage_or_another_event_of_one_spelling(data):
    """What a changed byte is still read as, is written with that very byte."""
    event = data.draw(EVENTS)
    stored = bytearray(to_json(event))
    place = data.draw(st.integers(0, len(stored) - 1))
    stored[place] = data.draw(st.integers(0, 255))
    try:
        read = from_json(*stored_as(event), bytes(stored))
    except CorruptRecord:
        return
    assert read == event or to_json(read) != to_json(event)


def test_what_is_left_out_is_absent():
    """A reason that nobody gave is no reason, not an empty one."""
    assert to_json(StatementVoided(statement="x")) == b'{"statement":"x"}'
    assert to_json(StatementVoided(statement="x", why="")) == b'{"statement":"x","why":""}'
    assert from_json("StatementVoided", 1, b'{"statement":"x"}') == StatementVoided(statement="x")
