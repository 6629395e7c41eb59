"""Question → passages in order, with scores that can be worked out by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from index.search.retriever import CANDIDATES, SPOKEN_CANDIDATES

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.search.retriever import Retrieval

    from ..conftest import Searched

ENCODER = WordEncoder("grain ships fees lima holm so be it")
TEXTS = ["Grain fees. Holm.", "Ships ships ships.", "Lima fees holm."]  # 3 words each: no length to weigh
NEAR = 0.005
"""What the 8 bits of the stored vectors and the factors of the tokens may cost a score."""

COSINE = 0.015
"""What they may cost a cosine."""


def ids(found: Retrieval) -> list[str]:
    return [hit.passage.document.id for hit in found.hits]


def test_scores_mix_maxsim_cosine_and_bm25(searched: Callable[..., Searched]) -> None:
    """Each part of a score is what the formulas give for three passages of three words."""
    scope = searched(ENCODER, one=TEXTS)
    found = scope.retriever.retrieve("Grain or Lima?", scope.vocabulary, ["one"])
    assert found.question == "Grain or Lima?"
    assert sorted(ids(found)[:2]) == ["a", "c"]
    a, c, b = sorted(found.hits, key=lambda hit: "acb".index(hit.passage.document.id))
    # Both words stand in one passage, so each weighs a half; "or" has a coordinate of the question's vector.
    assert [hit.cosine for hit in (a, c, b)] == pytest.approx([1 / 3, 1 / 3, 0], abs=COSINE)
    assert [hit.bm25 for hit in (a, c, b)] == pytest.approx([math.log(2.5 / 1.5)] * 2 + [0], abs=1e-6)
    assert [hit.interaction.passage(found.tokens) for hit in (a, c, b)] == pytest.approx(
        [0.5, 0.5, 0], abs=NEAR
    )
    rest = 0.2 / 3 + 0.01 * math.log(2.5 / 1.5)
    without = 0.375 * 0.5 + rest
    assert a.sentence_scores == pytest.approx((0.5 + rest, without), abs=NEAR)
    assert c.sentence_scores == pytest.approx((0.5 + rest,), abs=NEAR)
    assert a.score == max(a.sentence_scores)
    assert b.score == pytest.approx(0, abs=NEAR)


def test_a_rare_word_outweighs_a_common_one(searched: Callable[..., Searched]) -> None:
    """“fees” stands in two passages and “ships” in one, so the passage with “ships” leads."""
    scope = searched(ENCODER, one=["Grain fees.", "Ships lima.", "Holm fees."])
    found = scope.retriever.retrieve("fees ships", scope.vocabulary, ["one"])
    rare, common = math.log(1 + 2.5 / 1.5), math.log(1 + 1.5 / 2.5)
    shares = [hit.interaction.passage(found.tokens) for hit in found.hits]
    assert ids(found)[0] == "b"
    assert shares == pytest.approx([rare / (rare + common)] + [common / (rare + common)] * 2, abs=NEAR)


def test_a_passage_that_only_bm25_finds_still_has_its_cosine(searched: Callable[..., Searched]) -> None:
    """The dense search is full of nearer passages, but the one with the rare word is read all the same."""
    far = "Lima " + "holm " * 15 + "fees."
    scope = searched(ENCODER, one=[far, *["Grain ships."] * CANDIDATES])
    found = scope.retriever.retrieve("Grain ships lima", scope.vocabulary, ["one"])
    (hit,) = [hit for hit in found.hits if hit.passage.document.id == "a"]
    assert hit.cosine == pytest.approx(1 / math.sqrt(3 * (1 + 15**2 + 1)), abs=COSINE)
    assert hit.bm25 > 0
    assert len(found.hits) == CANDIDATES + 1


def test_so_many_of_each_search_are_ranked(searched: Callable[..., Searched]) -> None:
    """The nearest and those with the rarest words; of a speaker's passages more, for they are few."""
    assert (CANDIDATES, SPOKEN_CANDIDATES) == (24, 100)
    near, rare = ["Paul Holm said ships."] * 110, ["Lima " + "holm " * 9 + "so be it."] * 30
    scope = searched(ENCODER, one=[*near, *rare])
    found = scope.retriever.retrieve("ships lima", scope.vocabulary, ["one"])
    assert len(found.hits) == 2 * CANDIDATES
    spoken = scope.retriever.retrieve_spoken(
        "What did Holm say about ships?", "ships", scope.vocabulary, ["one"], ["Paul Holm"]
    )
    assert len(spoken.hits) == SPOKEN_CANDIDATES


def test_only_the_named_collections_are_searched(searched: Callable[..., Searched]) -> None:
    """A better passage of another collection is no candidate."""
    scope = searched(ENCODER, one=["Grain fees."], two=["Grain.", "Ships."])
    found = scope.retriever.retrieve("grain", scope.vocabulary, ["one"])
    assert [(h.passage.document.collection, h.passage.document.id) for h in found.hits] == [("one", "a")]
    assert scope.retriever.retrieve("grain", scope.vocabulary, []).hits == ()


