"""Every way of asking the bot, and what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
import pytest

from bot.saying.views import SUGGESTED
from index.answering.composing import NEAR

from ..stage import buttons, said, shown

if TYPE_CHECKING:
    from ..stage import Stage

BESSENT = "What did Bessent say about soybeans?"
SOYBEANS = (
    "> U.S. Treasury Secretary Scott Bessent said Beijing is expected to delay the rare-earth restrictions "
    "for a year and resume large-scale U.S. soybean purchases as part of a “substantial framework” to be "
    "finalized by the two leaders. **[1]**"
)
SOURCE = "-# **[1]** Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025 · ¶8"


async def test_a_mention_is_answered_with_a_reply(stage: Stage) -> None:
    """The quote, its source line and the buttons, in reply to the question and pinging nobody."""
    asked = await stage.mention(BESSENT)
    (reply,) = stage.replies()
    assert shown(reply) == f"{SOYBEANS}\n{SOURCE}"
    assert buttons(reply) == ["Show passage", "👍", "👎", "Delete"]
    assert reply.reference.message_id == asked.id
    assert reply.mentions == []


async def test_a_message_that_does_not_mention_the_bot_is_left_alone(stage: Stage) -> None:
    """People talk to one another."""
    await stage.alice.send(stage.channel, BESSENT)
    assert stage.replies() == []


async def test_a_direct_message_needs_no_mention(stage: Stage) -> None:
    """In direct messages everything is meant for the bot."""
    await stage.alice.send_dm(BESSENT)
    (reply,) = stage.replies(stage.alice.user.dm_channel, viewer=stage.alice.user)
    assert shown(reply).startswith(SOYBEANS)


async def test_ask_by_command(stage: Stage) -> None:
    """/ask shows the question, for Discord doesn't, and the answer to everybody."""
    result = await stage.alice.slash(stage.channel, "ask", question=BESSENT)
    assert not result.ephemeral
    assert said(result) == f"**{BESSENT}**\n{SOYBEANS}\n{SOURCE}"
    assert buttons(result.response)[-1] == "Delete"


async def test_ask_in_private(stage: Stage) -> None:
    """/ask private is shown to the asker alone, who can dismiss it, so that it has no button to delete it."""
    result = await stage.alice.slash(stage.channel, "ask", question=BESSENT, private=True)
    assert result.ephemeral
    assert SOYBEANS in said(result)
    assert buttons(result.response) == ["Show passage", "👍", "👎"]
    assert stage.replies(viewer=stage.bob) == []


async def test_ask_by_command_in_direct_messages(stage: Stage) -> None:
    """The commands work in direct messages too."""
    result = await stage.alice.user.slash("ask", question=BESSENT)
    assert SOYBEANS in said(result)


async def test_a_message_is_checked_against_the_articles(stage: Stage) -> None:
    """The context menu shows what the articles say on a message, to the one who asked alone."""
    claim = await stage.bob.send(stage.channel, "China's yuan fell against the dollar after the talks")
    result = await stage.alice.context_menu(stage.channel, "Check against the articles", claim)
    assert result.ephemeral
    heading, claim_text, articles, quote, _ = said(result).split("\n", 4)
    assert (heading, articles) == ("**Claim**", "**What the articles say**")
    assert claim_text == "> China's yuan fell against the dollar after the talks"
    assert quote.startswith("> China’s yuan")


async def test_a_message_without_words_cannot_be_checked(stage: Stage) -> None:
    """A picture alone, say."""
    message = await stage.bob.send(stage.channel, attachments=[("chart.png", b"not a picture")])
    result = await stage.alice.context_menu(stage.channel, "Check against the articles", message)
    assert said(result) == f"That message has no text that I could check.\n{SUGGESTED}"


async def test_what_the_articles_come_near(stage: Stage) -> None:
    """A refusal says so, shows the nearest sentences with their places, nothing in bold but their markers."""
    await stage.mention("How much did China pay for the soybeans?")
    text = shown(stage.reply)
    assert text.startswith(f"{NEAR}\n\n> ")
    assert "first soybean purchases in months earlier this week. **[1]**" in text
    assert set(re.findall(r"\*\*.*?\*\*", text)) <= {"**[1]**", "**[2]**"}
    assert "-# Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025 · **[1]**\u00a0¶" in text
    assert buttons(stage.reply)[:2] == ["Show passage", "Delete"]


