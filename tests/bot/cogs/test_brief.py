"""/brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.hearing.query import OTHER_SCRIPT
from bot.preparing import GIST
from bot.saying.views import SUGGESTED
from index import Document, Engine

from ...index.shipped import copied_index
from ..stage import buttons, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from bot.client import Rapporteur

    from ..stage import Stage

SOURCE = "-# Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025"


async def test_the_gist(stage: Stage) -> None:
    """Without a topic, the sentences that carry the article, in its order and for all to see."""
    result = await stage.alice.slash(stage.channel, "brief")
    heading, *lines = said(result).split("\n")
    quotes = [line for line in lines if line.startswith("> ")]
    assert not result.ephemeral
    assert heading == GIST
    assert len(quotes) == 5
    assert quotes[0].startswith("> U.S. President Donald Trump met Chinese leader Xi Jinping on Thursday")
    assert lines[-1] == (
        f"{SOURCE} · **[1]**\u00a0¶1 · **[2]**\u00a0¶2 · **[3]**\u00a0¶3 · **[4]**\u00a0¶3 · **[5]**\u00a0¶4"
    )
    assert buttons(result.response) == ["Show passage", "👍", "👎", "Delete"]


async def test_a_topic(stage: Stage) -> None:
    """What the articles say on it, under it; a slip is mended, and /why tells how it came about."""
    result = await stage.alice.slash(stage.channel, "brief", topic="soyabeans")
    heading, mended, first, _, second, source = said(result).split("\n")
    assert (heading, mended) == ("**soyabeans**", "-# Searched for: soybean")
    assert first.startswith("> U.S. Treasury Secretary Scott Bessent said Beijing is expected to delay")
    assert second == "> China made its first soybean purchases in months earlier this week. **[2]**"
    assert source.startswith(SOURCE)
    assert "so it was answered." in said(await stage.alice.slash(stage.channel, "why"))


async def test_a_topic_is_gone_on_from(stage: Stage) -> None:
    """A reply to a brief asks the same of something else."""
    await stage.alice.slash(stage.channel, "brief", topic="soybeans")
    await stage.mention("and about the yuan?", reply_to=stage.reply)
    assert "China’s yuan rose" in shown(stage.reply)


async def test_a_topic_that_the_articles_do_not_have(stage: Stage) -> None:
    """It is refused by name, with what can be asked; one in another script is told why it can't be found."""
    text = said(await stage.alice.slash(stage.channel, "brief", topic="sourdough"))
    assert text == f"**sourdough**\nThe articles don't say anything about sourdough.\n{SUGGESTED}"
    text = said(await stage.alice.slash(stage.channel, "brief", topic="大豆"))
    assert text == f"{OTHER_SCRIPT}\n{SUGGESTED}"


async def test_a_brief_in_private(stage: Stage) -> None:
    """It is shown to who asked alone."""
    result = await stage.alice.slash(stage.channel, "brief", topic="Taiwan", private=True)
    assert result.ephemeral
    assert "security concerns, particularly over Taiwan" in said(result)
    assert stage.replies(viewer=stage.bob) == []


async def test_the_gist_of_a_server_is_its_own(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A server's article is in its own brief, and in nobody else's."""
    other = stage.env.create_guild("Other")
    channel, carol = other.create_text_channel("general"), other.add_member(stage.env.create_user("carol"))
    words = "The treasurer of the club said on Monday that the lighthouse fund is empty."
    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        engine.add(Document("secret", "Minutes", words, collection=str(stage.guild.id)))
        await stage.restarted(make_bot(engine))
        assert "lighthouse fund" in said(await stage.alice.slash(stage.channel, "brief"))
        for topic in ({}, {"topic": "lighthouse"}):
            for result in (
                await carol.slash(channel, "brief", **topic),
                await stage.alice.user.slash("brief", **topic),
            ):
                assert "is empty" not in said(result)
