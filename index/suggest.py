"""Which questions to offer when a question can't be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .retrieve import Retrieval

SUGGESTIONS = 3


def suggest(question: str, retrieval: Retrieval | None, offered: Sequence[str]) -> tuple[str, ...]:
    """The three offered questions that share most words with the question, then with its best passage."""
    asked = set(terms(question))
    near = set(terms(retrieval.hits[0].passage.span.of(retrieval.hits[0].passage.document.text))) if retrieval and retrieval.hits else set()  # fmt: skip
    ranked = sorted(offered, key=lambda q: (-len(asked & set(terms(q))), -len(near & set(terms(q)))))
    return tuple(ranked[:SUGGESTIONS])
