"""`positions watch`: shifts as they are recorded, printed, or delivered to somebody else."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from positions.cli.answer import Answer, Printed
from positions.cli.asked import actor_named
from positions.cli.command import VISIT, Command
from positions.cli.commands.watch.lines import print_letter
from positions.cli.commands.watch.options import OPTIONS
from positions.cli.commands.watch.targets import target_typed
from positions.cli.ending import ended_by
from positions.cli.stores import existing
from positions.cli.streams import say
from positions.cli.words import counted
from positions.delivering import Letter
from positions.delivering.delivery import RETRIES

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from positions.delivering import Attempt, Delivery, Target
    from positions.ledger import Ledger
    from positions.replay.recorded_shifts import RecordedShift

__all__ = ["WATCH"]


def run(typed: Namespace) -> Answer | Printed:
    """Print shifts as they are recorded, or deliver them."""
    target = target_typed(typed)
    with existing(typed.ledger) as ledger:
        if target is not None:
            return _delivered(typed, ledger, target)
        watch = ledger.watch(**_wanted(typed, ledger), after=typed.after)
        if typed.once:
            found = _printed(watch.new(), typed.format)
            if found or typed.format == "json":
                return Printed(found=found)
            return Answer(found=False, title="No shift was recorded.", data=[])
        with ended_by(watch.stop):
            _printed(watch, typed.format)
    return Printed(found=True)


def _wanted(typed: Namespace, ledger: Ledger) -> dict[str, Any]:
    """Return which shifts are wanted, by options of `Ledger.watch`.

    Raises:
        UnknownActor: there is no such actor.
        UnknownClaim: there is no such claim.
    """
    actors = claims = None
    if typed.actor or typed.claim:
        view = ledger.as_of()
        actors = typed.actor and [actor_named(each, ledger, view) for each in typed.actor]
        claims = typed.claim and [view.claim(each).id for each in typed.claim]
    return {"actor": actors, "claim": claims, "kinds": typed.kinds}


def _printed(shifts: Iterable[RecordedShift], form: str) -> bool:
    found = False
    for shift in shifts:
        print_letter(Letter.of(shift), form)
        found = True
    return found


def _delivered(typed: Namespace, ledger: Ledger, target: Target) -> Answer | Printed:
    delivery = ledger.deliver(
        target,
        typed.checkpoint,
        **_wanted(typed, ledger),
        after=typed.after,
        retries=RETRIES if typed.retries is None else typed.retries,
        told=partial(_tell, typed.format),
    )
    ended = threading.Event()

    def end() -> None:
        ended.set()
        delivery.stop()

    with ended_by(end):
        if typed.redeliver:
            delivery.redeliver()
        elif typed.once:
            delivery.catch_up()
        else:
            delivery.run()
    if ended.is_set() and (typed.once or typed.redeliver):  # not all was done that was asked for
        raise KeyboardInterrupt
    found = not (delivery.dead_letters if typed.redeliver else delivery.put_aside)
    if typed.format == "json":
        return Printed(found=found)
    return Answer(found=found, title=_summary(delivery), data=[])


def _tell(form: str, attempt: Attempt) -> None:
    key = attempt.letter.key
    if attempt.why is None:
        print_letter(attempt.letter, form)
    elif attempt.again_in is None:
        say(f"positions: {key} is put aside after attempt {attempt.number}: {attempt.why}")
    else:
        pause = f"{attempt.again_in:.1f} s"
        say(f"warning: {key}: attempt {attempt.number}: {attempt.why}; again in {pause}")


def _summary(delivery: Delivery) -> str:
    told = f"{counted(delivery.delivered, 'shift')} delivered"
    aside = len(delivery.dead_letters)
    return f"{told}; {aside:,} put aside in {delivery.dead_letter_file}" if aside else told


WATCH = Command(
    name="watch",
    summary="shifts as they are recorded, for a program or a webhook, too",
    about="""\
Print each shift as it is recorded, a line each, until Ctrl-C or termination: also of an event that
changes timelines at dates long past. With --exec or --webhook each is delivered at least once, in
order, with a key by which it is known again. What fails is tried again after longer and longer
pauses; what fails for good is put aside, beside the checkpoint, and may be tried again with
--redeliver. It ends with 1 where, --once, no shift was recorded, or where one was put aside.""",
    examples=(
        (
            "Every shift there ever was, for a program",
            f"{VISIT} --after 0 --once --format json",
        ),
        (
            "Give each to a program, and know what was given",
            f'{VISIT} --after 0 --once --checkpoint alerts.json --exec "tee -a alerts.jsonl"',
        ),
    ),
    options=OPTIONS,
    run=run,
)
