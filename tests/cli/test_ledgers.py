"""A ledger is asked as case files are; asking never makes one, and says what is wrong with it."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

import positions
from positions.cli import stores
from positions.errors import PositionsError
from positions.ledger import LedgerBusy, StoreFailed
from tests.cli.conftest import damage, run
from tests.stores import LASTING

ASKING = [
    ("replay",),
    ("explain",),
    ("timeline",),
    ("matrix",),
    ("diff", "--from", "2020-01-02", "--to", "2020-01-03"),
    ("statements",),
    ("open-questions",),
    ("contradictions",),
    ("agreement", "--between", "land", "agency"),
]
REMOTE = "postgresql://me:secret@host/ledger"


@pytest.fixture
def dated(case, tmp_path):
    """Return the path of a ledger in which the agency's denial was recorded in February."""
    path = str(tmp_path / "dated.db")
    moments = {"now": datetime(2020, 1, 10, tzinfo=UTC)}
    with positions.open(path, clock=lambda: moments["now"]) as ledger:
        ledger.load(case)
        moments["now"] = datetime(2020, 2, 10, tzinfo=UTC)
        ledger.record(id="late", by="land", claim="deal", act="confirm", said="2020-01-04")
    return path


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("command", ASKING, ids=lambda each: each[0])
def test_a_ledger_answers_as_its_case_does(type_, case, ledger, command, form):
    """Every command that asks gives the same bytes and the same code, wherever the record is."""
    name, *options = command
    of_case = type_(name, case, *options, "--format", form)
    of_ledger = type_(name, *options, "--format", form, "--ledger", ledger)

    assert of_case == of_ledger


def test_what_one_process_loads_another_is_told(case, tmp_path):
    """A ledger lasts; loading twice is loading once."""
    ledger = str(tmp_path / "new.db")
    first = run("load", case, "--ledger", ledger)
    again = run("load", case, "--ledger", ledger)
    asked = run("position", "land", "deal", "--ledger", ledger)

    assert (0, b"") == (first.returncode, first.stderr)
    assert first.stdout.startswith(b"32 events recorded, of 1 case\n")
    assert again.stdout.startswith(b"0 events recorded, of 1 case\n")
    assert (0, b"") == (asked.returncode, asked.stderr)
    assert b"denied" in asked.stdout


def test_a_position_is_told_with_its_words_and_its_dissent(type_, ledger):
    """Since when, on which statements, on whose words, and who dissents."""
    told = type_("position", "The Land", "deal", "--ledger", ledger, "--as-of", "2020-01-05")

    assert 0 == told.code
    assert (
        "Where land stands, as of 2020-01-05 (Europe/Moscow)\n"
        "\n"
        "deal: There is a deal\n"
        "  position  since       on the words of  note\n"
        "  denied    2020-01-03  agency           dissent\n"
        "\n"
        "It rests on\n"
        "  said        by      what          statement\n"
        "  2020-01-03  agency  deny: denied  no\n"
        "\n"
        "Who dissents\n"
        "  actor   position  on the words of\n"
        "  office  affirmed  office\n"
    ) == told.out


def test_a_position_in_json_and_csv_is_that_of_the_library(type_, ledger):
    """JSON is `Position.to_dict()`; CSV has the fields of `replay`."""
    asked = ("position", "land", "deal", "--ledger", ledger, "--format")
    with positions.open(ledger) as opened:
        position = opened.as_of().position("land", "deal")

    assert position.to_dict() == type_(*asked, "json").answer
    replayed = type_("replay", "--ledger", ledger, "--actor=land", "--claim=deal", "--format=csv")
    assert replayed.out == type_(*asked, "csv").out


def test_no_record_is_one(type_, ledger):
    """Where an actor has no position the answer is no."""
    told = type_("position", "guest", "talks", "--ledger", ledger)

    assert 1 == told.code
    assert "no record" in told.out
    assert "It rests on" not in told.out


def test_the_third_clock_asks_what_the_ledger_had(type_, dated):
    """`--recorded-by` reaches to the end of what it names; the cut is said, and stands in JSON."""
    asked = ("position", "land", "deal", "--ledger", dated, "--recorded-by")
    before = type_(*asked, "2020-01")

    assert "Where land stands, as recorded by 2020-01 (Europe/Moscow)" in before.out
    assert "denied" in before.out
    assert "affirmed    2020-01-04  land" not in before.out
    assert "affirmed  2020-01-04  land" in type_(*asked, "2020-02-10").out
    cut = json.loads(type_(*asked, "2020-01", "--format", "json").out)["cut"]
    assert "2020-01" == cut["recorded_by"]["text"]


@pytest.mark.parametrize("asked", [("--claim", "deal"), ("--actor", "land")])
def test_what_was_not_on_record_by_then_is_unknown(type_, dated, asked):
    """It is said that the clock is why."""
    told = type_("replay", "--ledger", dated, *asked, "--recorded-by", "2019")

    assert 2 == told.code
    assert "(in what the ledger had by 2019)\n" in told.err
    assert 1 == type_("replay", "--ledger", dated, "--recorded-by", "2019").code


