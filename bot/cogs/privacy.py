"""What is erased of what is remembered: by whom it is about, with time, and with its server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import structlog
from discord import app_commands
from discord.ext import commands, tasks

from bot.saying import views
from bot.saying.reply import plain_reply

if TYPE_CHECKING:
    from bot.memory.async_memory import AsyncMemory
    from bot.responder import Responder
    from bot.servers import Servers

Called = discord.Interaction[commands.AutoShardedBot]
log = structlog.get_logger()

DAY = 86_400.0
"""Seconds."""


class Privacy(commands.Cog):
    """/forget-me; the words of questions are erased after ``keep_days``."""

    def __init__(self, memory: AsyncMemory, responder: Responder, servers: Servers, keep_days: float) -> None:
        self._memory, self._responder, self._servers = memory, responder, servers
        self._keep_seconds = keep_days * DAY

    async def cog_load(self) -> None:
        """Erase now, and every hour."""
        self._expire.start()

    async def cog_unload(self) -> None:
        """Erase no more: the memory is about to be closed."""
        self._expire.cancel()

    @tasks.loop(hours=1)
    async def _expire(self) -> None:
        """Erase the words of old questions."""
        before = discord.utils.utcnow().timestamp() - self._keep_seconds
        if erased := await self._memory.attempt(lambda memory: memory.expire(before), 0):
            log.info("questions erased", count=erased)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that the bot was removed from."""
        await self._servers.forget(guild.id)

    @app_commands.command(name="forget-me", description="Erase all that I keep of you")
    async def forget_me(self, called: Called) -> None:
        """/forget-me: erase what is stored of the caller."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        person = called.user.id
        erased = await self._memory.call(lambda memory: memory.forget(person))
        records = f"{erased} record{'s' * (erased != 1)} of your questions and votes"
        done = f"Erased {records}." if erased else "There is nothing of you to erase."
        reply = plain_reply(f"{done} My answers in the channels stay until they are deleted.")
        await called.edit_original_response(view=views.plain(reply))