def test_a_passage_without_a_topic_word_can_be_found_by_its_cosine(searched: Callable[..., Searched]) -> None:
    """It has no token to read, so its late interaction counts nothing."""
    scope = searched(ENCODER, one=["So be it."])
    (hit,) = scope.retriever.retrieve("so be grain", scope.vocabulary, ["one"]).hits
    assert hit.cosine == pytest.approx(2 / 3, abs=COSINE)
    assert hit.bm25 == 0
    assert hit.score == pytest.approx(0.2 * 2 / 3, abs=NEAR)


def test_what_somebody_says_is_judged_by_the_topic(searched: Callable[..., Searched]) -> None:
    """Only passages in which they speak are found, and the words outside the topic weigh nothing."""
    texts = ["Paul Holm said grain.", "Grain grain grain.", "Paul Holm said fees.", "Ann Sole said grain."]
    scope = searched(ENCODER, one=texts)
    found = scope.retriever.retrieve_spoken(
        "What did Holm say about grain?", "grain", scope.vocabulary, ["one"], ["Paul Holm"]
    )
    assert found.question == "grain"
    assert found.tokens.terms == ("grain",)
    assert ids(found) == ["a", "c"]
    assert [h.interaction.passage(found.tokens) for h in found.hits] == pytest.approx([1, 0], abs=NEAR)
    assert [h.bm25 > 0 for h in found.hits] == [True, False]
    # Six words, of which "what did say about" count as one: 4² + 1 + 1; "Paul" and "said" too: 2² + 1 + 1.
    by_hand = [(2 * 4 + 1 + 1) / math.sqrt(6 * 18), (2 * 4 + 1) / math.sqrt(6 * 18)]
    assert [h.cosine for h in found.hits] == pytest.approx(by_hand, abs=COSINE)


def test_the_topic_is_the_last_such_words_of_the_question(searched: Callable[..., Searched]) -> None:
    """In any case; one that doesn't stand there is the whole question."""
    scope = searched(ENCODER, one=["Paul Holm said grain fees."])

    def terms(question: str, topic: str) -> list[int]:
        found = scope.retriever.retrieve_spoken(question, topic, scope.vocabulary, ["one"], ["Paul Holm"])
        return found.tokens.starts.tolist()

    assert terms("did grain holm mention Grain", "grain") == [23]
    assert terms("grain and fees", "lima") == [0, 10]


# ---------------------------------------------------------------------- what decides between two passages


def order(searched: Callable[..., Searched], texts: list[str], question: str) -> list[str]:
    scope = searched(ENCODER, one=texts)
    return ids(scope.retriever.retrieve(question, scope.vocabulary, ["one"]))


def test_the_nearer_comes_before_the_one_that_says_a_word_twice(searched: Callable[..., Searched]) -> None:
    """Both have the word, so MaxSim is the same; a fifth of the cosine, 0.87 against 0.52, outweighs a
    hundredth of BM25."""
    texts = ["Grain grain holm.", "So be grain holm.", *["Ships fees lima."] * 6]
    assert order(searched, texts, "so be grain?")[:2] == ["b", "a"]


def test_of_equally_near_the_one_with_more_words_comes_first(searched: Callable[..., Searched]) -> None:
    """Two words that the encoder doesn't tell apart: MaxSim and cosine are alike, and only one of them is the
    word that was asked for."""
    assert order(searched, ["Zebra.", "Xylophone.", "Ships fees."], "xylophone")[:2] == ["b", "a"]


def test_one_sentence_with_all_words_beats_two_that_share_them(searched: Callable[..., Searched]) -> None:
    """The passages are equal; five eighths of the score are the best sentence's."""
    scope = searched(ENCODER, one=["Grain holm. Lima fees.", "Grain lima. Holm fees.", "Ships so."])
    found = scope.retriever.retrieve("grain lima", scope.vocabulary, ["one"])
    assert ids(found)[:2] == ["b", "a"]
    assert found.hits[0].score - found.hits[1].score == pytest.approx(0.625 / 2, abs=NEAR)


def test_a_passage_is_as_good_as_its_best_sentence(searched: Callable[..., Searched]) -> None:
    """Wherever in it that stands."""
    texts = ["Ships fees. Grain lima.", "Grain holm.", "Lima holm.", "Ships so."]
    assert order(searched, texts, "grain lima")[0] == "a"


def test_the_whole_passage_counts_for_its_sentences(searched: Callable[..., Searched]) -> None:
    """Of two alike, the one beside which the rest of the question stands: three eighths are the passage's."""
    scope = searched(ENCODER, one=["Grain holm. Fees so fees.", "Grain holm. Lima so fees.", "Ships so."])
    found = scope.retriever.retrieve("grain lima", scope.vocabulary, ["one"])
    a, b = sorted(found.hits[:2], key=lambda hit: hit.passage.document.id)
    lima = float(found.tokens.weights[list(found.tokens.terms).index("lima")])
    rest = [0.2 * (b.cosine - a.cosine), 0.01 * (b.bm25 - a.bm25), 0.375 * lima]
    assert b.sentence_scores[0] - a.sentence_scores[0] == pytest.approx(sum(rest), abs=NEAR)
