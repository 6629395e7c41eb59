"""Which questions to offer when a question can't be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.terms import terms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..search.retriever import Retrieval

SUGGESTIONS = 3


def suggest(question: str, retrieval: Retrieval | None, offered: Sequence[str]) -> tuple[str, ...]:
    """The three offered questions that share most words with the question, then with its best passage."""
    asked, near = set(terms(question)), _terms_of_best(retrieval)
    ranked = sorted(offered, key=lambda q: (-len(asked & set(terms(q))), -len(near & set(terms(q)))))
    return tuple(ranked[:SUGGESTIONS])


def _terms_of_best(retrieval: Retrieval | None) -> set[str]:
    if retrieval is None or not retrieval.hits:
        return set()
    passage = retrieval.hits[0].passage
    return set(terms(passage.span.of(passage.document.text)))


def still_answered(offered: Mapping[str, Sequence[str]], present: Collection[str]) -> tuple[str, ...]:
    """Those of the offered questions of which all is present that they rest on."""
    return tuple(question for question, proof in offered.items() if set(proof) <= set(present))
