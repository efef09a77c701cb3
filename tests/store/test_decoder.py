"""The quick reader gives what the careful one gives, or leaves the line to it; never anything else.

The careful reader is the truth: `from_own_line`, by cattrs and the checks of the model.
"""

import copy
import json
import pickle
from typing import Any

import pytest
from attrs import evolve, fields, has
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from positions.errors import CorruptRecord, UnknownEvent
from positions.model.claims.claim import Claim
from positions.model.claims.events import ClaimOpened, StatementAmended, StatementRecorded
from positions.model.claims.report import Report
from positions.model.claims.statement import Statement
from positions.model.ids import StatementRef
from positions.model.recorded import LedgerBegun
from positions.model.vocabulary import Act, Mode, Stance
from positions.model.when import When
from positions.store import REGISTRY, STORED, recorded_to_json
from positions.store.decoder import LineDecoder
from positions.store.envelope import from_own_line
from tests.store.events import EVENTS, SAMPLES, STATEMENT, STATEMENTS
from tests.store.test_envelope import SAMPLE, recordings
from tests.store.test_upcasting import LATER, NEW, OLD

DECODER = LineDecoder(REGISTRY)
RECORDED = next(each for each in SAMPLES if isinstance(each, StatementRecorded))
JUNK: st.SearchStrategy[object] = st.sampled_from(
    [
        None,
        True,
        0,
        1,
        -1,
        1.0,
        2**70,
        "",
        "x",
        "a b",
        "x\ny",
        "x\n",
        "\0",
        "ü",
        "affirmed",
        "2015-08-17T04:00:00.000000Z",
        [],
        ["affirmed", "affirmed"],
        ["denied"],
        [None],
        [{}],
        {},
        {"text": "2015", "zone": "UTC"},
        {"text": "2015", "zone": "UTC", "earliest": None},
        {"claim": "visit", "statement": "kirby-0817"},
        "conditional",
        "retract",
        "refer",
        "correct",
        "A" * 201,
    ]
).map(copy.deepcopy)  # it is put into what is then changed


def carefully(line, registry=REGISTRY) -> Any:
    """Return what the careful reader gives; `None` where it finds fault."""
    try:
        return from_own_line(line, registry)
    except (CorruptRecord, UnknownEvent):
        return None


def quickly(line, name=None, stream=None) -> Any:
    """Return what the quick reader gives of a line that stands where it says."""
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    found = found if isinstance(found, dict) else {}
    name = found.get("name") if name is None else name
    stream = found.get("stream") if stream is None else stream
    return DECODER.recorded(str(name), str(stream), line)


def is_the_same(one, other):
    """Say whether two values are of the same classes, all through, and equal."""
    if type(one) is not type(other):
        return False
    if has(type(one)):
        names = [each.name for each in fields(type(one))]
        return all(is_the_same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(is_the_same, one, other))
    return one == other


def places(value, place=()):
    """Yield where something stands in plain data."""
    yield place
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*place, key))
    if isinstance(value, list):
        for number, each in enumerate(value):
            yield from places(each, (*place, number))


def at(value, place):
    """Return what stands there."""
    for each in place:
        value = value[each]
    return value


def written(value):
    """Return plain data as JSON; an object may be a list of pairs, so that it has a key twice."""
    if isinstance(value, Pairs):
        inner = ",".join(f"{written(key)}:{written(each)}" for key, each in value.pairs)
        return f"{{{inner}}}"
    if isinstance(value, dict):
        return written(Pairs(value.items()))
    if isinstance(value, list):
        return f"[{','.join(map(written, value))}]"
    return json.dumps(value, ensure_ascii=False)


class Pairs:
    """An object whose keys may come twice."""

    def __init__(self, pairs):
        self.pairs = list(pairs)


