"""What a message in plain words asks, or why that can't be looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hearing.query import (
    LONGEST_QUESTION,
    ONLY_ATTACHMENT,
    OTHER_SCRIPT,
    Query,
    Unanswerable,
    adds_nothing,
    asks,
    chats,
    query_on,
    read_query,
    too_long,
)
from index import ABILITIES
from index.text.scripts import scripts

LATIN = frozenset({"LATIN"})
QUESTION = "When does the harbor open?"


# ---------------------------------------------------------------------- questions


@given(st.integers(1, LONGEST_QUESTION))
def test_a_question_of_up_to_500_characters_is_heard(length: int) -> None:
    """Of any length until then, word for word."""
    assert read_query("a" * length, scripts=LATIN) == Query("a" * length)


@pytest.mark.parametrize(("length", "told"), [(501, "501"), (1234, "1,234")])
def test_a_longer_one_is_refused(length: int, told: str) -> None:
    """With its length and the limit."""
    refusal = f"That question has {told} characters and I read up to 500. Shorten it, please."
    assert read_query("é" * length, scripts=LATIN) == Unanswerable(refusal)
    assert too_long(length) == refusal


def test_an_attachment_alone_is_no_question() -> None:
    """With words beside it, the words are heard; without either, the abilities are told."""
    assert read_query("", scripts=LATIN, attachments=True) == Unanswerable(ONLY_ATTACHMENT)
    assert read_query("what is it?", scripts=LATIN, attachments=True) == Query("what is it?")
    assert read_query("", scripts=LATIN) == Unanswerable(ABILITIES)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("Когда откроется порт?", False),
        ("港はいつ開きますか", False),
        ("متى يفتح الميناء؟", False),
        ("When откроется порт?", False),
        ("When will порт open?", True),
        ("¿Cuándo abre el puerto de Osío?", True),
        ("5 + 5?", True),
        ("?!", True),
        ("😀", True),
    ],
)
def test_another_script_is_refused(text: str, understood: bool) -> None:
    """A question most of whose letters no article has; one without letters is heard."""
    assert read_query(text, scripts=LATIN) == (Query(text) if understood else Unanswerable(OTHER_SCRIPT))


def test_the_scripts_are_those_of_the_articles() -> None:
    """Where an article is Cyrillic, so may a question be."""
    text = "Когда откроется порт?"
    assert read_query(text, scripts=scripts("Порт, 2024.") | LATIN) == Query(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Harbor, 2024: “é”!", {"LATIN"}),
        ("Порт of 港", {"CYRILLIC", "LATIN", "CJK"}),
        ("港はカ", {"CJK", "HIRAGANA", "KATAKANA"}),
        ("12 %", set()),
    ],
)
def test_a_text_tells_its_scripts(text: str, known: set[str]) -> None:
    """By its letters alone."""
    assert scripts(text) == known


# ---------------------------------------------------------------------- calls on a message


@pytest.mark.parametrize(
    "text",
    [
        "", "is that true?", "Is this really true??", "was it correct", "true?", "Really?", "source?",
        "sources", "citation needed", "fact check", "fact-check this please", "please check that", "check",
        "this true?",
    ],
)  # fmt: skip
def test_a_mere_call_adds_nothing(text: str) -> None:
    """No more than "is that true?" to the message it is made on."""
    assert adds_nothing(text)


@pytest.mark.parametrize(
    "text", ["when?", "is the ferry late?", "true grit", "check the ferry", "who said that?"]
)
def test_a_question_adds_something(text: str) -> None:
    """Which is then asked itself."""
    assert not adds_nothing(text)


@pytest.mark.parametrize(
    ("text", "other", "question"),
    [
        ("", QUESTION, Query(QUESTION)),
        ("", "The ferry costs 12 crowns.", Query("The ferry costs 12 crowns.", claim=True)),
        ("is that true?", "The ferry costs 12 crowns.", Query("The ferry costs 12 crowns.", claim=True)),
        ("source?", "Who knew?", Query("Who knew?", claim=True)),
        ("", "a" * 501, Query("a" * 500, claim=True)),
        ("when?", "The ferry costs 12 crowns.", None),
        ("is that true?", "", None),
        ("", "", None),
    ],
)
def test_a_call_asks_what_the_message_says(text: str, other: str, question: Query | None) -> None:
    """As a question if the message asks one and nothing else was said, else as a claim to be checked."""
    assert query_on(text, other) == question


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        (QUESTION, True),
        ("the harbor?", True),
        ("what about the ferry", True),
        ("Tell me of the ferry", True),
        ("According to Lima the harbor is open", True),
        ("the harbor is open", False),
        ("whatever", False),
        ("", False),
    ],
)
def test_a_question_is_told_from_talk(text: str, asking: bool) -> None:
    """By its question mark or its first word."""
    assert asks(text) is asking


@pytest.mark.parametrize(
    ("text", "chatting"),
    [("", True), ("thanks!", True), ("hello there", True), ("👍", True), (QUESTION, False)],
)
def test_small_talk_is_told_from_questions(text: str, chatting: bool) -> None:
    """What only an address to the bot makes worth an answer."""
    assert chats(text) is chatting
