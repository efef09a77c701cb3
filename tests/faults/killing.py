"""Law 27 at work: processes that write to one store and are killed, again and again."""

import random
import time
from collections import Counter
from functools import partial
from multiprocessing.connection import wait

from attrs import define, field, frozen

import positions
from tests.faults.chain import Chain
from tests.faults.commands import founded, words
from tests.faults.crew import PATIENCE, Silent, crew
from tests.faults.found import found, wrong_answers
from tests.faults.stages import INSIDE, Stop
from tests.faults.victims import say, suffer

__all__ = ["Killed", "killed"]

Said = list[tuple[str, str]]
"""The statements of one command, as (claim, id)."""

CLAIMS = 4
VICTIMS = 2
"""How many write at the same time, and are killed one after the other."""


@frozen(kw_only=True)
class Killed:
    """What came of the kills.

    Attributes:
        kills: How many processes were killed.
        inside: How many of these in a transaction, nothing of which is in the store.
        unheard: How many after a commit that nobody was told of; it is in the store.
        acknowledged: How many statements were acknowledged.
        lost: How many of these are not in the store.
        twice: How many statements are there more than once.
        partial: How many batches are there in part.
        seconds: How long all of it took.
        problems: Whatever is not as the law has it.
    """

    kills: int
    inside: int
    unheard: int
    acknowledged: int
    lost: int
    twice: int
    partial: int
    seconds: float
    problems: tuple[str, ...]


@define
class Book:
    """What is known of all that was tried.

    Attributes:
        tried: Every command, as the (claim, id) of its statements.
        acknowledged: The statements of those that were acknowledged.
        inside: The commands that were in a transaction when their process was killed.
        unheard: The commands that were committed, and the process killed before it was told.
        problems: What is wrong.
    """

    tried: list[Said] = field(factory=list)
    acknowledged: list[tuple[str, str]] = field(factory=list)
    inside: list[Said] = field(factory=list)
    unheard: list[Said] = field(factory=list)
    problems: list[str] = field(factory=list)


class Victim:
    """A process that is to be killed, and what it has said."""

    def __init__(self, hand, stop, patience):
        self.hand = hand
        self.stop = stop
        self.patience = patience
        self.pending = None
        self.stopped = None
        self.dead = False

    def heard(self, said, book):
        """Write down what the process says, and return whether it is time to kill it."""
        match said:
            case "tried", statements:
                self.pending = [tuple(each) for each in statements]
                book.tried.append(self.pending)
            case "acknowledged", turn:
                book.acknowledged.extend(self.pending)
                self.pending = None
                return self.stop is None and turn >= self.patience
            case "stopped", stage:
                self.stopped = stage
                return True
            case _:
                book.problems.append(f"a victim said {said!r}")
        return False

    def kill(self, book):
        """Kill the process, hear what it had still said, and write down where it was."""
        for said in self.hand.killed():
            self.heard(said, book)
        self.dead = True
        if self.stopped in INSIDE:
            book.inside.append(self.pending)
        elif self.stopped is not None:
            book.unheard.append(self.pending)


def killed(location, *, kills, seed, inside=INSIDE, of_twenty=13):
    """Kill that many processes, two at a time, and look into the store after each two.

    Of twenty, thirteen are killed inside a transaction, where they have stopped and said so, one
    just after its commit, and six at some moment after an acknowledgement.

    Args:
        location: The store.
        kills: How many processes are killed.
        seed: Of the moments.
        inside: Where in a transaction they can be stopped.
        of_twenty: How many of twenty are.
    """
    chance = random.Random(seed)
    stops = _stops(chance, inside, of_twenty)
    names = founded(location, CLAIMS)
    book, begun = Book(), time.perf_counter()
    with positions.open(location) as survivor:
        for first in range(0, kills, VICTIMS):
            plan = {f"v{first + each}": next(stops) for each in range(VICTIMS)}
            _round(location, book, chance, plan, names)
            _examined(location, book, survivor, first, names)
    book.problems.extend(wrong_answers(location))
    there = found(location)
    counted = Counter(min(2, there.statements[each]) for each in book.acknowledged)
    return Killed(
        kills=kills,
        inside=len(book.inside),
        unheard=len(book.unheard),
        acknowledged=len(book.acknowledged),
        lost=counted[0],
        twice=sum(times > 1 for times in there.statements.values()),
        partial=sum(_partial(there, each) for each in book.tried),
        seconds=time.perf_counter() - begun,
        problems=tuple(dict.fromkeys(book.problems)),
    )


def _stops(chance, stages, of_twenty):
    """Yield where the next is to stop, if anywhere."""
    inside = [stages[each % len(stages)] for each in range(of_twenty)]
    while True:
        for stage in chance.sample([*inside, "committed", *[None] * (19 - of_twenty)], 20):
            yield stage and Stop(stage, chance.randint(1, 5))


def _round(location, book, chance, plan, names):
    """Let those who are named in a plan write, some of them long words, and be killed."""
    tasks = [
        (partial(suffer, long=chance.random() < 0.25), location, name, names, stop)
        for name, stop in plan.items()
    ]
    with crew(*tasks) as hands:
        victims = {
            hand.line: Victim(hand, stop, chance.randint(0, 6))
            for hand, stop in zip(hands, plan.values(), strict=True)
        }
        for hand in hands:
            hand.hear()
        for hand in hands:
            hand.say("go")
        while alive := {line: each for line, each in victims.items() if not each.dead}:
            ready = wait(alive, timeout=PATIENCE)
            if not ready:
                raise Silent(victims)
            for line in ready:
                victim = alive[line]
                if victim.heard(victim.hand.hear(), book):
                    time.sleep(chance.random() * 0.003)
                    victim.kill(book)


def _examined(location, book, survivor, first, names):
    """Look into the store: what was acknowledged is there, batches whole, and one can go on."""
    there = found(location)
    book.problems.extend(there.problems)
    wrong = [each for each in book.acknowledged if there.statements[each] != 1]
    wrong += [each for each, times in there.statements.items() if times != 1]
    wrong += [each for each in book.tried if _partial(there, each)]
    wrong += [each for each in book.inside if any(there.statements[one] for one in each)]
    wrong += [each for each in book.unheard if not all(there.statements[one] for one in each)]
    if wrong:
        book.problems.append(f"after kill {first + VICTIMS}: {wrong}")
    if Chain().follow(survivor.history()) != Chain().follow(there.history):
        book.problems.append(f"after kill {first + VICTIMS} the survivor has read something else")
    more = words(f"s{first}", names[first % len(names)], first)
    book.tried.append([(more["claim"], more["id"])])
    say(survivor, [more])
    book.acknowledged.append((more["claim"], more["id"]))


def _partial(there, command):
    return len({min(1, there.statements[each]) for each in command}) > 1
