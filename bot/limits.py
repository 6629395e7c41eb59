"""How often somebody may ask: fixed windows per person and per channel, by discord.py's own cooldowns."""

from __future__ import annotations

from typing import Any

from discord.ext.commands import Cooldown, CooldownMapping

MINUTE = 60.0


def _per(rate: int) -> CooldownMapping[Any]:
    return CooldownMapping(Cooldown(rate, MINUTE), lambda key: key)


class Limits:
    """``person`` and ``channel`` are questions a minute; the time is that of the question itself."""

    def __init__(self, person: int, channel: int) -> None:
        self._people, self._channels = _per(person), _per(channel)

    def wait(self, person: int, channel: int, now: float) -> float:
        """Seconds until these may ask again; 0 when they may now, which then counts as asked.

        ``now`` is in Unix seconds.
        """
        found = (self._people.get_bucket(person, now), self._channels.get_bucket(channel, now))
        buckets = [bucket for bucket in found if bucket is not None]
        wait = max(bucket.get_retry_after(now) for bucket in buckets)
        if not wait:
            for bucket in buckets:
                bucket.update_rate_limit(now)
        return wait
