"""Which questions are offered instead of one that is refused, and beside one that is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.answer import Citation
from index.answering.suggestions import NEAR_COSINE, NOTHING_OFFERED, Offered, as_settings, suggest
from index.document import Document, Span
from index.search.late_interaction import Interaction, QueryTokens
from index.search.retriever import Hit, Retrieval
from index.storage.embedded import open_store
from index.storage.library import Passage

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from pathlib import Path

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
    return Retrieval("?", NO_TOKENS, tuple(hits), np.empty(0, np.float32))


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


# ---------------------------------------------------------------------- beside an answer

ENCODER = WordEncoder("who opened the harbor what did bridge cost when ships come where is osio")
QUOTES = dict(zip(OFFERED, ["Lima opened it.", "It cost 9 crowns.", "In May.", "By the sea."], strict=True))


def offered(quotes: dict[str, str]) -> Offered:
    """Questions with the words that answer them."""
    vectors = np.stack([ENCODER.encode_query(question).vector for question in quotes])
    return Offered(tuple(quotes), tuple(quotes.values()), vectors)


def related(question: str, *told: str, among: dict[str, str] = QUOTES) -> tuple[str, ...]:
    """What is offered beside the answer to a question that quotes these words."""
    cited = [Citation(1, text, Document("d", "D", text), 1, Span(0, len(text))) for text in told]
    return offered(among).related(question, ENCODER.encode_query(question).vector, cited)


def test_the_nearest_in_meaning_are_offered_beside_an_answer() -> None:
    """At most two, the nearest first, and none that isn't near."""
    assert related("Who opened the bridge?") == ("Who opened the harbor?",)
    assert related("What did the harbor cost?") == ("What did the bridge cost?",)
    near = {"Who opened it?": "a", "Who opened the harbor?": "b", "Who opened Osio?": "c"}
    assert related("Who opened the bridge?", among=near) == ("Who opened the harbor?", "Who opened it?")
    assert related("Why?") == ()


@pytest.mark.parametrize(("cosine", "found"), [(NEAR_COSINE, ("q",)), (NEAR_COSINE - 0.001, ())])
def test_how_near_is_near(cosine: float, found: tuple[str, ...]) -> None:
    """From the threshold on."""
    one = Offered(("q",), ("",), np.array([[1, 0]], np.float32))
    assert one.related("other", np.array([cosine, 0.5], np.float32), ()) == found


def test_the_question_itself_is_not_offered_again() -> None:
    """However it is written."""
    assert related("who opened the HARBOR") == ()


@pytest.mark.parametrize("told", ["Lima opened it.", "A day in March. Lima opened it.", "opened it."])
def test_what_the_answer_tells_already_is_not_offered(told: str) -> None:
    """A question that the same words answer, with the sentence before them or without."""
    assert related("Who opened the bridge?", "Rain fell.", told) == ()


def test_two_that_the_same_words_answer_are_one() -> None:
    """The nearer is offered; two that records answer, which quote nothing, are two."""
    for quote, count in (("Lima opened it.", 1), ("", 2)):
        same = dict.fromkeys(("Who opened the harbor?", "Who opened Osio?"), quote)
        assert len(related("Who opened the bridge?", among=same)) == count


def test_where_nothing_is_offered_nothing_is_related() -> None:
    """As in a server whose own articles alone are asked."""
    assert NOTHING_OFFERED.related("Why?", np.zeros(16, np.float32), ()) == ()


def test_what_a_library_keeps_is_read_again(tmp_path: Path) -> None:
    """Quotes and vectors; by another encoder, or kept by an earlier version, no question is near."""
    library = open_store(tmp_path / "index.sqlite3", create=True).library
    library.write(settings=as_settings(dict.fromkeys(OFFERED, ()), QUOTES, ENCODER))
    read = Offered.read(library, ENCODER.dimension)
    assert (read.questions, read.quotes) == (tuple(OFFERED), tuple(QUOTES.values()))
    assert np.abs(read.vectors - offered(QUOTES).vectors).max() < 0.001
    assert np.count_nonzero(Offered.read(library, 7).vectors) == 0
    library.write(settings=as_settings(dict.fromkeys(OFFERED, ()), {}, ENCODER))
    earlier = Offered.read(library, ENCODER.dimension)
    assert (earlier.questions, earlier.quotes) == (tuple(OFFERED), ("",) * 4)
    assert earlier.related("Who opened the harbor", ENCODER.encode_query(OFFERED[0]).vector, ()) == ()
