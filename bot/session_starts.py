"""When a shard may identify itself to Discord, which takes one in five seconds of each of its buckets.

Source: discord.com/developers/docs/events/gateway, "Max Concurrency": a shard's bucket is its number modulo
``max_concurrency``, whichever process has it.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from index import RapporteurError

if TYPE_CHECKING:
    from .memory.async_memory import AsyncMemory
    from .memory.postgres.claims import Claims

log = structlog.get_logger()

INTERVAL_SECONDS = 5.25
"""Between two of a bucket: Discord's five, and a little for what the way there takes now more, now less."""


class SessionStarts:
    """Deals out the turns, ``interval`` seconds apart, among the shards of this process."""

    def __init__(self, interval: float = INTERVAL_SECONDS) -> None:
        self._interval, self._next = interval, dict[int, float]()

    async def wait(self, shard: int, concurrency: int) -> None:
        """Return when the shard may identify."""
        seconds = await self._reserved(shard % concurrency)
        if seconds > 0:
            log.info("waiting to identify", shard=shard, seconds=round(seconds, 1))
            await asyncio.sleep(seconds)

    async def _reserved(self, bucket: int) -> float:
        """Seconds until a turn that is taken now."""
        now = time.monotonic()
        turn = max(now, self._next.get(bucket, now))
        self._next[bucket] = turn + self._interval
        return turn - now


class SharedSessionStarts(SessionStarts):
    """The same for all processes that have a memory; while it is away, for each of them."""

    def __init__(self, memory: AsyncMemory, claims: Claims, interval: float = INTERVAL_SECONDS) -> None:
        super().__init__(interval)
        self._memory, self._claims = memory, claims

    async def _reserved(self, bucket: int) -> float:
        try:
            return await self._memory.call(lambda _: self._claims.start_session(bucket, self._interval))
        except RapporteurError as error:
            log.error("turns to identify not shared", reason=str(error))
            return await super()._reserved(bucket)
