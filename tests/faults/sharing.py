"""One store for many writers and readers, while connections are cut or the server is killed.

Law 26 for those who read: whoever polls the history, and whoever follows, is told of each event
once, in the order of the log, with each batch whole.
"""

import os
import random
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import frozen

import positions
from positions import StatementRecorded, StoreFailed
from tests.faults.chain import Chain
from tests.faults.commands import by_keys, founded, has_keys
from tests.faults.crew import crew
from tests.faults.followers import EachEvent
from tests.faults.found import found, wrong_answers
from tests.faults.severing import connected, ended
from tests.faults.victims import say_until_stored, sayings
from tests.umadb_server import Server

__all__ = ["Shared", "shared", "shared_over_cuts", "shared_server"]

CLAIMS = 8
_PAUSE = 0.002
"""Seconds that whoever met a failure waits, and that a reader waits between two questions."""
_CONNECTED = "SELECT pid FROM pg_stat_activity WHERE starts_with(application_name, %s)"


@frozen(kw_only=True)
class Shared:
    """What came of a store that many have shared.

    Attributes:
        writers: How many processes wrote.
        strikes: How often connections were cut, or the server killed, while they did.
        failures: How often a command was told that the store has failed, and was given again.
        unread: How often the reader was.
        acknowledged: How many statements were acknowledged.
        lost: How many of these are not in the store.
        twice: How many statements are there more than once.
        partial: How many batches are there in part, or not in one piece.
        events: How many events there are in the end.
        steps: How many lengths of the log the reader who polls has seen.
        missed: How many statements it has not seen, or not in their place.
        seen_twice: How many it has seen more than once.
        torn: How many of its steps ended within a batch.
        followed: How many events the follower took, by its rows.
        seconds: How long the writers wrote.
        problems: Whatever is not as the law has it.
    """

    writers: int
    strikes: int
    failures: int
    unread: int
    acknowledged: int
    lost: int
    twice: int
    partial: int
    events: int
    steps: int
    missed: int
    seen_twice: int
    torn: int
    followed: int
    seconds: float
    problems: tuple[str, ...]


# --- the processes


def persist(line, location, name, claims, turns, *, keys):
    """Write for so many turns, each again for as long as the store fails; tell what was said."""
    os.environ["PGAPPNAME"] = name
    if keys:
        by_keys()
    with positions.open(location) as ledger:
        line.send("ready")
        line.recv()
        acknowledged, failures = [], 0
        for turn in range(turns):
            said = sayings(name, turn, claims)
            failures += say_until_stored(ledger, said, _PAUSE)
            acknowledged.append([(each["claim"], each["id"]) for each in said])
        line.send((acknowledged, failures))


def tail(line, location, name):
    """Poll the history until told to stop; tell each length, its digest, and all that was seen."""
    os.environ["PGAPPNAME"] = name
    with positions.open(location) as ledger:
        chain, steps, seen, failures, over = Chain(), [], [], 0, False
        line.send("ready")
        while not over:
            over = line.poll(_PAUSE)
            try:
                history = ledger.history()
            except StoreFailed:
                failures, over = failures + 1, False
                continue
            for recorded in history[chain.length :]:
                match recorded.event:
                    case StatementRecorded(statement=each):
                        seen.append((each.claim, each.id))
            if len(history) > chain.length:
                steps.append(chain.follow(history))
        line.recv()
        line.send((steps, seen, failures))


def keep_rows(line, location, name, into):
    """Follow until told to stop; tell the rows of each event."""
    os.environ["PGAPPNAME"] = name
    with positions.open(location) as ledger:
        follower = ledger.follow(EachEvent(), into=into, batch=50)
        line.send("ready")
        with follower:
            line.recv()
        follower.catch_up()
        rows = follower.rows("each_event")
        line.send([(row["number"], row["stream"], row["event"]) for row in rows])


# --- what strikes them


def shared(location, *, writers, turns, seed, into=None):
    """Let processes write to one store, and two read it, undisturbed.

    Args:
        location: The store.
        writers: How many processes write.
        turns: How many commands each gives.
        seed: Of the moments at which somebody strikes.
        into: Where the follower keeps its rows, if not in the store.
    """
    return _shared(location, f"shared-{seed}", writers, turns, iter(()), into=into)


