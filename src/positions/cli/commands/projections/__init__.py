"""The commands `positions projections …`: read models, and their being kept up to date."""

from __future__ import annotations

from positions.cli.commands.projections.listing import PROJECTIONS_LIST
from positions.cli.commands.projections.rebuilding import PROJECTIONS_REBUILD
from positions.cli.commands.projections.running import PROJECTIONS_RUN
from positions.cli.commands.projections.status import PROJECTIONS_STATUS

__all__ = ["PROJECTIONS_LIST", "PROJECTIONS_REBUILD", "PROJECTIONS_RUN", "PROJECTIONS_STATUS"]
