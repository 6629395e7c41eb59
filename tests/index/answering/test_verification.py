"""The best passages verified: what is read with them, where the answer is cited, and how they are ranked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.answering.evidence import PREFERENCE
from index.answering.verification import (
    SCORE_WEIGHT,
    SENTENCE_WEIGHT,
    VERIFIED,
    verify_hits,
    verify_sentences,
)
from index.document import Span

from ..fakes import PointingVerifier, WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.answering.verification import VerifiedAnswer
    from index.search.retriever import Retrieval

    from ..conftest import Searched

ENCODER = WordEncoder("grain ships fees lima holm sold")
WET, SOLD, PAID = (
    "It rained. Grain was wet.",
    "Holm sold grain in Lima.",
    "They paid in ships. The fees rose.",
)
TEXT = f"{WET}\n\n{SOLD}\n\n{PAID}"


@pytest.fixture
def retrieved(searched: Callable[..., Searched]) -> Callable[..., Retrieval]:
    """What is found in some texts for a question, each paragraph a passage."""

    def retrieved(question: str, *texts: str) -> Retrieval:
        scope = searched(ENCODER, one=[*texts])
        return scope.retriever.retrieve(question, scope.vocabulary, ["one"])

    return retrieved


def sentence(verified: VerifiedAnswer) -> str:
    return verified.evidence.span.of(verified.evidence.document.text)


def test_a_passage_is_read_with_the_sentences_beside_it(retrieved: Callable[..., Retrieval]) -> None:
    """The last before it and the first behind it, as they stand in the text, for an answer may need them."""
    verifier = PointingVerifier()
    assert verify_hits(verifier, retrieved("Holm sold grain in Lima?", TEXT)) == []
    assert verifier.excerpts[0] == "Grain was wet.\n\nHolm sold grain in Lima.\n\nThey paid in ships."


def test_only_the_best_passages_are_verified(retrieved: Callable[..., Retrieval]) -> None:
    """Each costs time; what stands in another document is no neighbour."""
    verifier = PointingVerifier()
    verify_hits(verifier, retrieved("Holm sold grain in Lima?", f"{SOLD}\n\n{WET}", "Holm sold it.", PAID))
    assert verifier.excerpts[0] == f"{SOLD}\n\nIt rained."
    assert len(verifier.excerpts) == VERIFIED


def test_a_neighbour_that_was_not_found_is_not_read(retrieved: Callable[..., Retrieval]) -> None:
    """Nor one that something else stands between."""
    found = retrieved("Holm sold grain in Lima?", TEXT)
    verifier = PointingVerifier()
    (sold,) = [hit for hit in found.hits if SOLD in hit.passage.span.of(TEXT)]
    verify_hits(verifier, replace(found, hits=(sold,)))
    ends = [hit for hit in found.hits if hit is not sold]
    verify_hits(verifier, replace(found, hits=(*ends,)))
    assert sorted(verifier.excerpts) == sorted([SOLD, WET, PAID])


def test_a_long_neighbour_is_not_read(retrieved: Callable[..., Retrieval]) -> None:
    """It would push the passage itself out of what the model reads."""
    verifier, long = PointingVerifier(), "Grain was " + "very " * 80 + "wet."
    verify_hits(verifier, retrieved("Holm sold grain in Lima?", f"{long}\n\n{SOLD}\n\n{PAID}"))
    assert f"{SOLD}\n\nThey paid in ships." in verifier.excerpts


def test_an_answer_beside_the_passage_is_cited_where_it_stands(retrieved: Callable[..., Retrieval]) -> None:
    """Its sentence, its passage, and the place of its words in the document."""
    found = verify_hits(PointingVerifier(ships=3.0), retrieved("Holm sold grain in Lima?", TEXT))
    assert {sentence(v) for v in found} == {"They paid in ships."}
    assert {v.evidence.hit.passage.span.of(TEXT) for v in found} == {PAID}
    assert {v.span.of(TEXT) for v in found} == {"ships"}


def test_they_are_ranked_by_logit_and_score(retrieved: Callable[..., Retrieval]) -> None:
    """One point of a passage's score outweighs so many logits, and no more."""
    found = retrieved("Holm sold grain in Lima?", SOLD, "Grain was wet.")
    first, second = found.hits
    ahead = SCORE_WEIGHT * (first.score - second.score)
    for more, order in ((ahead - 0.1, [SOLD, "Grain was wet."]), (ahead + 0.1, ["Grain was wet.", SOLD])):
        verified = verify_hits(PointingVerifier(Lima=1.0, wet=1.0 + more), found)
        assert [sentence(v) for v in verified] == order
        scores = {
            SOLD: 1.0 + SCORE_WEIGHT * first.score,
            "Grain was wet.": 1.0 + more + SCORE_WEIGHT * second.score,
        }
        assert [v.evidence.score for v in verified] == pytest.approx([scores[text] for text in order])
        assert {v.logit for v in verified} == {1.0, 1.0 + more}


def test_a_preferred_place_comes_before_an_equal(retrieved: Callable[..., Retrieval]) -> None:
    """As the statements of the person that the question is about do; it doesn't make it surer."""
    found = retrieved("Holm sold grain in Lima?", "Holm sold fees.", "Holm sold ships.")
    for place, hit in enumerate(found.hits):
        preferred = [(hit.passage.document, Span(0, 4))]
        verified = verify_hits(PointingVerifier(Holm=2.0), found, preferred)
        assert verified[0].evidence.hit is hit
        assert verified[0].evidence.score - verified[1].evidence.score == pytest.approx(
            SCORE_WEIGHT * (PREFERENCE + hit.score - found.hits[1 - place].score)
        )
        assert [v.logit for v in verified] == [2.0, 2.0]


def test_what_has_no_words_to_point_at_is_left_out(retrieved: Callable[..., Retrieval]) -> None:
    """Nothing of it could be quoted."""
    found = verify_hits(PointingVerifier(wet=-1.0), retrieved("Holm sold grain?", SOLD, "Grain was wet."))
    assert [sentence(v) for v in found] == ["Grain was wet."]


def test_the_sentence_is_chosen_by_its_words_and_its_score(retrieved: Callable[..., Retrieval]) -> None:
    """One point of a sentence's score outweighs so many logits of its words, and no more."""
    found = retrieved("Holm sold grain in Lima?", f"{SOLD} Grain was wet.")
    (hit,) = found.hits
    first, second = hit.sentence_scores
    ahead = SENTENCE_WEIGHT * (first - second)
    for more, chosen in ((ahead - 0.1, SOLD), (ahead + 0.1, "Grain was wet.")):
        (verified,) = verify_hits(PointingVerifier(Lima=1.0, wet=1.0 + more), found)
        assert sentence(verified) == chosen


def test_a_sentence_alone_is_verified_in_its_passage(retrieved: Callable[..., Retrieval]) -> None:
    """Its own words are pointed at, though others of the passage would answer better."""
    (first, *_) = verify_hits(
        PointingVerifier(Lima=1.0), retrieved("Holm sold grain in Lima?", f"{SOLD} Grain was wet.")
    )
    verifier = PointingVerifier(wet=5.0, Lima=1.0)
    (found,) = verify_sentences(verifier, "Holm sold grain in Lima?", [first.evidence])
    assert found is not None
    assert (found.span.of(first.evidence.document.text), found.logit) == ("Lima", 1.0)
    assert verifier.excerpts == [f"{SOLD} Grain was wet."]
    assert verify_sentences(PointingVerifier(wet=5.0), "Holm?", [first.evidence]) == [None]