@st.composite
def changed(draw, some=recordings()):  # noqa: B008 - a strategy is a value
    """Return lines in which one thing or two were changed: taken out, replaced, added, doubled."""
    plain = json.loads(recorded_to_json(draw(some)))
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from([each for each in places(plain) if each]))
        parent, last = at(plain, place[:-1]), place[-1]
        match draw(st.sampled_from(["out", "junk", "key", "twice", "swap"])):
            case "out":
                del parent[last]
            case "junk":
                parent[last] = draw(JUNK)
            case "key" if isinstance(parent, dict):
                parent[draw(st.sampled_from(["x", "extra", "seq", "why", "note"]))] = draw(JUNK)
            case "twice" if isinstance(parent, dict) and place[:-1]:
                pairs = list(parent.items())
                pairs.insert(draw(st.integers(0, len(pairs))), (last, draw(JUNK)))
                at(plain, place[:-2])[place[-2]] = Pairs(pairs)
                break
            case _:
                other = draw(st.sampled_from(list(places(plain))))
                parent[last] = json.loads(json.dumps(at(plain, other)))
    return written(plain).encode("utf-8", "surrogatepass")


@given(recordings())
def test_law_22_what_is_written_is_read_quickly_and_alike(recorded):
    """Law 22: of every kind, and nothing of it is left to the careful reader."""
    line = recorded_to_json(recorded)
    quick = quickly(line)

    assert is_the_same(quick, from_own_line(line))
    assert is_the_same(quick, evolve(recorded, recorded_at=quick.recorded_at))
    assert recorded_to_json(quick) == line


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_every_kind_is_read_quickly(event):
    """With each of its fields filled."""
    stream = {"L": "ledger", "C": "claim:visit"}.get(type(event).__name__[0])
    claims = ("Statement", "Report", "Relation")
    if stream is None:
        stream = "claim:visit" if type(event).__name__.startswith(claims) else "actor:kirby"
    recorded = evolve(SAMPLE, event=event, stream=stream)

    assert is_the_same(quickly(recorded_to_json(recorded)), recorded)


@given(changed())
def test_law_23_what_was_changed_is_read_alike_or_not_at_all(line):
    """Law 23: whatever the careful reader refuses is refused, whatever is accepted is the same."""
    quick = quickly(line)

    assert quick is None or is_the_same(quick, carefully(line))


@given(st.data())
def test_law_23_damaged_bytes_are_read_alike_or_not_at_all(data):
    """Law 23: flipped, cut, put in, exchanged."""
    recorded = data.draw(recordings())
    line = bytearray(recorded_to_json(recorded))
    name = type(recorded.event).__name__
    for _ in range(data.draw(st.integers(1, 2))):
        start = data.draw(st.integers(0, len(line) - 1))
        stop = data.draw(st.integers(start, min(len(line), start + 9)))
        some = st.sampled_from([b"\\u0000", b"\\ud83d", b"\0", b"\n", b"null", b"\xff", b'"x":1,'])
        line[start:stop] = data.draw(st.binary(max_size=2) | some)
    damaged = bytes(line)
    quick = quickly(damaged, name, recorded.stream)

    assert quick is None or is_the_same(quick, carefully(damaged))


@pytest.mark.parametrize("act", Act)
def test_the_rules_of_statements_hold(act):
    """Every act with every mode, without a stance, with each, and with two: as when it is made."""
    given = json.loads(recorded_to_json(evolve(SAMPLE, event=StatementRecorded(statement=PLAIN))))
    some = [[], *([each] for each in Stance), ["affirmed", "denied"], ["denied", "denied"]]
    for mode in Mode:
        for each in some:
            for more in ({}, {"condition": "if"}, {"refers_to": "x"}, {"retracts": "y"}):
                statement = {**given["event"]["statement"], "act": act, "mode": mode} | more
                statement["stances"] = each
                line = written({**given, "event": {"statement": statement}}).encode()
                quick, careful = quickly(line), carefully(line)

                assert is_the_same(quick, careful)


PLAIN = Statement(
    id="s", claim="visit", by="kirby", act="assert", said=When.parse("2015-08-17", zone="UTC")
)


@given(STATEMENTS, st.sampled_from(["seq", "follows", "question", "extra", "on_behalf_of"]))
def test_what_is_rare_is_read_alike(statement, field):
    """Whichever way the statement is made."""
    changes = {field: getattr(STATEMENT, field), "utterance": "briefing"}
    if field == "follows":
        changes[field] = [StatementRef("visit", "x")]
    recorded = evolve(SAMPLE, event=StatementRecorded(statement=statement.evolve(**changes)))

    assert is_the_same(quickly(recorded_to_json(recorded)), recorded)


IDS_OF_A_STATEMENT = ("id", "claim", "by", "on_behalf_of", "utterance", "retracts", "refers_to")


