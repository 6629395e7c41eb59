"""Follow-up questions, made whole from the question before."""

from __future__ import annotations

import pytest

from index.answering.follow_ups import completed

SPEAKERS = {"rubio", "trump", "bessent"}
SOYBEANS = "What did Bessent say about soybeans?"
MEETING = "Where did Trump and Xi meet?"
TARIFFS = "What tariffs did Trump threaten?"


def filled(question: str, context: str | None) -> str:
    return completed(question, context, lambda name: name.lower() in SPEAKERS)


@pytest.mark.parametrize(
    "question", ["what about Rubio?", "How about Rubio", "and Rubio?", "But what about Rubio?"]
)
def test_another_speaker(question: str) -> None:
    """Somebody who is quoted takes the place of the speaker, and the topic stays."""
    assert filled(question, SOYBEANS) == "What did Rubio say about soybeans?"


def test_another_speaker_without_a_topic() -> None:
    """When the question before had no topic, neither has the follow-up."""
    assert filled("what about Rubio?", "What did the treasury secretary say?") == "What did Rubio say?"


@pytest.mark.parametrize(
    "question", ["what about rare earths?", "and about rare earths?", "And on rare earths?"]
)
def test_another_topic(question: str) -> None:
    """What is no speaker takes the place of the topic, and the speaker stays."""
    assert filled(question, SOYBEANS).lower() == "what did bessent say about rare earths?"


@pytest.mark.parametrize(
    ("question", "context", "expected"),
    [
        ("why?", "What tariffs did Trump threaten?", "why did Trump threaten tariffs?"),
        ("where?", "who met?", "where met?"),
        ("when?", "did Trump meet Xi?", "when did Trump meet Xi?"),
        ("when?", "who published this?", "When was this article published?"),
        ("when", "who wrote the article about Busan?", "When was the article about Busan published?"),
        ("who wrote it?", "when was the ferry article published?", "who wrote the article about ferry?"),
        ("who wrote it?", "when was this published?", "who wrote it?"),
        ("when?", "what happened to the yuan?", "when? what happened to the yuan?"),
    ],
)
def test_a_lone_question_word(question: str, context: str, expected: str) -> None:
    """A question word alone takes the place of the one before, whose answer is none to it."""
    assert filled(question, context) == expected


def test_another_subject() -> None:
    """After a plain question the new words take the place of its subject."""
    assert filled("what about Putin?", "When is Xi in Busan?") == "When is Putin in Busan?"


def test_no_subject_to_swap() -> None:
    """A question before without an auxiliary verb is asked along."""
    assert filled("what about shares?", "yuan rate") == "shares? yuan rate"


@pytest.mark.parametrize(
    ("question", "context", "expected"),
    [
        (
            "how many deaths is it blamed for each year?",
            "What is fentanyl?",
            "how many deaths is fentanyl blamed for each year?",
        ),
        ("what did he say about Taiwan?", "Who is Marco Rubio?", "what did Marco Rubio say about Taiwan?"),
    ],
)
def test_a_pronoun_becomes_the_subject(question: str, context: str, expected: str) -> None:
    """A pronoun is replaced by the subject of the question before."""
    assert filled(question, context) == expected


@pytest.mark.parametrize(
    ("question", "context", "expected"),
    [
        ("on which day?", MEETING, f"on which day? {MEETING}"),
        ("why did he do that?", TARIFFS, f"why did Trump do that? {TARIFFS}"),
    ],
)
def test_too_little_of_its_own(question: str, context: str, expected: str) -> None:
    """A question with hardly a word of its own is asked together with the one before."""
    assert filled(question, context) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Where did the leaders of China greet reporters?",
        "When do the trade arrangements expire?",
        "What did Rubio say about Taiwan?",
        "What is fentanyl?",
        "and when was it published?",
        "who wrote this?",
        "hello",
    ],
)
def test_what_stands_alone_is_unchanged(question: str) -> None:
    """A whole question, one on the article and small talk come back letter for letter."""
    assert filled(question, SOYBEANS) == question


@pytest.mark.parametrize("context", [None, ""])
def test_without_context(context: str | None) -> None:
    """With no question before, even one that leans comes back as it is."""
    assert filled("what about Rubio?", context) == "what about Rubio?"
