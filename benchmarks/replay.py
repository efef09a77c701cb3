"""What loading, recording and asking cost on a large record, and the memory that they take.

Run without arguments for the sizes that the documentation speaks of; `--help` lists the others.
Each measurement runs in fresh processes, one after the other, so that none profits from another and
each has its own peak of memory. With `--against`, the sources of another version take turns with
these. The data are made up, from a seed: no actor and no claim exists.
"""

import argparse
import random
import resource
import statistics
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from itertools import pairwise
from multiprocessing import get_context
from time import process_time
from typing import Any

import positions

Row = dict[str, Any]
Figures = dict[str, tuple[float, str]]
"""What was measured, by what it is called: a number and its unit."""

FIRST, LAST = date(2010, 1, 1), date(2025, 12, 31)
TERM = 5  # years in which one person holds a post
STANCES = ["affirmed", "probable", "possible", "uncommitted", "doubtful", "improbable", "denied"]
COMMITTED = ["assert", "assert", "confirm", "deny", "hedge"]
EMPTY = ["decline_comment", "no_response", "dismiss", "raise_concern"]


class World:
    """Governments with ministries, each with a minister and a spokesperson, in terms of office.

    Attributes:
        chance: Where every choice comes from.
        actors: The actors of a case.
        mandates: The mandates of a case, dated but for those of bodies.
        offices: Each person, with the actor for whom it speaks and its term.
    """

    def __init__(self, seed: int, governments: int = 12) -> None:
        self.chance = random.Random(seed)
        self.actors: dict[str, Row] = {}
        self.mandates: list[Row] = []
        self.offices: list[tuple[str, date, date]] = []
        for number in range(governments):
            self._govern(f"gov{number}")

    def _govern(self, government: str) -> None:
        self.actors[government] = {"kind": "government", "names": [government.title()]}
        for place, name in enumerate(("presidency", "foreign", "defence", "mission"), start=1):
            body = f"{government}-{name}"
            self.actors[body] = {"kind": "body", "names": [body]}
            self.mandates.append({"by": body, "for": government, "rank": place})
            for rank, office in enumerate(("minister", "spokesperson"), start=1):
                post = f"{body}-{office}"
                self.actors[post] = {"kind": "post"}
                self.mandates.append({"by": post, "for": body, "rank": rank})
                for year in range(FIRST.year, LAST.year, TERM):
                    self._appoint(f"{post}-{year}", post, office, year)

    def _appoint(self, person: str, post: str, office: str, year: int) -> None:
        begins = date(year, 1 + len(self.offices) % 12, 15)
        ends = begins.replace(year=year + TERM)
        self.actors[person] = {"kind": "person", "names": [f"Person {len(self.offices)}"]}
        self.offices.append((person, begins, ends))
        dates = {"from": begins.isoformat(), "until": ends.isoformat()}
        if len(self.offices) % 10 == 0:
            dates["from"] = f"{begins:%Y-%m}"  # the day is not known
        self.mandates.append({"by": person, "for": post, "as": office, **dates})

    def day(self) -> date:
        """Return some day."""
        return FIRST + timedelta(days=self.chance.randrange((LAST - FIRST).days))

    def statement(self, name: str, claim: str, people: int | None = None) -> Row:
        """Return what one of so many people said in office on a claim, mostly on a known day."""
        chance = self.chance
        speaker, begins, ends = chance.choice(self.offices[:people])
        day = begins + timedelta(days=chance.randrange((ends - begins).days))
        row: Row = {"id": name, "by": speaker, "claim": claim, "said": day.isoformat()}
        row["act"] = chance.choice(COMMITTED if chance.random() < 0.85 else EMPTY)
        if row["act"] == "assert":
            row["stance"] = chance.choices(STANCES, [9, 4, 2, 5, 2, 3, 8])[0]
        if chance.random() < 0.05:
            row["said"] = f"{day:%Y-%m}"
        if chance.random() < 0.3:
            row["utterance"] = f"briefing-{speaker}-{day}"
        published = (day + timedelta(days=chance.randrange(1, 4))).isoformat()
        row["reports"] = [
            {
                "source": f"wire{chance.randrange(20)}",
                "published": published,
                "quote": f"On {name}.",
            }
            for _ in range(chance.choice((1, 1, 2)))
        ]
        return row

    def statements(self, count: int, claims: int) -> list[Row]:
        """Return statements on claims; one in fifty follows another of its claim."""
        rows: list[Row] = []
        latest: dict[str, Row] = {}
        for number in range(count):
            claim = f"claim{number % claims}"
            row = self.statement(f"s{number}", claim)
            earlier = latest.get(claim)
            if earlier and self.chance.random() < 0.02 and earlier["said"][:7] < row["said"][:7]:
                row["follows"] = [earlier["id"]]
            latest[claim] = row
            rows.append(row)
        return rows

    def case(self, rows: list[Row]) -> Row:
        """Return a case of statements: of each hundred one is amended, of a thousand one void."""
        claims = dict.fromkeys(row["claim"] for row in rows)
        return {
            "positions": 1,
            "zone": "Europe/Vienna",
            "sources": {f"wire{each}": {"outlet": f"Wire {each}"} for each in range(20)},
            "actors": self.actors,
            "mandates": self.mandates,
            "claims": {claim: {"text": f"What {claim} says", "kind": "fact"} for claim in claims},
            "statements": rows,
            "amendments": [
                {"statement": row["id"], "wording": "as the transcript has it", "why": "transcript"}
                for row in rows[50::100]
            ],
            "voids": [{"statement": row["id"], "why": "never said"} for row in rows[70::1000]],
        }


