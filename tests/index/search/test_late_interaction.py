"""Late interaction, on vectors that can be worked out by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.document import Document, Span
from index.search.late_interaction import Interaction, interact, query_tokens
from index.storage.ingest import ingest
from index.storage.library import Passage

from ..fakes import WordEncoder, vocabulary_of

if TYPE_CHECKING:
    from index.search.late_interaction import QueryTokens

ENCODER = WordEncoder("grain ships fees lima holm u s")
TEXT = "Holm sold grain. Ships paid fees and fees."
NEAR = 2e-3
"""What the factor of the stored tokens, a float16, may cost."""


def asked(question: str, counts: dict[str, int], passages: int = 10) -> QueryTokens:
    return query_tokens(question, ENCODER.encode_query(question), vocabulary_of(counts, passages))


def stored(text: str) -> Passage:
    """The first passage of a text, as the store would give it."""
    document = Document("a", "A", text)
    record = ingest(document, ENCODER).passages[0]
    return Passage("a-0", document, 1, record.span, record.sentences, record.starts, record.tokens)


def read(query: QueryTokens, text: str) -> Interaction:
    (one,) = interact(query, [stored(text)])
    return one


def idf(n: int) -> float:
    return math.log(1 + (10 - n + 0.5) / (n + 0.5))


def test_only_words_with_a_topic_are_asked_for() -> None:
    """Stopwords have no token; the others carry their stem, their place and their share of the idf."""
    query = asked("what grain and what ships?", {"grain": 1, "ship": 4})
    assert query.terms == ("grain", "ship")
    assert query.starts.tolist() == [5, 20]
    total = idf(1) + idf(4)
    assert query.weights.tolist() == pytest.approx([idf(1) / total, idf(4) / total])


def test_the_pieces_of_a_word_share_its_place_and_weigh_as_it_does() -> None:
    """“Holm’s” is two tokens of one word."""
    query = asked("Holm’s grain", {"holm": 2, "grain": 2})
    assert query.terms == ("holm", "grain")
    assert query.words.tolist() == [0, 0, 1]
    assert query.weights.tolist() == pytest.approx([1 / 3] * 3)


def test_a_question_without_a_topic_has_no_tokens() -> None:
    """Then nothing matches, and nothing fails."""
    query = asked("who is it?", {"grain": 1})
    assert query.terms == ()
    found = read(query, TEXT)
    assert found.sentences(query).tolist() == [0, 0]
    assert (found.passage(query), found.weakest(query)) == (0, 0)


def test_within_keeps_the_tokens_of_a_part_and_weighs_them_anew() -> None:
    """Asked only on what stands after the speaker's name, the weights add up to 1 again."""
    whole = asked("did Holm mention grain fees", {"holm": 1, "mention": 1, "grain": 2, "fees": 3})
    part = whole.within(Span(17, 27))
    assert part.terms == ("grain", "fee")
    assert part.words.tolist() == [0, 1]
    assert part.starts.tolist() == [17, 23]
    assert part.weights.tolist() == pytest.approx([idf(2) / (idf(2) + idf(3)), idf(3) / (idf(2) + idf(3))])
    assert np.array_equal(part.vectors, whole.vectors[2:])
    assert whole.within(Span(0, 3)).terms == ()


def test_each_sentence_scores_the_weight_of_the_words_it_has() -> None:
    """MaxSim with right-angled words is the share of the question's idf that the sentence holds."""
    query = asked("grain ships fees", {"grain": 1, "ship": 2, "fees": 4})
    weight = {n: idf(n) / (idf(1) + idf(2) + idf(4)) for n in (1, 2, 4)}
    found = read(query, TEXT)
    assert found.sentences(query).tolist() == pytest.approx([weight[1], weight[2] + weight[4]], abs=NEAR)
    assert found.passage(query) == pytest.approx(1, abs=NEAR)


def test_the_weakest_word_is_the_one_matched_worst() -> None:
    """A word missing from the sentence, but not from the passage, is weakest in the sentence alone."""
    query = asked("grain fees", {"grain": 1, "fees": 1})
    found = read(query, TEXT)
    assert found.weakest(query, 0) == 0
    assert found.weakest(query) == pytest.approx(1, abs=NEAR)


def test_a_word_of_several_tokens_is_as_weak_as_their_mean() -> None:
    """Half of a word matched is a half."""
    query = asked("Holm’s", {"holm": 1})
    half = Interaction(np.array([[1, 0]], dtype=np.float32))
    assert half.weakest(query) == 0.5


def test_a_sentence_without_a_topic_word_scores_nothing() -> None:
    """“So be it.” holds no token to compare with, wherever it stands."""
    query = asked("grain", {"grain": 1})
    assert read(query, "So be it. Grain was sold.").sentences(query).tolist() == pytest.approx(
        [0, 1], abs=NEAR
    )
    assert read(query, "Grain was sold. So be it.").sentences(query).tolist() == pytest.approx(
        [1, 0], abs=NEAR
    )
    assert read(query, "So be it.").sentences(query).tolist() == [0]


def test_passages_are_read_together_and_apart() -> None:
    """Each gets what it would alone: also one without tokens, between others and at the end."""
    query = asked("grain fees", {"grain": 1, "fees": 2})
    texts = [TEXT, "So be it.", "Fees. Grain. So it is.", "It is so."]
    together = interact(query, [stored(text) for text in texts])
    for one, text in zip(together, texts, strict=True):
        assert np.array_equal(one.similarities, read(query, text).similarities)
    assert together[2].similarities == pytest.approx(np.array([[0, 1], [1, 0], [0, 0]]), abs=NEAR)
    assert interact(query, []) == []
