"""Question → passages in order, with scores that can be worked out by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from index.search.retriever import BM25_WEIGHT, CANDIDATES, COSINE_WEIGHT, SENTENCE_SHARE

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.search.retriever import Retrieval

    from ..conftest import Searched

ENCODER = WordEncoder("grain ships fees lima holm so be it")
TEXTS = ["Grain fees. Holm.", "Ships ships ships.", "Lima fees holm."]  # 3 words each: no length to weigh
NEAR = 1e-3
"""What the int8 steps of the stored tokens may cost."""


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
    assert [hit.cosine for hit in (a, c, b)] == pytest.approx([1 / 3, 1 / 3, 0], abs=1e-6)
    assert [hit.bm25 for hit in (a, c, b)] == pytest.approx([math.log(2.5 / 1.5)] * 2 + [0], abs=1e-6)
    assert [hit.interaction.passage(found.tokens) for hit in (a, c, b)] == pytest.approx(
        [0.5, 0.5, 0], abs=NEAR
    )
    rest = COSINE_WEIGHT / 3 + BM25_WEIGHT * math.log(2.5 / 1.5)
    without = (1 - SENTENCE_SHARE) * 0.5 + rest
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
    encoding = ENCODER.encode_query("Grain ships lima")
    [(_, numbers, vectors)] = scope.store.vectors()
    near = sorted(zip(-(vectors @ encoding.vector), numbers, strict=True))[:CANDIDATES]
    assert numbers[0] not in [number for _, number in near]
    found = scope.retriever.retrieve("Grain ships lima", scope.vocabulary, ["one"])
    (hit,) = [hit for hit in found.hits if hit.passage.document.id == "a"]
    assert hit.cosine == pytest.approx(1 / math.sqrt(3 * (1 + 15**2 + 1)))
    assert hit.bm25 > 0
    assert len(found.hits) == CANDIDATES + 1


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
    assert hit.cosine == pytest.approx(2 / 3)
    assert hit.bm25 == 0
    assert hit.score == pytest.approx(COSINE_WEIGHT * 2 / 3)


def test_reading_keeps_the_order_and_judges_by_the_topic(searched: Callable[..., Searched]) -> None:
    """Given passages aren't ranked, and the words outside the topic weigh nothing."""
    scope = searched(ENCODER, one=TEXTS)
    passages = scope.store.passages([3, 1])
    found = scope.retriever.read("What did Holm say about grain?", "grain", scope.vocabulary, passages)
    assert found.question == "grain"
    assert found.tokens.terms == ("grain",)
    assert ids(found) == ["c", "a"]
    assert [h.interaction.passage(found.tokens) for h in found.hits] == pytest.approx([0, 1], abs=NEAR)
    assert [h.bm25 for h in found.hits] == pytest.approx([0, math.log(2.5 / 1.5)], abs=1e-6)
    # Six words, of which "what did say about" count as one: 4² + 1 + 1.
    assert [h.cosine for h in found.hits] == pytest.approx([1 / math.sqrt(3 * 18), 2 / math.sqrt(3 * 18)])
