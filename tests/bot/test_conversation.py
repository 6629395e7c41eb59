"""From what somebody wrote in Discord to a question in plain words, or to why there is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import (
    LONGEST_QUESTION,
    ONLY_ATTACHMENT,
    OTHER_SCRIPT,
    NoQuestion,
    Question,
    adds_nothing,
    asks,
    called_on,
    chats,
    heard,
    plain,
    scripts,
    too_long,
)
from index.answering.intent import ABILITIES

from .articles import hostile

LATIN = frozenset({"LATIN"})
NAMES = {"<@1>": "Ana", "<@!1>": "Ana", "<@&2>": "Crew", "<#3>": "harbor", "<@4>": "E\u202eve\x07"}
QUESTION = "When does the harbor open?"


# ---------------------------------------------------------------------- plain words


@pytest.mark.parametrize(
    "written",
    [
        QUESTION,
        f"<@9> {QUESTION}",
        f"{QUESTION} <@!9>",
        f"@everyone {QUESTION} @here",
        f"{QUESTION} <:ship:12345> <a:wave:12345>",
        f"{QUESTION} <t:1700000000:R><t:1700000000>",
        "**When** does the *harbor* __open__?",
        "When does the ||harbor|| ~~open~~?",
        "`When` does the ```harbor``` open?",
        f"> {QUESTION}",
        f"# {QUESTION}",
        f"- {QUESTION}",
        "When does the [harbor](https://a.example/b) open?",
        "When does the [harbor](<https://a.example/b>) open?",
        'When does the [harbor](https://a.example/b "title") open?',
        "When\u200b does the har\u00adbor\u2060 open\ufeff?",
        "When  does\tthe\n\nharbor open?",
    ],
)
def test_only_the_words_are_left(written: str) -> None:
    """Calls, emoji, timestamps, markdown, links and invisible characters go; the words stay, on one line."""
    assert plain(written, NAMES, {"<@9>", "<@!9>"}) == QUESTION


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Who is <@1> to <@!1>?", "Who is Ana to Ana?"),
        ("Does <@&2> read <#3>?", "Does Crew read harbor?"),
        ("Who is <@77>?", "Who is ?"),
        ("</ask:5> Who is Ana? </settings show:6>", "Who is Ana?"),
        ("soy-beans cost 12 % (100%)?", "soy-beans cost 12 % (100%)?"),
        ("see https://a.example/b_c_d", "see https://a.example/b_c_d"),
        ("see [1] and (2) [the fare](https://a.example/b_(c))?", "see [1] and (2) the fare?"),
        ("rare_earth _curbs_ and __more__", "rare_earth curbs and more"),
        ("ana@everyone.example", "ana.example"),
        ("Cafe\u0301 Osi\u0301o?", "Café Osío?"),
        ("Who \x1b is\x0b\u2066<@4>\x9b?", "Who is Eve?"),
        ("<@9>", ""),
        ("@everyone", ""),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_what_stands_for_words_is_put_into_words(written: str, words: str) -> None:
    """A mention becomes the name of who or what is mentioned; a command is left out."""
    assert plain(written, NAMES, {"<@9>"}) == words


@given(hostile)
def test_any_message_becomes_one_visible_line(written: str) -> None:
    """Whatever was written, nothing invisible is left, and no mention or emoji of Discord's."""
    words = plain(written, NAMES)
    assert words == " ".join(words.split())
    assert not {"\u200b", "\n", "*", "`", "|"} & set(re.sub(r"https://\S+", "", words))
    assert "<@17>" not in words


# ---------------------------------------------------------------------- questions


@given(st.integers(1, LONGEST_QUESTION))
def test_a_question_of_up_to_500_characters_is_heard(length: int) -> None:
    """Of any length until then, word for word."""
    assert heard("a" * length, scripts=LATIN) == Question("a" * length)


@pytest.mark.parametrize(("length", "told"), [(501, "501"), (1234, "1,234")])
def test_a_longer_one_is_refused(length: int, told: str) -> None:
    """With its length and the limit."""
    refusal = f"That question has {told} characters and I read up to 500. Shorten it, please."
    assert heard("é" * length, scripts=LATIN) == NoQuestion(refusal)
    assert too_long(length) == refusal


def test_an_attachment_alone_is_no_question() -> None:
    """With words beside it, the words are heard; without either, the abilities are told."""
    assert heard("", scripts=LATIN, attachments=True) == NoQuestion(ONLY_ATTACHMENT)
    assert heard("what is it?", scripts=LATIN, attachments=True) == Question("what is it?")
    assert heard("", scripts=LATIN) == NoQuestion(ABILITIES)


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
    assert heard(text, scripts=LATIN) == (Question(text) if understood else NoQuestion(OTHER_SCRIPT))


def test_the_scripts_are_those_of_the_articles() -> None:
    """Where an article is Cyrillic, so may a question be."""
    text = "Когда откроется порт?"
    assert heard(text, scripts=scripts("Порт, 2024.") | LATIN) == Question(text)


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
        ("", QUESTION, Question(QUESTION)),
        ("", "The ferry costs 12 crowns.", Question("The ferry costs 12 crowns.", claim=True)),
        ("is that true?", "The ferry costs 12 crowns.", Question("The ferry costs 12 crowns.", claim=True)),
        ("source?", "Who knew?", Question("Who knew?", claim=True)),
        ("", "a" * 501, Question("a" * 500, claim=True)),
        ("when?", "The ferry costs 12 crowns.", None),
        ("is that true?", "", None),
        ("", "", None),
    ],
)
def test_a_call_asks_what_the_message_says(text: str, other: str, question: Question | None) -> None:
    """As a question if the message asks one and nothing else was said, else as a claim to be checked."""
    assert called_on(text, other) == question


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