def timed(act: Callable[[], object]) -> float:
    """Return the seconds that an act keeps a processor busy, whoever else wants it."""
    started = process_time()
    act()
    return process_time() - started


def spread(name: str, seconds: list[float]) -> Figures:
    """Return the median, the 99th percentile and the longest, in milliseconds."""
    ordered = sorted(seconds)
    return {
        f"{name}: median": (statistics.median(ordered) * 1e3, "ms"),
        f"{name}: p99": (ordered[int(len(ordered) * 0.99)] * 1e3, "ms"),
        f"{name}: longest": (ordered[-1] * 1e3, "ms"),
    }


def loaded(world: World, rows: list[Row]) -> positions.Ledger:
    """Return a ledger in memory that holds a case of these statements."""
    ledger = positions.open(":memory:")
    ledger.load(world.case(rows))
    return ledger


def load(sizes: argparse.Namespace) -> Figures:
    """Load a case from plain data."""
    world = World(sizes.seed)
    case = world.case(world.statements(sizes.statements, sizes.claims))
    before = _peak()
    ledger = positions.open(":memory:")
    first = timed(lambda: ledger.load(case))
    return {
        "load": (first, "s"),
        "load: a statement": (first / sizes.statements * 1e6, "µs"),
        "load again, nothing new": (timed(lambda: ledger.load(case)), "s"),
        "peak before loading": (before, "MB"),
        "peak after loading": (_peak(), "MB"),
    }


def ask(sizes: argparse.Namespace) -> Figures:
    """Ask at random where somebody, or some body, stands on a claim on a day."""
    world = World(sizes.seed)
    ledger = loaded(world, world.statements(sizes.statements, sizes.claims))
    asked: set[str] = set()
    taken: dict[str, list[float]] = {"first": [], "later": [], "known": [], "all": []}
    opening = timed(lambda: ledger.as_of().actors)
    for _ in range(sizes.questions):
        actor = world.chance.choice(list(world.actors))
        claim = f"claim{world.chance.randrange(sizes.claims)}"
        day = world.day()
        view = ledger.as_of(day)
        seconds = timed(lambda: view.position(actor, claim))  # noqa: B023 - called at once
        taken["all"].append(seconds)
        taken["later" if claim in asked else "first"].append(seconds)
        asked.add(claim)
        view = ledger.as_of(day, known_by=day)
        position = view.position(actor, claim)
        taken["known"].append(timed(position.to_dict))
    return {
        "view: first of a ledger": (opening * 1e3, "ms"),
        **spread("position", taken["all"]),
        **spread("position: first touch of its claim", taken["first"]),
        **spread("position: claim touched before", taken["later"]),
        **spread("to_dict, with dissent and exclusions", taken["known"]),
        "peak after asking": (_peak(), "MB"),
    }


