"""What cannot be understood is said in a sentence on standard error, and ends with 2."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import positions
from positions.cli import main

ANY_FUNCTION = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50
)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["repaly"], "positions: there is no command 'repaly'; did you mean replay?"),
        (["zzz"], "positions: there is no command 'zzz'; did you mean one of replay, position,"),
        ([], "positions: the following arguments are required: COMMAND (positions --help"),
        (["replay"], "positions: name what to ask: case files, or a ledger with --ledger FILE ("),
        (["replay", "CASE", "--ledger", "x.db"], "leave one of the two out, or put the cases into"),
        (["replay", "CASE", "--recorded-by", "2020"], "positions: --recorded-by: goes with --ledg"),
        (["load", "--ledger", "x.db"], "positions: name the case files to load (positions load --"),
        (["load", "CASE"], "positions: the following arguments are required: --ledger (positions"),
        (["load", "CASE", "--ledger", ":memory:"], "--ledger: a ledger in memory is gone when the"),
        (
            ["load", "CASE", "--ledger", "x.db", "--zone", "Mars"],
            "--zone: its zone 'Mars' is not k",
        ),
        (["load", "CASE", "--ledger", "no/such/folder/x.db"], "there is no folder"),
        (["import", "no-such-file", "--ledger", "x.db"], "no-such-file: cannot be read: No such f"),
        (["import", "\0", "--ledger", "x.db"], "cannot be read: embedded null byte"),
        (["replay", "CASE", "--as-off", "2020"], "unrecognized arguments: --as-off 2020"),
        (["replay", "CASE", "--as-of", "yesterday"], "positions: --as-of: 'yesterday' is not a"),
        (["diff", "CASE", "--from", "2020", "--to", "x"], "positions: --to: 'x' is not a time"),
        (["diff", "CASE", "--from", "x", "--to", "2020"], "positions: --from: 'x' is not a time"),
        (["replay", "CASE", "--known-by", "2020-13"], "positions: --known-by: '2020-13' is not"),
        (["replay", "CASE", "--zone", "Mars"], "positions: --zone: its zone 'Mars' is not known"),
        (["replay", "CASE", "--actor", "guset"], "no actor 'guset'; did you mean 'guest'?"),
        (
            ["replay", "CASE", "--actor", "desk"],
            "positions: 'desk' is a name of agency and of office; give one of these ids",
        ),
        (["replay", "CASE", "--claim", "daal"], "no claim 'daal'; did you mean 'deal'?"),
        (["agreement", "CASE", "--between", "land", "lord"], "there is no actor 'lord'"),
        (["replay", "CASE", "--include", "privat"], "--include: 'privat' is no visibility of"),
        (["replay", "CASE", "--include", "zzz"], "did you mean private, leaked, or private,leaked"),
        (["replay", "CASE", "--policy", "loudest"], "argument --policy: invalid choice"),
        (
            ["replay", "CASE", "--window", "7"],
            "positions: --window: goes with --policy most_senior",
        ),
        (
            ["replay", "CASE", "--policy", "most_senior", "--window", "nan"],
            "positions: --window: 'nan' is no number of days",
        ),
        (
            ["replay", "CASE", "--policy", "most_senior", "--window", "week"],
            "positions: --window: 'week' is no number of days",
        ),
        (
            ["replay", "CASE", "--policy", "most_senior", "--window", "1e99"],
            "positions: --window: '1e99' is no number of days",
        ),
        (["projections"], "following arguments are required: COMMAND (positions projections --hel"),
        (["projections", "rnu"], "there is no command 'projections rnu'; did you mean projections"),
        (["replay", "no-such-file"], "no-such-file: cannot be read: No such file or directory"),
        (["replay", "\x1b[31m"], "\\x1b[31m: cannot be read"),
    ],
    ids=lambda each: " ".join(each).replace("\x1b", "ESC") if isinstance(each, list) else "",
)
def test_a_sentence_says_what_is_wrong(type_, case, typed, sentence):
    """It says what, where, and what would be right; and nothing is answered."""
    told = type_(*(case if each == "CASE" else each for each in typed))

    assert (2, "") == (told.code, told.out)
    assert sentence in told.err
    assert 1 == told.err.count("\n")


def test_every_problem_of_a_file_has_its_line(type_, tmp_path):
    """They are the library's: file, line, path, and why."""
    path = tmp_path / "bad.yaml"
    path.write_text(
        "positions: 1\n"
        "actors:\n"
        "  x: {kind: persn}\n"
        "claims:\n"
        "  c: {text: C}\n"
        "statements:\n"
        "  - {by: x, claim: c, act: confrm, said: 2020}\n",
        encoding="utf-8",
    )
    with positions.open(":memory:") as ledger, pytest.raises(positions.InvalidCase) as raised:
        ledger.load(path)
    told = type_("replay", str(path))

    assert f"{raised.value}\n" == told.err
    assert 2 == told.err.count("\n")
    assert told.err.startswith(f"{path}:3: actors.x.kind: ")


def test_what_is_merely_odd_is_a_warning(type_, tmp_path):
    """It is said on standard error, and changes neither answer nor exit code."""
    path = tmp_path / "odd.yaml"
    path.write_text(
        "positions: 1\n"
        "actors: {x: {kind: person}}\n"
        "claims: {c: {text: C}}\n"
        "statements:\n"
        "  - {by: x, claim: c, act: confirm, said: 2020, reports: [{published: 2019}]}\n",
        encoding="utf-8",
    )
    told = type_("replay", str(path))

    assert 0 == told.code
    assert told.err.startswith(f"warning: {path}:5: ")
    assert "warning" not in told.out


@ANY_FUNCTION
@example("\ud800")
@example("\0")
@given(st.text())
def test_any_text_as_a_date_is_understood_or_refused(case, text):
    """No text makes the program fall over."""
    assert main(["replay", case, f"--as-of={text}"]) in {0, 1, 2}


@ANY_FUNCTION
@given(st.sampled_from(["--actor", "--claim", "--include", "--zone", "--window"]), st.text())
def test_any_text_as_an_option_is_understood_or_refused(case, option, text):
    """No text makes the program fall over, whatever it is given for."""
    typed = ["replay", case, "--policy", "most_senior", f"{option}={text}"]

    assert main(typed) in {0, 1, 2}


@ANY_FUNCTION
@given(st.lists(st.text(), max_size=3))
def test_any_line_is_understood_or_refused(argv):
    """Nor does any line that is typed."""
    assert main(argv) in {0, 2}
