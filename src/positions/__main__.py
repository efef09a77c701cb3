"""`python -m positions` is the command `positions`."""

from __future__ import annotations

import sys

from positions.cli import main

if __name__ == "__main__":
    sys.exit(main())
