"""The stores that a ledger is tried on: each gives fresh locations, and takes them away again.

PostgreSQL is tried where POSITIONS_TEST_POSTGRES names a server, `postgresql://user:password@host:
port/database`, in schemas of its own; without that variable its tests are skipped, with it a server
that cannot be reached is a failure. UmaDB is tried where its wheel is installed, which carries its
server; elsewhere its tests are skipped, or fail, if POSITIONS_TEST_UMADB is set.
"""

import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.umadb_server import Server

POSTGRES = os.environ.get("POSITIONS_TEST_POSTGRES")


@contextmanager
def memory():
    """Give a place in memory."""
    yield ":memory:"


@contextmanager
def sqlite():
    """Give the name of a file that is not there yet."""
    with TemporaryDirectory() as folder:
        yield str(Path(folder) / "ledger.db")


@contextmanager
def postgres():
    """Give an empty schema of the server that tests may use."""
    if POSTGRES is None:
        pytest.skip("POSITIONS_TEST_POSTGRES names no server")
    schema = f"t{secrets.token_hex(8)}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(schema)))
    try:
        yield f"{POSTGRES}?schema={schema}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(SQL("DROP SCHEMA {} CASCADE").format(Identifier(schema)))


@contextmanager
def stock():
    """Give the environment of eventsourcing's own SQLite recorder, which knows nothing of us."""
    with TemporaryDirectory() as folder:
        name = str(Path(folder) / "stock.db")
        yield {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": name}


@contextmanager
def umadb():
    """Give the environment of a server of UmaDB, started for this and empty."""
    with TemporaryDirectory() as folder, Server(folder) as server:
        yield server.env


STORES = {
    "memory": memory,
    "sqlite": sqlite,
    "postgres": postgres,
    "stock": stock,
    "umadb": umadb,
}
LASTING = {name: STORES[name] for name in ("sqlite", "postgres", "stock", "umadb")}
"""Those that are there when they are opened again."""
SQL_STORES = {name: STORES[name] for name in ("sqlite", "postgres", "stock")}
"""Those that are tables, into which somebody may write past the library."""
SHARED = {name: STORES[name] for name in ("sqlite", "postgres", "umadb")}
"""Those that are promised to many processes at once."""
KEYED = {name: STORES[name] for name in ("sqlite", "postgres")}
"""Those that keep an index of keys."""


def each_store(stores=STORES):
    """Return a decorator that runs a test on each store, as the argument `store`."""
    return pytest.mark.parametrize("store", stores.values(), ids=stores)