@pytest.mark.parametrize(
    "command",
    [
        *ASKING,
        ("position", "land", "deal"),
        ("record", "--by=land", "--claim=deal", "--act=deny", "--said=2020"),
        ("amend", "no", "--set", "note=x", "--why", "y"),
        ("void", "no", "--why", "y"),
        ("verify",),
        ("export",),
    ],
    ids=lambda each: each[0],
)
def test_a_ledger_that_is_not_there_is_not_made(type_, tmp_path, command):
    """Only `load` and `import` make one; the others say so."""
    path = tmp_path / "missing.db"
    told = type_(*command, "--ledger", str(path))

    assert (2, "") == (told.code, told.out)
    assert (
        f"positions: --ledger: there is no ledger at {path}; "
        "`positions load CASE… --ledger FILE` makes one\n"
    ) == told.err
    assert not path.exists()


def test_a_file_without_anything_is_no_ledger(type_, tmp_path):
    """Neither one of no bytes nor a database without tables is; both stay as they are."""
    empty, bare = tmp_path / "empty.db", tmp_path / "bare.db"
    empty.touch()
    with closing(sqlite3.connect(bare)) as connection:
        connection.execute("PRAGMA user_version = 1")

    assert "there is no ledger" in type_("replay", "--ledger", str(empty)).err
    assert b"" == empty.read_bytes()
    assert "there is no ledger" in type_("replay", "--ledger", str(bare)).err


def test_a_server_without_a_ledger_is_told_without_its_password(type_, monkeypatch):
    """Tables are not made to ask them, and no password is shown."""
    without = 'relation "stored_events" does not exist'

    def without_tables(store, **_):
        assert "no" == store["CREATE_TABLE"]
        raise StoreFailed(without)

    monkeypatch.setattr(stores, "open_ledger", without_tables)
    told = type_("replay", "--ledger", REMOTE)

    assert 2 == told.code
    assert "there is no ledger at postgresql://me:…@host/ledger; " in told.err
    assert "secret" not in told.err


@pytest.mark.parametrize("command", [("replay",), ("verify",), ("load", "CASE")])
def test_what_is_no_ledger_is_left_alone(type_, case, tmp_path, command):
    """Another program's database, or any other file, is neither read nor written."""
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    before = path.read_bytes()
    typed = [case if each == "CASE" else each for each in command]
    told = type_(*typed, "--ledger", str(path))

    assert (2, "") == (told.code, told.out)
    assert "other.db is a database, but not a ledger\n" in told.err
    assert before == path.read_bytes()
    assert "file is not a database\n" in type_(*typed, "--ledger", case).err


def test_a_folder_is_no_ledger(type_, tmp_path):
    """The library says what would be right."""
    told = type_("replay", "--ledger", str(tmp_path))

    assert 2 == told.code
    assert "it is a folder; name a file in it, such as visit.db" in told.err


@pytest.mark.parametrize("command", [("replay",), ("load", "CASE")])
def test_what_the_system_forbids_is_said(type_, case, tmp_path, command):
    """A name that is too long is refused in a sentence."""
    path = str(tmp_path / ("x" * 300))
    told = type_(*(case if each == "CASE" else each for each in command), "--ledger", path)

    assert 2 == told.code
    assert told.err.startswith("positions: --ledger: no ledger can be opened there: ")
    assert "File name too long" in told.err


def test_a_ledger_that_others_hold_is_busy(type_, monkeypatch, ledger):
    """On opening too, which may be tried again: the code is 75."""

    def busy(*_, **__):
        raise LedgerBusy("locked")

    monkeypatch.setattr(stores, "open_ledger", busy)

    assert 75 == type_("replay", "--ledger", ledger).code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (LedgerBusy("locked"), 75),
        (StoreFailed("gone"), 2),
        (PositionsError("odd"), 2),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_store_that_fails_is_no_unwritten_answer(type_, monkeypatch, ledger, error, code):
    """These are errors of the system too, and yet are told as what they are; busy is 75."""

    def failing(*_):
        raise error

    monkeypatch.setattr(positions.Ledger, "catch_up", failing)
    told = type_("replay", "--ledger", ledger)

    assert (code, f"positions: {error}\n") == (told.code, told.err)


def test_damage_marks_what_it_may_have_touched(type_, ledger):
    """A flipped byte is noted beside the answers; those on other claims are as before."""
    before = type_("replay", "--ledger", ledger, "--claim", "sanctions")
    damage(ledger, "claim:deal", 2)
    after = type_("replay", "--ledger", ledger, "--claim", "deal")

    assert 0 == after.code
    assert "damaged" in after.out
    assert "damaged" in type_("position", "land", "deal", "--ledger", ledger).out
    assert before.out == type_("replay", "--ledger", ledger, "--claim", "sanctions").out


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_every_store_is_loaded_asked_and_verified(type_, case, store):
    """A file and a server give the same answers, and neither is made by asking."""
    with LASTING[store]() as place:
        kept = ("--ledger", place)
        assert "there is no ledger at " in type_("replay", *kept).err
        assert "there is no ledger at " in type_("verify", *kept).err
        assert 0 == type_("load", case, *kept).code
        assert type_("replay", case).out == type_("replay", *kept).out
        assert 0 == type_("void", "no", *kept, "--why", "a misprint").code
        assert "34 events in 11 streams: nothing is wrong\n" == type_("verify", *kept).out
        assert 0 == type_("verify", *kept, "--rebuild-index").code
        assert 34 == type_("export", *kept).out.count("\n")
