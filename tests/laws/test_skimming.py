"""What is noted of a log that is read through is what its events say; else it is not read so."""

import importlib
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from positions.model.claims.events import StatementRecorded
from positions.model.recorded import LEDGER, Recorded
from positions.replay.dossier import first_publication
from positions.store import reading
from positions.store.checkpoint import Unusable
from positions.store.pages import entries
from positions.store.reading import frames
from positions.store.reading.frames import COMPILED
from positions.store.reading.skimming import Skim
from positions.store.sealed import sealed
from tests.store.events import IDS, REPORTS, STATEMENTS, TIMES
from tests.store.test_decoder import changed
from tests.store.test_envelope import SAMPLE, recordings
from tests.store.test_pages import MAPPER, ODD, row
from tests.store.test_sealed import each_mapper

compiled = pytest.mark.skipif(
    not COMPILED and not os.environ.get("POSITIONS_TEST_KERNEL"),
    reason="nothing was compiled when this was installed",
)
BEGUN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
RARE = "utterance", "question", "wording", "note", "to", "role"
SHARED = "act", "stances", "mode", "visibility", "ground_rule", "capacity", "authenticity"


@st.composite
def alike(draw):
    """Return statements that are written alike but for a few values; most of them simple."""
    like = draw(STATEMENTS)
    like = evolve(like, follows=(), **dict.fromkeys(["seq", "on_behalf_of"]))
    rare = draw(st.sampled_from([RARE, RARE, RARE[1:], RARE[:-1], ()]))
    like = evolve(like, **dict.fromkeys(rare), **({"extra": {}} if rare else {}))
    reports = draw(st.one_of([st.just([])] * 3 + [st.lists(REPORTS, max_size=2)]))
    found = []
    for place in range(draw(st.integers(2, 6))):
        statement = evolve(
            like, id=draw(IDS), by=draw(IDS), claim=draw(IDS), said=draw(TIMES | st.just(like.said))
        )
        found.append(
            Recorded(
                stream=f"claim:{statement.claim}",
                event=StatementRecorded(statement=statement, reports=reports),
                recorded_at=BEGUN + timedelta(hours=place // draw(st.integers(1, 3))),
                salt=draw(st.binary(max_size=2)).hex(),
            )
        )
    return found


LOGS = st.lists(alike() | recordings().map(lambda each: [each]), min_size=1, max_size=5).map(
    lambda parts: [each for part in parts for each in part]
)


def rows_of(recorded, mapper=MAPPER):
    """Return how events are stored, each as if it were alone in its stream."""
    return [row(place, each, mapper) for place, each in enumerate(recorded, start=1)]


def skimmed(rows, mapper=MAPPER, page=2):
    """Return what is noted of rows that are read in pages."""
    skim = Skim(mapper)
    for low in range(0, len(rows), page):
        skim.take(rows[low : low + page])
    return skim


def told(skim):
    """Return all that is noted, by place, with names in place of numbers."""
    speakers, manners = [*skim.leaves.gists.speakers], skim.leaves.gists.manners.made
    found = dict(skim.apart)
    for number, place in enumerate(skim.simple):
        (sample, reports) = manners[skim.how[number]]
        found[place] = (
            speakers[skim.by[number]],
            skim.leaves.streams.made[skim.of[place]],
            {name: getattr(sample, name) for name in SHARED},
            (sample.role is None, sample.utterance is None, any(each.stances for each in reports)),
            tuple(skim.said[2 * number : 2 * number + 2]),
            skim.dated.get(number),
            skim.ids[number],
            skim.settings.get(number),
        )
    streams = [*skim.leaves.streams]
    where = [streams[each] for each in skim.of], [*skim.positions], [*skim.versions]
    return where, [*skim.moments], [found[place] for place in range(len(skim.of))]


def expected(recorded, simple):
    """Return the same of events, of which some are known to be simple."""
    found = []
    for place, each in enumerate(recorded):
        if place not in simple:
            found.append(each)
            continue
        statement, reports = each.event.statement, each.event.reports
        setting = (statement.utterance, statement.by, statement.claim)
        found.append(
            (
                statement.by,
                statement.claim,
                {name: getattr(statement, name) for name in SHARED},
                (
                    statement.role is None,
                    statement.utterance is None,
                    any(report.stances for report in reports),
                ),
                (statement.said.start, statement.said.stop),
                first_publication(reports),
                hash(statement.id),
                None if statement.utterance is None else hash(setting),
            )
        )
    return found


def check(rows, mapper=MAPPER, page=2):
    """Compare what is noted of rows with what the log holds: all of it, or that it is damaged."""
    read: Any = entries(rows, mapper)
    if any(isinstance(each.found, Exception) for each in read):
        with pytest.raises(Unusable):
            skimmed(rows, mapper, page)
        return None
    skim = skimmed(rows, mapper, page)
    begun = [each.found.event for each in read if each.stream == LEDGER]
    held = [each for each in read if each.stream != LEDGER]
    (streams, positions, versions), moments, what = told(skim)
    assert streams == [each.stream for each in held]
    assert positions == [each.position for each in held]
    assert versions == [each.version for each in held]
    assert moments == [each.found.moment for each in held]
    assert what == expected([each.found for each in held], set(skim.simple))
    zones = [each.zone for each in begun]
    assert skim.zone == next(filter(None, zones), "" if zones else None)  # as `Memory` has it
    assert skim.last == rows[-1][0]
    return skim


@each_mapper
@given(LOGS, st.integers(1, 3))
def test_law_05_what_is_noted_is_what_events_say(mapper, recorded, page):
    """Law 5: whatever the log holds, in pages of any length, compressed or encrypted or both."""
    assert check(rows_of(recorded, mapper), mapper, page) is not None


@given(alike(), st.data())
def test_law_23_a_changed_line_is_read_as_it_reads_or_not_at_all(recorded, data):
    """Law 23: something in it is otherwise than in lines like it, and its checksum is right."""
    rows = rows_of(recorded)
    place, line = len(rows), data.draw(changed(st.sampled_from(recorded)))
    stream = data.draw(st.sampled_from([each.stream for each in recorded]))
    check([*rows, (place, stream, place, "StatementRecorded", sealed(line, place))])


@given(alike(), st.data())
def test_law_23_a_damaged_line_is_never_read(recorded, data):
    """Law 23: a byte of it is another, or it stands elsewhere."""
    rows = rows_of(recorded)
    number = data.draw(st.integers(0, len(rows) - 1))
    position, stream, version, name, state = rows[number]
    place = data.draw(st.integers(0, len(state) - 1))
    byte = bytes([state[place] ^ data.draw(st.integers(1, 255))])
    state = state[:place] + byte + state[place + 1 :]
    rows[number] = (position, stream, version, name, state)
    assert check(rows) is None
    rows[number] = (position, stream, version + 1, name, rows_of(recorded)[number][-1])
    assert check(rows) is None


@given(LOGS)
def test_law_05_what_is_compiled_notes_the_same(recorded):
    """Law 5: with known frames, and without any."""
    rows = rows_of(recorded)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "COMPILED", False)
        plainly = check(rows)
    assert plainly is not None
    assert set(plainly.simple) == set(skimmed(rows).simple)


