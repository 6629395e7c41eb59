"""Which documents are meant by words such as "the telescope", "Reuters" or "Bo Lind"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.terms import terms
from .judge import NEAR_RELEVANCE
from .thresholds import features, relevance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..document import Document
    from ..search.retriever import Retrieval
    from .scope import Scope

MOST_MEANT = 6
"""Documents that words may mean: one more than an answer tells."""

MOST_TITLED = 24
"""Documents that share a term of their heading with the words, of which the best are found."""

LEAST_SHARE = 0.5
"""Of the words, weighed by how rare they are, so much must stand in a heading or passage of what is meant."""


def documents_meant(named: str, scope: Scope) -> list[Document]:
    """The documents that fit the words best, all alike, at most ``MOST_MEANT``; [] when none is about them.

    A word in a title, outlet or author counts twice, one in a passage on the words once; where they stand
    nowhere, the document of a passage that is near in meaning is meant. No words mean every document.
    """
    wanted = set(terms(named))
    if not wanted:
        return scope.library.titled((), scope.collections, MOST_MEANT)
    found = scope.retriever.retrieve(named, scope.vocabulary, scope.collections)
    titled = scope.library.titled(wanted, scope.collections, MOST_TITLED)
    headings = {d: _heading(d) & wanted for d in titled}
    passages = _in_passages(found, wanted)
    fits = {d: _fit(headings.get(d, set()), passages.get(d, set())) for d in {**headings, **passages}}
    fits = {d: fit for d, fit in fits.items() if _share(headings, passages, d, wanted, scope) >= LEAST_SHARE}
    if fits:
        return [d for d, fit in fits.items() if fit == max(fits.values())][:MOST_MEANT]
    return _near(found, scope)


def _heading(document: Document) -> set[str]:
    return set(terms(" ".join(filter(None, (document.title, document.source, document.author)))))


def _in_passages(found: Retrieval, wanted: set[str]) -> dict[Document, set[str]]:
    """Of each document found, those of the words that stand in its best passage."""
    best: dict[Document, set[str]] = {}
    for hit in found.hits:
        passage = hit.passage
        here = wanted & set(terms(passage.span.of(passage.document.text)))
        best[passage.document] = max(best.get(passage.document, set()), here, key=len)
    return best


def _fit(heading: set[str], passage: set[str]) -> int:
    return 2 * len(heading) + len(passage - heading)


def _share(
    headings: Mapping[Document, set[str]],
    passages: Mapping[Document, set[str]],
    document: Document,
    wanted: Iterable[str],
    scope: Scope,
) -> float:
    """The share of the words that a document has, by their rarity."""
    rarity = {term: scope.vocabulary.idf(term) for term in wanted}
    has = headings.get(document, set()) | passages.get(document, set())
    return sum(rarity[term] for term in has) / max(sum(rarity.values()), 1e-9)


def _near(found: Retrieval, scope: Scope) -> list[Document]:
    """The document of the best passage, if that is about the words."""
    if not found.hits:
        return []
    best = found.hits[0]
    sentence = max(range(len(best.sentence_scores)), key=best.sentence_scores.__getitem__)
    near = relevance(features(found, best, sentence, scope.vocabulary)) >= NEAR_RELEVANCE
    return [best.passage.document] if near else []
