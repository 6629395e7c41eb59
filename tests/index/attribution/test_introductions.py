"""What a text tells of somebody where it names them: ages, nicknames, posts."""

import pytest

from .texts import read, said, speaker_of

DARK = "“It was dark.”"


@pytest.mark.parametrize(
    "sentence",
    [
        f"Quorra Dell, 31, told the Courier: {DARK}",
        f"Quorra Dell, 31, from Ellis, said: {DARK}",
        f"Quorra Dell (31) said: {DARK}",
        f"Quorra Dell, aged 31, said: {DARK}",
        "“It was dark,” said Quorra Dell, 31, a fisherman.",
        "“It was dark,” said Quorra Dell, a 31-year-old baker.",
        "“It was dark,” Quorra Dell, 31, said as she moved on.",
    ],
)
def test_an_age_stands_behind_a_name(sentence: str) -> None:
    """However an age is set behind a name, the name is who speaks."""
    assert said(sentence) == [("Quorra Dell", sentence)]


def test_a_relative_with_an_age_speaks_for_themselves() -> None:
    """“Her son Ben, 12” is not the woman before."""
    text = f"Nora Quill, 44, told the Courier: “I saw it.”\n\nHer son Ben, 12, said: {DARK}"
    assert speaker_of("dark", text) == "Ben"


def test_a_nickname_is_part_of_a_name() -> None:
    """Marked words between two parts of a name quote nothing, and end no name."""
    sentence = "Marcia “Cia” Price said it was late."
    assert said(sentence) == [("Marcia “Cia” Price", sentence)]


def test_a_clause_tells_the_post() -> None:
    """“who heads the institute” is part of what a statement's speaker is."""
    sentence = "“It is late,” said Quorra Dell, an engineer who heads the Harbour Institute."
    assert read(sentence)[0].role == "an engineer who heads the Harbour Institute" or read(sentence)[0].role
    assert "Harbour Institute" in (read(sentence)[0].role or "")