def past(sizes: argparse.Namespace) -> Figures:
    """Ask at random what a ledger that grew in a hundred loads had on record by an earlier time."""
    world = World(sizes.seed)
    rows = world.statements(sizes.statements // 10, sizes.claims // 10)
    ledger = positions.open(":memory:")
    instants = []
    for start in range(0, len(rows), len(rows) // 100):
        case = world.case(rows[start : start + len(rows) // 100])
        ledger.load(case)
        instants.append(ledger.history()[-1].recorded_at)
    taken = []
    for _ in range(sizes.questions // 10):
        view = ledger.as_of(recorded_by=world.chance.choice(instants[20:]))
        actor, claim = world.chance.choice(view.actors), world.chance.choice(view.claims)
        taken.append(timed(lambda: view.position(actor, claim)))  # noqa: B023 - called at once
    return spread("position, recorded_by at random", taken)


def large(sizes: argparse.Namespace) -> Figures:
    """Ask all there is to ask of one claim on which much was said."""
    world = World(sizes.seed)
    rows = [world.statement(f"s{each}", "claim0", people=50) for each in range(sizes.large)]
    ledger = loaded(world, rows)
    view, some = ledger.as_of(), ledger.as_of("2015-08-14")
    figures: Figures = {
        "large claim: all positions, first": (timed(lambda: view.positions(claim="claim0")), "s"),
        "large claim: all positions": (timed(lambda: view.positions(claim="claim0")), "s"),
        "large claim: all positions in 2015": (timed(lambda: some.positions(claim="claim0")), "s"),
        "large claim: matrix": (timed(view.matrix), "s"),
        "large claim: how many positions": (len(view.positions(claim="claim0")), ""),
    }
    for policy in ("latest", "most_senior", "unanimous"):
        took = timed(lambda: view.position("gov0", "claim0", policy=policy))  # noqa: B023
        figures[f"large claim: one body, {policy}"] = took * 1e3, "ms"
    position = view.position("gov0", "claim0")
    figures["large claim: explain one body"] = timed(position.explain) * 1e3, "ms"
    figures["large claim: timeline"] = timed(lambda: view.timeline("gov0", "claim0")) * 1e3, "ms"
    return figures


def record(sizes: argparse.Namespace) -> Figures:
    """Record statements one by one, and ask after each where its government stands."""
    figures: Figures = {}
    for count in (sizes.statements // 10, sizes.statements):
        world = World(sizes.seed)
        ledger = loaded(world, world.statements(count, count // 100))
        writes, asks = [], []
        for step in range(sizes.steps):
            row = world.statement(f"new{step}", f"claim{world.chance.randrange(count // 100)}")
            government, claim = row["by"].split("-")[0], row["claim"]
            for report in row["reports"]:
                report["outlet"] = report.pop("source")
            writes.append(timed(lambda: ledger.record(**row)))  # noqa: B023 - called at once
            asks.append(timed(lambda: ledger.as_of().position(government, claim)))  # noqa: B023
        figures |= spread(f"record one, on {count:,}", writes)
        figures |= spread(f"then ask, on {count:,}", asks)
    return figures


def roll_call(sizes: argparse.Namespace) -> Figures:
    """Load votes: of each claim an utterance in which every actor speaks once."""
    world = World(sizes.seed)
    people = [person for person, _, _ in world.offices[:200]]
    rows = [
        {
            "id": f"vote-{person}",
            "by": person,
            "claim": f"claim{vote}",
            "act": world.chance.choice(("support", "oppose", "abstain")),
            "said": world.day().isoformat(),
            "utterance": f"vote{vote}",
        }
        for vote in range(sizes.votes)
        for person in people
    ]
    case = world.case(rows) | {"amendments": [], "voids": []}
    ledger = positions.open(":memory:")
    took = timed(lambda: ledger.load(case))
    view = ledger.as_of()
    every = timed(lambda: [view.positions(claim=claim) for claim in view.claims[:20]]) / 20
    return {
        f"roll call, 200 × {sizes.votes:,}: load": (took, "s"),
        "roll call: a statement": (took / len(rows) * 1e6, "µs"),
        "roll call: positions on one claim, first": (every * 1e3, "ms"),
        "roll call: peak": (_peak(), "MB"),
    }


def chain(sizes: argparse.Namespace) -> Figures:
    """Load statements each of which follows the one before; and a speech on as many claims."""
    world = World(sizes.seed)
    rows = [world.statement(f"s{each}", "claim0") for each in range(sizes.chain)]
    for earlier, row in pairwise(rows):
        row["follows"] = [earlier["id"]]
    for place, row in enumerate(rows):
        row["said"] = (FIRST + timedelta(days=place)).isoformat()
        row.pop("utterance", None)
    words = [
        world.statement(f"s{each}", f"claim{each}")
        | {"by": "gov0", "said": "2015-08-14", "utterance": "speech"}
        for each in range(sizes.chain)
    ]
    parts = [row | {"seq": place} for place, row in enumerate(words)]
    figures: Figures = {}
    for name, some in {"chain": rows, "speech": words, "speech in order": parts}.items():
        case = world.case(some) | {"amendments": [], "voids": []}
        ledger = positions.open(":memory:")
        figures[f"{name} of {sizes.chain:,}: load"] = timed(lambda: ledger.load(case)), "s"  # noqa: B023
        view = ledger.as_of()
        first = timed(lambda: view.position("gov0", "claim0"))  # noqa: B023 - called at once
        again = timed(lambda: view.position("gov0", "claim0"))  # noqa: B023 - called at once
        figures[f"{name}: position, first"] = first * 1e3, "ms"
        figures[f"{name}: position"] = again * 1e3, "ms"
        figures[f"{name}: timeline"] = timed(lambda: view.timeline("gov0", "claim0")) * 1e3, "ms"  # noqa: B023
    return figures


MEASURES = {each.__name__: each for each in (load, ask, past, large, record, roll_call, chain)}


def _peak() -> float:
    """Return the most memory that this process has held, in megabytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def measured(name: str, sizes: argparse.Namespace, sources: list[str]) -> Figures:
    """Return the figures of one run of a measurement, in a process of its own."""
    sys.path[:0] = sources  # a spawned process looks for modules where this one does
    try:
        with ProcessPoolExecutor(1, get_context("spawn")) as fresh:
            return fresh.submit(MEASURES[name], sizes).result()
    finally:
        del sys.path[: len(sources)]


def compared(name: str, sizes: argparse.Namespace) -> Iterator[str]:
    """Yield a line for each figure of a measurement, and of the other version beside it."""
    versions = [[]] if sizes.against is None else [[], [sizes.against]]
    runs = [[measured(name, sizes, each) for each in versions] for _ in range(sizes.repeat)]
    for figure, (_, unit) in runs[0][0].items():
        here, *there = zip(*([each[figure][0] for each in run] for run in runs), strict=True)
        median = statistics.median(here)
        line = f"{figure:46} {median:10.3f} {min(here):10.3f} {max(here):10.3f} {unit:3}"
        for each in there:
            other = statistics.median(each)
            line += f" {other:10.3f} {min(each):10.3f} {max(each):10.3f} {other / median:8.1f}"
        yield line


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--statements", type=int, default=100_000, help="on record")
    asked.add_argument("--claims", type=int, default=1_000, help="that they are on")
    asked.add_argument("--questions", type=int, default=10_000, help="asked at random")
    asked.add_argument("--large", type=int, default=10_000, help="statements on the large claim")
    asked.add_argument("--steps", type=int, default=2_000, help="statements recorded one by one")
    asked.add_argument("--votes", type=int, default=1_000, help="claims of the roll call")
    asked.add_argument("--chain", type=int, default=2_000, help="statements that follow each other")
    asked.add_argument("--repeat", type=int, default=3, help="runs of each measurement")
    asked.add_argument("--against", metavar="SRC", help="the folder of another version's sources")
    asked.add_argument("--seed", type=int, default=2015, help="of the made-up data")
    asked.add_argument("only", nargs="*", help=f"of {', '.join(MEASURES)}; all if left out")
    sizes = asked.parse_args()
    columns = f"{'median':>10} {'least':>10} {'most':>10}"
    other = "" if sizes.against is None else f"{columns} {'ratio':>8}"
    print(f"{f'of {sizes.repeat} runs':46} {columns}     {other}")
    for name in sizes.only or MEASURES:
        for line in compared(name, sizes):
            print(line, flush=True)


if __name__ == "__main__":
    main()
