"""A stored row: its bytes are for ever, and no change of it is ever read as an event."""

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from eventsourcing.cipher import AESCipher
from eventsourcing.compressor import ZlibCompressor
from eventsourcing.persistence import JSONTranscoder, StoredEvent
from eventsourcing.utils import Environment
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import CorruptRecord, UnknownEvent
from positions.store import Logged, recorded_to_json
from positions.store.application import LineMapper
from positions.store.sealed import sealed, unsealed
from tests.store.test_envelope import SAMPLE

GOLDEN = Path(__file__).with_name("golden") / "row.json"
LINE = recorded_to_json(SAMPLE)
CIPHER = AESCipher(Environment("", {"CIPHER_KEY": AESCipher.create_key(16)}))
MAPPERS = {
    "as it is": LineMapper(JSONTranscoder()),
    "compressed": LineMapper(JSONTranscoder(), compressor=ZlibCompressor()),
    "encrypted": LineMapper(JSONTranscoder(), cipher=CIPHER),
    "both": LineMapper(JSONTranscoder(), compressor=ZlibCompressor(), cipher=CIPHER),
}
each_mapper = pytest.mark.parametrize("mapper", MAPPERS.values(), ids=MAPPERS)


def stored(mapper, version=7):
    """Return the sample as it is stored at a version of its stream."""
    return mapper.to_stored_event(Logged.of(SAMPLE, version))


def test_law_22_stored_rows_are_for_ever():
    """Law 22: the row kept here is what is stored today, and is read as it."""
    kept = GOLDEN.read_bytes().removesuffix(b"\n")
    row = stored(MAPPERS["as it is"])

    assert StoredEvent("claim:visit", 7, "StatementVoided", kept) == row
    assert LINE == unsealed(kept, 7)


@each_mapper
def test_an_event_is_read_as_it_was_stored(mapper):
    """Compressed or encrypted or both, all of it comes back: as `eventsourcing` gives it, too."""
    read = mapper.to_domain_event(stored(mapper))

    assert Logged.of(SAMPLE, 7) == read
    assert (SAMPLE.event, LINE) == (read.event, read.line)


@each_mapper
def test_what_is_compressed_or_encrypted_is_not_plain(mapper):
    """No word of it stands in what is stored."""
    plain = mapper is MAPPERS["as it is"]

    assert plain == (b"never said" in stored(mapper).state)


@each_mapper
def test_law_23_every_flip_of_a_bit_is_damage(mapper):
    """Law 23: each of them, all through the row, but for bits that a compressor leaves unused."""
    row = stored(mapper)
    harmless = 0
    for bit in range(8 * len(row.state)):
        state = bytearray(row.state)
        state[bit // 8] ^= 1 << bit % 8
        try:
            read = mapper.logged(StoredEvent(row.originator_id, 7, row.topic, bytes(state)))
        except CorruptRecord:
            continue
        assert Logged.of(SAMPLE, 7) == read
        harmless += 1

    assert harmless <= (7 if mapper is MAPPERS["compressed"] else 0)


@each_mapper
def test_law_23_every_cut_is_damage(mapper):
    """At either end, wherever it is made."""
    row = stored(mapper)
    for place in range(len(row.state)):
        for state in (row.state[:place], row.state[place + 1 :]):
            with pytest.raises(CorruptRecord):
                mapper.logged(StoredEvent(row.originator_id, 7, row.topic, state))


@each_mapper
def test_law_23_a_row_belongs_in_its_place(mapper):
    """At its version, in its stream, under its name."""
    row = stored(mapper)
    misplaced: tuple[tuple[str, Any, str, str], ...] = (
        ("claim:visit", 8, "StatementVoided", "another place than version 8"),
        ("claim:ban", 7, "StatementVoided", "written in stream 'claim:visit'"),
        ("claim:visit", 7, "ClaimOpened", "written as 'StatementVoided'"),
        ("claim:visit", True, "StatementVoided", "found bytes at True"),
        ("claim:visit", 7.0, "StatementVoided", "found bytes at 7.0"),
    )
    for stream, version, name, why in misplaced:
        found: Any = version  # in a damaged file it may be anything
        with pytest.raises(CorruptRecord, match=why):
            mapper.logged(StoredEvent(stream, found, name, row.state))
    with pytest.raises(UnknownEvent, match="no kind of event 'StatementVoid'"):
        mapper.logged(StoredEvent("claim:visit", 7, "StatementVoid", row.state))


@pytest.mark.parametrize("state", [None, "text", 10**12, 1.5], ids=repr)
@each_mapper
def test_law_23_what_is_no_bytes_is_damage(mapper, state):
    """Whatever a store may hold; a number of bytes is not set aside for it."""
    with pytest.raises(CorruptRecord, match=f"found {type(state).__name__} at 7"):
        mapper.logged(StoredEvent("claim:visit", 7, "StatementVoided", state))


def test_an_event_of_a_later_release_is_unknown():
    """It may be read with that one: its checksum is right."""
    line = LINE.replace(b'"version":1', b'"version":2')
    row = StoredEvent("claim:visit", 7, "StatementVoided", sealed(line, 7))

    with pytest.raises(UnknownEvent, match="is of version 2, and this release reads 1"):
        MAPPERS["as it is"].logged(row)


@given(st.binary(max_size=80))
def test_any_bytes_are_damage(data):
    """Nothing else is ever raised."""
    with pytest.raises(CorruptRecord):
        MAPPERS["as it is"].logged(StoredEvent("claim:visit", 7, "StatementVoided", data))


@given(st.text(max_size=8), st.integers(1, 10**6))
def test_what_is_sealed_is_unsealed(curator, version):
    """Any line, at any version; at no other."""
    line = recorded_to_json(evolve(SAMPLE, curator=curator.replace("\0", "")))

    assert line == unsealed(sealed(line, version), version)
    with pytest.raises(ValueError, match="checksum"):
        unsealed(sealed(line, version), version + 1)