@pytest.mark.parametrize("is_compiled", [False, pytest.param(True, marks=compiled)])
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_law_23_whatever_a_file_may_hold(odd, is_compiled, monkeypatch):
    """Law 23: what no writer of ours has written."""
    monkeypatch.setattr(frames, "COMPILED", is_compiled)
    for page in (1, 3):
        assert check([row(5, SAMPLE), odd, row(7, SAMPLE)], page=page) is None


LINE = (
    '{"event":{"statement":{"act":"assert","authenticity":"genuine","by":"%s",'
    '"capacity":"official","claim":"%s","ground_rule":"on_record","id":"%s",'
    '"mode":"explicit","said":{%s},"stances":["affirmed"],"visibility":"public"}},'
    '"name":"StatementRecorded","recorded_at":"%s",%s"stream":"%s","version":1}'
)
SAID = '"text":"2015","zone":"UTC"'
RECORDED = "2026-01-02T03:04:05.678901Z"
SOUND = ("kirby", "visit", "one", SAID, RECORDED, '"salt":"00",', "claim:visit")
OTHERWISE = {
    "as it was": (),
    "an id with a space": (2, "t w o"),
    "no id": (2, ""),
    "the longest id": (2, "x" * 200),
    "a longer one": (2, "x" * 201),
    "an id that begins with a dot": (2, ".x"),
    "an id that is written otherwise": (2, "o\\u006ee"),
    "a letter of another alphabet": (2, "één"),
    "another claim": (1, "ban"),
    "another claim, as long": (1, "vista"),
    "another stream": (6, "claim:ban"),
    "a stream of an actor": (6, "actor:visit"),
    "a speaker that is none": (0, "a b"),
    "another speaker": (0, "ben"),
    "no speaker": (0, ""),
    "a time that is none": (3, '"text":"x","zone":"UTC"'),
    "a time of no shape": (3, '"text":2015,"zone":"UTC"'),
    "no time": (3, ""),
    "a time with a brace": (3, '"text":"{2015,2016}","zone":"UTC"'),
    "another time": (3, '"text":"2016","zone":"UTC"'),
    "a moment that is none": (4, "2026"),
    "another moment": (4, "2026-01-02T03:04:05.678902Z"),
    "no salt": (5, ""),
    "an empty salt": (5, '"salt":"",'),
    "half a salt": (5, '"salt":"0",'),
    "a salt in capitals": (5, '"salt":"AB",'),
    "another salt": (5, '"salt":"ab01",'),
    "a salt twice": (5, '"salt":"ab","salt":"cd",'),
    "a curator": (5, '"curator":"desk",'),
    "a curator who is not": (5, '"curator":"\\u0000",'),
}


