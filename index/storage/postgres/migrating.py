"""A component's tables, made and brought up to date: in order, and by one process at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .layout import OLDEST_SERVER

if TYPE_CHECKING:
    from .layout import Extension, PostgresLayout
    from .transaction import Connection


def prepare(db: Connection, layout: PostgresLayout, place: str, *, create: bool) -> None:
    """See that the server and the component can be used; with ``create``, make it where there is none.

    A component that is up to date is only read, which a stand-by allows too.

    Raises: as ``PostgresDatabase.open``.
    """
    major = db.info.server_version // 10_000
    if major < OLDEST_SERVER:
        raise layout.unavailable(f"{place}: PostgreSQL {major}; Rapporteur needs {OLDEST_SERVER} or newer")
    if (encoding := _value(db, "SHOW server_encoding")) != "UTF8":
        raise layout.unavailable(f"{place}: its encoding is {encoding}; make a database with UTF8")
    version = _version(db, layout)
    if not version and not create:
        raise layout.absent(f"{place}: no {layout.name} here; {layout.missing}")
    if version > layout.version:
        problem = f"its {layout.name} is of version {version}, this program reads {layout.version}"
        raise layout.corrupt(f"{place}: {problem}; update Rapporteur")
    for extension in layout.extensions:
        _check_extension(db, extension, layout, place)
    if version < layout.version:
        _migrate(db, layout)


def _version(db: Connection, layout: PostgresLayout) -> int:
    if _value(db, f"SELECT to_regclass('{layout.schema}.layout')::text") is None:
        return 0
    return int(_value(db, f"SELECT version FROM {layout.schema}.layout") or 0)


def _check_extension(db: Connection, wanted: Extension, layout: PostgresLayout, place: str) -> None:
    found = db.execute(
        "SELECT coalesce(installed_version, default_version) FROM pg_available_extensions WHERE name = %s",
        (wanted.name,),
    ).fetchone()
    oldest = ".".join(map(str, wanted.oldest))
    if found is None:
        problem = (
            f"the server hasn't the extension {wanted.name!r}; install {wanted.package} {oldest} or newer"
        )
        raise layout.unavailable(f"{place}: {problem} there")
    if tuple(map(int, found[0].split(".")[:2])) < wanted.oldest:
        problem = f"its extension {wanted.name!r} is of version {found[0]}; {oldest} or newer is needed"
        raise layout.unavailable(f"{place}: {problem}: update {wanted.package}")


def _migrate(db: Connection, layout: PostgresLayout) -> None:
    """Bring the component from its version to the layout's own, in one transaction."""
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(%s, 0)", (layout.key,))
        for extension in layout.extensions:
            db.execute(f"CREATE EXTENSION IF NOT EXISTS {extension.name} SCHEMA public".encode())
        db.execute(f"CREATE SCHEMA IF NOT EXISTS {layout.schema}".encode())
        db.execute(f"SET LOCAL search_path TO {layout.schema}, public".encode())
        db.execute("CREATE TABLE IF NOT EXISTS layout (version integer NOT NULL)")
        version = _version(db, layout)  # another process may have been first
        for migration in layout.migrations[version:]:
            for statement in migration:
                db.execute(statement.encode())
        db.execute("DELETE FROM layout")
        db.execute("INSERT INTO layout VALUES (%s)", (layout.version,))


def _value(db: Connection, sql: str) -> Any:
    row = db.execute(sql.encode()).fetchone()
    return row[0] if row else None
