"""JSON is complete and stable, CSV is safe, and plain text steers nothing."""

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import positions
from positions.cli.answer import Answer, Table
from positions.cli.csv_text import csv_text
from positions.cli.plain import plain
from positions.cli.words import on_one_line, shown
from positions.exchange import case_schema

CUT = {"as_of": "2020-01-05", "known_by": "2020-01-06"}
TYPED = ("--as-of", "2020-01-05", "--known-by", "2020-01-06")
QUESTIONS = ("replay", "explain", "timeline", "matrix", "statements", "open-questions")


@pytest.fixture
def view(case):
    """Return the small case at a cut, as the library gives it."""
    with positions.open(":memory:") as ledger:
        ledger.load(case)
        return ledger.as_of(**CUT)


def test_json_says_what_was_asked_and_at_which_cut(type_, case):
    """The whole object has four keys; options that were left out stand as what they are then."""
    told = type_("replay", case, *TYPED, "--claim", "deal", "--format", "json")
    whole = json.loads(told.out)

    assert ["answer", "asked", "cut", "format"] == list(whole)
    assert 1 == whole["format"]
    assert {
        "actor": None,
        "between": [],
        "claim": "deal",
        "command": "replay",
        "include": None,
        "infer": False,
        "policy": "latest",
        "window_days": None,
    } == whole["asked"]
    assert {
        "text": "2020-01-05",
        "zone": "Europe/Moscow",
        "earliest": "2020-01-04T21:00:00Z",
        "latest": "2020-01-05T21:00:00Z",
    } == whole["cut"]["as_of"]
    assert "Europe/Moscow" == whole["cut"]["zone"]


def test_json_says_what_was_typed(type_, case):
    """Options that were given stand as they were understood."""
    options = (
        "--policy",
        "most_senior",
        "--window",
        "1.5",
        "--include",
        "private , leaked,private",
    )
    told = type_("replay", case, *options, "--zone", "Asia/Tokyo", "--format", "json")
    whole = json.loads(told.out)

    assert ["leaked", "private"] == whole["asked"]["include"]
    assert 1.5 == whole["asked"]["window_days"]
    assert {
        "as_of": None,
        "known_by": None,
        "recorded_by": None,
        "zone": "Asia/Tokyo",
    } == whole["cut"]


def test_json_of_diff_holds_both_dates(type_, case):
    """The later date is `as_of`, the earlier `from`."""
    told = type_("diff", case, "--from", "2020-01-02", "--to", "2020-01-03", "--format", "json")
    whole = json.loads(told.out)

    assert "2020-01-02" == whole["cut"]["from"]["text"]
    assert "2020-01-03" == whole["cut"]["as_of"]["text"]
    with positions.open(":memory:") as ledger:
        ledger.load(case)
        changes = ledger.as_of("2020-01-02").diff(ledger.as_of("2020-01-03"))
    assert [
        {"actor": actor, "claim": claim, **change.to_dict()}
        for (actor, claim), change in changes.items()
    ] == whole["answer"]


def test_json_is_what_the_values_give(type_, case, view):
    """Each answer is the `to_dict` of the library's values."""

    def asked(*argv):
        return type_(argv[0], case, *TYPED, *argv[1:], "--format", "json").answer

    held = view.positions()
    assert [each.to_dict() for each in held] == asked("replay")
    assert [each.to_dict() | {"explanation": each.explain()} for each in held] == asked("explain")
    assert view.matrix().to_dict() == asked("matrix")
    assert [each.to_dict() for each in view.statements()] == asked("statements")
    assert [each.to_dict() for each in view.open_questions()] == asked("open-questions")
    assert view.agreement("land", "agency").to_dict() == asked(
        "agreement", "--between", "land", "agency"
    )
    shifts = [each.to_dict() for each in view.timeline("land", "deal")]
    assert [{"actor": "land", "claim": "deal", "shifts": shifts}] == asked(
        "timeline", "--actor", "land", "--claim", "deal"
    )
    with positions.open(":memory:") as ledger:
        ledger.load(case)
        found = ledger.as_of().contradictions("guest")
    assert [{"actor": "guest", **each.to_dict()} for each in found] == type_(
        "contradictions", case, "--format", "json"
    ).answer


@pytest.mark.parametrize("command", QUESTIONS)
def test_json_and_csv_are_stable(type_, case, command):
    """The same question gives the same bytes."""
    for form in ("json", "csv"):
        assert type_(command, case, "--format", form) == type_(command, case, "--format", form)


def test_schema_in_json(type_):
    """The schema is that of the library."""
    assert case_schema() == json.loads(type_("schema").out)


@pytest.mark.parametrize(
    ("command", "columns"),
    [
        (("replay",), 15),
        (("explain",), 16),
        (("timeline",), 10),
        (("matrix",), 5),
        (("diff", "--from", "2020", "--to", "2021"), 5),
        (("diff", "--from", "2020-01-01", "--to", "2020-01-09"), 5),
        (("statements",), 17),
        (("open-questions",), 6),
        (("contradictions",), 8),
        (("agreement", "--between", "land", "guest"), 4),
    ],
)
def test_csv_names_its_fields_and_fills_them(type_, case, command, columns):
    """Each record has as many fields as there are names."""
    told = type_(command[0], case, *command[1:], "--format", "csv")
    rows = list(csv.reader(io.StringIO(told.out, newline="")))

    assert {columns} == set(map(len, rows))


def test_csv_of_replay(type_, case):
    """The words of the vocabulary are those of JSON."""
    told = type_("replay", case, "--claim", "deal", "--actor", "land", "--format", "csv")
    _, row = csv.reader(io.StringIO(told.out, newline=""))

    assert [
        *("land", "deal", "denied", "", "denied", "2020-01-03", "2020-01-03", "agency", "no"),
        *("", "", "", "office: affirmed", "false", "false"),
    ] == row


def answer_of(texts):
    """Return an answer whose one record is *texts*."""
    names = tuple(map(str, range(len(texts))))
    return Answer(
        found=True,
        title="A title",
        parts=(Table.of("A heading", names, [texts]),),
        nothing="",
        data=None,
        columns=names,
        records=(tuple(texts),),
    )


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_csv_is_no_formula_and_reads_back(texts):
    """No cell begins as a formula does; one leading apostrophe less is the exact text."""
    _, cells = csv.reader(io.StringIO(csv_text(answer_of(texts)), newline=""))

    assert texts == [cell.removeprefix("'") for cell in cells]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)


@given(st.lists(st.text(), min_size=1))
def test_plain_text_steers_nothing(texts):
    """However wild the cells, a row is one line, without control characters."""
    told = plain(answer_of(texts))

    assert told.count("\n") in {4, 5}
    assert not any(
        unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in told.replace("\n", "")
    )


@given(st.text())
def test_what_is_safe_is_shown_as_it_is(text):
    """Showing a text twice is showing it once; letters, in whatever script, stay."""
    assert shown(text) == shown(shown(text))
    assert on_one_line(text) == on_one_line(on_one_line(text))


def test_what_steers_is_written_out():
    """An escape, an override of direction and a bell are written out; letters and emoji are not."""
    assert r"\x1b[31mred \u202eedit\x07 Сулеймани سليماني 🕊️" == shown(
        "\x1b[31mred \u202eedit\x07 Сулеймани سليماني 🕊️"
    )


def test_a_column_that_says_nothing_is_left_out():
    """Of the columns only those are drawn in which some row says something."""
    assert ("b",) == Table.of("", ("a", "b"), [("", "x"), ("", "")]).columns
