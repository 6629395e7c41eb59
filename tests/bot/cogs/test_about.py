"""/why and /help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cogs.about import NO_ANSWER

from ..stage import buttons, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import Rapporteur

    from ..stage import Stage

DESCRIBED = {
    "ask": "Ask something about the articles; the answer quotes them",
    "brief": "The gist of the articles, or of a topic, in their words",
    "fact": "A quick fact, with the words of the article that prove it",
    "quote": "What somebody said, word for word: all of it, or on a topic",
    "timeline": "What happened when, by the dates and days of the articles",
    "who": "Who somebody is, by the articles",
    "sources": "The articles that I answer from",
    "why": "How an answer came about: passages, scores, threshold",
    "help": "What I can do, and how to ask",
    "forget-me": "Erase all that I keep of you",
    "desk": "What I refused, what was voted down, and what to do",
    "digest here": "Tell of new articles in this channel, once a day",
    "digest off": "Tell of new articles no longer",
    "settings channels": "Choose the channels where I may speak",
    "settings show": "Show this server's settings",
    "settings listen": "Answer questions in a channel without a mention, or stop",
    "settings threads": "Open a thread for each question that mentions me",
}


async def test_why(stage: Stage) -> None:
    """/why shows the receipt of the latest answer here: verdict, passages with both scores, index version."""
    await stage.mention("What did Bessent say about soybeans?")
    result = await stage.alice.slash(stage.channel, "why")
    lines = said(result).split("\n")
    assert result.ephemeral
    assert lines[0].startswith("**Why?** Confidence 0.")
    assert "so it was answered. The search judged, " in lines[0]
    assert lines[1] == "Asked: What did Bessent say about soybeans?"
    assert any(line.startswith("trump-xi-busan-2025 ¶8 · cosine 0.") and "BM25" in line for line in lines)
    assert lines[-1].startswith(f"-# index {stage.engine.version} · answered in ")


async def test_why_of_a_link(stage: Stage) -> None:
    """/why takes the link of an older answer."""
    await stage.mention("How do I bake bread?")
    first = stage.reply
    await stage.mention("What is fentanyl?")
    result = await stage.alice.slash(stage.channel, "why", answer=first.jump_url)
    assert "Asked: How do I bake bread?" in said(result)
    assert "so it was refused." in said(result)


async def test_why_without_an_answer(stage: Stage) -> None:
    """Where nothing was answered, and for a link of something else, /why says what to do."""
    assert said(await stage.alice.slash(stage.channel, "why")) == NO_ANSWER
    other = await stage.bob.send(stage.channel, "hello")
    assert said(await stage.alice.slash(stage.channel, "why", answer=other.jump_url)) == NO_ANSWER
    for number in ("9" * 20, str(2**63), str(2**64), "9" * 500, "٣" * 20, "0" * 20, "x" * 500):
        assert said(await stage.alice.slash(stage.channel, "why", answer=number)) == NO_ANSWER, number


async def test_what_was_asked_in_private_stays_private(stage: Stage) -> None:
    """Neither /why nor a follow-up in the thread tells others of a private question; its asker may see it."""
    result = await stage.alice.slash(stage.channel, "ask", question="What is fentanyl?", private=True)
    assert said(await stage.bob.slash(stage.channel, "why")) == NO_ANSWER
    link = result.response.message.jump_url
    assert said(await stage.bob.slash(stage.channel, "why", answer=link)) == NO_ANSWER
    assert "Asked: What is fentanyl?" in said(await stage.alice.slash(stage.channel, "why"))


async def test_why_of_another_channel(stage: Stage) -> None:
    """An answer is explained where it stands, for not everybody sees every channel."""
    other = stage.guild.create_text_channel("other")
    await stage.mention("What is fentanyl?", channel=other)
    link = stage.replies(other)[-1].jump_url
    assert said(await stage.alice.slash(stage.channel, "why", answer=link)) == NO_ANSWER


async def test_help(stage: Stage) -> None:
    """/help names every command with what it does, to be clicked, tells how to ask, and what is kept."""
    result = await stage.alice.slash(stage.channel, "help")
    assert result.ephemeral
    ids = {command.name: command.id for command in await stage.bot.tree.fetch_commands()}
    for name, description in DESCRIBED.items():
        assert f"\n</{name}:{ids[name.split()[0]]}> {description}\n" in said(result)
    assert "erased after 30 days; until then who manages the server sees those that" in said(result)
    assert f"without names. </forget-me:{ids['forget-me']}> erases all" in said(result)
    assert len(buttons(result.response)) == 3


async def test_help_after_a_restart(stage: Stage, make_bot: Callable[..., Rapporteur]) -> None:
    """The commands are not sent again, and their ids are known from the memory."""
    before = said(await stage.alice.slash(stage.channel, "help"))
    await stage.restarted(make_bot())
    assert said(await stage.alice.slash(stage.channel, "help")) == before


async def test_help_where_no_ids_are_known(stage: Stage) -> None:
    """The commands are named all the same."""
    stage.bot.command_ids = {}
    text = said(await stage.alice.slash(stage.channel, "help"))
    assert "\n/who Who somebody is, by the articles\n" in text
    assert "\n/settings show Show this server's settings\n" in text
