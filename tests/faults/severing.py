"""Law 26 on PostgreSQL: a writer's connection is ended by the server, at every stage of a write."""

import random
import secrets
from collections import Counter
from functools import partial

import psycopg
from attrs import frozen
from psycopg.sql import SQL, Identifier

from tests.faults.commands import founded
from tests.faults.crew import crew
from tests.faults.found import found, wrong_answers
from tests.faults.stages import STAGES, Stop
from tests.faults.victims import insist
from tests.stores import POSTGRES

__all__ = ["Severed", "connected", "ended", "severed"]

CLAIMS = 4
_ENDED = SQL(
    "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {} = %s"
)


@frozen(kw_only=True)
class Severed:
    """What came of the ended connections.

    Attributes:
        ended: How many connections the server has ended.
        inside: How many of these in a transaction.
        failures: How often a command said that the store had failed; it was given again.
        acknowledged: How many statements were acknowledged.
        once: How many of these are in the log once.
        problems: Whatever is not as the law has it.
    """

    ended: int
    inside: int
    failures: int
    acknowledged: int
    once: int
    problems: tuple[str, ...]


def connected():
    """Return a connection to the server that is not the ledger's."""
    return psycopg.connect(str(POSTGRES), autocommit=True)


def ended(connection, **which):
    """Let the server end the connections of that `application_name` or `pid`; return how many."""
    ((column, value),) = which.items()
    ((count,),) = connection.execute(_ENDED.format(Identifier(column)), (value,)).fetchall()
    return count


def severed(location, *, turns, seed):
    """Let a writer be cut off at each stage, and one at random moments; read what came."""
    names = founded(location, CLAIMS)
    chance = random.Random(seed)
    cuts, inside, failures, acknowledged = 0, 0, 0, list[tuple[str, str]]()
    with connected() as server:
        for place, stage in enumerate((*STAGES, None, *STAGES, None)):
            stop = None if stage is None else Stop(stage, 1 + place % 3)
            name = f"cut-{place}-{secrets.token_hex(4)}"
            task = partial(insist, turns=turns, keys=place % 2 == 1)
            with crew((task, location, name, names, stop)) as (hand,):
                hand.hear()
                hand.say("go")
                while True:
                    match hand.hear():
                        case "stopped", at:
                            done = ended(server, application_name=name)
                            cuts += done
                            inside += done * (at != "committed")
                            hand.say("go on")
                        case "acknowledged", statements:
                            acknowledged.extend(map(tuple, statements))
                            if stop is None and chance.random() < 0.5:
                                cuts += ended(server, application_name=name)
                        case "done", times:
                            failures += times
                            break
    there = found(location)
    counted = Counter(there.statements[each] for each in acknowledged)
    problems = [*there.problems, *wrong_answers(location)]
    if set(there.statements) != set(acknowledged):
        problems.append(f"unsaid: {set(there.statements) - set(acknowledged)}")
    return Severed(
        ended=cuts,
        inside=inside,
        failures=failures,
        acknowledged=len(acknowledged),
        once=counted[1],
        problems=tuple(problems),
    )
