"""Is what a library derived from its documents whole? The tables held to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .dialect import Connection

_TOTALS = """
    SELECT name, documents = (SELECT count(*) FROM document WHERE collection = collection.id)
      AND (passages, terms) = (SELECT count(*), coalesce(sum(p.terms), 0) FROM passage p
                               JOIN document d ON d.id = p.document WHERE d.collection = collection.id)
    FROM collection"""

_MISPLACED = """
    SELECT count(*) FROM {table} JOIN document d ON d.id = {table}.document
    WHERE d.collection != {table}.collection"""
_OF_DOCUMENTS = ("heading", "statement", "voice_word", "naming", "event")


def inconsistent(db: Connection) -> list[str]:
    """What in the tables contradicts something else in them."""
    found = [f"the totals of {name!r} are wrong" for name, sound in db.execute(_TOTALS) if not sound]
    misplaced = {table: db.execute(_MISPLACED.format(table=table)).fetchone()[0] for table in _OF_DOCUMENTS}
    return found + [
        f"{count} rows of {table} are in another collection than their document"
        for table, count in misplaced.items()
        if count
    ]
