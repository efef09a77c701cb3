"""Your own projection: a pure fold over what is recorded, the same wherever it runs.

A desk keeps a list of walk-backs: who took back how much, and on what day. A *shift* is what one
recorded event did to one word in somebody's timeline; this projection folds them to a number, and
writes a row for each walk-back. The same object runs **live** over the past, and **following**: its
rows are then kept up to date in a database of your own, here an SQLite file that anything can ask.

Facts come late, and shifts that were told already change: `was` is the shift as it read before, and
`now` as it reads since. Who takes away the one and adds the other is right after either. Here the
transcripts come in, and Washington turns out to have walked back four days earlier.

It prints:

    live, as of 14 August      0 walk-backs
    following the story        3 walk-backs, Washington's on 2015-08-17
    and then the transcripts   3 walk-backs, Washington's on 2015-08-13
    as a replay has it: True
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import positions
from positions.projections import Column, Drop, Put, RecordedShift, Table

SEEDS = Path(__file__).parent.parent / "seeds"
COLUMNS = [Column("actor"), Column("claim"), Column("statement"), Column("said")]


def is_walk_back(shift: positions.Shift | None) -> bool:
    """Return whether there is a shift, and it is one."""
    return shift is not None and shift.kind == "walk_back"


class WalkBacks:
    """How many there are, and a row for each."""

    name = "walk_backs"
    version = 1
    over = "shifts"
    initial = 0
    tables = (Table("walk_backs", COLUMNS, key=("actor", "claim", "statement")),)

    def step(self, count: int, shift: RecordedShift) -> int:
        """Take away what was, and add what is."""
        return count - is_walk_back(shift.was) + is_walk_back(shift.now)

    def rows(self, count: int, shift: RecordedShift) -> Iterator[Put | Drop]:
        """Yield what a shift changes in the table."""
        del count
        key = {"actor": shift.actor, "claim": shift.claim, "statement": shift.statement.id}
        if is_walk_back(shift.now):
            yield Put("walk_backs", key | {"said": str(shift.statement.said)})
        elif is_walk_back(shift.was):
            yield Drop("walk_backs", key)


def told(count: int, database: Path) -> str:
    """Return what there is, by asking the database as anybody would."""
    asked = "SELECT said FROM walk_backs WHERE actor = 'united-states'"
    with closing(sqlite3.connect(database)) as connection:
        (days,) = zip(*connection.execute(asked), strict=True)
    return f"{count} walk-backs, Washington's on {', '.join(days)}"


with TemporaryDirectory() as folder, positions.open(":memory:") as ledger:
    views = Path(folder) / "views.db"
    ledger.load(SEEDS / "soleimani-moscow-2015.yaml")
    live = ledger.replay(WalkBacks(), as_of="2015-08-14")
    print(f"live, as of 14 August      {live.state} walk-backs")

    follower = ledger.follow(WalkBacks(), into=views)
    follower.catch_up()
    print(f"following the story        {told(follower.state('walk_backs'), views)}")

    ledger.load(SEEDS / "soleimani-moscow-2015-later.yaml")
    follower.catch_up()
    print(f"and then the transcripts   {told(follower.state('walk_backs'), views)}")

    live = ledger.replay(WalkBacks())
    print("as a replay has it:", live.tables["walk_backs"] == follower.rows("walk_backs"))
