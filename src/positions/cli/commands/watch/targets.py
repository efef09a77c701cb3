"""To whom shifts are delivered: a program, or a webhook; as it was typed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from positions.cli.refused import Refused
from positions.delivering import InvalidTarget, Program, Webhook

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from positions.delivering import Target

__all__ = ["target_typed"]

_OF_A_DELIVERY = ("checkpoint", "redeliver", "retries", "timeout")
_TIMEOUT = 30.0


def target_typed(typed: Namespace) -> Target | None:
    """Return to whom shifts are to be delivered, if to anybody.

    Raises:
        Refused: there is no such program, URL or secret; or an option goes with another.
    """
    program: str | None = typed.program
    webhook: str | None = typed.webhook
    if typed.secret_env is not None and webhook is None:
        why = "signs what goes to a webhook; name one with --webhook URL"
        raise Refused(why, "--secret-env")
    if program is not None and webhook is not None:
        why = "goes without --webhook; give each a checkpoint, and a process, of its own"
        raise Refused(why, "--exec")
    timeout = typed.timeout or _TIMEOUT
    if program is not None:
        _with_checkpoint(typed)
        return _target("--exec", lambda: Program(program, timeout=timeout))
    if webhook is not None:
        _with_checkpoint(typed)
        secret = _secret(typed)
        return _target("--webhook", lambda: Webhook(webhook, secret=secret, timeout=timeout))
    for name in _OF_A_DELIVERY:
        given = getattr(typed, name)
        if given is not None and given is not False:  # 0 is something, too
            why = "goes with --exec CMD or --webhook URL"
            raise Refused(why, f"--{name}")
    return None


def _with_checkpoint(typed: Namespace) -> None:
    if typed.checkpoint is None:
        why = "name the file that says what was delivered, one for each target: alerts.json"
        raise Refused(why, "--checkpoint")


def _target(option: str, made: Callable[[], Target]) -> Target:
    try:
        return made()
    except InvalidTarget as error:
        raise Refused(error.why, option) from None


def _secret(typed: Namespace) -> str | None:
    if typed.secret_env is None:
        return None
    secret = os.environ.get(typed.secret_env)
    if secret is None:
        why = f"there is no variable {typed.secret_env} in the environment; put the secret into it"
        raise Refused(why, "--secret-env")
    return secret