async def test_what_the_articles_do_not_say(stage: Stage) -> None:
    """Where nothing is near nothing is quoted, and three questions are offered."""
    await stage.mention("How do I bake sourdough bread?")
    assert shown(stage.reply) == f"The articles don't say.\n{SUGGESTED}"
    delete, *offered = buttons(stage.reply)
    assert delete == "Delete"
    assert len(offered) == 3
    assert set(offered) <= {f"💬 {question}" for question in stage.engine.suggestions}


async def test_a_speaker_who_said_nothing_on_it(stage: Stage) -> None:
    """What X said about Y is refused by name when X is quoted on other things alone."""
    await stage.mention("What did Rubio say about soybeans?")
    refusal = "The articles quote Marco Rubio, but not about soybeans."
    assert shown(stage.reply) == f"{refusal}\n{SUGGESTED}"


async def test_what_else_can_be_asked(stage: Stage) -> None:
    """Below an answer stand the one or two questions nearest to it, apart from the tools."""
    await stage.mention("What happened to the yuan?")
    assert shown(stage.reply).endswith(f"¶5\n{SUGGESTED}")
    tools, offered = buttons(stage.reply)[:4], buttons(stage.reply)[4:]
    assert (tools, offered) == (["Show passage", "👍", "👎", "Delete"], ["💬 What is Beijing pushing for?"])


async def test_the_record(stage: Stage) -> None:
    """What only the article's record tells is answered without a quote, and has no passage to show."""
    await stage.mention("who wrote this article?")
    assert shown(stage.reply) == "“Trump and Xi meet in Busan” was written by Rodney Mbua (Reuters)."
    assert buttons(stage.reply) == ["👍", "👎", "Delete"]


async def test_a_mended_question_is_shown(stage: Stage) -> None:
    """A typo is mended, and the answer says what was searched for."""
    await stage.mention("what did Bessent say about soyabeans?")
    assert shown(stage.reply).split("\n")[0] == "-# Searched for: what did Bessent say about soybean?"


@pytest.mark.parametrize("greeting", ["", "hello!", "help", "👋", "<:wave:123456789012345678>"])
async def test_a_greeting_gets_a_friendly_line(stage: Stage, greeting: str) -> None:
    """Nothing asked: the bot says what it can do, and offers questions."""
    await stage.mention(greeting)
    assert "I answer questions from the articles that I was given" in shown(stage.reply)
    assert len(buttons(stage.reply)) >= 3


async def test_one_that_speaks_for_the_article_by_name(stage: Stage) -> None:
    """A quote that says only "he" is led by the speaker's name in bold."""
    await stage.mention("What did Xi say about working with Trump?")
    assert shown(stage.reply).startswith("> **Xi Jinping:** “I am willing to continue working with")


@pytest.mark.parametrize("kind", ["bot", "webhook"])
async def test_other_programs_are_ignored(stage: Stage, kind: str) -> None:
    """A bot or webhook that mentions the bot gets no answer, or two bots would talk for ever."""
    if kind == "bot":
        robot = stage.guild.add_member(stage.env.create_user("robot", bot=True))
        await robot.send(stage.channel, f"{stage.me} {BESSENT}")
    else:
        await stage.guild.create_webhook(stage.channel).send(f"{stage.me} {BESSENT}")
    assert stage.replies() == []


async def test_everybody_is_not_the_bot(stage: Stage) -> None:
    """A call to everyone is not meant for the bot."""
    await stage.alice.send(stage.channel, f"@everyone {BESSENT}")
    assert stage.replies() == []


async def test_its_role_is_the_bot(stage: Stage) -> None:
    """People mention the role that Discord gave the bot by mistake; it says why it can't read that."""
    role = next(r for r in stage.bot.get_guild(stage.guild.id).roles if r.name == stage.bot.user.name)
    role.tags = discord.RoleTags({"bot_id": str(stage.bot.user.id)})  # which the simulation leaves out
    await stage.alice.send(stage.channel, f"{role.mention} {BESSENT}")
    assert shown(stage.reply).startswith("I can't see the text of that message")
