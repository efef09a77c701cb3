"""The plugin that prints what fired under each law; nothing may have fired never.

Under pytest-xdist the workers send what they saw to the run that started them.
"""

import json

from tests.laws.witness import EXPECTED, SEEN, rows

LAWS = frozenset({1, 2, 3, 4, 6, *range(9, 22), 30, 32, 33})
"""The laws that have to have been seen before the table is complete."""


def pytest_sessionfinish(session):
    """Send what a worker saw, or, where all laws ran, refuse a table with a zero in it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["fired"] = json.dumps(
            [[law, *key, count] for law, counts in SEEN.items() for key, count in counts.items()]
        )
    elif never() and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_testnodedown(node):
    """Take what a worker saw."""
    for law, sort, item, count in json.loads(getattr(node, "workeroutput", {}).get("fired", "[]")):
        SEEN[law][sort, item] += count


def never():
    """Return what never fired, as (law, sort, item); nothing until every law was seen."""
    if not LAWS <= SEEN.keys():
        return []
    return [
        (law, sort, item)
        for law in sorted(SEEN)
        for sort, items in EXPECTED.items()
        for item in items
        if not SEEN[law][sort, item]
    ]


def pytest_terminal_summary(terminalreporter):
    """Print the table, and what is missing from it."""
    if not SEEN:
        return
    terminalreporter.section("what fired under each law")
    for line in rows(SEEN):
        terminalreporter.write_line(line)
    for law, sort, item in never():
        terminalreporter.write_line(f"law {law}: {sort} {item} never fired", red=True)
