"""What finds passages in a PostgreSQL database: the nearest by pgvector, the best by words by their postings.

pgvector puts up twice as many as are asked for, by the codes and the question in halves; their cosines are
then worked out of the same codes and the question in full, as in the embedded store, and the best stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...errors import IndexCorrupt
from ..candidates import OTHER_MODEL, Candidate, by_place
from ..quantization import rotated
from ..relational.passages import PASSAGE_COLUMNS
from ..relational.postings import POSTINGS, best_by_words
from .vectors import cosines, decoded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    import numpy.typing as npt

    from ...models.encoder import Vectors
    from ..library import Passage
    from ..relational.rows import Row
    from .library import PostgresLibrary
    from .transaction import Statement

SPARE = 2
"""How many times as many passages as are asked for pgvector puts up."""

_CODES = "SELECT passage, checksum, codes FROM vectors WHERE"


class _Asked(NamedTuple):
    """A collection that is asked: its number and totals, and the passages to look at if not all."""

    number: int
    totals: tuple[int, int]
    among: list[int] | None


class PostgresCandidates:
    """Finds passages in a library of a database; holds none of it."""

    def __init__(self, library: PostgresLibrary) -> None:
        self._library = library

    def search(
        self,
        vector: Vectors,
        terms: Sequence[str],
        collections: Sequence[str],
        k: int,
        *,
        speakers: Collection[str] | None = None,
    ) -> list[Candidate]:
        """As ``Candidates.search``."""
        turned = rotated(vector[None])[0]
        with self._library.snapshot():
            asked = self._asked(collections, len(vector), speakers)
            near, lexical = self._scored(asked, turned, terms, k)
            passages, more = self._read(near.keys() | lexical.keys(), lexical.keys() - near.keys())
        cosine = near | cosines(turned, more)
        candidates = [
            Candidate(passage, cosine[i], lexical.get(i, 0.0))
            for i, passage in passages.items()
            if passage.document.collection in collections and i in cosine
        ]
        return sorted(candidates, key=by_place)

    def _scored(
        self, asked: Sequence[_Asked], turned: Vectors, terms: Sequence[str], k: int
    ) -> tuple[dict[int, float], dict[int, float]]:
        """Id → cosine of the nearest of each collection, and id → BM25 of its best by words."""
        both = [statement for one in asked for statement in (_nearest(one, turned, k), _postings(one, terms))]
        found, whole = self._library.rows_of(*both), self._library.whole
        near: dict[int, float] = {}
        lexical: dict[int, float] = {}
        for one, vectors, postings in zip(asked, found[::2], found[1::2], strict=True):
            best = dict(whole(_best, terms, one, postings, k))
            put_up = cosines(turned, whole(decoded, vectors))
            near |= {i: put_up[i] for i in (*_first(put_up, k), *(best.keys() & put_up.keys()))}
            lexical |= best
        return near, lexical

    def _read(
        self, ids: Collection[int], others: Collection[int]
    ) -> tuple[dict[int, Passage], dict[int, npt.NDArray[np.int8]]]:
        """The passages of the ids, and the codes of others."""
        passages, codes = self._library.rows_of(
            (f"SELECT {PASSAGE_COLUMNS} FROM passage WHERE id = ANY(%s)", [list(ids)]),
            (f"{_CODES} passage = ANY(%s)", [list(others)]),
        )
        return self._library.passages_of(passages), self._library.whole(decoded, codes)

    def _asked(
        self, collections: Sequence[str], dimension: int, speakers: Collection[str] | None
    ) -> list[_Asked]:
        """Those of the collections that have passages to look at.

        Raises:
            IndexCorrupt: their vectors are another encoder's.
        """
        found = self._library.rows(
            "SELECT name, id, passages, terms, dimension FROM collection "
            "WHERE name = ANY(%s) AND dimension IS NOT NULL",
            list(collections),
        )
        for name, *_, held in found:
            if held != dimension:
                raise IndexCorrupt(OTHER_MODEL.format(dimension, name, held))
        asked = [
            _Asked(number, (passages, terms), None if speakers is None else self._spoken(speakers, name))
            for name, number, passages, terms, _ in found
        ]
        return [one for one in asked if one.among != []]

    def _spoken(self, speakers: Collection[str], name: str) -> list[int]:
        return self._library.spoken_passages(speakers, name)


def _first(scored: dict[int, float], k: int) -> list[int]:
    """The ids with the ``k`` highest scores."""
    return sorted(scored, key=lambda i: (-scored[i], i))[:k]


def _nearest(asked: _Asked, turned: Vectors, k: int) -> Statement:
    """Asks for the nearest of a collection by its index or, without one, among all.

    The collection's number stands in the statement itself, for only so can it choose the index.
    """
    order = "codes::halfvec({0}) <#> %(turned)s::halfvec({0})".format(len(turned))
    some = "" if asked.among is None else "AND passage = ANY(%(among)s)"
    sql = f"{_CODES} collection = {asked.number} {some} ORDER BY {order} LIMIT {SPARE * k}"
    return sql, {"turned": str(turned.tolist()), "among": asked.among}


def _postings(asked: _Asked, terms: Iterable[str]) -> Statement:
    """Asks for the terms' postings in a collection, each with the number of passages that hold it."""
    sql = (
        "SELECT term, passages, first, width, checksum, data FROM term "
        "JOIN postings USING (collection, term) WHERE collection = %s AND term = ANY(%s) ORDER BY term, first"
    )
    return sql, [asked.number, list(dict.fromkeys(terms))]


def _best(terms: Sequence[str], asked: _Asked, rows: Sequence[Row], k: int) -> list[tuple[int, float]]:
    held: dict[str, int] = {}
    blocks: dict[str, list[npt.NDArray[np.uint8]]] = {}
    for term, passages, *row in rows:
        held[term] = passages
        blocks.setdefault(term, []).append(POSTINGS.records(row))
    records = {term: np.concatenate(parts) for term, parts in blocks.items()}
    among = None if asked.among is None else np.array(asked.among, dtype=np.uint32)
    return best_by_words(terms, held, records, asked.totals, k, among)
