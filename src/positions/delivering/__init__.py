"""Delivering shifts as they are recorded, each at least once: to a program, or over HTTP."""

from __future__ import annotations

from positions.delivering.checkpoints import Checkpoint, UnusableCheckpoint
from positions.delivering.courier import Attempt
from positions.delivering.dead_letters import DeadLetter
from positions.delivering.delivery import Delivery
from positions.delivering.letters import InvalidTarget, Letter, Target, Undelivered
from positions.delivering.programs import Program
from positions.delivering.webhooks import Webhook

__all__ = [
    "Attempt",
    "Checkpoint",
    "DeadLetter",
    "Delivery",
    "InvalidTarget",
    "Letter",
    "Program",
    "Target",
    "Undelivered",
    "UnusableCheckpoint",
    "Webhook",
]