def shared_over_cuts(location, *, writers, turns, seed, cuts):
    """The same in PostgreSQL, which meanwhile ends connections of some of them."""
    name, chance = f"shared-{os.getpid()}-{seed}", random.Random(seed)

    def strikes():
        count = 0
        while count < cuts:
            time.sleep(chance.random() * 0.1)
            found = server.execute(_CONNECTED, (name,)).fetchall()
            struck = [pid for (pid,) in chance.sample(found, min(len(found), 2))]
            count += sum(ended(server, pid=pid) for pid in struck)
            yield count

    with connected() as server:
        return _shared(location, name, writers, turns, strikes())


def shared_server(*, writers, turns, seed, kills):
    """The same on a server of UmaDB, which is killed (SIGKILL) and started again meanwhile."""
    chance = random.Random(seed)

    def strikes():
        for killed in range(kills):
            time.sleep(0.02 + chance.random() * 0.1)
            server.kill()
            time.sleep(chance.random() * 0.02)
            server.start()
            yield killed + 1

    with TemporaryDirectory() as folder, Server(folder) as server:
        into = str(Path(folder) / "rows.db")
        return _shared(server.env, f"shared-{seed}", writers, turns, strikes(), into=into)


def _shared(location, name, writers, turns, strikes, *, into=None):
    claims = founded(location, CLAIMS)
    keyed = has_keys(location)
    tasks = [
        (_Persisting(keys=keyed and each % 2 == 1), location, f"{name}-w{each}", claims, turns)
        for each in range(writers)
    ]
    readers = [(tail, location, f"{name}-r"), (keep_rows, location, f"{name}-f", into)]
    with crew(*readers, *tasks) as (reader, follower, *hands):
        for hand in (reader, follower, *hands):
            hand.hear()
        begun = time.perf_counter()
        for hand in hands:
            hand.say("go")
        struck = _struck(strikes, hands)
        told = [hand.hear() for hand in hands]
        seconds = time.perf_counter() - begun
        reader.say("stop")
        steps, seen, unread = reader.hear()
        follower.say("stop")
        rows = follower.hear()
    batches = [batch for acknowledged, _ in told for batch in acknowledged]
    return _come(
        found(location), batches, steps, seen, rows,
        writers=writers,
        strikes=struck,
        failures=sum(failures for _, failures in told),
        unread=unread,
        seconds=seconds,
        problems=list(wrong_answers(location)),
    )  # fmt: skip


def _struck(strikes, hands):
    """Strike until all have written, and return how often."""
    count = 0
    for each in strikes:
        count = each
        if all(hand.line.poll(0) for hand in hands):
            break
    return count


@frozen(kw_only=True)
class _Persisting:
    """What a writer is to do, as it can be sent to a process."""

    keys: bool

    def __call__(self, line, location, name, claims, turns):
        persist(line, location, name, claims, turns, keys=self.keys)


# --- what came of it


def _come(there, batches, steps, seen, rows, *, problems, **counts):
    statements = [each for batch in batches for each in batch]
    log = [(type(each.event).__name__, each) for each in there.history]
    order = [
        (each.event.statement.claim, each.event.statement.id)
        for kind, each in log
        if kind == "StatementRecorded"
    ]
    places = dict[tuple[str, str], int]()
    for place, (kind, each) in enumerate(log):
        if kind == "StatementRecorded":
            places.setdefault((each.event.statement.claim, each.event.statement.id), place)
    spans = [sorted(places[each] for each in batch if each in places) for batch in batches]
    partial = sum(
        len(span) != len(batch) or span[-1] - span[0] != len(batch) - 1
        for span, batch in zip(spans, batches, strict=True)
    )
    within = {place for span in spans for place in span[1:]}
    counted, told = Counter(order), Counter(seen)
    missed = sum(one != other for one, other in zip(seen, order, strict=False))
    problems += there.problems
    problems += [f"nobody was told of {each}" for each in set(order) - set(statements)]
    problems += [
        f"the reader has read {length} events that are not the first of the log"
        for length, digest in steps
        if there.chain.get(length) != digest
    ]
    expected = [(n, each.stream, kind) for n, (kind, each) in enumerate(log, start=1)]
    if rows != expected:
        problems.append(f"the follower has {len(rows)} rows, which are not those of the log")
    return Shared(
        acknowledged=len(statements),
        lost=sum(counted[each] == 0 for each in statements),
        twice=sum(times > 1 for times in counted.values()),
        partial=partial,
        events=len(log),
        steps=len(steps),
        missed=missed + max(0, len(order) - len(seen)),
        seen_twice=sum(times > 1 for times in told.values()),
        torn=sum(length in within for length, _ in steps),
        followed=len(rows),
        problems=tuple(problems),
        **counts,
    )
