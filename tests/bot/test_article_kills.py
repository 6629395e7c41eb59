"""Killed while it takes an article, the bot leaves nothing half there."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from index import Engine

from ..index.shipped import copied_index
from .article_stage import HARBOR
from .loopback.asked import parts
from .loopback.server import LoopbackDiscord
from .loopback.started import starter

if TYPE_CHECKING:
    from pathlib import Path

    from .loopback.asked import Asked
    from .loopback.process import BotProcess
    from .loopback.world import Channel

TIMES = 400  # of the text, so that embedding it takes a second
WITHIN = 60.0  # seconds, however busy the machine


def article() -> bytes:
    head, _, text = HARBOR.partition(b"---\nMayor")
    return head + b"---\n" + b"\n\n".join(b"Mayor" + text.strip() for _ in range(TIMES))


async def add(discord: LoopbackDiscord, channel: Channel) -> Asked:
    """Somebody who may adds it."""
    await discord.heard("IDENTIFY", timeout=WITHIN)
    await discord.request("PUT", "/applications/*/commands", timeout=WITHIN)
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


@pytest.mark.parametrize("moment", ["acknowledged", "Getting", "Reading", "Added."])
async def test_a_kill_while_an_article_is_taken(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, moment: str
) -> None:
    """It is there whole or not at all; nothing lies about; and it can be given again."""
    index = copied_index(tmp_path_factory)
    async with LoopbackDiscord() as discord:
        start = starter(discord, tmp_path, tmp_path_factory)
        channel = discord.channel(guild := discord.guild("Harbor watch"))
        async with start(RAPPORTEUR_INDEX=str(index)) as bot:
            await killed(bot, await add(discord, channel), moment)
        with Engine.open(index, threads=1) as engine:
            left = engine.documents([guild.id])
            assert engine.store.library.problems() == []
        assert [len(d.text.split("\n\n")) for d in left] == [2 * TIMES] * len(left)
        assert bool(left) or moment != "Added."
        (tmp_path / "memory.sqlite3").unlink()  # so that the commands are told of again
        async with start(RAPPORTEUR_INDEX=str(index)):
            said = await shows(await add(discord, channel), "Added.", "Already there")
        assert ("Already there" in said) == bool(left)
        assert not [*tmp_path.glob("memory.sqlite3-uploads/*")]
