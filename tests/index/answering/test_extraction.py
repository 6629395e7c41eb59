"""The exact words that a reader points at, ranked by its margin and the search's score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.answering.evidence import Evidence
from index.answering.extraction import read_answers, read_answers_in
from index.document import Span

from ..fakes import PointingReader
from .found import found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.answering.extraction import ReadAnswer

GRAIN, SHIPS = "Grain is sold in Lima.", "Ships wait in Cusco."


def words(exact: Sequence[ReadAnswer]) -> list[str]:
    return [one.span.of(one.evidence.document.text) for one in exact]


@pytest.mark.parametrize(("more", "first"), [(1.9, "Lima"), (2.1, "Cusco")])
def test_a_point_of_score_is_worth_forty_logits(more: float, first: str) -> None:
    """A passage better by 0.05 comes before one of which the reader is surer by less than two."""
    retrieval = found("Where is grain?", (GRAIN, [0.5]), (SHIPS, [0.45]))
    exact = read_answers(PointingReader(Lima=1.0, Cusco=1.0 + more), retrieval)
    assert words(exact)[0] == first
    assert {e.margin for e in exact} == {1.0, 1.0 + more}
    by_hand = {"Lima": 1.0 + 40 * 0.5, "Cusco": 1.0 + more + 40 * 0.45}
    assert [e.evidence.score for e in exact] == pytest.approx([by_hand[word] for word in words(exact)])


@pytest.mark.parametrize(("more", "first"), [(1.9, "Cusco"), (2.1, "Lima")])
def test_a_preferred_place_is_worth_two_logits(more: float, first: str) -> None:
    """Five hundredths of score, forty logits each."""
    retrieval = found("Where is grain?", (GRAIN, [0.5]), (SHIPS, [0.5]))
    preferred = [(retrieval.hits[1].passage.document, Span(0, 3))]
    exact = read_answers(PointingReader(Lima=1.0 + more, Cusco=1.0), retrieval, preferred)
    assert words(exact)[0] == first


def test_three_passages_are_read() -> None:
    """The best ones, however sure the reader would be of a fourth."""
    texts = [f"Grain is sold in place{n}." for n in range(4)]
    retrieval = found("Where is grain?", *[(text, [0.5 - n / 100]) for n, text in enumerate(texts)])
    exact = read_answers(PointingReader(place0=1.0, place1=1.0, place2=1.0, place3=99.0), retrieval)
    assert sorted(words(exact)) == ["place0", "place1", "place2"]


def test_only_the_sentences_given_are_read() -> None:
    """Their words are placed in the document, and their own scores rank them."""
    retrieval = found("Where is grain?", (f"{SHIPS} {GRAIN}", [0.5, 0.45]), ("Fees stay in Ica.", [0.5]))
    (first, second) = retrieval.hits
    evidence = [Evidence(first, 1, 0.45), Evidence(second, 0, 0.5)]
    reader = PointingReader(Lima=1.0, Cusco=99.0, Ica=-0.9)
    assert words(read_answers_in(reader, "Where?", evidence)) == ["Ica", "Lima"]
    reader = PointingReader(Lima=1.2, Cusco=99.0, Ica=-0.9)
    assert words(read_answers_in(reader, "Where?", evidence)) == ["Lima", "Ica"]
