"""/why and /help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cogs.about import NO_ANSWER

from ..stage import buttons, said

if TYPE_CHECKING:
    from ..stage import Stage


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
    """/help names every command, tells how to ask, and what is kept."""
    result = await stage.alice.slash(stage.channel, "help")
    assert result.ephemeral
    for name in (
        "ask",
        "fact",
        "quote",
        "timeline",
        "who",
        "sources",
        "why",
        "help",
        "forget-me",
        "settings",
    ):
        assert f"`/{name}`" in said(result)
    assert "erased after 30 days" in said(result)
    assert len(buttons(result.response)) == 3
