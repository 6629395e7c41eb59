"""The store in a PostgreSQL database."""

from __future__ import annotations

from ..store import Store
from .candidates import PostgresCandidates
from .library import PostgresLibrary


def open_postgres_store(address: str, *, create: bool = False) -> Store:
    """The store in the database at ``address``; with ``create``, an empty one where there is none.

    Raises: as ``PostgresDatabase.open``.
    """
    return postgres_store_of(PostgresLibrary.open(address, create=create))


def postgres_store_of(library: PostgresLibrary) -> Store:
    """An open library with what finds passages in it."""
    return Store(library, PostgresCandidates(library))
