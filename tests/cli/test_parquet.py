"""Exporting and importing a log as Parquet, as somebody types it."""

import json
import sys

import pytest


def test_law_08_an_export_as_parquet_is_imported_and_exported_the_same(type_, ledger, tmp_path):
    """Law 8, on the command line: identical bytes by way of a folder of Parquet."""
    log, copy = tmp_path / "log", str(tmp_path / "copy.db")
    told = type_("export", str(log), "--format", "parquet", "--buckets", "2", "--ledger", ledger)
    imported = type_("import", str(log), "--ledger", copy)
    first, again = type_("export", "--ledger", ledger), type_("export", "--ledger", copy)

    assert (0, f"33 events exported to {log}\n", "") == (told.code, told.out, told.err)
    assert (0, "33 events recorded, 0 known already\n") == (imported.code, imported.out)
    assert first.out == again.out
    assert 2 == json.loads((log / "log.json").read_text(encoding="utf-8"))["buckets"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Return the folder in which commands are typed, which is empty but for the ledger."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--format", "parquet"], "Parquet is written to a folder; name one that is not there yet"),
        ([".", "--format", "parquet"], ".: is there already; export to a new folder"),
        (["new", "--format", "parquet", "--buckets", "0"], "new: cannot be written: there is at"),
        (["no/where", "--format", "parquet"], "no/where: cannot be written: No such file"),
        (["new", "--buckets", "2"], "--buckets goes with --format parquet"),
    ],
    ids=["standard output", "there", "no bucket", "no folder", "no parquet"],
)
def test_what_cannot_be_exported_is_refused(type_, ledger, here, words, why):
    """A sentence says why, and nothing is left behind."""
    before = sorted(here.iterdir())
    told = type_("export", *words, "--ledger", ledger)

    assert (2, "") == (told.code, told.out)
    assert told.err.startswith(f"positions: {why}")
    assert before == sorted(here.iterdir())


def test_a_folder_that_is_no_log_is_refused(type_, tmp_path):
    """What is imported is a log, or nothing is made."""
    target = tmp_path / "new.db"
    told = type_("import", str(tmp_path), "--ledger", str(target))

    assert 2 == told.code
    assert "is no log as Parquet" in told.err
    assert not target.exists()


@pytest.mark.parametrize(
    "words", [["export", "log", "--format", "parquet"], ["import", "."]], ids=["export", "import"]
)
def test_who_has_no_pyarrow_is_told_what_to_install(type_, ledger, monkeypatch, words):
    """It is an extra, which is asked for by its name."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    for room in ("positions.exchange.parquet", "positions.exchange.parquet.folder"):
        monkeypatch.delitem(sys.modules, room, raising=False)
    told = type_(*words, "--ledger", ledger)

    assert 2 == told.code
    assert "pip install positions[parquet]" in told.err
