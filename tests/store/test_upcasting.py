"""Law 22: what an older release wrote reads as what this one writes."""

from typing import Any

import pytest
from attrs import evolve
from eventsourcing.persistence import Cipher, Compressor, JSONTranscoder

from positions.errors import CorruptRecord, UnknownEvent
from positions.model.claims.events import StatementVoided
from positions.store import STORED, Registry, Stored, recorded_from_json
from positions.store.application import LineMapper, Logged
from tests.store.test_envelope import SAMPLE, line

ONE = b'{"target":"kirby-0817"}'
TWO = b'{"reason":"never said","statement":"kirby-0817"}'
THREE = b'{"statement":"kirby-0817","why":"never said"}'
"""How a void would have been stored, had its shape changed twice."""


def named(plain: dict[str, Any]) -> dict[str, Any]:
    """Return the second version of a void from the first, which gave no reason."""
    return {"statement": plain["target"], "reason": "never said"}


def reasoned(plain: dict[str, Any]) -> dict[str, Any]:
    """Return the third version of a void from the second."""
    return {"statement": plain["statement"], "why": plain["reason"]}


LATER = Registry(
    {**STORED, "StatementVoided": Stored(StatementVoided, 3)},
    {("StatementVoided", 1): named, ("StatementVoided", 2): reasoned},
)
VOID = StatementVoided(statement="kirby-0817", why="never said")


@pytest.mark.parametrize(("version", "data"), [(1, ONE), (2, TWO), (3, THREE)])
def test_law_22_every_version_is_read_as_what_is_written_today(version, data):
    """Law 22: the bytes of each version, step by step, become today's event."""
    assert LATER.from_json("StatementVoided", version, data) == VOID
    assert LATER.to_json(VOID) == THREE
    assert LATER.stored_as(VOID) == ("StatementVoided", 3)


def test_what_was_stored_is_not_changed_by_reading_it():
    """A step returns new data: the old may be read by somebody else."""
    old = {"target": "kirby-0817"}

    LATER.from_plain("StatementVoided", 1, old)

    assert old == {"target": "kirby-0817"}


@pytest.mark.parametrize("data", [b"{}", b"[]", b'"kirby"', b'{"target":7}'])
def test_what_no_release_wrote_is_damage(data):
    """A step that trips over old data, or gives what is no event, has found damage."""
    with pytest.raises(CorruptRecord, match="StatementVoided"):
        LATER.from_json("StatementVoided", 1, data)


@pytest.mark.parametrize("version", [0, -1, 4])
def test_a_version_that_never_was_is_unknown(version):
    """The versions that can be read are told."""
    with pytest.raises(UnknownEvent, match="reads 1 and 2 and 3") as caught:
        LATER.from_json("StatementVoided", version, ONE)

    assert caught.value.known == (1, 2, 3)


OLD = line(event={"target": "kirby-0817"}, version=1)
NEW = line(version=3)


def test_a_line_of_an_older_release_is_imported_as_it_is():
    """It is canonical in its own version, and so it stays what it was, byte for byte (law 8)."""
    assert recorded_from_json(OLD, LATER) == SAMPLE
    assert recorded_from_json(NEW, LATER) == SAMPLE
    with pytest.raises(CorruptRecord, match="canonical"):
        recorded_from_json(OLD.replace(b":", b": ", 1), LATER)


class _Reversed(Compressor, Cipher):
    """A step of the store that is easy to see: the bytes are turned round."""

    def __init__(self, environment=None):
        """Take no notice of the environment."""

    def compress(self, data):
        """Return the bytes turned round."""
        return data[::-1]

    def decompress(self, data):
        """Return the bytes turned round."""
        return data[::-1]

    def encrypt(self, plaintext):
        """Return the bytes turned round."""
        return plaintext[::-1]

    def decrypt(self, ciphertext):
        """Return the bytes turned round."""
        return ciphertext[::-1]


def mapper(**steps):
    """Return a mapper with some of the steps."""
    return LineMapper(transcoder=JSONTranscoder(), **steps)


def test_the_steps_of_the_store_stay():
    """What is stored goes through compression and encryption, and comes back through both."""
    turned, plain = mapper(compressor=_Reversed()), mapper()
    both = mapper(compressor=_Reversed(), cipher=_Reversed())
    logged: Any = Logged.of(SAMPLE, 1)

    assert turned.to_stored_event(logged).state == plain.to_stored_event(logged).state[::-1]
    assert both.to_stored_event(logged) == plain.to_stored_event(logged)
    for each in (turned, plain, both):
        assert each.logged(each.to_stored_event(logged)) == logged


def test_an_old_stored_event_keeps_its_line():
    """It is read as today's event, and exported as it was written."""
    later = mapper()
    later.registry = LATER
    old: Any = evolve(Logged.of(SAMPLE, 1), line=OLD)

    read = later.logged(later.to_stored_event(old))

    assert (read.event, read.line) == (VOID, OLD)