@pytest.mark.parametrize("otherwise", OTHERWISE.values(), ids=OTHERWISE)
def test_law_23_each_value_is_looked_at(otherwise):
    """Law 23: of a line whose frame is known."""
    values = [*SOUND]
    if otherwise:
        values[otherwise[0]] = otherwise[1]
    lines = [(LINE % tuple(each)).encode() for each in (SOUND, SOUND, values)]
    check(
        [
            (place, "claim:visit", place, "StatementRecorded", sealed(line, place))
            for place, line in enumerate(lines, start=1)
        ],
        page=1,
    )


@compiled
def test_a_line_in_a_known_frame_is_taken_at_once():
    """What has words that hardly come again is not."""
    for more, taken in (("", [0, 1, 1]), (',"note":"as heard"', [0, 0, 0])):
        form = LINE.replace('"explicit"', f'"explicit"{more}')
        lines = [(form % (*SOUND[:2], id, *SOUND[3:])).encode() for id in ("a", "b", "c")]
        rows = [
            (place, "claim:visit", place, "StatementRecorded", sealed(line, place))
            for place, line in enumerate(lines, start=1)
        ]
        reader = Skim(MAPPER).leaves
        assert [len(reader.read([each]).known) for each in rows] == taken


@compiled
def test_law_05_only_so_many_frames_are_kept():
    """Law 5: who writes each line otherwise fills no memory, and is read as ever."""
    lines = [
        (LINE.replace("explicit", mode) % (*SOUND[:2], id, *SOUND[3:])).encode()
        for id, mode in (("a", "explicit"), ("b", "implied"), ("c", "explicit"), ("d", "explicit"))
    ]
    rows = [
        (place, "claim:visit", place, "StatementRecorded", sealed(line, place))
        for place, line in enumerate(lines, start=1)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "_MOST", 1)
        assert check(rows, page=1) is not None
        reader = Skim(MAPPER).leaves
        assert [len(reader.read([each]).known) for each in rows] == [0, 0, 0, 1]


@compiled
def test_what_is_compiled_refuses_what_it_cannot_work_with():
    """An error, and no crash."""
    cutting: Any = importlib.import_module("positions.store.reading.cutting")
    room = np.empty((1, 4), np.int64), np.empty((1, 7), np.int64)
    tables: Any = ({}, {"claim:visit": 0}, {}, {}, {})
    sound: list[Any] = [
        rows_of([SAMPLE]),
        "StatementRecorded",
        frames._KEYS,
        "claim:",
        bytes(256),
        200,
        tables,
        *room,
    ]
    assert cutting.taken(*sound) == 0
    assert room[0].tolist() == [[1, 0, 1, 1]]
    for place, odd, error in (
        (0, [(1, "claim:visit")], TypeError),
        (0, [None], TypeError),
        (0, [("x", "claim:visit", 1, "", b"")], TypeError),
        (0, [(1, "claim:ban", 1, "", b"")], KeyError),
        (2, (), ValueError),
        (2, (b"by",) * 7, ValueError),
        (2, ("by",) * 7, TypeError),
        (4, bytes(255), ValueError),
        (6, ({}, {}), TypeError),
        (7, np.empty((1, 3), np.int64), ValueError),
        (7, np.empty((1, 8), np.int32), ValueError),
        (8, np.empty((1, 6), np.int64), ValueError),
        (8, np.empty((2, 14), np.int64)[:, ::2], ValueError),
    ):
        with pytest.raises(error):
            cutting.taken(*sound[:place], odd, *sound[place + 1 :])
    with pytest.raises(ValueError, match="there are 1 keys; a line is cut at 7"):
        cutting.parts(b"{}", (b'"by":"',))
    assert cutting.parts(b"", frames._KEYS) == (b"", (None,) * 7)


def test_every_line_is_read_for_itself_where_nothing_was_compiled(monkeypatch):
    """As on a machine without a compiler."""
    monkeypatch.setitem(sys.modules, "positions.store.reading.cutting", None)
    monkeypatch.delattr(reading, "cutting", raising=False)
    try:
        assert not importlib.reload(frames).COMPILED
    finally:
        monkeypatch.undo()
        assert importlib.reload(frames).COMPILED == COMPILED
