"""Which questions are offered instead."""

from __future__ import annotations

import numpy as np

from index.answering.suggestions import suggest
from index.document import Document, Span
from index.search.late_interaction import Interaction, QueryTokens
from index.search.retriever import Hit, Retrieval
from index.storage.library import Passage

OFFERED = ["Who opened the harbor?", "What did the bridge cost?", "When did ships come?", "Where is Osio?"]
NO_TOKENS = QueryTokens(
    np.empty((0, 1), np.float32), np.empty(0, np.float32), np.empty(0, np.intp), (), np.empty(0, np.int32)
)


def found(*texts: str) -> Retrieval:
    """A retrieval whose passages, best first, hold these texts."""
    hits = [
        Hit(
            Passage(f"d-{n}", Document("d", "D", text), 1, Span(0, len(text)), (), *[np.empty(0)] * 2),
            0.5, 0.0, 0.5, (), Interaction(np.empty((0, 0), np.float32)),
        )
        for n, text in enumerate(texts)
    ]  # fmt: skip
    return Retrieval("?", NO_TOKENS, tuple(hits))


def test_those_that_share_words_come_first() -> None:
    """The question that shares most words with what was asked leads; the others keep their order."""
    assert suggest("what does a bridge cost in Lisbon", None, OFFERED) == (
        "What did the bridge cost?",
        "Who opened the harbor?",
        "When did ships come?",
    )


def test_the_nearest_passage_breaks_ties() -> None:
    """Where the question shares nothing, the words of the best passage decide, and only of the best."""
    assert suggest("why?", found("Ships sail to Osio.", "A bridge cost millions."), OFFERED)[:2] == (
        "When did ships come?",
        "Where is Osio?",
    )


def test_nothing_found_keeps_the_order() -> None:
    """With no passage at all the first three are offered."""
    assert suggest("why?", found(), OFFERED) == tuple(OFFERED[:3])


def test_fewer_than_three() -> None:
    """All that there are is what can be offered."""
    assert suggest("why?", None, OFFERED[:1]) == ("Who opened the harbor?",)
    assert suggest("why?", None, []) == ()
