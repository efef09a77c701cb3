"""The command line: `positions COMMAND CASE…` loads case files into memory and asks them.

One room a command, in `commands`; `parser` reads what was typed, `asked` makes a question of it,
and `plain`, `terminal`, `json_text` and `csv_text` write the answer. What is promised is said in
`docs/how-to/command-line.md`.
"""

from __future__ import annotations

from positions.cli.shell import main

__all__ = ["main"]
