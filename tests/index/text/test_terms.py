"""Text → terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.terms import STOPWORDS, is_content, stem, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. and the US", ["the", "us", "and", "the", "us"]),
        ("U.S.-China at 9 a.m.", ["us", "china", "at", "9", "am"]),
        ("détente, Détente, de\u0301tente", ["detente", "detente", "detente"]),
        ("Holm’s and Lopez's ports’", ["holm", "and", "lopez", "ports"]),
        ("don't, don’t", ["dont", "dont"]),
        ("10,000 tons at $3.50, 100%", ["10000", "tons", "at", "3.50", "100"]),
        ("rare-earth first_round", ["rare", "earth", "first", "round"]),
        ("ﬁsh", ["fish"]),
        ("… — !", []),
    ],
)
def test_words_are_plain(text: str, expected: list[str]) -> None:
    """Case, accents, acronyms' stops, possessives and thousands' commas make no difference."""
    assert words(text) == expected


def test_terms_are_stems_of_topic_words_in_order() -> None:
    """Stopwords are left out, inflections meet, repeats stay."""
    assert terms("What did the exporters export, and who was exporting?") == ["export", "export", "export"]
    assert terms("Who is it?") == []


def test_terms_of_a_question_meet_those_of_the_text() -> None:
    """The spelling of a number or an acronym doesn't part a question from its passage."""
    assert terms("10000 U.K. ports") == terms("10,000 UK port's")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("the grain of Lima", "    ^^^^^    ^^^^"),
        ("Is it 10,000?", "      ^^^^^^ "),
        ("Xi’s talks", "^^^^ ^^^^^"),
        ("and so on", "         "),
        ("", ""),
    ],
)
def test_content_is_marked_character_by_character(text: str, content: str) -> None:
    """Just the characters of words that carry a topic are flagged."""
    assert "".join("^" if flag else " " for flag in is_content(text)) == content


@given(st.text(max_size=60))
def test_terms_hold_only_what_full_text_search_takes(text: str) -> None:
    """No term is empty, a stopword's stem by accident of case, or has a quotation mark or space in it."""
    for word in words(text):
        assert word
        assert word == word.lower()
        assert not set(word) & set("\"' ,")
    assert len(is_content(text)) == len(text)
    assert terms(text) == [stem(word) for word in words(text) if word not in STOPWORDS]
