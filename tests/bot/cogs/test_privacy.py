"""What is erased: on demand, with time, and with a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..stage import said

if TYPE_CHECKING:
    from ..stage import Stage

YUAN = "What happened to the yuan?"


async def test_forget_me(stage: Stage) -> None:
    """/forget-me erases the caller's questions and votes, and nobody else's."""
    mine, theirs = (
        await stage.mention("What is fentanyl?"),
        await stage.mention("What is fentanyl?", stage.bob),
    )
    result = await stage.alice.slash(stage.channel, "forget-me")
    assert said(result).startswith("Erased 1 record of your questions and votes.")
    memory = stage.memory
    assert memory.to_question(mine.id) is None
    assert memory.to_question(theirs.id) is not None
    again = await stage.alice.slash(stage.channel, "forget-me")
    assert said(again).startswith("There is nothing of you to erase.")


async def test_the_words_of_old_questions_are_erased(stage: Stage) -> None:
    """After the days that the settings say, nobody finds what was asked; the answer's buttons still work."""
    asked = await stage.mention(YUAN)
    await stage.wait_long(30 * 86_400 + 3600)
    kept = stage.memory.to_question(asked.id)
    assert (kept.text, kept.searched_for) == (None, None)
    result = await stage.alice.slash(stage.channel, "why")
    assert "Asked" not in said(result)
    assert "Confidence" in said(result)


async def test_a_server_that_removes_the_bot_is_forgotten(stage: Stage) -> None:
    """Its settings and the record of its answers are erased."""
    await stage.mention(YUAN)
    await stage.bot.services.servers.set(stage.guild.id, "threads", value=True)
    guild = stage.bot.get_guild(stage.guild.id)
    for listener in stage.bot.extra_events["on_guild_remove"]:  # dispatched, nobody could wait for it
        await listener(guild)
    memory = stage.memory
    assert (memory.settings(guild.id), memory.latest(stage.channel.id)) == ({}, None)
    assert await stage.bot.services.servers.settings(guild.id) == {}
