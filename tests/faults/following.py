"""Followers that are killed, or cut off from their server, beside somebody who records."""

import random
import secrets
import time
from contextlib import contextmanager

from attrs import frozen

import positions
from tests.faults.batches import WITHIN
from tests.faults.commands import founded
from tests.faults.crew import PATIENCE, crew
from tests.faults.followers import BODIES, chronicle, keep_up
from tests.faults.severing import connected, ended
from tests.faults.stages import Stop
from tests.faults.watching import Watcher

__all__ = ["Followed", "followed", "followed_over_cuts"]

CLAIMS = 24
_TURNS = 5
"""How many commands are recorded while a follower lives, at least."""
_PAUSE = 0.01
"""Seconds between two of them."""
_REBUILT = 40
"""One of so many times all rows are held to a rebuild; each time they are counted."""


@frozen(kw_only=True)
class Followed:
    """What came of a follower that was struck again and again.

    Attributes:
        struck: How often it was killed, or its connections ended.
        inside: How many times of these in the transaction of a batch.
        after: How many just after the commit, before it knew.
        events: How many events there are in the end.
        rows: How many rows of single events, of which there is to be one each.
        read: How many rows the read models have.
        problems: Whatever is not as the law has it.
        seconds: How long all of it took.
    """

    struck: int
    inside: int
    after: int
    events: int
    rows: int
    read: int
    problems: tuple[str, ...]
    seconds: float


@contextmanager
def recorded(location):
    """Let somebody record whenever told how much; give the line to them, and a watcher.

    In the end the watcher has looked at all there is.
    """
    names = founded(location, CLAIMS)
    with positions.open(location) as ledger:
        with ledger.batch() as batch:
            for body in BODIES:
                batch.add_actor(body, "body")
        watcher = Watcher(ledger)
        with crew((chronicle, location, names, _PAUSE)) as (writer,):
            writer.hear()
            yield writer, watcher
            writer.say(None)
            writer.hear()
        watcher.finish()


def followed(location, *, kills, seed):
    """Kill a follower that many times, and look after each at what is kept.

    Of twenty, thirteen are killed inside a transaction, where they have stopped and said so, two
    just after its commit, and five at some moment.
    """
    chance, begun = random.Random(seed), time.perf_counter()
    stops, inside, after = _stops(chance), 0, 0
    with recorded(location) as (writer, watcher):
        for kill in range(kills):
            stop = next(stops)
            batch, spill = chance.randint(1, 8), chance.random() < 0.25
            tracked = None
            with crew((_Task(batch=batch, spill=spill), location, stop)) as (hand,):
                hand.hear()
                if stop is None:
                    writer.say(_TURNS)
                    time.sleep(chance.random() * 0.2)
                else:
                    _, stage, tracked = _stopped(hand, writer)
                    inside += stage in WITHIN
                    after += stage not in WITHIN
                hand.killed()
            watcher.look(f"after kill {kill + 1}", rebuild=kill % _REBUILT == 0)
            _hold(watcher, stop, tracked, kill)
    return _come(watcher, kills, inside, after, begun)


def _stopped(hand, writer):
    """Return what a follower says where it has stopped; let more be recorded until it has."""
    for _ in range(int(PATIENCE)):
        writer.say(_TURNS)
        if hand.line.poll(1):
            break
    return hand.hear()


@frozen(kw_only=True)
class _Task:
    """What a follower is to do, as it can be sent to a process."""

    batch: int
    spill: bool = False
    name: str | None = None

    def __call__(self, line, location, stop):
        keep_up(line, location, stop, batch=self.batch, spill=self.spill, name=self.name)


def _hold(watcher, stop, tracked, kill):
    """What was tracked in a transaction that was never committed is not there; else it is."""
    if stop is None or tracked is None:
        return
    key, position = tracked
    if (watcher.tracked[key] < position) != (stop.stage in WITHIN):
        why = f"killed at {stop.stage!r} of {position}, {key} is at {watcher.tracked[key]}"
        watcher.problems.append(f"after kill {kill + 1}: {why}")


def _stops(chance):
    """Yield where the next is to stop, if anywhere."""
    inside = [WITHIN[each % len(WITHIN)] for each in range(13)]
    while True:
        for stage in chance.sample([*inside, *["committed"] * 2, *[None] * 5], 20):
            yield stage and Stop(stage, chance.randint(1, 6))


def _come(watcher, struck, inside, after, begun):
    events, rows, read = watcher.counts
    return Followed(
        struck=struck,
        inside=inside,
        after=after,
        events=events,
        rows=rows,
        read=read,
        problems=tuple(dict.fromkeys(watcher.problems)),
        seconds=time.perf_counter() - begun,
    )


def followed_over_cuts(location, *, cuts, seed):
    """Let the server end the connections of followers that go on, inside batches and anywhere."""
    chance, begun = random.Random(seed), time.perf_counter()
    struck, inside, after = 0, 0, 0
    with recorded(location) as (writer, watcher), connected() as server:
        for place, stage in enumerate((*WITHIN, "committed")):
            name = f"follower-{place}-{secrets.token_hex(4)}"
            task = _Task(batch=chance.randint(1, 8), name=name)
            with crew((task, location, Stop(stage, 1 + place % 3))) as (hand,):
                hand.hear()
                _stopped(hand, writer)
                done = ended(server, application_name=name)
                struck += done
                inside += done * (stage in WITHIN)
                after += done * (stage not in WITHIN)
                hand.say("go on")
                for _ in range(cuts):
                    writer.say(_TURNS)
                    time.sleep(chance.random() * 0.1)
                    struck += ended(server, application_name=name)
                hand.say("stop")
                hand.hear()
            watcher.look(f"after {stage!r}", rebuild=True)
    return _come(watcher, struck, inside, after, begun)
