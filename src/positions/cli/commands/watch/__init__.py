"""The command `positions watch`: shifts as they are recorded, printed or delivered."""

from __future__ import annotations

from positions.cli.commands.watch.watching import WATCH

__all__ = ["WATCH"]
