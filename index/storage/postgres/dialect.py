"""PostgreSQL's own way with the tables of a library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..relational.dialect import Dialect
from .vectors import PgVectors

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..relational.dialect import Connection


def _listed(values: Collection[object]) -> list[object]:
    return list(values)


def _first_passage(db: Connection, count: int) -> int:
    more = max(count - 1, 0)
    last = db.execute("SELECT setval('passage_id', nextval('passage_id') + ?)", (more,)).fetchone()[0]
    return int(last) - more


POSTGRES = Dialect("= ANY(?)", _listed, _first_passage, PgVectors())
