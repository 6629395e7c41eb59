"""psycopg's errors as ours, and addresses as they may be shown."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import PoolTimeout

from ...errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...errors import RapporteurError
    from .layout import PostgresLayout

_IN_THE_WAY = {"25006", "3D000", "42501"}
"""SQLSTATE of what says nothing against the tables: read-only, no such database, a right that is missing."""


def shown_address(address: str) -> str:
    """Where a database is, without who asks and how: what messages and logs say of it.

    Raises:
        UsageError: that is no address.
    """
    try:
        known = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise UsageError(
            "the database's address can't be read; it is like postgresql://user:password@host:5432/name"
        ) from error
    host, port = known.get("host") or "localhost", known.get("port")
    where = f"{host}:{port}" if port and not str(host).startswith("/") else host
    return f"postgresql://{where}/{known.get('dbname') or ''}"


@contextmanager
def told_of(layout: PostgresLayout, place: str) -> Iterator[None]:
    """psycopg's errors as ours."""
    try:
        yield
    except psycopg.Error as error:
        raise _translated(error, layout, place) from error


def _translated(error: psycopg.Error, layout: PostgresLayout, place: str) -> RapporteurError:
    problem = next(iter(str(error).strip().splitlines()), type(error).__name__)
    if isinstance(error, PoolTimeout):
        problem = "it gave no connection in time"
    away = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    if away or error.sqlstate in _IN_THE_WAY:
        return layout.unavailable(f"{place}: {problem}; see that the server runs and try again")
    return layout.corrupt(f"{place}: {problem}; {layout.mend}")
