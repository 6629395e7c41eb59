"""What stands around a question, and doesn't change it."""

from __future__ import annotations

import pytest

from index.answering.framing import unframed
from index.answering.speech_questions import by_source

TAIWAN = "what does it say about taiwan?"


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        (f"https://a.example/world/trump-xi {TAIWAN}", TAIWAN),
        (f"{TAIWAN} <https://a.example/x>", TAIWAN),
        (f"🤔 {TAIWAN} 👍🏽", TAIWAN),
        (f":thinking: {TAIWAN}", TAIWAN),
        (f"`{TAIWAN}`", TAIWAN),
        (f"**{TAIWAN}**", TAIWAN),
        (f"> {TAIWAN}", TAIWAN),
        (f"“{TAIWAN}”", TAIWAN),
        (f'"{TAIWAN}', TAIWAN),
        ("can you tell me where they met?", "where they met?"),
        ("does the article say when the truce ends?", "when the truce ends?"),
        ("whats the story abt pls", "whats the story about please"),
        ("what’d Rubio say abt taiwan?", "what did Rubio say about taiwan?"),
        ("what does the U.S. want, u.s. or not?", "what does the U.S. want, u.s. or not?"),
        (f"ok thanks! {TAIWAN}", TAIWAN),
        ("thanks, very helpful", "thanks, very helpful"),
        ("what is 17 * 23", "what is 17 * 23"),
        ("who said “burn the grain”?", "who said “burn the grain”?"),
        ("https://a.example/only", "https://a.example/only"),
        ("🤔", "🤔"),
    ],
)
def test_what_is_pasted_or_said_around_is_left_out(typed: str, question: str) -> None:
    """Links, emoji, code marks, quotation marks and phrases of asking go; a question's own marks stay."""
    assert unframed(typed) == question


@pytest.mark.parametrize(
    "question", ["according to Reuters, where did they meet?", "where did they meet, according to Reuters?"]
)
def test_the_source_named(question: str) -> None:
    """The name in "according to", and the question without it."""
    assert by_source(question) == ("Reuters", "where did they meet?")
    assert by_source("where did they meet?") is None
