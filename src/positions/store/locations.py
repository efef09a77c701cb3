"""From where a ledger is kept to the environment that `eventsourcing` is configured by."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, unquote, urlsplit

from positions.errors import PositionsError

__all__ = ["Location", "UnsupportedLocation", "environment", "shown"]

Location = str | os.PathLike[str] | Mapping[str, str]
"""A path, `":memory:"`, `postgresql://…`, or a mapping of eventsourcing's environment variables.

Of such a mapping, the persistence module `eventsourcing_umadb` is taken to be ours on top of it.
"""

_PASSWORD = re.compile(r"(://[^:@/]*):.*@")
_MEMORY = ":memory:"
_SCHEMES = ("postgresql://", "postgres://")
_EXPECTED = "give a path, ':memory:', postgresql://…, or a mapping of environment variables"
_OURS: dict[str, str] = dict.fromkeys(
    ("eventsourcing_umadb", "eventsourcing_umadb:Factory"),
    "positions.store.umadb:LedgerUmaDBFactory",
)
"""Adapters whose recorders read no streams with names, and what stands in for them."""
_BUSY_SECONDS = "30"
_CONNECT_SECONDS = "2"


class UnsupportedLocation(PositionsError, ValueError):
    """No ledger can be kept there.

    Attributes:
        location: The location that was asked for.
        why: What is wrong with it and what would be right.
    """

    def __init__(self, location: object, why: str) -> None:
        self.location = location
        self.why = why
        super().__init__(location, why)

    def __str__(self) -> str:
        return f"no ledger can be kept at {self.location!r}: {self.why}"


def environment(location: Location) -> dict[str, str]:
    """Return the environment variables of the store at *location*.

    With these, `LedgerApplication(env=…)`, or a `ProjectionRunner` of that class, opens the same
    store as `positions.open`. What is not named here is taken from the environment of the process,
    as `eventsourcing` does: `COMPRESSOR_TOPIC`, `CIPHER_KEY` and so on.

    Raises:
        UnsupportedLocation: no ledger can be kept there.
    """
    if isinstance(location, Mapping):
        return _checked(location)
    try:
        text = os.fspath(location)
    except TypeError:
        raise UnsupportedLocation(location, _EXPECTED) from None
    if isinstance(cast("object", text), bytes):
        raise UnsupportedLocation(location, _EXPECTED)
    if text == _MEMORY:
        return _explicit(PERSISTENCE_MODULE="positions.store.popo:LedgerMemoryFactory")
    if text.startswith(_SCHEMES):
        return _postgres(text)
    if "://" in text or text.startswith("file:"):
        raise UnsupportedLocation(_without_password(text), _EXPECTED)
    return _file(text)


def shown(location: Location) -> str:
    """Return *location* for people, without its password."""
    if not isinstance(location, str | os.PathLike):
        return location.get("PERSISTENCE_MODULE", "eventsourcing.popo")
    return _without_password(os.fspath(location))


def _file(path: str) -> dict[str, str]:
    if not path.strip():
        raise UnsupportedLocation(path, "the path is empty")
    if "\0" in path or ":memory:" in path:
        raise UnsupportedLocation(path, "this is not the name of a file")
    if Path(path).is_dir():
        raise UnsupportedLocation(path, "it is a folder; name a file in it, such as visit.db")
    folder = Path(path).absolute().parent
    if not folder.is_dir():
        raise UnsupportedLocation(path, f"there is no folder {folder}; make it first")
    return _explicit(
        PERSISTENCE_MODULE="positions.store.sqlite:LedgerSQLiteFactory",
        SQLITE_DBNAME=path,
        SQLITE_LOCK_TIMEOUT=os.environ.get("SQLITE_LOCK_TIMEOUT", _BUSY_SECONDS),
    )


def _postgres(url: str) -> dict[str, str]:
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError as error:
        raise UnsupportedLocation(_without_password(url), str(error)) from None
    asked = dict(parse_qsl(parts.query))
    unknown = asked.keys() - {"schema"}
    if unknown:
        why = (
            f"it takes ?schema=… and no other option, found {', '.join(sorted(unknown))}; "
            "the rest goes into eventsourcing's environment variables (POSTGRES_…)"
        )
        raise UnsupportedLocation(_without_password(url), why)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        why = "name the database: postgresql://user:password@host:5432/database"
        raise UnsupportedLocation(_without_password(url), why)
    return _checked(
        _explicit(
            PERSISTENCE_MODULE="positions.store.postgres:LedgerPostgresFactory",
            POSTGRES_DBNAME=name,
            POSTGRES_HOST=unquote(parts.hostname or "127.0.0.1"),
            POSTGRES_PORT=str(port),
            POSTGRES_USER=unquote(parts.username or os.environ.get("POSTGRES_USER", "postgres")),
            POSTGRES_PASSWORD=unquote(parts.password or os.environ.get("POSTGRES_PASSWORD", "")),
            POSTGRES_POOL_SIZE=os.environ.get("POSTGRES_POOL_SIZE", "1"),
            POSTGRES_CONNECT_TIMEOUT=os.environ.get("POSTGRES_CONNECT_TIMEOUT", _CONNECT_SECONDS),
            POSTGRES_LOCK_TIMEOUT=os.environ.get("POSTGRES_LOCK_TIMEOUT", _BUSY_SECONDS),
            POSTGRES_SCHEMA=asked.get("schema", os.environ.get("POSTGRES_SCHEMA", "")),
        )
    )


def _explicit(**named: str) -> dict[str, str]:
    """Return variables that hold whatever the environment of the process says."""
    named["ORIGINATOR_ID_TYPE"] = "text"
    return named | {f"POSITIONS_{name}": value for name, value in named.items()}


def _checked(given: Mapping[str, str]) -> dict[str, str]:
    found = {**given, **_explicit()}
    everything = {**os.environ, **found}
    for name in ("POSITIONS_PERSISTENCE_MODULE", "PERSISTENCE_MODULE"):
        if everything.get(name) in _OURS:
            found[name] = _OURS[everything[name]]
    functions = everything.get("POSTGRES_ENABLE_DB_FUNCTIONS", "")
    if functions.strip().lower() in {"y", "yes", "t", "true", "on", "1"}:
        why = (
            "POSTGRES_ENABLE_DB_FUNCTIONS writes without a lock, so that readers of the log "
            "would miss events; leave it out"
        )
        raise UnsupportedLocation(shown(given), why)
    return found


def _without_password(url: str) -> str:
    return _PASSWORD.sub(r"\1:…@", url)
