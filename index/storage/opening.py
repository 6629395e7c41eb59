"""Which store keeps an index: the embedded one in its folder, or a PostgreSQL database that is named."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from .postgres.library import PostgresLibrary
    from .sqlite.library import SQLiteLibrary
    from .store import Store

    StoredLibrary = PostgresLibrary | SQLiteLibrary

SCHEMES = ("postgresql://", "postgres://")
"""How the address of a database begins."""


def open_store(index: Path, database: str | None = None, *, create: bool = False) -> Store:
    """The store of the index in the folder ``index``, or the one in the ``database`` of that address.

    With ``create``, an empty one where there is none.

    Raises:
        IndexMissing, IndexCorrupt, IndexUnavailable: as ``Database.open``, or ``PostgresDatabase.open``.
        UsageError: that is no address of a database, or its client isn't installed.
    """
    if database is None:
        from . import embedded
        from .sqlite.schema import INDEX_FILE

        return embedded.open_store(index / INDEX_FILE, create=create)
    check_database(database)
    from .postgres.store import open_postgres_store

    return open_postgres_store(database, create=create)


def open_library(index: Path, database: str | None = None, *, create: bool = False) -> StoredLibrary:
    """The library of that store alone: nothing is searched in it.

    Raises: as ``open_store``.
    """
    if database is None:
        from .sqlite.library import SQLiteLibrary
        from .sqlite.schema import INDEX_FILE

        return SQLiteLibrary.open(index / INDEX_FILE, create=create)
    check_database(database)
    from .postgres.library import PostgresLibrary

    return PostgresLibrary.open(database, create=create)


def is_database(where: str) -> bool:
    """Whether that is the address of a database, not a folder."""
    return where.startswith(SCHEMES)


def check_database(address: str) -> None:
    """See that an address is one of PostgreSQL's, and that its client is installed.

    Raises:
        UsageError: one of them isn't so.
    """
    if not is_database(address):
        raise UsageError("RAPPORTEUR_DATABASE must be like postgresql://user:password@host:5432/name")
    if find_spec("psycopg_pool") is None:
        raise UsageError("PostgreSQL needs the extra `postgres`; install it: pip install '.[postgres]'")
