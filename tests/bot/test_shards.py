"""Which shards a process has, and when they identify."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from bot.session_starts import SessionStarts
from bot.settings import Settings
from bot.shards import Shards

from .loopback.server import LoopbackDiscord
from .loopback.started import STARTS_WITHIN, asked, replies, starter

if TYPE_CHECKING:
    from pathlib import Path

    from .loopback.world import Guild


@pytest.mark.parametrize(("written", "shards"), [("0-3/16", (0, 3, 16)), (" 5/6 ", (5, 5, 6))])
def test_shards_as_written(written: str, shards: tuple[int, int, int]) -> None:
    """A range of so many, or one of them."""
    assert Shards.parse(written) == Shards(*shards)


@pytest.mark.parametrize(
    "written", ["3", "0-3", "3-1/4", "0-4/4", "0/0", "a-b/c", "-1/4", "0-1/999999", "٣/٤", "1-2-3/4"]
)
def test_shards_that_cannot_be(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting is named, with what was written and how it is written."""
    monkeypatch.setenv("DISCORD_TOKEN", "a.b.c")
    monkeypatch.setenv("RAPPORTEUR_SHARDS", written)
    with pytest.raises(SettingsError, match=r"^RAPPORTEUR_SHARDS=.*such as 0-3/16.*; see \.env\.example$"):
        Settings.read()


async def test_turns() -> None:
    """Shards of one bucket follow each other, whatever their order; those of others don't wait for them."""
    starts, began = SessionStarts(interval=0.1), time.monotonic()
    at = dict[int, float]()

    async def start(shard: int) -> None:
        await starts.wait(shard, 2)
        at[shard] = time.monotonic() - began

    await asyncio.gather(*(start(shard) for shard in (0, 1, 2, 4)))
    assert max(at[0], at[1]) < 0.1 <= at[2] < 0.2 <= at[4] < 0.4


def dealt(discord: LoopbackDiscord) -> list[Guild]:
    """A server of each of two shards."""
    found: dict[int, Guild] = {}
    while len(found) < 2:
        guild = discord.guild("Summit")
        found.setdefault((int(guild.id) >> 22) % 2, guild)
    return [found[0], found[1]]


async def test_a_process_of_some_shards(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It answers in the servers of its own shards, and identifies as many at once as Discord lets it."""
    async with LoopbackDiscord() as discord:
        discord.let_identify(16)
        ours, others = (discord.channel(guild) for guild in dealt(discord))
        start = starter(discord, tmp_path, tmp_path_factory)
        async with start(RAPPORTEUR_SHARDS="0/2") as bot:
            await bot.says("ready", STARTS_WITHIN)
            unheard = await asked(discord, others)
            await (await asked(discord, ours)).answered()
            identified = [r for r in discord.requests if r.method == "IDENTIFY"]
    assert [request.body["shard"] for request in identified] == [[0, 2]]
    assert replies(discord, unheard) == []


async def test_a_process_of_all_shards(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two that may identify at once do, and both are answered."""
    async with LoopbackDiscord() as discord:
        discord.let_identify(16)
        channels = [discord.channel(guild) for guild in dealt(discord)]
        start = starter(discord, tmp_path, tmp_path_factory)
        async with start(RAPPORTEUR_SHARDS="0-1/2") as bot:
            await bot.says("ready", STARTS_WITHIN)
            for channel in channels:
                await (await asked(discord, channel)).answered()
            identified = [r for r in discord.requests if r.method == "IDENTIFY"]
    assert [request.body["shard"] for request in identified] == [[0, 2], [1, 2]]
    assert identified[1].at - identified[0].at < 2.0
