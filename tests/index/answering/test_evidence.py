"""Which sentences answer, and in which order, from scores that are written down."""

from __future__ import annotations

import pytest

from index.answering.evidence import Evidence, best_sentences
from index.document import Span

from .found import found

PLAIN, DATED = "Grain was sold.", "It was sold in May 2024."


def quotes(evidence: list[Evidence]) -> list[str]:
    return [one.span.of(one.document.text) for one in evidence]


def test_the_best_sentence_comes_first() -> None:
    """Wherever it stands in its passage."""
    evidence = best_sentences(
        found("grain", ("Ships wait. Grain waits.", [0.5, 0.58]), ("Fees stay.", [0.55]))
    )
    assert quotes(evidence) == ["Grain waits.", "Fees stay."]
    assert [e.score for e in evidence] == [0.58, 0.55]
    assert best_sentences(found("grain")) == []


@pytest.mark.parametrize(("behind", "first"), [(0.029, DATED), (0.031, PLAIN)])
def test_the_kind_of_thing_asked_for_is_worth_three_hundredths(behind: float, first: str) -> None:
    """A sentence with a date, asked when, comes before a better one without; no more than so much better."""
    passages = (PLAIN, [0.5]), (DATED, [0.5 - behind])
    assert quotes(best_sentences(found("When was grain sold?", *passages)))[0] == first
    assert quotes(best_sentences(found("Was grain sold?", *passages)))[0] == PLAIN
    assert quotes(best_sentences(found("Why was grain sold?", *passages)))[0] == PLAIN


@pytest.mark.parametrize(("behind", "first"), [(0.049, "Ships wait."), (0.051, "Grain waits.")])
def test_a_preferred_place_is_worth_five_hundredths(behind: float, first: str) -> None:
    """That very sentence, not another of its passage or at its place in another document."""
    retrieval = found("grain", ("Grain waits. Lima waits.", [0.5, 0.4]), ("Ships wait.", [0.5 - behind]))
    grain, ships = retrieval.hits
    assert quotes(best_sentences(retrieval, [(ships.passage.document, Span(0, 4))]))[0] == first
    ahead = found("grain", ("Grain waits. Lima waits.", [0.5, 0.4]), ("Ships wait.", [0.52]))
    assert quotes(best_sentences(ahead, [(grain.passage.document, Span(13, 20))]))[0] == "Ships wait."


@pytest.mark.parametrize(("behind", "count"), [(0.059, 2), (0.061, 1)])
def test_further_quotes_are_near_the_best(behind: float, count: int) -> None:
    """At most six hundredths below it."""
    evidence = best_sentences(found("grain", ("Grain waits.", [0.5]), ("Ships wait.", [0.5 - behind])))
    assert len(evidence) == count


def test_there_are_at_most_three_quotes() -> None:
    """However many are as good."""
    evidence = best_sentences(found("grain", *[(f"Grain waits {n} days.", [0.5]) for n in range(9)]))
    assert quotes(evidence) == [f"Grain waits {n} days." for n in range(3)]


def test_so_many_passages_are_read() -> None:
    """The twelfth is, the thirteenth is not, though it has what is asked for."""
    for before, first in ((11, DATED), (12, "Grain was sold to 0 men.")):
        others = [(f"Grain was sold to {n} men.", [0.5]) for n in range(before)]
        assert quotes(best_sentences(found("When was grain sold?", *others, (DATED, [0.49]))))[0] == first
