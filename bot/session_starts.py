"""When a shard may identify itself to Discord, which takes one in five seconds of each of its buckets.

Source: discord.com/developers/docs/events/gateway, "Max Concurrency": a shard's bucket is its number modulo
``max_concurrency``, whichever process has it.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Reserve = Callable[[int, float], Awaitable[float]]

log = structlog.get_logger()

INTERVAL_SECONDS = 5.25
"""Between two of a bucket: Discord's five, and a little for what the way there takes now more, now less."""


class SessionStarts:
    """Deals out the turns, ``interval`` seconds apart.

    ``reserve(bucket, interval)`` takes the next turn and gives the seconds until then.
    """

    def __init__(self, reserve: Reserve | None = None, interval: float = INTERVAL_SECONDS) -> None:
        self._next = dict[int, float]()
        self._reserve, self._interval = reserve or self._reserve_here, interval

    async def wait(self, shard: int, concurrency: int) -> None:
        """Return when the shard may identify."""
        seconds = await self._reserve(shard % concurrency, self._interval)
        if seconds > 0:
            log.info("waiting to identify", shard=shard, seconds=round(seconds, 1))
            await asyncio.sleep(seconds)

    async def _reserve_here(self, bucket: int, interval: float) -> float:
        """Among the shards of this process."""
        now = time.monotonic()
        turn = max(now, self._next.get(bucket, now))
        self._next[bucket] = turn + interval
        return turn - now
