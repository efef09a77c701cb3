"""A record for followers: Zipf's claims, late mandates, words amended and voided as it grows."""

import random
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

import positions
from positions import Recorded
from positions.projections import Column, ColumnType, Put, Row, Table

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.replay import World

__all__ = ["EachEvent", "drawn", "fill", "plain_row"]

AT_ONCE = 500
"""How many statements are loaded in one transaction, with what is found out about earlier ones."""
_EVERY = 20
"""One of so many mandates of persons is put on record late; a claim for so many statements."""


def fill(location: str, statements: int, seed: int = 2015) -> int:
    """Load so many statements into a new ledger, and return how many events that made.

    3 % of them are voided and 2 % amended, with the next load.
    """
    world = World(seed)
    chance = random.Random(seed)
    known = max(10, statements // _EVERY)
    late = [each for each in world.mandates if "as" in each][::_EVERY]
    claims = drawn(chance, known, statements)
    rows = [world.statement(f"s{number}", claim) for number, claim in enumerate(claims)]
    with positions.open(location) as ledger:
        early = [each for each in world.mandates if each not in late]
        opened = {f"claim{each}": {"text": f"What {each} says"} for each in range(known)}
        begun = world.case([]) | {"mandates": early, "claims": opened}
        ledger.load(begun)
        before: list[dict[str, Any]] = []
        for start in range(0, statements, AT_ONCE):
            some = rows[start : start + AT_ONCE]
            told = [late.pop()] if late else []
            found = {"mandates": told, "statements": some} | _found_out(chance, before)
            ledger.load({"positions": 1, "sources": begun["sources"]} | found)
            before = some
        ledger.load({"positions": 1, "mandates": late} | _found_out(chance, before))
        return len(ledger.history())


def drawn(chance: random.Random, claims: int, count: int) -> list[str]:
    """Return on which of so many claims statements are: on few much is said, and little on many."""
    weights = list(accumulate(1 / (rank + 1) for rank in range(claims)))
    return [f"claim{each}" for each in chance.choices(range(claims), cum_weights=weights, k=count)]


def _found_out(chance: random.Random, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what turns out about statements: 2 % amended, 3 % void."""
    told = [(chance.random(), row["id"]) for row in rows]
    return {
        "amendments": [
            {"statement": id, "act": "deny", "stance": None, "why": "as the transcript has it"}
            for number, id in told
            if number < 0.02
        ],
        "voids": [
            {"statement": id, "why": "never said"} for number, id in told if 0.02 <= number < 0.05
        ],
    }


class EachEvent:
    """Counts events, and keeps a row of each: the work that anybody's projection begins with."""

    version = 1
    initial = 0

    def __init__(self, name: str) -> None:
        """Keep it under a *name*, which is also that of its table."""
        self.name = name
        columns = (
            Column("number", ColumnType.INTEGER),
            Column("stream"),
            Column("event"),
            Column("recorded_at", ColumnType.TIMESTAMP),
        )
        self.tables = (Table(name, columns, ["number"]),)

    def step(self, state: int, recorded: Recorded) -> int:
        """Count one more."""
        del recorded
        return state + 1

    def rows(self, state: int, recorded: Recorded) -> list[Put]:
        """Return the row of an event."""
        return [Put(self.name, {"number": state, **plain_row(recorded)})]


def plain_row(recorded: Recorded) -> Row:
    """Return what is kept of an event, beside its number."""
    return {
        "stream": recorded.stream,
        "event": type(recorded.event).__name__,
        "recorded_at": recorded.recorded_at,
    }
