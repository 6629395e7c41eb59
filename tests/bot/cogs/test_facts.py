"""/fact, /quote, /timeline and /who: what each says."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from bot.cogs.facts import NO_WORDS
from bot.failures import BUSY
from bot.hearing.inquiry import Inquiry
from bot.saying.reply import plain_reply

from ..stage import buttons, said, shown

if TYPE_CHECKING:
    from ..stage import Stage


SOURCE = "Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025"


async def test_fact(stage: Stage) -> None:
    """/fact gives the words that prove it, with their place."""
    result = await stage.alice.slash(stage.channel, "fact", topic="Venue")
    assert said(result) == (
        f"**Venue**\n\n> The meeting, held at a South Korean air base **[1]**\n-# **[1]** {SOURCE} · ¶2"
    )
    assert buttons(result.response) == ["Show passage", "👍", "👎", "Delete"]


async def test_a_fact_that_says_more_than_its_quote(stage: Stage) -> None:
    """Its short answer stands over the quote only where that has other words."""
    text = said(await stage.alice.slash(stage.channel, "fact", topic="Port fees"))
    assert text.startswith(
        "**Port fees**\nBeijing wants a rollback of new port fees that target Chinese shipping.\n\n> Beijing"
    )


async def test_fact_by_another_name_or_a_slip(stage: Stage) -> None:
    """A topic is found by an alias and with a typo."""
    for topic in ("air base", "APEC", "fentanil"):
        assert said(await stage.alice.slash(stage.channel, "fact", topic=topic)).startswith("**")


async def test_no_such_fact(stage: Stage) -> None:
    """A topic without a fact names some that have one."""
    result = await stage.alice.slash(stage.channel, "fact", topic="sourdough")
    assert said(result).startswith("I have no quick fact about “sourdough”. I have some about Donald Trump,")


async def test_quote(stage: Stage) -> None:
    """/quote lists all that somebody said, numbered, in the order of the text."""
    result = await stage.alice.slash(stage.channel, "quote", speaker="Xi")
    title, *quotes = said(result).split("\n\n")
    assert title == "**Xi Jinping** · 2 statements"
    assert [q.split()[1] for q in quotes] == ["Xi,", "**Xi"]
    assert "**[1]**\u00a0¶4 · **[2]**\u00a0¶4" in quotes[-1]


async def test_quote_about(stage: Stage) -> None:
    """/quote with a topic gives what they said on that alone, or says that they didn't."""
    result = await stage.alice.slash(stage.channel, "quote", speaker="Scott Bessent", about="soybeans")
    assert "resume large-scale U.S. soybean purchases" in said(result)
    result = await stage.alice.slash(stage.channel, "quote", speaker="Scott Bessent", about="TikTok")
    assert "The articles quote Scott Bessent, but not about TikTok." in said(result)


async def test_quote_of_nobody(stage: Stage) -> None:
    """Somebody who isn't quoted: the answer names who is."""
    result = await stage.alice.slash(stage.channel, "quote", speaker="Zelensky")
    assert said(result).startswith(
        "The articles don't quote “Zelensky”. They quote Donald Trump, Xi Jinping,"
    )
    assert buttons(result.response) == []


async def test_timeline(stage: Stage) -> None:
    """/timeline gives the dated events in order, relative days resolved against the publication."""
    text = said(await stage.alice.slash(stage.channel, "timeline"))
    dates = [line.split("**")[1] for line in text.split("\n") if line.startswith("**") and "“" in line]
    assert dates[0] == "2019"
    assert dates.index("26 October 2025") < dates.index("10 November 2025") < dates.index("2026")
    assert "**26 October 2025** · “on Sunday”\n> The meeting follows reports that negotiators" in text


async def test_who(stage: Stage) -> None:
    """/who gives a person's office and the sentence that introduces them, also by office or misspelt."""
    for name in ("Marco Rubio", "rubio", "secretary of state", "Rubbio"):
        text = said(await stage.alice.slash(stage.channel, "who", name=name))
        assert text.startswith("**Marco Rubio** · U.S. Secretary of State\n-# quoted 1× · /quote shows it")
        assert "> U.S. Secretary of State Marco Rubio said Taiwan" in text


async def test_who_is_unknown(stage: Stage) -> None:
    """Somebody whom the articles don't introduce: the answer names some whom they do."""
    text = said(await stage.alice.slash(stage.channel, "who", name="Zelensky"))
    assert text.startswith("The articles don't introduce “Zelensky”. They tell of Donald Trump, Xi Jinping,")


@pytest.mark.parametrize(
    ("command", "options", "private"),
    [
        ("fact", {"topic": "zzz"}, True),
        ("fact", {"topic": "Venue"}, False),
        ("who", {"name": "Zelensky"}, True),
        ("who", {"name": "rubio"}, False),
        ("quote", {"speaker": "Zelensky"}, True),
        ("quote", {"speaker": "Zelensky", "about": "Taiwan"}, True),
        ("quote", {"speaker": "secretary of state"}, False),
        ("quote", {"speaker": "Rubio", "about": "soybeans"}, False),
    ],
)
async def test_a_name_that_nobody_has(
    stage: Stage, command: str, options: dict[str, str], private: bool
) -> None:
    """Who asks for a stranger is told so alone, and nothing of it is others' to see; the rest is for all."""
    result = await stage.alice.slash(stage.channel, command, **options)
    assert (result.ephemeral, len(stage.replies(viewer=stage.bob))) == (private, not private)
    assert (stage.memory.latest(stage.channel.id, stage.bob.id) is None) == private


@pytest.mark.parametrize(("command", "option"), [("fact", "topic"), ("who", "name"), ("quote", "speaker")])
async def test_what_is_no_name(stage: Stage, command: str, option: str) -> None:
    """A call to everyone, or markdown alone, is told to be none, and not quoted as “”."""
    for typed in ("@everyone", "**"):
        result = await stage.alice.slash(stage.channel, command, **{option: typed})
        assert (result.ephemeral, said(result)) == (True, NO_WORDS)


@pytest.mark.settings(queue_length=1)
async def test_a_name_that_cannot_be_looked_up_at_once(stage: Stage) -> None:
    """Then the command is acknowledged as for one that is known, and told what is the matter."""
    go = threading.Event()
    full = asyncio.create_task(
        stage.bot.services.answers.present(Inquiry("", 1, 2, 3, 0.0), lambda: plain_reply(str(go.wait(5))))
    )
    await asyncio.sleep(0)
    result = await stage.alice.slash(stage.channel, "who", name="Zelensky")
    go.set()
    await full
    assert (result.ephemeral, said(result)) == (False, BUSY)


async def test_lists_are_not_voted_on(stage: Stage) -> None:
    """A list has no thumbs; the answer on one person has."""
    for command, options in (("quote", {"speaker": "Trump"}), ("timeline", {})):
        result = await stage.alice.slash(stage.channel, command, **options)
        assert buttons(result.response)[-2:] == ["Show passage", "Delete"]
    result = await stage.alice.slash(stage.channel, "who", name="Rubio")
    assert buttons(result.response) == ["Show passage", "👍", "👎", "Delete"]


async def test_a_command_s_answer_is_shown_to_all(stage: Stage) -> None:
    """A public command's reply stands in the channel."""
    await stage.alice.slash(stage.channel, "timeline")
    assert shown(stage.replies(viewer=stage.bob)[-1]).startswith("**Timeline**")
