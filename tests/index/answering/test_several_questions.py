"""Two questions in one."""

from __future__ import annotations

import pytest

from index.answering.several_questions import several_questions


@pytest.mark.parametrize(
    ("typed", "questions"),
    [
        ("who met and where?", ["who met?", "where?"]),
        ("when and where did they meet?", ["when did they meet?", "where did they meet?"]),
        ("Who wrote this? When was it published?", ["Who wrote this?", "When was it published?"]),
        ("who wrote this and when was it published?", ["who wrote this?", "when was it published?"]),
        ("what did A say about B and B about A?", ["What did A say about B?", "What did B say about A?"]),
        (
            "what did A say about B and what did B say about A?",
            ["what did A say about B?", "what did B say about A?"],
        ),
    ],
)
def test_both_are_asked(typed: str, questions: list[str]) -> None:
    """Each becomes a question of its own; one that leans on the first is left so."""
    assert several_questions(typed) == questions


@pytest.mark.parametrize(
    "typed",
    [
        "where did Trump and Xi meet?",
        "which ships and crews were held?",
        "what did A say about how and why the deal failed?",
        "what did A say about tolls and fees?",
        "tl;dr",
    ],
)
def test_one_stays_one(typed: str) -> None:
    """An "and" between two things is no second question."""
    assert several_questions(typed) == [typed]
