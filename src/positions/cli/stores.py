"""The ledger that was named with `--ledger`: opened as it is, or made."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from positions.cli.refused import Refused
from positions.ledger import LedgerBusy, StoreFailed
from positions.ledger import open as open_ledger
from positions.store import environment
from positions.store.locations import shown
from positions.store.log import told

if TYPE_CHECKING:
    from collections.abc import Generator

    from positions.ledger import Ledger

__all__ = ["events_in", "existing", "lasting", "made_where_missing", "there", "with_room"]

_MEMORY = ":memory:"
_NO_TABLES = ("no such table", "relation ")


def existing(location: str, curator: str | None = None) -> Ledger:
    """Open a ledger that is there; asking never makes one.

    Raises:
        Refused: there is none, or it cannot be opened.
    """
    with _refusing(location):
        store = _as_it_is(_lasting(location))
        if not _is_there(store):
            raise _missing(location)
        return open_ledger(store, curator=curator)


def with_room(location: str) -> Ledger:
    """Open a ledger that is there, in whose database rows of projections may be put.

    Raises:
        Refused: there is none, or it cannot be opened.
    """
    existing(location).close()
    return made_where_missing(location)


def there(location: str) -> dict[str, str]:
    """Return another database that is there, in which asking makes nothing.

    Raises:
        Refused: there is none.
    """
    store = _as_it_is(lasting(location))
    if not _is_there(store):
        why = f"there is no database at {shown(location)}; `positions projections run` makes one"
        raise Refused(why, "--into")
    return store


def _as_it_is(location: str) -> dict[str, str]:
    return environment(location) | {"CREATE_TABLE": "no", "POSITIONS_CREATE_TABLE": "no"}


def _is_there(store: dict[str, str]) -> bool:
    file = store.get("SQLITE_DBNAME")
    return file is None or (Path(file).exists() and bool(Path(file).stat().st_size))


def made_where_missing(
    location: str, *, zone: str | None = None, curator: str | None = None
) -> Ledger:
    """Open a ledger; where there is none, make it.

    Raises:
        Refused: it would be gone when the command ends, or cannot be opened.
    """
    with _refusing(location):
        return open_ledger(_lasting(location), zone=zone, curator=curator)


@contextmanager
def _refusing(location: str) -> Generator[None]:
    """Say of a ledger that cannot be opened that it is the one that was named."""
    try:
        yield
    except LedgerBusy:
        raise
    except StoreFailed as error:
        if error.why.startswith(_NO_TABLES):
            raise _missing(location) from None
        why = f"no ledger can be opened there: {error.why}"
        raise Refused(why, "--ledger") from None
    except OSError as error:
        why = f"no ledger can be opened there: {error.strerror}"
        raise Refused(why, "--ledger") from None


def events_in(ledger: Ledger) -> int:
    """Return how many events a ledger holds, at most: in some stores positions have gaps."""
    return told(ledger.application.recorder.max_notification_id) or 0


def lasting(location: str) -> str:
    """Return where rows of projections are put, if they are there when the command has ended.

    Raises:
        Refused: they are not.
    """
    if location == _MEMORY:
        why = "rows in memory are gone when the command ends; name a file, such as views.db"
        raise Refused(why, "--into")
    return location


def _lasting(location: str) -> str:
    if location == _MEMORY:
        why = "a ledger in memory is gone when the command ends; name a file, such as visit.db"
        raise Refused(why, "--ledger")
    return location


def _missing(location: str) -> Refused:
    why = f"there is no ledger at {shown(location)}; `positions load CASE… --ledger FILE` makes one"
    return Refused(why, "--ledger")
