"""An HNSW index for each collection of many passages, made and dropped as they come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .database import PostgresDatabase

HNSW_FROM = 10_000
"""Passages from which on a collection has an index: looking at so many vectors takes PostgreSQL 5 ms."""

HNSW_UNTIL = 5_000
"""Passages below which it has none any more, so that one at the border isn't made over and over."""

BUILD_MEMORY = "256MB"
"""For making one; 10⁵ vectors of 384 numbers take 150 MB."""

_HELD = """
    SELECT c.id, c.passages, c.dimension, i.name FROM collection c FULL JOIN (
        SELECT indexname AS name, substr(indexname, 6)::integer AS collection FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = 'vectors' AND starts_with(indexname, 'near_')
    ) i ON i.collection = c.id WHERE i.name IS NOT NULL OR c.passages >= %s"""


def tend(db: PostgresDatabase) -> None:
    """See that each collection has the index that it should have, and none has more; in a transaction."""
    for collection, passages, dimension, name in db.rows(_HELD, HNSW_FROM):
        if name is not None and (collection is None or passages < HNSW_UNTIL):
            db.change(f"DROP INDEX {name}")
        elif name is None:
            db.change(f"SET LOCAL maintenance_work_mem = '{BUILD_MEMORY}'")
            db.change("SET LOCAL statement_timeout = 0")
            db.change(
                f"CREATE INDEX near_{collection} ON vectors USING hnsw "
                f"((codes::halfvec({dimension})) halfvec_ip_ops) WHERE collection = {collection}"
            )