@pytest.mark.parametrize("field", IDS_OF_A_STATEMENT)
@pytest.mark.parametrize("id", ["", "a b", "a\nb", "a\n", "-a", "ü", "A" * 201, ".", "a/b"])
def test_what_is_no_id_is_left_to_the_careful_reader(field, id):
    """Also where what is joined to others would look like two."""
    plain = json.loads(recorded_to_json(evolve(SAMPLE, event=StatementRecorded(statement=PLAIN))))
    plain["event"]["statement"][field] = id

    assert quickly(written(plain).encode()) is None


@pytest.mark.parametrize("salt", ["", "a", "abc", "AB", "a b", " ab", "0g", "ab ", "ü1"])
def test_what_is_no_salt_is_left_to_the_careful_reader(salt):
    """Pairs of hexadecimal digits, without capitals and spaces."""
    plain = json.loads(recorded_to_json(SAMPLE)) | {"salt": salt}

    assert quickly(written(plain).encode()) is None


def test_another_place_is_left_to_the_careful_reader():
    """Another name, another stream, a stream of another kind."""
    line = recorded_to_json(SAMPLE)
    begun = recorded_to_json(evolve(SAMPLE, event=LedgerBegun(zone="UTC"), stream="ledger"))

    assert is_the_same(quickly(line), SAMPLE)
    assert quickly(line, name="StatementRecorded") is None
    assert quickly(line, name="os.system") is None
    assert quickly(line, stream="claim:ban") is None
    for stream in ("actor:visit", "visit", "claim:", "ledger", "ledger:x", "claim:a b"):
        moved = line.replace(b'"claim:visit"', json.dumps(stream).encode())
        assert quickly(moved) is None
    for stream in ("claim:visit", "ledger:x", "ledger:"):
        assert quickly(begun.replace(b'"ledger"', json.dumps(stream).encode())) is None


def test_law_22_older_versions_are_left_to_the_careful_reader():
    """Law 22: which upcasts them; the version that is written now is read quickly."""
    later = LineDecoder(LATER)

    assert later.recorded("StatementVoided", "claim:visit", OLD) is None
    assert is_the_same(later.recorded("StatementVoided", "claim:visit", NEW), SAMPLE)
    assert carefully(OLD, LATER) == SAMPLE
    assert quickly(NEW) is None


def test_every_stored_name_has_a_quick_reader():
    """None is left to the careful one altogether."""
    assert DECODER.readers.keys() == STORED.keys()


def test_what_was_read_quickly_is_as_any_other_value():
    """It cannot be changed, is hashed, shown and pickled."""
    recorded = evolve(SAMPLE, event=RECORDED)
    read = quickly(recorded_to_json(recorded))
    made = (read, read.event, read.event.statement, read.event.reports[0])

    assert [type(each) for each in made][2:] == [Statement, Report]
    assert (hash(read), repr(read)) == (hash(recorded), repr(recorded))
    assert pickle.loads(pickle.dumps(read)) == recorded  # noqa: S301 - of our own
    assert read.event.statement.ref == StatementRef("visit", "kirby-0817")
    for each in made:
        name = fields(type(each))[0].name
        with pytest.raises(FrozenInstanceError):
            setattr(each, name, None)
        with pytest.raises(FrozenInstanceError):
            delattr(each, name)


def test_what_is_the_same_is_held_once():
    """Ids, times, moments and stances of a log are shared by its events."""
    one, two = (
        quickly(recorded_to_json(evolve(SAMPLE, event=StatementRecorded(statement=each))))
        for each in (PLAIN, PLAIN.evolve(id="t"))
    )
    for name in ("claim", "by", "said", "stances"):
        assert getattr(one.event.statement, name) is getattr(two.event.statement, name)
    assert one.recorded_at is two.recorded_at
    assert one.stream is two.stream


@given(EVENTS)
def test_text_that_no_store_can_hold_is_left_to_the_careful_reader(event):
    """NUL, wherever it stands; a backslash before it is another text."""
    if not isinstance(event, ClaimOpened | StatementAmended):
        event = ClaimOpened(claim=Claim(id="visit", text="He came"))
    line = recorded_to_json(evolve(SAMPLE, event=event, curator="desk"))

    assert quickly(line.replace(b'"desk"', b'"de\\u0000sk"')) is None
    assert quickly(line.replace(b'"desk"', b'"de\\nsk"')) is not None
