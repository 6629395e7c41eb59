"""Killed while it takes an article, the bot leaves nothing half there."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from index import Engine

from ..index.shipped import copied_index
from .article_stage import HARBOR
from .loopback.asked import parts
from .loopback.server import LoopbackDiscord
from .loopback.started import starter

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from .loopback.asked import Asked
    from .loopback.process import BotProcess
    from .loopback.world import Channel

TIMES = 60  # of the text, so that it is read and embedded for some tenths of a second
WITHIN = 60.0  # seconds, however busy the machine
MOMENTS = ("acknowledged", "Getting", "Reading", "Added.")


def article() -> bytes:
    head, _, text = HARBOR.partition(b"---\nMayor")
    return head + b"---\n" + b"\n\n".join(b"Mayor" + text.strip() for _ in range(TIMES))


async def add(discord: LoopbackDiscord, channel: Channel) -> Asked:
    """Somebody who may adds it, once the bot is there."""
    await discord.heard("IDENTIFY", timeout=WITHIN)
    return await add_again(discord, channel)


async def add_again(discord: LoopbackDiscord, channel: Channel) -> Asked:
    return await discord.slash(
        channel, discord.user("Erin"), "articles add", manages=True, file=("harbor.md", article())
    )


async def shows(asked: Asked, *words: str) -> str:
    """What stands in the reply, once any of the words do."""
    ends = time.monotonic() + WITHIN
    while time.monotonic() < ends:
        text = "\n".join(p["content"] for p in parts(asked.original or {}) if p.get("content"))
        if any(word in text for word in words):
            return text
        await asyncio.sleep(0.005)
    raise AssertionError(f"none of {words} in {WITHIN} s")


async def killed(bot: BotProcess, asked: Asked, moment: str) -> None:
    """Kill the bot at a moment of its work."""
    if moment == "acknowledged":
        await asked.acknowledged(timeout=WITHIN)
    else:
        await shows(asked, moment, "Added.")
    await bot.kill()


async def test_kills_while_an_article_is_taken(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """At each moment of it: the article is there whole or not at all; nothing lies about; and it can be given
    again. Each kill is in another server, one after the other over the same files."""
    index = copied_index(tmp_path_factory)
    left = {}
    async with LoopbackDiscord() as discord:
        start = starter(discord, tmp_path, tmp_path_factory)
        channels = {moment: discord.channel(discord.guild(moment)) for moment in MOMENTS}
        for moment, channel in channels.items():
            async with start(RAPPORTEUR_INDEX=str(index)) as bot:
                await killed(bot, await add(discord, channel), moment)
            left[moment] = stored(index, channel.guild.id)
            assert left[moment] or moment != "Added."
        async with start(RAPPORTEUR_INDEX=str(index)):
            await discord.heard("IDENTIFY", timeout=WITHIN)
            for moment, channel in channels.items():
                said = await shows(await add_again(discord, channel), "Added.", "Already there")
                assert ("Already there" in said) == left[moment], moment
        assert not [*tmp_path.glob("memory.sqlite3-uploads/*")]


def stored(index: Path, guild: str) -> bool:
    """Whether the article is in a sound index, whole."""
    with Engine.open(index, threads=1) as engine:
        assert engine.store.library.problems() == []
        lengths = [len(document.text.split("\n\n")) for document in engine.documents([guild])]
    assert lengths in ([], [2 * TIMES])
    return bool(lengths)
