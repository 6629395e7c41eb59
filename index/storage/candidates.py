"""What finds passages in a library: by vector and by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..document import Span
    from ..models.encoder import Vectors
    from .library import Passage


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that was found: its cosine with the vector, and its BM25 (0 when it is not among the best
    by words)."""

    passage: Passage
    cosine: float
    bm25: float


def by_place(found: Candidate) -> tuple[float, str, str, Span]:
    """Orders them best first; equals by document and place, so that equal libraries answer alike."""
    document = found.passage.document
    return -found.cosine, document.collection, document.id, found.passage.span


OTHER_MODEL = "the encoder gives {} numbers and the vectors of {!r} have {}; run `rapporteur build --force`"
"""What is said of vectors of another dimension, the collection's name between the two."""


class Candidates(Protocol):
    """Finds passages. May be called from several threads; sees each change at the next search."""

    def search(
        self,
        vector: Vectors,
        terms: Sequence[str],
        collections: Sequence[str],
        k: int,
        *,
        speakers: Collection[str] | None = None,
    ) -> list[Candidate]:
        """Of each collection the ``k`` passages nearest by cosine and the ``k`` best by BM25: all together by
        cosine, best first, and equals by collection, document and place.

        ``vector`` is float32 ``(dimension,)``, of length 1. BM25 is by each collection's own statistics.
        With ``speakers``, only passages in which one of them speaks are found, and scored as among all.

        Raises:
            IndexCorrupt, IndexUnavailable: as ``Library`` does.
        """
