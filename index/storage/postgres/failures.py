"""psycopg's errors as ours, and addresses as they may be shown."""

from __future__ import annotations

import re
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

_FORBIDDEN = "42501"
"""SQLSTATE of a right that is missing."""

_IN_THE_WAY = {"25006", "3D000", _FORBIDDEN}
"""SQLSTATE of what says nothing against the tables: read-only, no such database, a right that is missing."""

UNREADABLE = (
    "the database's address can't be read; it is like postgresql://user:password@host:5432/name, and a "
    "password in it has %40 for @ and %2F for /"
)

_PORTS = re.compile(r"[0-9,]*+")
"""One for each host, or one for all."""


def shown_address(address: str) -> str:
    """Where a database is, without who asks and how: what messages and logs say of it.

    Raises:
        UsageError: that is no address.
    """
    try:
        known = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise UsageError(UNREADABLE) from error
    host, port, name = (str(known.get(part) or "") for part in ("host", "port", "dbname"))
    if "@" in host + name or not _PORTS.fullmatch(port):  # the rest of a password would be shown
        raise UsageError(UNREADABLE)
    where = f"{host}:{port}" if port and not host.startswith("/") else host
    return f"postgresql://{where or 'localhost'}/{name}"


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
        mend = "give that right to the user" if error.sqlstate == _FORBIDDEN else "see that the server runs"
        return layout.unavailable(f"{place}: {problem}; {mend} and try again")
    return layout.corrupt(f"{place}: {problem}; {layout.mend}")
