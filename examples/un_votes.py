"""Who agreed with whom in the United Nations General Assembly: votes as statements.

A vote is what a state commits itself to on a proposal, on a day. So each roll call becomes a claim,
each vote a statement, and the ledger answers from there. Without options this loads the session of
2015 that lies beside it; with `--data FOLDER` every roll call since 1946.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

import positions

Row = dict[str, Any]
Session = tuple[list[Row], list[Row]]
"""The roll calls of a session, and the votes in them."""
Agreement = tuple[int, int]
"""On how many claims two actors took the same stance, and on how many both took one."""

SAMPLE = Path(__file__).parent / "data"
ACTS = {"yes": "support", "no": "oppose", "abstain": "abstain"}
NAMED = ["united-states", "france", "russia", "china", "iran", "israel"]
ASKED = "roll-call-5394"  # on A/RES/70/5: the embargo on Cuba

console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
aside = Console(stderr=True)


def slug(name: str) -> str:
    """Return the id of a country: its name in small plain letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def case(session: Session) -> Row:
    """Return the votes of a session as a case: the form in which a ledger takes them."""
    roll_calls, votes = session
    dates = {each["roll_call"]: each["date"] for each in roll_calls}
    countries = {each["country"]: each["code"] for each in votes}
    actors = {country: slug(country) for country in countries}
    return {
        "positions": 1,
        "zone": "America/New_York",  # where the Assembly sits
        "actors": {
            actors[country]: {
                "kind": "state",
                "names": [country],
                "ids": {"iso-3166": code} if code else {},
            }
            for country, code in countries.items()
        },
        "claims": {f"roll-call-{each['roll_call']}": proposal(each) for each in roll_calls},
        "statements": [
            {
                "id": f"vote-{actors[each['country']]}",
                "by": actors[each["country"]],
                "claim": f"roll-call-{each['roll_call']}",
                "act": ACTS[each["vote"]],
                "said": dates[each["roll_call"]],
            }
            for each in votes
        ],
    }


def proposal(roll_call: Row) -> Row:
    """Return what was put to the vote, as a claim."""
    motion = f"The motion of roll call {roll_call['roll_call']}"
    on = f", on {roll_call['resolution']}," if roll_call["resolution"] else ""
    tags = [each for each in roll_call["issues"].split("; ") if each]
    return {"kind": "proposal", "text": f"{motion}{on} should be carried", "tags": tags}


def sample() -> Session:
    """Return the session that lies beside this file."""
    name = "un-session-70"
    with (SAMPLE / f"{name}-roll-calls.csv").open(encoding="utf-8", newline="") as file:
        roll_calls = list(csv.DictReader(file))
    with (SAMPLE / f"{name}-votes.csv").open(encoding="utf-8", newline="") as file:
        return roll_calls, list(csv.DictReader(file))


