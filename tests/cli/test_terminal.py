"""On a terminal tables are coloured, and folded so that no word is broken."""

import io
import os
import re
import subprocess
import sys

import pytest

from positions.cli.answer import Answer, Cell, Table
from positions.cli.terminal import draw
from tests.cli.conftest import ROOT

COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]m")
ANY_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")


def answer_of(*parts):
    """Return an answer with these parts."""
    return Answer(
        found=True,
        title="A title",
        parts=parts,
        nothing="Nothing at all.",
        data=None,
        columns=(),
        records=(),
    )


@pytest.fixture
def drawn(monkeypatch):
    """Return a function that draws parts on a terminal of a width."""

    def drawing(width, *parts):
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.delenv("NO_COLOR", raising=False)
        stream = io.StringIO()
        draw(answer_of(*parts), stream)
        return stream.getvalue()

    return drawing


def lines(text):
    """Return the lines of what was drawn, without style and trailing space."""
    return [line.rstrip() for line in ANY_STYLE.sub("", text).splitlines()]


def test_positions_are_coloured(drawn):
    """A cell has its colour."""
    table = Table.of("A heading", ("actor", "position"), [("land", Cell("denied", "red"))])

    assert "\x1b[31mdenied" in drawn(80, table)
    assert ["A title", "", "A heading", "actor  position", "land   denied"] == lines(
        drawn(80, table)
    )


def test_long_texts_are_folded_between_words(drawn):
    """What does not fit is folded where the most is lacking, and no word is broken."""
    table = Table.of("", ("id", "words"), [("one-long-id", "five words of some length")])

    assert [
        "A title",
        "",
        "id           words",
        "one-long-id  five words",
        *(["             of some", "             length"]),
    ] == lines(drawn(24, table))


def test_too_many_columns_are_drawn_one_below_the_other(drawn):
    """Each part has the first column again."""
    table = Table.of("", ("actor", "claims", "others"), [("land", "affirmed", "uncommitted")])

    assert [
        "A title",
        "",
        "actor  claims",
        "land   affirmed",
        "",
        "actor  others",
        "land   uncommitted",
    ] == lines(drawn(20, table))


def test_folded_lines_keep_their_indent(drawn):
    """An explanation is read by its indents."""
    assert ["A title", "", "who on what", "  folded", "  words"] == lines(
        drawn(11, "who on what\n  folded words")
    )


def test_nothing_is_said_in_a_sentence(drawn):
    """Where there are no parts there is the sentence."""
    assert ["A title", "", "Nothing at all."] == lines(drawn(80))


def on_a_terminal(*argv, **environment):
    """Return what a command prints on a terminal of its own, and its exit code."""
    kept = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "positions", *argv],
        env=kept | {"COLUMNS": "80", "TERM": "xterm-256color"} | environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
    ) as running:
        os.close(theirs)
        told = b""
        while chunk := _read(ours):
            told += chunk
    os.close(ours)
    return running.returncode, told.decode()


def _read(terminal):
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux says so where the other end is closed
        return b""


def test_a_terminal_gets_colours_and_a_sign_of_life(case):
    """Loading is shown while it lasts."""
    code, told = on_a_terminal("replay", case)

    assert 0 == code
    assert "loading" in told
    assert COLOUR.search(told)


def test_reading_a_ledger_is_shown_while_it_lasts(ledger):
    """How much is read, and of how much."""
    code, told = on_a_terminal("verify", "--ledger", ledger)
    assert 0 == code
    assert "verifying" in told

    code, told = on_a_terminal("replay", "--ledger", ledger)
    assert 0 == code
    assert "reading the ledger" in told
    assert "33/33" in told


def test_building_tables_is_shown_while_it_lasts(ledger):
    """How far they have come, and of how much."""
    for doing, typed in (
        ("keeping up", ["run", "shifts", "--once"]),
        ("anew", ["rebuild", "shifts"]),
    ):
        code, told = on_a_terminal("projections", *typed, "--ledger", ledger)

        assert 0 == code
        assert doing in told
        assert "33/33" in told
        assert "active" in told


def test_no_color_is_respected(case):
    """https://no-color.org: with NO_COLOR set there are no colours."""
    code, told = on_a_terminal("replay", case, NO_COLOR="1")

    assert 0 == code
    assert not COLOUR.search(told)
