"""Whether the documents mention something: the sentence that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.terms import terms
from .composing import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from ..document import Document
    from ..search.retriever import Retrieval


def mention(found: Retrieval, subject: str, documents: Collection[Document]) -> Place | None:
    """The best sentence that has every word of the subject; None when none has.

    ``documents`` are those that may be quoted, all when there are none.
    """
    wanted = set(terms(subject))
    places = [
        (score, Place(hit.passage, number))
        for hit in found.hits
        if not documents or hit.passage.document in documents
        for number, score in enumerate(hit.sentence_scores)
    ]
    having = [(score, p) for score, p in places if wanted and wanted <= set(terms(_text(p)))]
    return max(having, key=lambda one: one[0])[1] if having else None


def _text(place: Place) -> str:
    return place.span.of(place.passage.document.text)
