"""The options of `positions watch`."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError

from positions.cli.options import OF, SHORT_FORMAT, Option
from positions.delivering.delivery import RETRIES
from positions.model.vocabulary import ShiftKind

__all__ = ["OPTIONS"]

_LONGEST = 86_400.0


def _whole(text: str) -> int:
    if not text.isdecimal():
        why = f"{text!r} is no whole number from 0 up"
        raise ArgumentTypeError(why)
    return int(text)


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= _LONGEST:
        why = f"{text!r} is no number of seconds, up to a day"
        raise ArgumentTypeError(why)
    return number


OPTIONS = (
    OF,
    Option(
        "--actor",
        {
            "action": "append",
            "metavar": "A",
            "help": "whose shifts, by its id or by a name of its own (may be given again)",
        },
    ),
    Option(
        "--claim",
        {"action": "append", "metavar": "C", "help": "on what, by its id (may be given again)"},
    ),
    Option(
        "--kind",
        {
            "dest": "kinds",
            "action": "append",
            "choices": [str(each) for each in ShiftKind],
            "metavar": "K",
            "help": f"of which kind: {', '.join(ShiftKind)} (may be given again)",
        },
    ),
    Option(
        "--after",
        {
            "type": _whole,
            "default": None,
            "metavar": "PLACE",
            "help": "begin after this place of the history, 0 for all there ever was; else now, or "
            "where the checkpoint is",
        },
    ),
    Option("--once", {"action": "store_true", "help": "end once all that is recorded was told"}),
    Option(
        "--exec",
        {
            "dest": "program",
            "metavar": "CMD",
            "help": "run CMD for each, without a shell: the shift as JSON on standard input, its "
            "key in POSITIONS_KEY; it is delivered where CMD ends with 0",
        },
    ),
    Option(
        "--webhook",
        {
            "metavar": "URL",
            "help": "post each to URL as JSON, its key in the header Idempotency-Key; it is "
            "delivered where the answer is 2xx",
        },
    ),
    Option(
        "--secret-env",
        {
            "metavar": "VAR",
            "help": "sign what is posted, as Standard Webhooks has it, with the secret in the "
            "environment variable VAR: base64 of at least 24 bytes",
        },
    ),
    Option(
        "--checkpoint",
        {
            "metavar": "FILE",
            "help": "the file that says what was delivered, made where there is none; one for each "
            "target",
        },
    ),
    Option(
        "--retries",
        {
            "type": _whole,
            "metavar": "N",
            "help": f"how often each is tried again before it is put aside ({RETRIES})",
        },
    ),
    Option(
        "--timeout",
        {
            "type": _seconds,
            "metavar": "S",
            "help": "for how many seconds to wait for CMD, or for an answer (30)",
        },
    ),
    Option(
        "--redeliver",
        {"action": "store_true", "help": "instead, try again what was put aside, and end"},
    ),
    SHORT_FORMAT,
)
