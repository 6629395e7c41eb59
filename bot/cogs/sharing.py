"""What the processes that have one memory do for one another."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog
from discord.ext import commands, tasks

from bot.memory.postgres.claims import RENEW_SECONDS
from bot.replying.replies import MISSED

if TYPE_CHECKING:
    from bot.memory.async_memory import AsyncMemory
    from bot.memory.postgres.claims import Claims
    from bot.replying.replies import Replies
    from bot.servers import Servers
    from index import Listener


log = structlog.get_logger()


class Sharing(commands.Cog):
    """Says that this process is there, answers what one that died had taken, and hears of settings."""

    _listener: Listener | None = None

    def __init__(
        self, bot: commands.AutoShardedBot, claims: Claims, memory: AsyncMemory, replies: Replies,
        servers: Servers,
    ) -> None:  # fmt: skip
        self._bot, self._claims, self._memory = bot, claims, memory
        self._replies, self._servers = replies, servers

    async def cog_load(self) -> None:
        """From now on; before the first message is taken it is known that this process is there."""
        log.info("memory shared", process=self._claims.holder)
        loop = asyncio.get_running_loop()
        await self._memory.attempt(lambda _: self._claims.renew(), None)
        self._renew.start()
        self._take_over.start()
        self._listener = self._claims.settings_told(
            lambda guild: loop.call_soon_threadsafe(self._servers.changed, guild)
        )

    async def cog_unload(self) -> None:
        """No more: what this process had taken is the others' at once."""
        self._renew.cancel()
        self._take_over.cancel()
        await self._memory.attempt(lambda _: self._claims.resign(), None)
        if self._listener is not None:
            await asyncio.to_thread(self._listener.close)

    @tasks.loop(seconds=RENEW_SECONDS)
    async def _renew(self) -> None:
        await self._memory.attempt(lambda _: self._claims.renew(), None)

    @tasks.loop(seconds=RENEW_SECONDS)
    async def _take_over(self) -> None:
        """Answer what nobody does who took it."""
        if self._bot.is_ready():
            since = time.time() - MISSED
            answering = self._replies.make_up_for(lambda _: self._claims.abandoned(since))
            await asyncio.create_task(answering)  # a stop waits for this one, not for the loop
