"""How rare words are, and what misspelt ones meant."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from ..fakes import vocabulary_of

if TYPE_CHECKING:
    from index.search.vocabulary import Vocabulary

COUNTS = {
    "tariff": 3, "tariffs": 2, "soybean": 2, "soyabean": 1, "port": 4, "fort": 9, "lopez": 1, "us": 4,
    "10000": 1, "harbour": 2, "harbours": 1,
}  # fmt: skip


@pytest.fixture
def vocabulary() -> Vocabulary:
    """The words of ten passages."""
    return vocabulary_of(COUNTS, 10)


def corrected(vocabulary: Vocabulary, question: str, *real: str) -> str:
    return vocabulary.corrected(question, lambda word: word in real)


def test_a_rare_word_tells_more(vocabulary: Vocabulary) -> None:
    """idf is log(1 + (N - n + ½) / (n + ½)), n being the passages that hold any word of the stem."""
    assert vocabulary.idf("port") == pytest.approx(math.log(1 + 6.5 / 4.5))
    assert vocabulary.idf("tariff") == pytest.approx(math.log(1 + 5.5 / 5.5))
    assert vocabulary.idf("nowher") == pytest.approx(math.log(1 + 10.5 / 0.5))


def test_a_word_in_every_passage_still_tells_something() -> None:
    """No idf is negative or undefined, where there is no passage either."""
    assert vocabulary_of({"ship": 2}, 2).idf("ship") == pytest.approx(math.log(1 + 0.5 / 2.5))
    assert vocabulary_of({}, 0).idf("ship") == pytest.approx(math.log(2))


def test_a_word_is_known_in_any_inflection(vocabulary: Vocabulary) -> None:
    """“ports” is known where the documents say “port”."""
    assert vocabulary.knows("ports")
    assert not vocabulary.knows("airport")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Tarifs", "tariff"),  # one edit
        ("hrabuor", "harbour"),  # two swaps are two
        ("soybaen", "soybean"),  # a swap is one edit
        ("soyabaen", "soyabean"),
        ("lpoez", "lopez"),
        ("harbor's", "harbour"),
    ],
)
def test_a_misspelt_word_becomes_the_documents_own(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    """One edit away in a word of five or six letters, two from seven on."""
    assert corrected(vocabulary, typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["loqex", "lpze", "lopz", "lxoxpxz", "uz", "usa", "1000", "xxxiffs", "zzzzzz"],
)
def test_what_is_too_far_or_too_short_stays(typed: str) -> None:
    """Two edits in a short word, three in a long one, words under four letters and numbers are left alone."""
    vocabulary = vocabulary_of({"lopez": 1, "us": 4, "tariffs": 2, "10000": 1}, 10)
    assert corrected(vocabulary, typed) == typed
    assert corrected(vocabulary_of({}, 0), "tarifs") == "tarifs"


def test_a_question_word_is_mended(vocabulary: Vocabulary) -> None:
    """What is asked for hangs on it, however short; unless it is a name, or a word of the documents."""
    assert corrected(vocabulary, "wen and wher did Wen meet Lopez") == "when and where did Wen meet Lopez"
    assert corrected(vocabulary_of({"wen": 1}, 9), "did wen meet Lopez") == "did wen meet Lopez"


def test_known_and_real_words_are_left_alone(vocabulary: Vocabulary) -> None:
    """A word that the documents or the model have is no typo, however near another it is."""
    assert corrected(vocabulary, "Ports tarife soybeans", "tarife") == "Ports tarife soybeans"
    assert corrected(vocabulary, "tarife") == "tariff"
    assert corrected(vocabulary, "Whom would they") == "Whom would they"


def test_the_first_letter_outweighs_how_common_a_word_is(vocabulary: Vocabulary) -> None:
    """“porrt” means “port”, though “fort” stands in more passages than either."""
    assert corrected(vocabulary, "porrt") == "port"
    assert corrected(vocabulary, "pfort") == "port"  # one edit from either
    assert corrected(vocabulary, "forrt") == "fort"  # fewer edits come first
    assert corrected(vocabulary_of({"ports": 4, "forts": 9}, 10), "xorts") == "forts"


def test_of_equals_the_commonest_is_meant() -> None:
    """Two words as near and with the same first letter: the one in more passages."""
    assert corrected(vocabulary_of({"grain": 1, "groin": 5}, 10), "graiin groon") == "grain groin"
    assert corrected(vocabulary_of({"carts": 1, "casts": 5}, 10), "caxts") == "casts"


def test_the_rest_of_the_question_is_kept_as_typed(vocabulary: Vocabulary) -> None:
    """Case, punctuation and spacing of what isn't corrected stay; a corrected word is the documents' own."""
    typed = "  So… WHAT did Lopes say,\n“on  Tarifs”? (10,000!)"
    assert corrected(vocabulary, typed) == "  So… WHAT did lopez say,\n“on  tariff”? (10,000!)"
