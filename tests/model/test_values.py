"""What can be kept: ids, texts, names, the user's own fields, and the small values."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from positions import (
    Actor,
    Claim,
    ClaimOpened,
    ClaimRelation,
    Extra,
    InvalidStatement,
    Judgement,
    Mandate,
    Name,
    Recorded,
    Report,
    Statement,
    Unreadable,
    When,
)
from positions.model.ids import MAX_ID, checked_id, derived_id, digest


def refused(make, *arguments, **fields):
    """Return the field and the sentence with which a value is refused."""
    with pytest.raises(InvalidStatement) as caught:
        make(*arguments, **fields)
    return caught.value.where, caught.value.why


START = datetime(2016, 1, 1, tzinfo=UTC)

# --- ids


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}", fullmatch=True))
def test_a_slug_is_an_id(text):
    """Letters, digits, dot, underscore and hyphen, up to 200, the first a letter or digit."""
    assert text == checked_id(text, "id")


@pytest.mark.parametrize(
    "id", ["", " ", ".a", "-a", "_a", "a b", "a/b", "a:b", "é", "a\n", "x" * 201, None, 7, ["a"]]
)
def test_what_is_no_slug_is_refused(id):
    """It is quoted, and what would be right is said."""
    where, why = refused(checked_id, id, "by")

    assert "by" == where
    assert repr(id) in why
    assert "use 1 to 200 of the letters" in why


@given(st.text(alphabet="abc-", min_size=1, max_size=400), st.lists(st.text()))
def test_a_derived_id_is_an_id_however_long_its_prefix(prefix, parts):
    """The digest always fits."""
    id = derived_id("a" + prefix, *parts)

    assert len(id) <= MAX_ID
    assert id == checked_id(id, "id")
    assert id.endswith(digest(*parts))


# --- texts


TEXTS = [
    (Claim, {"id": "visit"}, "text"),
    (Report, {}, "quote"),
    (Name, {}, "text"),
    (Actor, {"id": "us"}, "note"),
]


@pytest.mark.parametrize(("kind", "others", "field"), TEXTS)
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\0b", "NUL character at offset 1, which no store can hold"),
        ("ab\udc80", "half of a surrogate pair at offset 2: the text was damaged"),
        (7, "expected text, found 7"),
    ],
)
def test_text_that_no_store_can_give_back_is_refused(kind, others, field, text, sentence):
    """NUL and lone surrogates are refused everywhere, with their place."""
    where, why = refused(kind, **others, **{field: text})

    assert field == where
    assert sentence in why


@pytest.mark.parametrize("text", ["", " ", "قاسم سليماني", "👍🏽", "a\u202eb", "line\nline\t"])
def test_any_other_text_is_kept_as_it_is(text):
    """Nothing is normalised, trimmed or escaped."""
    assert text == Report(quote=text).quote


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "is empty"),
        (" \u3000", "is empty"),
        ("John\nKirby", "U+000A (a control) at offset 4"),
        ("Kirby\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE) at offset 5"),
        ("\u2066Kirby", "U+2066 (LEFT-TO-RIGHT ISOLATE) at offset 0"),
    ],
)
def test_a_name_is_one_visible_line_in_one_direction(name, sentence):
    """What would make a name show as another is refused, by code point and offset."""
    where, why = refused(Name, text=name)

    assert "text" == where
    assert sentence in why


@pytest.mark.parametrize("name", ["Сулеймани", "قاسم سليماني", "محمدجواد ظریف", "S. O'Neill-Ó"])
def test_a_name_may_be_of_any_script(name):
    """Right-to-left letters need no marks to be shown as they are."""
    assert name == Name(text=name).text


@pytest.mark.parametrize(
    ("make", "fields", "where"),
    [
        (Claim, {"id": "visit", "text": "x", "tags": ["a\0"]}, "about"),
        (Report, {"via": ["a\0"]}, "via"),
        (Actor, {"id": "us", "ids": {"wikidata": "Q\0"}}, "ids"),
        (Actor, {"id": "us", "ids": {"wiki\0data": "Q30"}}, "ids"),
        (Claim, {"id": "a b", "text": "x"}, "id"),
        (Actor, {"id": "a b"}, "id"),
    ],
)
def test_each_text_of_a_list_is_checked(make, fields, where):
    """Tags, relays and external ids are texts too."""
    assert where == refused(make, **fields)[0]


# --- the user's own fields


def nested(depth):
    """Return a mapping of that many mappings within each other."""
    value: dict[str, object] = {}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


KEPT = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from("xyz"), KEPT, max_size=3))
def test_own_fields_come_back_as_they_went_in(value):
    """Any JSON object is given back, the same whatever the order of its keys."""
    extra = Extra.of(value)

    assert value == extra.value
    assert extra == Extra.of(dict(reversed(value.items())))
    assert extra is Extra.of(extra)
    assert bool(value) == bool(extra)


def test_own_fields_are_fresh_each_time():
    """What a caller does to them changes nothing that is kept."""
    extra = Extra.of({"a": [1]})

    extra.value["a"].append(2)

    assert {"a": [1]} == extra.value
    assert {} == Extra.of(None).value
    assert {"a": [1, 2]} == Extra.of({"a": (1, 2)}).value


@pytest.mark.parametrize(
    ("value", "where", "sentence"),
    [
        (nested(33), "extra" + ".a" * 32, "nested deeper than 32"),
        ({"a": [float("nan")]}, "extra.a[0]", "nan is no number that JSON can hold"),
        ({"a": float("-inf")}, "extra.a", "-inf is no number"),
        ({"a": 2**64}, "extra.a", "more than 64 bits; write it as text"),
        ({"a": -(2**63) - 1}, "extra.a", "more than 64 bits"),
        ({"a": {1: "x"}}, "extra.a", "the key 1 is no text; write it in quotes"),
        ({"a": "\0"}, "extra.a", "NUL"),
        ({"\ud800": 1}, "extra", "surrogate"),
        ({"a": {1, 2}}, "extra.a", "a set cannot be kept"),
        ({"a": b"x"}, "extra.a", "a bytes cannot be kept"),
        ([1], "extra", "expected a mapping, found [1]"),
    ],
)
def test_own_fields_that_json_cannot_hold_are_refused(value, where, sentence):
    """Each with its path; an array of numbers without end is not silently cut."""
    found, why = refused(Extra.of, value)

    assert where == found
    assert sentence in why


def test_nesting_is_allowed_to_its_limit():
    """Thirty-two levels are kept."""
    assert nested(32) == Extra.of(nested(32)).value
    assert json.loads(Extra.of({"é": "é"}).text) == {"é": "é"}


# --- mandates, judgements, relations, reports


@pytest.mark.parametrize(
    ("fields", "where", "sentence"),
    [
        ({"by": "a b"}, "by", "is not an id"),
        ({"body": "a b"}, "for", "is not an id"),
        ({"body": "kirby"}, "for", "'kirby' needs no mandate to speak for itself"),
        ({"rank": 0}, "rank", "expected a whole number from 1 (highest), found 0"),
        ({"rank": 1.0}, "rank", "found 1.0"),
        ({"rank": True}, "rank", "found True"),
        ({"begins": When.parse("2016"), "ends": When.parse("2015")}, "until", "before it begins"),
        (
            {"begins": When.parse("2015-08-14T12:00Z"), "ends": When.parse("2015-08-14T11:59Z")},
            "until",
            "ends (2015-08-14T11:59Z) before it begins (2015-08-14T12:00Z)",
        ),
    ],
)
def test_a_mandate_that_makes_no_sense_is_refused(fields, where, sentence):
    """In the words of the case format: `for`, `until`."""
    found, why = refused(Mandate, **{"by": "kirby", "body": "state"} | fields)

    assert where == found
    assert sentence in why


def test_a_mandates_id_is_of_its_content_and_not_of_its_source():
    """Where it is written may become known later."""
    mandate = Mandate(by="kirby", body="state", begins=When.parse("2015-05"), rank=5)

    others: list[dict[str, Any]] = [
        {"role": "x"},
        {"rank": 4},
        {"begins": None},
        {"ends": When.parse("2017")},
        {"body": "russia"},
    ]

    assert mandate.id == evolve(mandate, source="a page").id
    assert all(mandate.id != evolve(mandate, **other).id for other in others)


@given(st.permutations(["a", "b", "c"]), st.sampled_from(["same", "different"]))
def test_a_judgement_is_of_a_set_of_actors(actors, verdict):
    """Neither order nor repetition makes another judgement."""
    one = Judgement(verdict=verdict, actors=["a", "b", "c"])
    other = Judgement(verdict=verdict, actors=[*actors, actors[0]])

    assert one == other
    assert one.id == other.id
    assert ("a", "b", "c") == other.actors


@pytest.mark.parametrize("actors", [[], ["a"], ["a", "a"]])
def test_a_judgement_is_of_two_or_more(actors):
    """Nobody is judged to be himself."""
    where, why = refused(Judgement, verdict="same", actors=actors)

    assert "same" == where
    assert "two or more different actors" in why
    assert "different" == refused(Judgement, verdict="different", actors=["a b", "c"])[0]


def test_a_relations_id_tells_its_direction():
    """That one entails the other is not that the other entails the one."""
    one = ClaimRelation(claim="a", relation="entails", other="b")
    other = ClaimRelation(claim="b", relation="entails", other="a")

    assert one.id != other.id
    assert one.id.startswith("entails-b-")


def test_reports_of_other_content_are_other_reports():
    """Each field makes a report another; without a rendering it is a paraphrase."""
    day = When.parse("2015-08-14")
    fields: dict[str, Any] = {
        "outlet": "a",
        "title": "b",
        "published": day,
        "url": "c",
        "archive": "d",
        "removed": day,
        "quote": "e",
        "lang": "f",
        "rendering": "verbatim",
        "stances": ["denied"],
        "via": ["g"],
        "note": "h",
    }
    ids = {Report(**{name: value}).id for name, value in fields.items()}

    assert len(fields) == len(ids - {Report().id})
    assert Report().id == Report(rendering="paraphrase").id


# --- recorded


def test_the_ledgers_clock_is_aware():
    """A naive instant is refused with the field; an aware one counts in microseconds of UTC."""
    event = Unreadable(why="torn")
    tokyo = timezone(timedelta(hours=9))
    moment = datetime(1970, 1, 1, 9, 0, 0, 1, tzinfo=tokyo)

    where, why = refused(
        Recorded,
        stream="claim:visit",
        event=event,
        recorded_at=datetime(2015, 8, 14),  # noqa: DTZ001
    )

    assert "recorded_at" == where
    assert "aware instants" in why
    assert 1 == Recorded(stream="claim:visit", event=event, recorded_at=moment).moment
    assert (
        -1
        == Recorded(
            stream="claim:visit",
            event=event,
            recorded_at=datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        ).moment
    )


@pytest.mark.parametrize("stream", ["claim:", "actor:kirby", "statement:a", "claim", ""])
def test_a_stream_holds_its_own_events_only(stream):
    """An event stands where a fold understands it."""
    opened = ClaimOpened(claim=Claim(id="visit", text="x"))

    where, why = refused(Recorded, stream=stream, event=opened, recorded_at=START)

    assert "stream" == where
    assert "not ClaimOpened" in why
    assert opened == Recorded(stream="claim:visit", event=opened, recorded_at=START).event


def test_a_value_shows_what_it_was_given():
    """Only what is other than the default, enumerations and times as their texts."""
    statement = Statement(
        id="a", claim="visit", by="kirby", act="deny", said=When.parse("2015-08-14"), seq=None
    )

    assert (
        "Statement(id='a', claim='visit', by='kirby', act='deny', said='2015-08-14', "
        "stances=('denied',))"
    ) == repr(statement)
    assert "stances=('denied', 'doubtful')" in repr(
        statement.evolve(stances=["denied", "doubtful"])
    )
