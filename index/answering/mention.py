"""Whether the documents mention something: the sentence that does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..text.terms import terms
from .composing import Place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from ..document import Document
    from ..search.retriever import Retrieval

_BETWEEN = re.compile(r",? (?:or|and|nor) |, ")


def one_by_one(subject: str) -> list[str]:
    """The subjects of "Biden, Putin or Japan"."""
    return [part for part in _BETWEEN.split(subject) if part]


def mentioned(sought: Mapping[str, Place | None]) -> str:
    """What introduces the sentences that were found for some of the subjects."""
    names = [subject for subject, place in sought.items() if place]
    missing = " or ".join(subject for subject, place in sought.items() if not place)
    verb = "is" if len(names) == 1 else "are"
    return f"Yes, {' and '.join(names)} {verb} mentioned{f', but not {missing}' if missing else ''}:"


def unmentioned(subject: str, documents: Collection[Document]) -> str:
    """What is said where nothing was found: of the documents asked about, not of others."""
    if not documents:
        return f"No, the articles don't mention {subject}."
    titles = " and ".join(f"“{document.title}”" for document in documents)
    verb = "doesn't" if len(documents) == 1 else "don't"
    return f"No, {titles} {verb} mention {subject}."


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
