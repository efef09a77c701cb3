"""Opening what is kept at a location, or saying in our words why there is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from eventsourcing.domain import EventSourcingError

from positions.errors import PositionsError
from positions.store.application import LedgerApplication
from positions.store.locations import UnsupportedLocation, environment, shown
from positions.store.log import Log, StoreFailed, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from positions.store.locations import Location

__all__ = ["constructed", "opened"]

T = TypeVar("T")


def opened(location: Location) -> Log:
    """Return the log that is kept at *location*; where there is none, make it.

    Raises:
        UnsupportedLocation: none can be kept there.
        LedgerBusy: the store was locked for too long.
        StoreFailed: the store cannot be reached, or is something else than a ledger.
    """
    return constructed(location, lambda env: Log(LedgerApplication(env), shown(location)))


def constructed(location: Location, construct: Callable[[dict[str, str]], T]) -> T:
    """Return what is made of the environment variables of a store, or say why there is none.

    Raises:
        UnsupportedLocation: nothing can be kept there.
        LedgerBusy: the store was locked for too long.
        StoreFailed: the store cannot be reached, or is something else.
    """
    try:
        env = environment(location)
        return told(lambda: construct(env))
    except PositionsError:
        raise
    except OSError as error:
        if error.errno is not None:
            raise StoreFailed(str(error)) from error
        raise UnsupportedLocation(shown(location), str(error)) from error  # a variable is missing
    except (EventSourcingError, ImportError, ValueError) as error:
        missing = _not_installed(error)
        why = f"one of its variables is wrong: {error}"
        if missing is not None:
            why = (
                f"{missing}; PostgreSQL needs `pip install positions[postgres]`, UmaDB `[umadb]`, "
                "a cipher `[crypto]`"
            )
        raise UnsupportedLocation(shown(location), why) from error


def _not_installed(error: BaseException | None) -> ImportError | None:
    """Return what could not be imported, if that is why."""
    while error is not None and not isinstance(error, ImportError):
        error = error.__cause__
    return error