def whole(folder: Path) -> Iterator[Session]:
    """Yield every session of the whole data, as its package publishes them."""
    try:
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError:
        sys.exit("The whole data are Parquet files, which pyarrow reads: pip install pyarrow")
    issues = defaultdict(list)
    with (folder / "issues.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            issues[int(row["rcid"])].append(row["issue"])
    sessions: dict[int, Session] = defaultdict(lambda: ([], []))
    held_in = {}
    for row in parquet.read_table(folder / "roll_calls.parquet").to_pylist():
        held_in[row["rcid"]] = row["session"]
        named = {"roll_call": row["rcid"], "resolution": row["unres"]}
        more = {"date": dated(row["date"]), "issues": "; ".join(sorted(issues[row["rcid"]]))}
        sessions[row["session"]][0].append(named | more)
    for batch in parquet.ParquetFile(folder / "votes.parquet").iter_batches():
        for row in batch.to_pylist():
            vote = {"roll_call": row["rcid"], "code": row["country_code"]}
            more = {"country": row["country"], "vote": row["vote"]}
            sessions[held_in[row["rcid"]]][1].append(vote | more)
    for number in sorted(sessions):
        yield sessions.pop(number)


def dated(day: dt.date) -> str:
    """Return when a roll call was held, as far as the data can be trusted.

    Before the 58th session (September 2003) nearly every day of a month is one from 1 to 7, where
    other records have others: a session begins before it was opened. The month is right. So the
    month is what is recorded, and the library answers `unsettled` for a day within it.
    """
    return f"{day:%Y-%m}" if day < dt.date(2003, 9, 1) and day.day <= 7 else day.isoformat()  # noqa: PLR2004


def agreements(matrix: positions.Matrix) -> dict[tuple[str, str], Agreement]:
    """Return for each pair of actors what `view.agreement` counts, for all pairs at once.

    Of each actor and stance the claims are the bits of one number, so that a pair is a few
    operations however many roll calls there were.
    """
    bit = {claim: 1 << place for place, claim in enumerate(matrix.claims)}
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for (actor, claim), standing in matrix.items():
        if standing.kind.stance is not None:
            held[actor][standing.kind] += bit[claim]
    taken = {actor: sum(stances.values()) for actor, stances in held.items()}
    found = {}
    for one, other in combinations(held, 2):
        same = sum((held[one][kind] & held[other][kind]).bit_count() for kind in held[one])
        found[one, other] = same, (taken[one] & taken[other]).bit_count()
    return found


def share(agreement: Agreement) -> float:
    """Return the part of the claims on which both took a stance that was the same."""
    same, shared = agreement
    return same / shared if shared else 0.0


def table(found: dict[tuple[str, str], Agreement]) -> Iterator[str]:
    """Yield the rows of a table of how often the named countries agreed, in per cent."""
    named = [each for each in NAMED if any(each in pair for pair in found)]
    yield " " * 15 + "".join(f"{each:>10}" for each in named[1:])
    for place, one in enumerate(named[:-1], start=1):
        pairs = [(min(one, other), max(one, other)) for other in named[place:]]
        cells = (f"{share(found[pair]):10.0%}" for pair in pairs)
        yield f"{one:15}{' ' * 10 * (place - 1)}{''.join(cells)}"


def show(view: positions.View) -> None:
    """Print who agreed with whom, and why one of them stands where it does."""
    found = agreements(view.matrix())
    most = max((shared for _, shared in found.values()), default=0)
    often = {pair: each for pair, each in found.items() if each[1] * 2 >= most}
    ranked = sorted(often, key=lambda pair: (share(often[pair]), pair))
    heading("How often they took the same side")
    lines(table(found))
    heading("The pairs that agreed most, and least, of those that often voted both")
    lines(pair_line(pair, often[pair]) for pair in [*ranked[:-6:-1], *ranked[4::-1]])
    if ASKED in view.claims:
        sides = Counter(str(each.kind) for each in view.positions(claim=ASKED))
        heading(view.claim(ASKED).text)
        lines(f"{count:5} {kind}" for kind, count in sides.most_common())
        heading("Why one of them stands there")
        console.print(view.position("united-states", ASKED).explain())


def pair_line(pair: tuple[str, str], agreement: Agreement) -> str:
    """Return what a table says of a pair."""
    same, shared = agreement
    return f"{share(agreement):5.0%}  {same:5,} of {shared:5,}  {pair[0]}, {pair[1]}"


def heading(text: str) -> None:
    """Print a heading."""
    console.print(f"\n{text}\n", style="bold")


def lines(rows: Iterable[str]) -> None:
    """Print the rows of a table."""
    for row in rows:
        console.print(row)


def main() -> None:
    """Load the votes, and ask."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--ledger", default=":memory:", metavar="FILE", help="where to keep them")
    asked.add_argument("--data", type=Path, metavar="FOLDER", help="the whole of the data")
    given = asked.parse_args()
    sessions = [sample()] if given.data is None else whole(given.data)
    recorded = known = 0
    with positions.open(given.ledger) as ledger:
        many = 74 if given.data else 1
        for session in track(sessions, "Loading", many, console=aside, transient=True):
            loaded = ledger.load(case(session))
            recorded, known = recorded + len(loaded.recorded), known + loaded.known
        console.print(f"{recorded:,} events recorded; {known:,} entries were there already")
        show(ledger.as_of())


if __name__ == "__main__":
    main()
