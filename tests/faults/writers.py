"""Law 26 at work: processes that all write to one store, and one that follows it."""

import time
from collections import Counter
from functools import partial

from attrs import frozen

from positions import History, OtherZone
from tests.faults.commands import founded, has_keys
from tests.faults.crew import crew
from tests.faults.found import found, wrong_answers
from tests.faults.tasks import asked, be_first, follow, write

__all__ = ["Written", "begun_together", "raced", "written"]

ZONES = (
    "Asia/Tokyo",
    "Europe/Moscow",
    "America/New_York",
    "UTC",
    "Asia/Tehran",
    "Africa/Cairo",
    "Australia/Sydney",
    "America/Lima",
)


@frozen(kw_only=True)
class Written:
    """What came of many writers.

    Attributes:
        writers: How many there were.
        claims: On how many claims they wrote.
        acknowledged: How many statements were acknowledged to some writer.
        once: How many of these are in the log once.
        twice: How many more than once.
        missing: How many are not there.
        conflicts: How many statements were refused because another's had the same id.
        retried: How often a decision was taken anew.
        steps: How many lengths of the log the following reader has seen.
        seconds: How long the writers wrote.
        problems: Whatever is not as the law has it.
    """

    writers: int
    claims: int
    acknowledged: int
    once: int
    twice: int
    missing: int
    conflicts: int
    retried: int
    steps: int
    seconds: float
    problems: tuple[str, ...]


def written(location, *, writers, claims, turns):
    """Let that many processes write for so many turns; read what came.

    Half of them write by keys, where the store has an index of these.
    """
    names = founded(location, claims)
    by_keys = [each % 2 == 1 and has_keys(location) for each in range(writers)]
    tasks = [
        (partial(write, keys=keys), location, each, turns, names)
        for each, keys in enumerate(by_keys)
    ]
    with crew((follow, location, names[0]), *tasks) as (reader, *hands):
        for hand in (reader, *hands):
            hand.hear()
        begun = time.perf_counter()
        for hand in hands:
            hand.say("go")
        told = [hand.hear() for hand in hands]
        seconds = time.perf_counter() - begun
        reader.say("stop")
        steps, answers, matrix = reader.hear()
        for hand in hands:
            hand.say("read")
        read = [hand.hear() for hand in hands]
    there = found(location)
    tales = [tale for tale, _, _ in told]
    statements = {each for tale in tales for each in tale.statements}
    counted = Counter(min(2, there.statements[each]) for each in statements)
    problems = [
        *there.problems,
        *wrong_answers(location),
        *_unacknowledged(there, tales),
        *_not_read_so(there, [*steps, *read], answers, names[0]),
    ]
    for number, (_, _, events) in enumerate(told):
        if (events > 0) == by_keys[number]:
            problems.append(f"writer {number} had read {events} events")
    if matrix != there.history.as_of().matrix().to_dict():
        problems.append("the reader does not end with the answers of a fresh ledger")
    return Written(
        writers=writers,
        claims=claims,
        acknowledged=len(statements),
        once=counted[1],
        twice=counted[2],
        missing=counted[0],
        conflicts=sum(len(tale.lost) for tale in tales),
        retried=sum(retried for _, retried, _ in told),
        steps=len(steps),
        seconds=seconds,
        problems=tuple(problems),
    )


def _unacknowledged(there, tales):
    """Yield what was acknowledged and is not so, or is so and was not acknowledged."""
    statements = {each for tale in tales for each in tale.statements}
    amendments = Counter(each for tale in tales for each in tale.amendments)
    for each in statements:
        if there.statements[each] != 1:
            yield f"the statement {each} is there {there.statements[each]} times"
    if unsaid := there.statements.keys() - statements:
        yield f"nobody was told of {sorted(unsaid)}"
    if there.amendments != amendments:
        yield f"amendments: {there.amendments - amendments} and {amendments - there.amendments}"
    for number, tale in enumerate(tales):
        for each in tale.won:
            if there.wordings[each] != f"as {number} has it":
                yield f"{each} reads {there.wordings[each]!r}, and {number} was told otherwise"
    rivals = Counter(each for tale in tales for each in tale.won)
    refused = Counter(each for tale in tales for each in tale.lost)
    for each in rivals.keys() | refused.keys():
        if (rivals[each], refused[each]) != (1, len(tales) - 1):
            yield f"{each} was won by {rivals[each]} and refused to {refused[each]}"


def _not_read_so(there, steps, answers, claim):
    """Yield where somebody read anything but a beginning of the log."""
    for length, digest in steps:
        if there.chain.get(length) != digest:
            yield f"somebody read {length} events that are not the first of the log"
    for length, answer in answers:
        if asked(History.of(there.history[:length]), claim) != answer:
            yield f"another answer was given on the first {length} events"


def raced(location):
    """Let processes, each with a zone of its own, be the first in a store; yield what is wrong."""
    told, there = _first(location, ZONES)
    yield from there.problems
    winners = [each for each, zone in enumerate(ZONES) if told[each] == zone]
    if len(winners) != 1:
        yield f"the zones of {winners} won"
        return
    own = ZONES[winners[0]]
    if there.zone != own or there.history.zone != own:
        yield f"the zone of {winners[0]} won, and it is {there.zone}, {there.history.zone}"
    for each, said in enumerate(told):
        if each not in winners and not (isinstance(said, OtherZone) and said.own == own):
            yield f"{each} was told {said!r}"
    if set(there.statements) != {("claim-0", f"first-{winners[0]}")}:
        yield f"there is {set(there.statements)}"


def begun_together(location):
    """Let processes without a zone begin the same store together; yield what is wrong."""
    told, there = _first(location, [None] * len(ZONES))
    yield from there.problems
    if set(told) != {"UTC"}:
        yield f"they were told {told}"
    if there.statements != {("claim-0", f"first-{each}"): 1 for each in range(len(ZONES))}:
        yield f"there is {there.statements}"


def _first(location, zones):
    """Let a process for each zone write to an empty store; return what each was told, and it."""
    with crew(*((be_first, location, each, zone) for each, zone in enumerate(zones))) as hands:
        for hand in hands:
            hand.hear()
        for hand in hands:
            hand.say("go")
        told = [hand.hear() for hand in hands]
    return told, found(location)
