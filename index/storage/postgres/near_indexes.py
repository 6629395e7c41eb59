"""An index of the vectors for each collection of many passages, made and dropped as they come and go.

It is one of lists (IVFFlat): each vector is in the list of the centre that it is nearest to, and a question
looks through the nearest lists. Measured with 10⁵ passages of 384 numbers, each in about nine near copies, of
which a graph (HNSW) loses sight: recall of the nearest 24, milliseconds a search, seconds to make it.

    every vector                              1.000     38.6
    HNSW (16, 64), looking at 40 and 800      .690, .966    0.7, 1.9      8
    HNSW (48, 300), looking at 200 and 800    .964, .990    2.1, 4.1    111
    316 lists, of which 10, 20 and 40         .939, .973, .993    1.2, 2.1, 4.3    1
"""

from __future__ import annotations

from math import isqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .database import PostgresDatabase

INDEX_FROM = 10_000
"""Passages from which on a collection has an index: looking at so many vectors takes 4 ms."""

INDEX_UNTIL = 5_000
"""Passages below which it has none any more, so that one at the border isn't made over and over."""

MOST_LISTS = 1_000
"""Lists, of which there are as many as the root of the passages; making these takes 235 MB."""

PROBES = 40
"""Lists that a question looks through."""

BUILD_MEMORY = "256MB"

_HELD = """
    SELECT c.id, c.passages, c.dimension, i.name, i.lists FROM collection c FULL JOIN (
        SELECT indexname AS name, split_part(indexname, '_', 2)::integer AS collection,
            split_part(indexname, '_', 3)::integer AS lists FROM pg_indexes
        WHERE schemaname = current_schema() AND tablename = 'vectors' AND starts_with(indexname, 'near_')
    ) i ON i.collection = c.id WHERE i.name IS NOT NULL OR c.passages >= %s"""


def tend(db: PostgresDatabase) -> None:
    """See that each collection has the index that it should have, and none has more; in a transaction."""
    for collection, passages, dimension, name, lists in db.rows(_HELD, INDEX_FROM):
        wanted = 0 if (passages or 0) < INDEX_UNTIL else min(isqrt(passages), MOST_LISTS)
        if name is not None and not _serves(lists, wanted):
            db.change(f"DROP INDEX {name}")
        if wanted and (name is None or not _serves(lists, wanted)):
            _make(db, collection, dimension, wanted)


def _serves(lists: int, wanted: int) -> bool:
    """Whether so many lists do: in a collection that grew fourfold each has become twice as long."""
    return bool(wanted) and wanted < 2 * lists


def _make(db: PostgresDatabase, collection: int, dimension: int, lists: int) -> None:
    db.change(f"SET LOCAL maintenance_work_mem = '{BUILD_MEMORY}'")
    db.change("SET LOCAL statement_timeout = 0")
    db.change(
        f"CREATE INDEX near_{collection}_{lists} ON vectors USING ivfflat "
        f"((codes::halfvec({dimension})) halfvec_ip_ops) WITH (lists = {lists}) "
        f"WHERE collection = {collection}"
    )
