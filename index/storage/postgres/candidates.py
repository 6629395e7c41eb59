"""What finds passages in a PostgreSQL database: the nearest by pgvector, the best by words by their postings.

pgvector puts up twice as many as are asked for, by codes against a question in halves; their cosines are then
worked out of the same codes and the question in full, as those in the embedded store, and the best stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...errors import IndexCorrupt
from ..candidates import OTHER_MODEL, Candidate, by_place
from ..quantization import rotated
from .vectors import cosines, decoded

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...models.encoder import Vectors
    from .library import PostgresLibrary

SPARE = 2
"""How many times as many passages as are asked for pgvector puts up."""


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
        near: dict[int, float] = {}
        lexical: dict[int, float] = {}
        with self._library.snapshot():
            for name, collection in self._numbers(collections, len(vector)).items():
                among = None if speakers is None else self._library.spoken_passages(speakers, name)
                ids = None if among is None else np.array(among, dtype=np.uint32)
                best = dict(self._library.best_by_words(terms, name, k, ids))
                near |= self._near(turned, collection, k, among, best.keys())
                lexical |= best
            passages = self._library.passages(list(near))
        candidates = [
            Candidate(passage, near[i], lexical.get(i, 0.0))
            for i, passage in passages.items()
            if passage.document.collection in collections
        ]
        return sorted(candidates, key=by_place)

    def _numbers(self, collections: Sequence[str], dimension: int) -> dict[str, int]:
        """Those of the collections that have passages, with their numbers."""
        found = self._library.rows(
            "SELECT name, id, dimension FROM collection WHERE name = ANY(%s) AND dimension IS NOT NULL",
            list(collections),
        )
        for name, _, held in found:
            if held != dimension:
                raise IndexCorrupt(OTHER_MODEL.format(dimension, name, held))
        return {name: number for name, number, _ in found}

    def _near(
        self,
        turned: Vectors,
        collection: int,
        k: int,
        among: Sequence[int] | None,
        others: Collection[int],
    ) -> dict[int, float]:
        """Id → cosine of the ``k`` nearest of a collection, ``among`` some if given, and of ``others``."""
        nearest = "codes::halfvec({0}) <#> %s::halfvec({0})".format(len(turned))
        some, which = ("", []) if among is None else ("AND passage = ANY(%s)", [list(among)])
        found = self._library.rows(
            f"SELECT passage, checksum, codes FROM vectors WHERE collection = {collection} {some} "
            f"ORDER BY {nearest} LIMIT {SPARE * k}",
            *which,
            str(turned.tolist()),
        )
        put_up = self._library.whole(decoded, found)
        missing = [i for i in others if i not in put_up]
        more = self._library.rows(
            "SELECT passage, checksum, codes FROM vectors WHERE passage = ANY(%s) AND collection = %s",
            missing,
            collection,
        ) if missing else []  # fmt: skip
        near = cosines(turned, put_up)
        best = sorted(near, key=lambda i: (-near[i], i))[:k]
        kept = {i: near[i] for i in (*best, *(i for i in others if i in near))}
        return kept | cosines(turned, self._library.whole(decoded, more))
