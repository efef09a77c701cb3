"""A writer by itself, to be run under strace: `python -m tests.faults.strained FILE`.

Each command is given again where the store fails. What was tried and acknowledged, and in the end
how much the ledger has read and what, stands in the output, a line of JSON for each.
"""

import json
import sys

import positions
from positions import LedgerBusy, StoreFailed
from tests.faults.chain import Chain
from tests.faults.commands import claims
from tests.faults.victims import LONG, say, sayings, spilling

__all__ = ["COMMANDS", "main"]

COMMANDS = 6
_TRIES = 3


def main(location):
    """Write so many commands, and say what became of them."""
    with positions.open(location) as ledger:
        spilling(ledger.application.recorder)
        for turn in range(COMMANDS):
            said = sayings("strained", turn, claims(2), note=LONG if turn % 2 else None)
            ids = [(each["claim"], each["id"]) for each in said]
            _print("tried", ids)
            for _ in range(_TRIES):
                try:
                    say(ledger, said)
                except (StoreFailed, LedgerBusy) as error:
                    _print("failed", str(error))
                else:
                    _print("acknowledged", ids)
                    break
        _print("read", Chain().follow(ledger.history()))


def _print(what, about):
    print(json.dumps([what, about]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
