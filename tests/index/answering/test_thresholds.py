"""How sure it is that a passage answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.answering.thresholds import confidence, features

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.answering.thresholds import Features

    from ..conftest import Searched

ENCODER = WordEncoder("grain ships fees lima holm sold")
TEXTS = ["Holm sold grain in Lima.", "Grain was wet.", "It rained on Friday."]


@pytest.fixture
def measured(searched: Callable[..., Searched]) -> Callable[[str], dict[str, Features]]:
    """The features of each document's first sentence, for a question."""
    scope = searched(ENCODER, one=TEXTS)

    def measured(question: str) -> dict[str, Features]:
        found = scope.retriever.retrieve(question, scope.vocabulary, ["one"])
        return {hit.passage.document.id: features(found, hit, 0, scope.vocabulary) for hit in found.hits}

    return measured


def test_a_passage_with_more_of_the_question_is_surer(
    measured: Callable[[str], dict[str, Features]],
) -> None:
    """All of its words, one of them, none: the confidence falls with each."""
    found = measured("Where was the grain sold?")
    assert confidence(found["a"]) > confidence(found["b"]) > confidence(found["c"])


@pytest.mark.parametrize(
    "question", ["grain", "who is it?", "Zebra 9 and Xylophone 10?", "?", "Holm sold grain"]
)
def test_it_is_a_probability(measured: Callable[[str], dict[str, Features]], question: str) -> None:
    """Also for a question that has no topic word, or none that is known."""
    assert all(0 <= confidence(found) <= 1 for found in measured(question).values())


def test_coverage_is_the_idf_share_of_the_words_that_are_there(
    measured: Callable[[str], dict[str, Features]],
) -> None:
    """In the passage, and anywhere; a word that stands nowhere is unknown."""
    found = measured("ice grain sold")["a"]
    assert 0 < found.covered_passage < 1
    assert found.covered_anywhere == pytest.approx(found.covered_passage)
    assert found.unknown == 1
    assert measured("grain sold")["a"].covered_passage == pytest.approx(1)
    elsewhere = measured("grain sold")["b"]
    assert 0 < elsewhere.covered_passage < 1
    assert elsewhere.covered_anywhere == pytest.approx(1)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Who sold grain in Lima?", 0),
        ("Who sold grain in Cusco?", 1),
        ("Did Holm and Maria Lopez sell 300 tons?", 3),
        ("Did Holm’s men sell it?", 0),
        ("Cusco grain?", 0),  # the first word is a capital's anyway
    ],
)
def test_names_and_numbers_that_the_passage_lacks_are_counted(
    measured: Callable[[str], dict[str, Features]], question: str, missing: int
) -> None:
    """A near miss differs in a name or a number more often than in anything else."""
    assert measured(question)["a"].names_missing == missing


def test_a_passage_may_lack_the_kind_of_thing_that_is_asked(
    measured: Callable[[str], dict[str, Features]],
) -> None:
    """“Where was the grain sold?” wants a name that the question doesn't have, “when” wants a time."""
    where, when = measured("Where was the grain sold?"), measured("When did it rain?")
    assert (where["a"].lacks_name, where["c"].lacks_time) == (0, 0)
    assert (when["a"].lacks_time, when["c"].lacks_time) == (1, 0)
