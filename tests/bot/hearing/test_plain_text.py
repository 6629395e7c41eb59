"""From a message's content to plain words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from bot.hearing.plain_text import plain

from ..articles import hostile

NAMES = {"<@1>": "Ana", "<@!1>": "Ana", "<@&2>": "Crew", "<#3>": "harbor", "<@4>": "E\u202eve\x07"}
QUESTION = "When does the harbor open?"


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
