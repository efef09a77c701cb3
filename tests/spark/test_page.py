"""The pages on Spark and on Parquet: what they show is run, and what they list is there."""

import re
from pathlib import Path
from typing import Any

import pytest

import positions
from positions.exchange.parquet import write_log
from positions.exchange.parquet.columns import EVENTS

DOCS = Path(__file__).parents[2] / "docs"
SEED = Path(__file__).parents[2] / "seeds/soleimani-moscow-2015.yaml"


def shown(page):
    """Return the code of a page that Sybil leaves to us."""
    return re.findall(r"```py\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Return a folder in which the code of a page is run, with a log in it."""
    monkeypatch.chdir(tmp_path)
    with positions.open(":memory:") as ledger:
        ledger.load(SEED)
        with write_log("vote-log", buckets=2) as lines:
            ledger.export(lines)
    return tmp_path


def test_the_page_on_spark(session, here, capsys, monkeypatch):
    """Its code runs as it stands, on paths that Spark finds."""
    monkeypatch.setenv("PYSPARK_PYTHON", "")
    (code,) = shown("how-to/spark.md")
    found: dict[str, Any] = {}
    exec(code.replace('"vote-log"', repr(str(here / "vote-log"))), found)  # noqa: S102 - our page

    with positions.open(":memory:") as ledger:
        ledger.load(SEED)
        expected = ledger.as_of("2015-08-14").matrix()
    assert session is found["session"]
    assert len(expected) == found["matrix"].count()
    assert "|affirmed|" in capsys.readouterr().out.replace(" ", "")


def test_the_page_on_parquet(tmp_path, monkeypatch):
    """Its code takes a log out of a ledger and into another."""
    monkeypatch.chdir(tmp_path)
    (code,) = shown("reference/parquet.md")
    with positions.open(":memory:") as ledger, positions.open(":memory:") as another:
        ledger.load(SEED)
        exec(code, {"ledger": ledger, "another": another})  # noqa: S102 - our own page

        assert tuple(ledger.history()) == tuple(another.history())


def test_the_reference_lists_every_column():
    """Its table is that of the schema, in its order."""
    text = (DOCS / "reference/parquet.md").read_text(encoding="utf-8")
    rows = [
        line for line in text.splitlines() if re.match(r"\| `\w+` \| (text|int|bool|time)", line)
    ]
    types = {"name": "text"}
    expected = [
        f"| `{each.name}` | {types.get(each.type, each.type)} | {'yes' if each.null else ''} "
        f"| {each.doc} |"
        for each in EVENTS.columns
    ]

    assert expected == rows
