"""Answers as tables: each reader reads what `to_dict` says."""

import pickle
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given

from positions import (
    History,
    Matrix,
    OpenQuestions,
    Periods,
    PositionKind,
    Positions,
    Standing,
    Timeline,
)
from positions.columns.answers import (
    AGREEMENTS,
    MATRIX,
    OPEN_QUESTIONS,
    PERIODS,
    POSITIONS,
    TIMELINE,
)
from positions.model.vocabulary import SCORES, Stance
from positions.testing import cuts, histories
from positions.testing import given as given_case
from tests.columns.tables import READERS, by_polars, by_pyarrow
from tests.strategies import askings


def of_standing(standing, name=""):
    """Return the columns that say where an actor stands, from plain data."""
    before = f"{name}_" if name else ""
    kind = standing["kind"]
    stance = kind if kind in list(Stance) else None
    return {
        name or "kind": kind,
        f"{before}possible": standing["possible"],
        f"{before}stance": stance,
        f"{before}score": None if stance is None else SCORES[Stance(stance)],
    }


def of_time(name, when):
    """Return the columns of a time, from a `When` or `None`."""
    if when is None:
        return {name: None, f"{name}_earliest": None, f"{name}_latest": None}
    told = when.to_dict()
    return {
        name: when.edtf,
        f"{name}_earliest": _instant(told["earliest"]),
        f"{name}_latest": _instant(told["latest"]),
    }


def _instant(text):
    return None if text is None else datetime.fromisoformat(text)


def matrix_rows(matrix):
    """Return what a table of a matrix should hold."""
    return [
        {"actor": actor, "claim": claim, **of_standing(standing)}
        for actor, standings in matrix.to_dict().items()
        for claim, standing in standings.items()
    ]


def position_row(position):
    """Return what the row of a position should hold."""
    plain = position.to_dict()
    same = "conditions", "deferred_to", "origins", "contested", "damaged"
    return {
        "actor": plain["actor"],
        "claim": plain["claim"],
        **of_standing(plain),
        **of_time("since", position.since),
        **of_time("last_stated", position.last_stated),
        "statements": [each["id"] for each in plain["statements"]],
        "inferred": plain["inferred"] != [],
        "dissent": [each["actor"] for each in plain["dissent"]],
        **{name: plain[name] for name in same},
    }


def shift_row(shift):
    """Return what the row of a shift should hold, besides actor, claim and number."""
    plain = shift.to_dict()
    statement = plain["statement"]
    return {
        **of_time("said", shift.said),
        "kind": plain["kind"],
        **of_standing(plain["old"], "old"),
        **of_standing(plain["new"], "new"),
        "certain": plain["certain"],
        "speaker": statement["by"],
        "speaker_changed": plain["speaker_changed"],
        "act": statement["act"],
        "statement": statement["id"],
        "wording": statement["wording"],
    }


def period_row(period):
    """Return what the row of a period should hold, besides actor, claim and number."""
    plain = period.to_dict()
    return {
        "valid_from": _instant(plain["valid_from"]),
        "valid_until": _instant(plain["valid_until"]),
        **of_standing(plain),
        "statements": [each["id"] for each in plain["statements"]],
    }


def question_row(question):
    """Return what the row of an open question should hold."""
    plain = question.to_dict()
    last = plain["statements"][-1]
    return {
        "actor": plain["actor"],
        "claim": plain["claim"],
        **of_time("since", question.since),
        **of_standing(plain["standing"]),
        "act": last["act"],
        "refers_to": last["refers_to"],
        "statements": [each["id"] for each in plain["statements"]],
    }


def numbered(listed, name, row):
    """Return what the table of a timeline or of periods should hold."""
    return [
        {"actor": listed.actor, "claim": listed.claim, name: number, **row(each)}
        for number, each in enumerate(listed, start=1)
    ]


def agreement_row(pair, agreement):
    """Return what a table of agreements should hold of two actors."""
    one, other = pair
    counted = len(agreement.shared), len(agreement.same)
    names = ("one", "other", "shared", "same", "share")
    return dict(zip(names, (one, other, *counted, agreement.share), strict=True))


def clocks(cut):
    """Return a cut as many questions are asked at it."""
    return {"zone": "UTC"} | cut


@given(histories(), cuts(), askings())
def test_tables_hold_what_plain_data_holds(history, cut, asked):
    """What pyarrow and Polars read of an answer is what its `to_dict` says, at every cut."""
    view = history.as_of(**cut)
    heard = {"policy": asked["policy"], "include": asked["include"]}
    matrix, positions = view.matrix(**heard), view.positions(**asked)

    agreements = view.agreement(**heard)
    questions = view.open_questions(include=asked["include"])
    cells = list(matrix)
    looked_up = history.lookup(
        [actor for actor, _ in cells], [claim for _, claim in cells], **clocks(cut), **heard
    )
    for read in (by_pyarrow, by_polars):
        assert matrix_rows(matrix) == read(matrix) == read(looked_up)
        assert [agreement_row(*each) for each in agreements.items()] == read(agreements)
        assert [position_row(each) for each in positions] == read(positions)
        assert [question_row(each) for each in questions] == read(questions)
    for actor in view.actors[:3]:
        for claim in view.claims[:2]:
            timeline = view.timeline(actor, claim, **heard)
            periods = view.periods(actor, claim, **heard)
            assert numbered(timeline, "shift", shift_row) == by_pyarrow(timeline)
            assert numbered(periods, "period", period_row) == by_pyarrow(periods)


