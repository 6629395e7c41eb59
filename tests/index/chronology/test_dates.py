"""How stretches of the calendar are read aloud, and which way a clause looks."""

from __future__ import annotations

from datetime import date

import pytest

from index.chronology.dates import When, read_aloud
from index.chronology.leaning import leaning
from index.document import Span


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When(date(2025, 10, 30), date(2025, 10, 30), "day"), "30 October 2025"),
        (When(date(2025, 1, 9), date(2025, 1, 9), "day"), "9 January 2025"),
        (When(date(2025, 10, 25), date(2025, 10, 26), "day"), "25 October to 26 October 2025"),
        (When(date(2023, 12, 31), date(2024, 1, 1), "day"), "31 December 2023 to 1 January 2024"),
        (When(date(2025, 10, 27), date(2025, 11, 2), "week"), "week of 27 October 2025"),
        (When(date(2025, 11, 1), date(2025, 11, 30), "month"), "November 2025"),
        (When(date(2026, 1, 1), date(2026, 12, 31), "year"), "2026"),
        (When(date(2011, 1, 1), date(2016, 12, 31), "year"), "2011 to 2016"),
    ],
)
def test_each_precision_is_read_aloud(when: When, words: str) -> None:
    """A day, week, month, year or a run of them is named in its own unit."""
    assert read_aloud(when) == words


@pytest.mark.parametrize(
    ("sentence", "looks"),
    [
        ("They met in May.", "past"),
        ("They will meet in May.", "ahead"),
        ("A fair in May.", "open"),
        ("A fair, which opened early, in May.", "open"),
        ("The detained crew in May.", "open"),
        ("A crew to be freed in May.", "ahead"),
        ("It rose more than expected in May.", "past"),
        ("They declined to meet in May.", "past"),
        ("They agreed to meet in May.", "ahead"),
        ("The United Ferries in May.", "open"),
        ("Seized ships in May.", "past"),
    ],
)
def test_a_clause_leans_as_its_nearest_telling_word(sentence: str, looks: str) -> None:
    """Asked strictly, words before the last comma tell nothing; names and adjectives never do."""
    start = sentence.index("in May")
    assert leaning(sentence, Span(0, len(sentence)), Span(start, start + 6), strictly=True) == looks


def test_across_a_comma_a_word_tells_unless_asked_strictly() -> None:
    """Without the strictness the words of the whole sentence count."""
    sentence = "They will meet in Lima, Peru, on Friday."
    whole, phrase = Span(0, len(sentence)), Span(30, 39)
    assert leaning(sentence, whole, phrase, strictly=False) == "ahead"
    assert leaning(sentence, whole, phrase, strictly=True) == "open"
