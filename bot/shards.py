"""Which of Discord's shards a process has: Discord deals the servers out to shards by their ids.

Source: discord.com/developers/docs/events/gateway, "Sharding".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .session_starts import INTERVAL_SECONDS

if TYPE_CHECKING:
    from typing import Self

MOST_SHARDS = 100_000
"""More than any bot has: Discord wants a shard for 2,500 servers at most, and has some 30 million servers."""

MALFORMED = "must be the first and last shard of this process and how many there are in all, such as 0-3/16"

CONNECT_SECONDS = 180.0
"""discord.py's own limit, for a shard that waits for no other."""

_WRITTEN = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?/(\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards from ``first`` to ``last``, of ``count`` in all."""

    first: int
    last: int
    count: int

    @classmethod
    def parse(cls, written: str) -> Self:
        """From "0-3/16", or "5/16" for one.

        Raises:
            ValueError: it isn't of that form, or names shards that there aren't.
        """
        found = _WRITTEN.fullmatch(written.strip())
        if found is None:
            raise ValueError(MALFORMED)
        first, last, count = int(found[1]), int(found[2] or found[1]), int(found[3])
        if not first <= last < count <= MOST_SHARDS:
            raise ValueError(f"{MALFORMED}: the shards of {count} are 0-{count - 1}")
        return cls(first, last, count)

    def options(self) -> dict[str, Any]:
        """What discord.py's client is told of them: it may wait to connect until all others have begun."""
        return {
            "shard_ids": list(range(self.first, self.last + 1)),
            "shard_count": self.count,
            "shard_connect_timeout": CONNECT_SECONDS + self.count * INTERVAL_SECONDS,
        }

    def __str__(self) -> str:
        return f"{self.first}-{self.last}/{self.count}"
