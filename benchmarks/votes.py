"""The votes that a ledger is measured with: of the General Assembly, or made up in its likeness."""

import json
import random
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from examples import un_votes

ALL_VOTES, ALL_ROLL_CALLS, COUNTRIES = 870_109, 6_203, 198

Row = dict[str, Any]


def ask_for_votes(parser: ArgumentParser) -> None:
    """Let be chosen which votes are written, and how many together."""
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="of the votes; else made-up")
    parser.add_argument("--votes", type=int, default=ALL_VOTES, help="how many")
    parser.add_argument("--size", type=int, default=20_000, help="of a transaction, in votes")


def made_up(votes: int) -> Iterator[un_votes.Session]:
    """Yield roll calls of made-up votes, from a seed, with as many on each as there were."""
    chance = random.Random(1946)
    countries = [f"Country {number}" for number in range(COUNTRIES)]
    roll_calls = max(1, round(votes * ALL_ROLL_CALLS / ALL_VOTES))
    for number in range(roll_calls):
        day = date(1946, 1, 1) + timedelta(days=number * 27_000 // roll_calls)
        voting = votes // roll_calls + (number < votes % roll_calls)
        call: Row = {"roll_call": number, "date": day.isoformat(), "resolution": "", "issues": ""}
        cast: list[Row] = [
            {
                "roll_call": number,
                "code": None,
                "country": country,
                "vote": chance.choices(("yes", "abstain", "no"), (80, 13, 7))[0],
            }
            for country in sorted(chance.sample(countries, voting))
        ]
        yield [call], cast


def cases(sessions: Iterator[un_votes.Session], votes: int, size: int) -> Iterator[Row]:
    """Yield cases of so many votes each; a claim comes with, or before, the first vote on it."""
    actors: Row = {}
    claims: Row = {}
    statements: list[Row] = []
    for case in map(un_votes.case, sessions):
        actors |= case["actors"]
        claims |= case["claims"]
        statements += case["statements"]
        while votes and len(statements) >= min(size, votes):
            size = min(size, votes)
            sections = {"actors": actors, "claims": claims, "statements": statements[:size]}
            yield {"positions": 1, "zone": case["zone"]} | sections
            votes -= size
            actors, claims, statements = {}, {}, statements[size:]


def written_down(folder: Path, data: Path | None, votes: int, size: int) -> int:
    """Write cases of votes into a folder, as plain data, and return how many votes there were."""
    sessions = un_votes.whole(data) if data else made_up(votes)
    count = 0
    for number, case in enumerate(cases(sessions, votes, size)):
        (folder / f"{number:04}.json").write_text(json.dumps(case), encoding="utf-8")
        count += len(case["statements"])
    return count


def prepared(folder: Path) -> Iterator[Row]:
    """Yield the cases that were prepared."""
    for path in sorted(folder.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))
