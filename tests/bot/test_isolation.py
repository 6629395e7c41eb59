"""Servers side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import Document, Engine

from ..index.shipped import copied_index
from .stage import buttons, said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from bot.client import Rapporteur

    from .stage import Stage

YUAN, RISE = "What happened to the yuan?", ("> China’s yuan", "> **China’s yuan")


async def test_two_servers_know_nothing_of_each_other(
    stage: Stage, make_bot: Callable[..., Rapporteur], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Documents, answers and settings of one server are not to be had in another, nor in direct messages."""
    other = stage.env.create_guild("Other")
    channel = other.create_text_channel("general")
    carol = other.add_member(stage.env.create_user("carol"))
    with Engine.open(copied_index(tmp_path_factory), threads=1) as engine:
        words = "The treasurer said the lighthouse fund is empty."
        engine.add(Document("secret", "Minutes", words, collection=str(stage.guild.id)))
        await stage.restarted(make_bot(engine))
        await stage.mention("What did the treasurer say about the lighthouse fund?")
        assert "lighthouse fund is" in shown(stage.reply)
        mine = stage.reply
        await carol.send(channel, f"{stage.me} What did the treasurer say about the lighthouse fund?")
        await stage.alice.send_dm("What did the treasurer say about the lighthouse fund?")
        theirs = stage.replies(channel)[-1]
        direct = stage.replies(stage.alice.user.dm_channel, viewer=stage.alice.user)[-1]
        for reply in (theirs, direct):
            assert "is empty" not in shown(reply)
        for command, option in (("quote", "speaker"), ("who", "name"), ("ask", "question")):
            offered = await carol.autocomplete(channel, command, option, "treasurer")
            assert not any("reasurer" in choice["name"] for choice in offered)
        assert "Minutes" in said(await stage.alice.slash(stage.channel, "sources"))
        assert "Minutes" not in said(await carol.slash(channel, "sources"))
        assert "lighthouse" not in said(await carol.slash(channel, "why", answer=mine.jump_url))
        await stage.bot.services.servers.set(stage.guild.id, "threads", value=True)
        assert await stage.bot.services.servers.settings(other.id) == {}
        assert buttons(theirs)[0] == "Delete"