_EITHER = ["affirmed", "probable"]
CASE = {
    "positions": 1,
    "actors": {"iran": {"kind": "government"}, "us": {"kind": "government"}},
    "claims": {"visit": {"text": "The visit took place"}, "old": {"text": "Of old"}},
    "statements": [
        {"id": "first", "by": "iran", "claim": "visit", "act": "deny", "said": "2015-08-14"},
        {"by": "iran", "claim": "visit", "act": "confirm", "said": "2015-08-15", "wording": "Да\n"},
        {"by": "us", "claim": "visit", "act": "hedge", "said": "2015-08", "stance": _EITHER},
        {"by": "us", "claim": "old", "act": "confirm", "said": "0001-01-01"},
        {"by": "us", "claim": "old", "act": "deny", "said": "1914-08-04T23:00"},
        {"by": "iran", "claim": "old", "act": "deny", "said": "../1905"},
        {"by": "iran", "claim": "old", "act": "confirm", "said": "9999-12-31T23:59:59.999998Z"},
    ],
}  # fmt: skip


@pytest.fixture(name="view")
def _view():
    return given_case(CASE).as_of().view


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_reads_answers_as_they_are(view, reader):
    """Without any glue: words in any script, times of old and at the far end, open ends."""
    read = READERS[reader]
    timeline, periods = view.timeline("us", "old"), view.periods("iran", "old")

    assert matrix_rows(view.matrix()) == read(view.matrix())
    assert [position_row(each) for each in view.positions()] == read(view.positions())
    assert numbered(timeline, "shift", shift_row) == read(timeline)
    assert numbered(periods, "period", period_row) == read(periods)


@pytest.mark.parametrize("reader", READERS)
def test_no_answers_are_a_table_without_rows(reader):
    """Its columns are there."""
    view = given_case(CASE).as_of("0001-01-01").view
    empty = (
        Matrix({}),
        Positions([]),
        view.open_questions(),
        view.timeline("us", "visit"),
        view.periods("us", "visit"),
        view.agreement(),
        History.of([]).lookup([], []),
    )

    for answer in empty:
        assert 0 == len(answer)
        assert [] == READERS[reader](answer)


@pytest.mark.parametrize(
    ("answer", "schema"),
    [
        (Matrix({}), MATRIX),
        (Positions([]), POSITIONS),
        (OpenQuestions([]), OPEN_QUESTIONS),
        (Timeline("a", "c", []), TIMELINE),
        (Periods("a", "c", []), PERIODS),
        (History.of([]).as_of().agreement(), AGREEMENTS),
        (History.of([]).lookup([], []), MATRIX),
    ],
    ids=["matrix", "positions", "open questions", "timeline", "periods", "agreement", "lookup"],
)
def test_the_reference_lists_every_column(answer, schema):
    """The page says of each, in order: its name, its type, whether it may be null, its meaning."""
    page = Path(__file__).parents[2].joinpath("docs/reference/arrow.md").read_text("utf-8")
    rows = [
        f"| `{each.name}` | {each.type} | {'yes' if each.null else ''} | {each.doc} |"
        for each in schema.columns
    ]

    assert "\n".join(rows) in page
    assert pa.schema(schema).equals(pa.schema(answer), check_metadata=True)


def test_answers_of_many_do_what_a_tuple_does(view):
    """Equal to it, hashed, sliced, searched, unpacked and pickled like it."""
    positions = view.positions()
    items = tuple(positions)
    first, *rest = positions

    assert items == positions
    assert positions == items
    assert hash(items) == hash(positions)
    assert positions == view.positions()
    assert positions != view.positions(actor="us")
    assert positions != list(items)
    assert view.timeline("us", "visit") != view.periods("us", "visit")
    assert (first, tuple(rest)) == (positions[0], positions[1:])
    assert list(reversed(items)) == list(reversed(positions))
    assert first in positions
    assert "us" not in positions
    assert (0, 1) == (positions.index(first), positions.count(first))
    assert positions == pickle.loads(pickle.dumps(positions))  # noqa: S301 - our own bytes
    with pytest.raises(ValueError, match="not in"):
        positions.index("us")


def test_answers_of_many_show_how_many(view):
    """And of whom on what, where it is one."""
    assert "<Positions: 4>" == repr(view.positions())
    assert "<OpenQuestions: 0>" == repr(view.open_questions())
    assert "<Timeline of us on visit: 1 shifts>" == repr(view.timeline("us", "visit"))
    assert "<Periods of iran on visit: 4>" == repr(view.periods("iran", "visit"))
    again = pickle.loads(pickle.dumps(view.timeline("us", "visit")))  # noqa: S301 - our own bytes
    assert ("us", "visit") == (again.actor, again.claim)


def test_a_matrix_does_what_a_mapping_does(view):
    """Equal to one with the same cells, in both directions, and pickled like one."""
    matrix = view.matrix()
    cell = ("iran", "visit")

    assert dict(matrix) == matrix
    assert matrix == dict(matrix)
    assert matrix != {}
    assert matrix != [*matrix]
    assert list(zip(matrix.keys(), matrix.values(), strict=True)) == list(matrix.items())
    assert cell in matrix
    assert Standing(PositionKind.AFFIRMED) == matrix.get(cell)
    assert (None, 0) == (matrix.get(("us", "x")), matrix.get(("us", "x"), 0))
    assert hash(matrix) == hash(Matrix(matrix))
    assert matrix == pickle.loads(pickle.dumps(matrix))  # noqa: S301 - our own bytes


def test_words_are_encoded_once(view):
    """Actors, claims and kinds are dictionaries: categories in Polars."""
    types = pl.DataFrame(view.matrix()).schema

    encoded = [name for name, each in types.items() if each == pl.Categorical]
    assert ["actor", "claim", "kind", "stance"] == encoded
