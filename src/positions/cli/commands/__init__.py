"""The commands, one a room, in the order in which `positions --help` lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.cli.command import Command
from positions.cli.commands.agreement import AGREEMENT
from positions.cli.commands.amend import AMEND
from positions.cli.commands.contradictions import CONTRADICTIONS
from positions.cli.commands.diff import DIFF
from positions.cli.commands.explain import EXPLAIN
from positions.cli.commands.exporting import EXPORT
from positions.cli.commands.importing import IMPORT
from positions.cli.commands.load import LOAD
from positions.cli.commands.matrix import MATRIX
from positions.cli.commands.open_questions import OPEN_QUESTIONS
from positions.cli.commands.position import POSITION
from positions.cli.commands.projections import (
    PROJECTIONS_LIST,
    PROJECTIONS_REBUILD,
    PROJECTIONS_RUN,
    PROJECTIONS_STATUS,
)
from positions.cli.commands.record import RECORD
from positions.cli.commands.replay import REPLAY
from positions.cli.commands.schema import SCHEMA
from positions.cli.commands.statements import STATEMENTS
from positions.cli.commands.timeline import TIMELINE
from positions.cli.commands.verify import VERIFY
from positions.cli.commands.void import VOID
from positions.cli.commands.watch import WATCH

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COMMANDS", "Command"]

COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        REPLAY,
        POSITION,
        EXPLAIN,
        TIMELINE,
        MATRIX,
        DIFF,
        STATEMENTS,
        OPEN_QUESTIONS,
        CONTRADICTIONS,
        AGREEMENT,
        LOAD,
        RECORD,
        AMEND,
        VOID,
        VERIFY,
        EXPORT,
        IMPORT,
        WATCH,
        PROJECTIONS_LIST,
        PROJECTIONS_RUN,
        PROJECTIONS_REBUILD,
        PROJECTIONS_STATUS,
        SCHEMA,
    )
}
