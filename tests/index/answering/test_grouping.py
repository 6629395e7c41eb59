"""Which questions ask the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.answering.grouping import conflict, group

from ..fakes import WordEncoder
from ..shipped import shipped_encoder

if TYPE_CHECKING:
    from index.models.encoder import OnnxEncoder


def test_questions_of_one_meaning_are_one_group() -> None:
    """By the cosine to a group's first, in the order of the first ones; one alone is a group too."""
    encoder = WordEncoder("harbor opened ferry cost")
    asked = ["harbor opened?", "ferry cost", "opened the harbor", "cost of ferry ferry", "harbor harbor cost"]
    assert group(asked, encoder) == [[0, 2], [1, 3], [4]]
    assert group([], encoder) == []


@pytest.mark.parametrize(
    ("one", "other", "conflicting"),
    [
        ("When did they meet?", "Where did they meet?", True),
        ("What did Lima say about ships?", "what did ruiz say about ships", True),
        ("What did Ana Lima say about ships?", "what did lima say about ships", False),
        ("When did they meet?", "did they meet?", False),
        ("tell me of the ferry", "What does the ferry cost?", False),
    ],
)
def test_wordings_that_tell_questions_apart(one: str, other: str, conflicting: bool) -> None:
    """Another kind of answer, or another speaker; a question of no definite kind goes with any."""
    assert conflict(one, other) is conflict(other, one) is conflicting


def test_near_words_that_ask_for_different_things_are_not_grouped() -> None:
    """However near: the same words but for the one that says what is wanted."""
    encoder = WordEncoder("harbor opened festival ferry")
    asked = ["When opened the harbor festival ferry?", "Who opened the harbor festival ferry?"]
    assert group(asked, encoder) == [[0], [1]]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    return shipped_encoder(tmp_path_factory)


def test_paraphrases_by_the_shipped_model(encoder: OnnxEncoder) -> None:
    """What people ask in other words is found to be the same, and what is near in topic isn't."""
    asked = [
        "How much does the ferry cost?",
        "what is the price of the ferry",
        "when does the ferry sail",
        "What happened to the yuan?",
        "how did the yuan move",
    ]
    assert group(asked, encoder) == [[0, 1], [2], [3, 4]]
