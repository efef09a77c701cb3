"""The command as a process: streams, pipes, interruptions, help."""

import io
import os
import runpy
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import positions
from positions.cli import main, shell
from positions.cli.command import CASE
from positions.cli.commands import COMMANDS
from positions.replay.index import COMPILED
from tests.cli.conftest import ROOT, run

EXAMPLES = [line for command in COMMANDS.values() for _, line in command.lines]


def test_output_is_utf_8_whatever_the_locale(tmp_path):
    """An old locale neither changes JSON nor makes a table fall over."""
    path = tmp_path / "case.yaml"
    path.write_text(
        "positions: 1\n"
        "actors: {x: {kind: person}}\n"
        "claims: {c: {text: Сулеймани 🕊️}}\n"
        "statements:\n"
        "  - {by: x, claim: c, act: confirm, said: 2020}\n",
        encoding="utf-8",
    )
    old = os.environ | {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    ran = run("replay", str(path), env=old)

    assert 0 == ran.returncode
    assert "Сулеймани 🕊️" in ran.stdout.decode("utf-8")
    assert b"\x1b" not in ran.stdout


def test_a_pipe_that_closes_is_no_error(case):
    """`positions … | head` ends in peace."""
    with subprocess.Popen(
        [sys.executable, "-m", "positions", "replay", case, case, "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        (running.stdout or sys.stdout).close()
        _, told = running.communicate()

    assert (141, b"") == (running.returncode, told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_said_in_a_sentence(case):
    """What cannot be written is no traceback, and no success."""
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "positions", "replay", case],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )

    assert 74 == ran.returncode
    assert b"positions: the answer cannot be written: No space left on device\n" == ran.stderr


def test_closed_streams_are_written_to_in_vain(monkeypatch, case):
    """Where standard output or error was closed, the exit code alone tells."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    assert 0 == main(["replay", case])
    assert 2 == main(["replay"])


def test_an_interruption_is_no_traceback(tmp_path):
    """Ctrl-C while a case is read ends with 130, and says nothing."""
    fifo = tmp_path / "case.yaml"
    os.mkfifo(fifo)
    with (
        subprocess.Popen(
            [sys.executable, "-m", "positions", "replay", str(fifo)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running,
        fifo.open("wb"),
    ):  # opens once the command reads it
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()

    assert (130, b"", b"") == (running.returncode, out, err)


def test_interrupted_within(monkeypatch, type_):
    """The same within one process."""

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(shell, "read", interrupted)

    assert 130 == type_("replay").code


def test_python_m_positions_is_the_command(monkeypatch, capsys):
    """`python -m positions` reads what was typed, and ends with its code."""
    monkeypatch.setattr(sys, "argv", ["positions", "--version"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("positions", run_name="__main__")

    assert 0 == ended.value.code
    told = capsys.readouterr().out
    assert told.startswith(f"positions {positions.__version__}, its loops ")
    assert told.endswith("compiled\n" if COMPILED else "in numpy\n")


def test_another_stream_is_written_to_as_it_is(monkeypatch, case):
    """A stream that a program has put in the place of standard output is left as it is."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)

    assert 0 == main(["replay", case])
    assert stream.getvalue().startswith("Who stands where")


def test_importing_main_runs_nothing():
    """Only running it does."""
    assert "main" in runpy.run_module("positions.__main__", run_name="elsewhere")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_examples(monkeypatch, type_, command):
    """Each command has help with examples, in 80 columns but for the lines to copy."""
    monkeypatch.setenv("COLUMNS", "80")
    told = type_(*command.split(), "--help")

    assert 0 == told.code
    if command != "load":
        assert ("visit.db that" in told.out) == ("--ledger visit.db" in told.out)
    for question, line in COMMANDS[command].lines:
        assert f"  {question}\n    $ {line}\n" in told.out
    prose = [line for line in told.out.splitlines() if not line.startswith("    $ ")]
    assert 80 > max(map(len, prose))


def test_help_lists_the_commands(type_):
    """`positions --help` names every command."""
    told = type_("--help")

    assert 0 == told.code
    for command in COMMANDS.values():
        assert command.name in told.out


def test_help_lists_the_commands_of_a_group(type_):
    """`positions projections --help` names each of its own, and no other."""
    told = type_("projections", "--help")

    assert 0 == told.code
    assert "rebuild   build projections anew" in told.out
    assert "who stands where" not in told.out


@pytest.fixture(scope="module")
def visit(tmp_path_factory):
    """Return a folder with what the examples speak of: the seeds, a ledger and its export."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("examples", "seeds"):
        (folder / name).symlink_to(ROOT / name)
    with positions.open(folder / "visit.db") as ledger:
        ledger.load(ROOT / CASE)
        ledger.export(folder / "visit.jsonl")
    return folder


@pytest.mark.parametrize("line", EXAMPLES)
def test_examples_of_help_work(monkeypatch, tmp_path, visit, type_, line):
    """Each is an answer, of which some are no; each may be typed again, but into a new folder."""
    shutil.copytree(visit, tmp_path / "clone", symlinks=True)
    monkeypatch.chdir(tmp_path / "clone")
    program, *argv = shlex.split(line.partition(" > ")[0].partition(" | ")[0])
    told = type_(*argv)

    assert "positions" == program
    assert told.code in {0, 1}
    assert told.out
    assert "" == told.err
    if "parquet" in argv:
        shutil.rmtree("visit-log")
    assert told.code == type_(*argv).code
