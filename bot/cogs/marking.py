"""Answers follow their articles: what was quoted and is no longer so is told under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
from discord.ext import commands, tasks

from bot.memory.held_articles import HELD_SECONDS
from index import RapporteurError

if TYPE_CHECKING:
    from bot.memory.async_memory import AsyncMemory
    from bot.memory.stored_answer import StoredAnswer
    from bot.replying.marks import Marks

log = structlog.get_logger()

LOOK_SECONDS = 20.0
"""How often it is looked whether the articles changed, which takes a millisecond: a mark is to come within a
minute."""

_FAILURES = (RapporteurError, discord.DiscordException, aiohttp.ClientError, OSError)


class Marking(commands.Cog):
    """Looks now and then, and when an answer is seen; articles are held no longer than they may be."""

    def __init__(self, marks: Marks, memory: AsyncMemory) -> None:
        self._marks, self._memory = marks, memory

    async def cog_load(self) -> None:
        """Look from now on."""
        self._look.start()

    async def cog_unload(self) -> None:
        """Look no more: the memory is about to be closed."""
        self._look.cancel()

    @tasks.loop(seconds=LOOK_SECONDS)
    async def _look(self) -> None:
        """Mark what changed; what can't be done now is done at the next look."""
        before = discord.utils.utcnow().timestamp() - HELD_SECONDS
        await self._memory.attempt(lambda memory: memory.let_go_before(before), None)
        try:
            await self._marks.look()
        except _FAILURES as error:
            log.warning("answers not marked", reason=str(error))

    @commands.Cog.listener()
    async def on_seen(self, interaction: discord.Interaction[Any], answer: StoredAnswer) -> None:
        """Somebody pressed a button of an answer, or asked why."""
        try:
            await self._marks.seen(interaction, answer)
        except _FAILURES as error:
            log.warning("answer not marked", reason=str(error))
