"""What Datasette shall say of a database of read models, as YAML: `describe.py views.db`.

Tables and columns are described in the words that the read models have for them. What else the
follower keeps in the database, each build of a table and how far it has come, is hidden.
"""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

from positions.projections import OpenQuestions, Shifts, Standings, Table, Timelines

MODELS = (Standings(), Timelines(), Shifts(), OpenQuestions())
FACETS = ["actor", "claim", "kind"]

AS_OF = """
SELECT claim, actor, kind, valid_from, valid_until FROM timeline
 WHERE (valid_from IS NULL OR valid_from <= strftime('%Y-%m-%dT%H:%M:%f000Z', :as_of))
   AND (valid_until IS NULL OR valid_until > strftime('%Y-%m-%dT%H:%M:%f000Z', :as_of))
 ORDER BY claim, actor
"""
DISSENT = """
SELECT claim, standing.actor, standing.kind, dissenter.value ->> 'actor' AS dissenter,
       dissenter.value ->> 'kind' AS dissents, dissenter.value ->> 'opposed' AS opposed
  FROM standing, json_each(dissent) AS dissenter
 ORDER BY claim, standing.actor, dissenter
"""
TURNS = """
SELECT said, actor, claim, kind, old, new, speaker, statement, recorded_at FROM shifts AS shift
 WHERE kind IN ('walk_back', 'reversal', 'retraction') AND what <> 'withdrawn'
   AND NOT EXISTS (SELECT 1 FROM shifts AS later
                    WHERE later.actor = shift.actor AND later.claim = shift.claim
                      AND later.statement = shift.statement AND later.place > shift.place)
 ORDER BY said_earliest, actor, claim
"""
QUERIES = {
    "as_of": {
        "title": "Who stood where, as of an instant",
        "description": "For example 2015-08-14, the first instant of that day in UTC, "
        "or 2015-08-14T23:59:59-04:00.",
        "sql": AS_OF.strip(),
    },
    "dissent": {"title": "Who dissents from those above", "sql": DISSENT.strip()},
    "turns": {
        "title": "Walk-backs, reversals and retractions",
        "description": "As they read today; the table shifts also has how they read before.",
        "sql": TURNS.strip(),
    },
}


def described(table: Table) -> dict[str, Any]:
    """Return what is to be said of a table."""
    return {
        "description": f"{table.doc[0].upper()}{table.doc[1:]}.",
        "columns": {each.name: each.doc.replace("`", "") for each in table.columns},
        "facets": [each for each in FACETS if each in table.names],
        "sort": table.key[0],
    }


def metadata(path: Path) -> dict[str, Any]:
    """Return what is to be said of a database."""
    asked = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    with closing(sqlite3.connect(path)) as connection:
        there = {name for (name,) in connection.execute(asked)}
    documented = {each.name: each for model in MODELS for each in model.tables}
    tables: dict[str, Any] = {
        name: described(documented[name]) if name in documented else {"hidden": True}
        for name in sorted(there)
    }
    title = "Who stands where"
    return {"title": title, "databases": {path.stem: {"tables": tables, "queries": QUERIES}}}


if __name__ == "__main__":
    yaml.safe_dump(metadata(Path(sys.argv[1])), sys.stdout, allow_unicode=True, sort_keys=False)
