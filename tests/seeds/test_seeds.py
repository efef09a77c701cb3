"""Every cell of the notes' tables, asked of the seeds."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import positions
from positions import History

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
FILES = {
    "first": SEEDS / "soleimani-moscow-2015.yaml",
    "later": SEEDS / "soleimani-moscow-2015-later.yaml",
}
LOADED = {
    "first": datetime(2015, 8, 19, 12, tzinfo=UTC),
    "later": datetime(2015, 9, 30, 12, tzinfo=UTC),
}

# The base loader makes nothing but texts, so every date stays as it was typed.
ROWS = yaml.load((HERE / "expected.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
CELLS = [row for row in ROWS if "unchanged" not in row]
UNCHANGED = [row for row in ROWS if "unchanged" in row]


@cache
def history_of(*names: str) -> History:
    """Return the history of a ledger into which the seeds of these *names* were loaded in turn."""
    now = LOADED["first"]
    with positions.open(":memory:", clock=lambda: now) as ledger:
        for name in names:
            now = LOADED[name]
            ledger.load(FILES[name])
        return ledger.history()


def answer(
    history: History, row: dict[str, Any], recorded_by: datetime | None = None
) -> dict[str, Any]:
    """Return what *history* answers to the question of *row*, with the keys that *row* has."""
    view = history.as_of(row["as_of"], known_by=row.get("known_by"), recorded_by=recorded_by)
    include = row.get("include", ())
    position = view.position(row["actor"], row["claim"], include=include)
    timeline = view.timeline(row["actor"], row["claim"], include=include)
    given = {
        "kind": str(position.kind),
        "possible": sorted(map(str, position.possible)),
        "deferred_to": position.deferred_to,
        "shift": str(timeline[-1].kind) if timeline else None,
        "speaker_changed": str(timeline[-1].speaker_changed).lower() if timeline else None,
    }
    return {name: given[name] for name in expected(row)}


def expected(row: dict[str, Any]) -> dict[str, Any]:
    """Return the answer that *row* states; what is not `unsettled` has nothing `possible`."""
    questions = {"files", "actor", "claim", "as_of", "known_by", "include"}
    return {"possible": []} | {name: row[name] for name in row if name not in questions}


def named(row: dict[str, Any]) -> str:
    """Return a name for the test of *row*."""
    known = [f"known-{row['known_by']}"] if "known_by" in row else []
    words = [*row["files"], row["actor"], row["claim"], row["as_of"], *known]
    return "-".join([*words, *row.get("include", ())])


@pytest.mark.parametrize("row", CELLS, ids=named)
def test_the_replay_gives_the_answer_of_the_notes(row):
    """Each cell of the tables is answered as the notes have it."""
    assert expected(row) == answer(history_of(*row["files"]), row)


@pytest.mark.parametrize("row", UNCHANGED, ids=lambda row: "-".join(row["files"]))
def test_nothing_changes_under_the_earlier_recorded_by(row):
    """Every answer that was given before the later evidence came is still given of that day."""
    history = history_of(*row["files"])
    cells = [cell for cell in CELLS if cell["files"] == row["unchanged"]]
    recorded_by = LOADED[row["recorded_by"]]

    assert cells
    assert [expected(cell) for cell in cells] == [
        answer(history, cell, recorded_by) for cell in cells
    ]


def test_under_the_earlier_recorded_by_the_whole_matrix_is_what_it_was():
    """Law 3 on the seeds: at no date does the later file change what had been answered."""
    before, after = history_of("first"), history_of("first", "later")

    for day in range(1, 31):
        cut = f"2015-08-{day:02}"
        for policy in ("latest", "most_senior", "unanimous"):
            was = before.as_of(cut).matrix(policy=policy)
            now = after.as_of(cut, recorded_by=LOADED["first"]).matrix(policy=policy)
            assert was == now


@pytest.mark.parametrize("names", [["first"], ["first", "later"]], ids="-".join)
def test_loading_the_seeds_twice_changes_nothing(names):
    """Law 9 on the seeds: what is loaded again is there already, and nothing in them is odd."""
    now = LOADED["first"]
    with positions.open(":memory:", clock=lambda: now) as ledger:
        loads = [ledger.load(FILES[name]) for name in names]
        length = len(ledger.history())
        again = [ledger.load(FILES[name]) for name in names]

        assert all(load.recorded for load in loads)
        assert [()] * len(names) == [load.warnings for load in loads]
        assert [()] * len(names) == [load.recorded for load in again]
        assert length == len(ledger.history())


def test_a_name_is_found_in_any_script():
    """The general is found as Latin, Cyrillic and Arabic letters spell him."""
    with positions.open(":memory:") as ledger:
        ledger.load(FILES["first"])

        for name in ("Qassem Soleimani", "Suleimani", "Сулеймани", "سليماني"):
            assert "soleimani" == ledger.find(name)[0].id
