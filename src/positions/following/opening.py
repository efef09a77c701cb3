"""Where rows are kept: beside the ledger, or in another database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.popo import POPOFactory
from eventsourcing.sqlite import SQLiteFactory
from eventsourcing.utils import Environment

from positions.following.memory import MemoryViews
from positions.following.sqlite import SQLiteViews
from positions.store.locations import UnsupportedLocation, shown
from positions.store.log import told
from positions.store.opening import constructed
from positions.store.sqlite_files import PlainSQLiteDatastore

if TYPE_CHECKING:
    from positions.following.views import Views
    from positions.store import Location, Log

__all__ = ["views_beside", "views_in"]


def views_beside(log: Log) -> Views:
    """Return the place for rows in the database of a ledger.

    Raises:
        UnsupportedLocation: there can be none; name another database.
    """
    return _views(log.application.factory, log.where)


def views_in(location: Location) -> Views:
    """Return the place for rows in another database: an SQLite file, or PostgreSQL.

    An SQLite file may be that of another application, whose tables stay as they are.

    Raises:
        UnsupportedLocation: no rows can be kept there.
        StoreFailed: it cannot be reached.
    """
    return constructed(location, lambda env: _views(_factory(env), shown(location)))


def _factory(env: dict[str, str]) -> InfrastructureFactory[Any]:
    factory: InfrastructureFactory[Any] = InfrastructureFactory.construct(
        Environment("positions", env)
    )
    if isinstance(factory, SQLiteFactory):
        factory.datastore = PlainSQLiteDatastore(factory.datastore)
    return factory


def _views(factory: Any, where: str) -> Views:  # noqa: ANN401 - of whichever store
    if isinstance(factory, POPOFactory):
        return _made(factory, MemoryViews)
    if isinstance(factory, SQLiteFactory):
        return _made(factory, SQLiteViews)
    if hasattr(getattr(factory, "datastore", None), "schema"):  # PostgreSQL may not be installed
        from positions.following.postgres import PostgresViews  # noqa: PLC0415

        return _made(factory, PostgresViews)
    why = (
        f"{type(factory).__name__} has no tracking recorder with tables; keep the rows elsewhere: "
        "into='views.db' or into='postgresql://…'; inline there can be none"
    )
    raise UnsupportedLocation(where, why)


def _made(factory: Any, kind: type[Views]) -> Views:  # noqa: ANN401 - the same
    views: Views = told(lambda: factory.tracking_recorder(kind))
    return views
