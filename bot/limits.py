"""How often somebody may ask: fixed windows per person and per channel, by discord.py's own cooldowns; where
several processes have one memory, by what it knows of the last minute."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog
from discord.ext.commands import Cooldown, CooldownMapping

from index import RapporteurError

from .memory.async_memory import LOOK_SECONDS

if TYPE_CHECKING:
    from .memory.async_memory import AsyncMemory
    from .memory.postgres.claims import Claims

log = structlog.get_logger()

MINUTE = 60.0

COMMANDS_PER_MINUTE = 30
"""Moderators' commands of one person: more than anybody calls by hand, a dozen files in a row included. Each
process counts those that it takes."""


def _per(rate: int) -> CooldownMapping[Any]:
    return CooldownMapping(Cooldown(rate, MINUTE), lambda key: key)


class Limits:
    """``person`` and ``channel`` are questions a minute; the time is that of the question itself."""

    def __init__(self, person: int, channel: int) -> None:
        self._people, self._channels = _per(person), _per(channel)

    async def wait(self, person: int, channel: int, now: float, event: int) -> float:
        """Seconds until these may ask again; 0 when they may now, which then counts as asked.

        ``now`` is in Unix seconds, ``event`` the id of the message or interaction that asks.
        """
        found = (self._people.get_bucket(person, now), self._channels.get_bucket(channel, now))
        buckets = [bucket for bucket in found if bucket is not None]
        wait = max(bucket.get_retry_after(now) for bucket in buckets)
        if not wait:
            for bucket in buckets:
                bucket.update_rate_limit(now)
        return wait


class SharedLimits(Limits):
    """The same for all processes that have a memory; while it is away, for each of them."""

    def __init__(self, person: int, channel: int, memory: AsyncMemory, claims: Claims) -> None:
        super().__init__(person, channel)
        self._most, self._memory, self._claims = (person, channel), memory, claims

    async def wait(self, person: int, channel: int, now: float, event: int) -> float:
        """As in one process; an ``event`` that several are told of counts once."""
        most = self._most
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self._memory.call(
                    lambda _: self._claims.take_turn(event, person, channel, now, most, MINUTE)
                )
        except (TimeoutError, RapporteurError) as error:
            log.error("limits not shared", reason=str(error))
            return await super().wait(person, channel, now, event)
