"""What delivering takes and gives, as a type checker sees it."""

import datetime as dt
from pathlib import Path
from typing import assert_type

import positions
from positions.delivering import (
    Attempt,
    DeadLetter,
    Delivery,
    InvalidTarget,
    Letter,
    Program,
    Target,
    Undelivered,
    UnusableCheckpoint,
    Webhook,
)

SECRET = ""


def shown(letter: Letter) -> None:
    """A function of one's own is a target."""
    assert_type(letter.key, str)
    assert_type(letter.body, bytes)


def of_targets() -> None:
    """So are the two that come with the package."""
    targets: list[Target] = [
        shown,
        Webhook("https://example.org/hook", secret=SECRET, headers={"Authorization": "…"}),
        Program("python alert.py", timeout=5),
        Program(["python", "alert.py"]),
    ]
    del targets


def of_deliveries(ledger: positions.Ledger) -> None:
    """A ledger delivers to any of them."""
    delivery = ledger.deliver(shown, Path("c.json"), actor="iran", kinds={"reversal"}, told=heard)
    assert_type(delivery, Delivery)
    assert_type(delivery.catch_up(), None)
    assert_type(delivery.dead_letters, tuple[DeadLetter, ...])
    assert_type(delivery.dead_letters[0].at, dt.datetime)
    assert_type(delivery.delivered, int)
    assert_type([each.behind for each in ledger.projections()], list[int])


def heard(attempt: Attempt) -> None:
    """What came of trying is told."""
    assert_type(attempt.why, str | None)
    assert_type(attempt.again_in, float | None)


def of_errors(error: InvalidTarget | UnusableCheckpoint | Undelivered) -> None:
    """Each is an error of this library, and the built-in that it resembles."""
    ours: positions.PositionsError = error
    theirs: ValueError | OSError | RuntimeError = error
    assert_type(error.why, str)
    del ours, theirs
