"""What the writers write, and a record for them to write to."""

from unittest import mock

import positions
from positions import Conflict

__all__ = ["SPEAKERS", "Tale", "by_keys", "claims", "founded", "has_keys", "told_turn", "words"]

SPEAKERS = 4
_ACTS = ("assert", "deny", "hedge", "decline_comment")


def claims(number):
    """Return the ids of that many claims."""
    return tuple(f"claim-{each}" for each in range(number))


def founded(location, number):
    """Begin a ledger with its speakers and that many claims, and return the ids of these."""
    with positions.open(location) as ledger, ledger.batch() as batch:
        for speaker in range(SPEAKERS):
            batch.add_actor(f"speaker-{speaker}", "government")
        for claim in claims(number):
            batch.open_claim(claim, f"That {claim} is so")
    return claims(number)


def has_keys(location):
    """Return whether the store of a ledger has an index of keys."""
    with positions.open(location) as ledger:
        return ledger._open_log().keyed is not None


def words(id, claim, turn, speaker=0, **more):
    """Return the fields of a statement; the same for the same arguments."""
    return {
        "id": id,
        "claim": claim,
        "by": f"speaker-{speaker % SPEAKERS}",
        "act": _ACTS[turn % len(_ACTS)],
        "said": f"2015-08-{1 + turn % 28:02}T{turn // 28 % 24:02}:00Z",
        **more,
    }


def by_keys():
    """Let this process look up single events in the index of keys, as on a long log.

    A ledger does so as long as nothing is asked of it.
    """
    mock.patch("positions.ledger.journal.PAGE", -1).start()


class Tale:
    """What one writer was told of its commands.

    Attributes:
        statements: Those that were acknowledged, as (claim, id), one after the other.
        amendments: The same for amendments.
        won: Of the statements, those that another could not record because it had come second.
        lost: The statements that were refused as in conflict with another's.
    """

    def __init__(self):
        self.statements = []
        self.amendments = []
        self.won = []
        self.lost = []


def told_turn(ledger, tale, number, turn, claims):
    """Let writer *number* say its next words, and write down in its *tale* what it was told."""

    def at(offset):
        return claims[(turn + offset) % len(claims)]

    def record(to, id, claim, speaker, **more):
        to.record(**words(id, claim, turn, speaker, **more))
        return claim, id

    tale.statements.append(record(ledger, f"one-{number}-{turn}", at(number), number))
    match turn % 4:
        case 0:
            with ledger.batch() as batch:
                said = [
                    record(batch, f"many-{number}-{turn}-{each}", at(number + each), number)
                    for each in range(3)
                ]
            tale.statements.extend(said)
        case 1:
            name = f"amend-{number}-{turn}"
            ledger.amend(
                f"one-{number}-{turn}", claim=at(number), id=name, wording=f"as {number} has it"
            )
            tale.amendments.append((at(number), name))
        case 2:
            tale.statements.append(record(ledger, f"shared-{turn}", at(0), 0))
        case _:
            try:
                won = record(ledger, f"rival-{turn}", at(0), 0, wording=f"as {number} has it")
            except Conflict:
                tale.lost.append((at(0), f"rival-{turn}"))
            else:
                tale.statements.append(won)
                tale.won.append(won)
