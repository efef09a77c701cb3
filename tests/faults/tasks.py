"""What the processes do: write, follow, be first; see `killing` for those that are killed."""

import positions
from positions import OtherZone
from tests.faults.chain import Chain
from tests.faults.commands import Tale, by_keys, told_turn, words

__all__ = ["asked", "be_first", "follow", "write"]


def write(line, location, number, turns, claims, *, keys):
    """Say words for that many turns; tell what was acknowledged, and what the ledger has read.

    With *keys* it has read nothing until then, and otherwise all of it.
    """
    if keys:
        by_keys()
    with positions.open(location) as ledger:
        line.send("ready")
        line.recv()
        tale = Tale()
        for turn in range(turns):
            told_turn(ledger, tale, number, turn, claims)
        line.send((tale, ledger.retried, ledger._journal.events))
        line.recv()
        line.send(Chain().follow(ledger.history()))


def follow(line, location, claim):
    """Ask again and again until told to stop.

    Tells each step, how much there was and its digest; some of the answers, and on how many events
    they were given; and the last matrix.
    """
    with positions.open(location) as ledger:
        chain, steps, answers = Chain(), [], []
        line.send("ready")
        over = False
        while not over:
            over = line.poll(0.005)
            history = ledger.history()
            if len(history) > chain.length:
                steps.append(chain.follow(history))
                answers.append((len(history), asked(history, claim)))
        line.recv()
        some = answers[:: max(1, len(answers) // 5)]
        line.send((steps, some, ledger.as_of().matrix().to_dict()))


def asked(history, claim):
    """Return an answer that a history gives, as plain data."""
    return history.as_of().position("speaker-0", claim).to_dict()


def be_first(line, location, number, zone):
    """Write to an empty store with a zone of one's own; tell whether it was refused."""
    line.send("ready")
    line.recv()
    try:
        with positions.open(location, zone=zone) as ledger:
            with ledger.batch() as batch:
                batch.add_actor("speaker-0", "government")
                batch.open_claim("claim-0", "That it is so")
                batch.record(**words(f"first-{number}", "claim-0", 0))
            line.send(ledger.zone)
    except OtherZone as error:
        line.send(error)
