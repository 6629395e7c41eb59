"""Is what the index derived from its documents whole? SQLite's checks, and the tables held to one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..relational.health import inconsistent
from ..relational.postings import POSTINGS
from .dialect import VECTORS

if TYPE_CHECKING:
    from .database import Connection


def found_wrong(db: Connection) -> list[str]:
    """What is wrong; empty when all is sound.

    Raises:
        ValueError: a block isn't as it was stored.
    """
    found = [str(row[0]) for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
    found += [f"orphan row in {row[0]}" for row in db.execute("PRAGMA foreign_key_check")]
    return found + inconsistent(db) or _blocks(db)


def _blocks(db: Connection) -> list[str]:
    """Each collection's passages have a vector each, and as many postings as their words were counted."""
    found = []
    for number, name, passages in db.execute("SELECT id, name, passages FROM collection").fetchall():
        if len(VECTORS.read(db, (number,))) != passages:
            found.append(f"passages of {name!r} are without a vector")
        counted = db.execute("SELECT term, passages FROM term WHERE collection = ?", (number,)).fetchall()
        held = sum(len(POSTINGS.read(db, (number, term))) == count for term, count in counted)
        if held < len(counted):
            found.append(f"{len(counted) - held} words of {name!r} are not in the full-text index")
    return found
