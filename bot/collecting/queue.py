"""Whose turn it is: how many articles are in work, and how many of them are one server's."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.errors import ArticleRefused

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MOST_WAITING = 100
"""Articles in work in all, the waiting ones included: each takes a second or two, and Discord lets a command
be answered for 15 minutes."""

MOST_OF_ONE = 10
"""The same of one server, so that none can fill the queue for the others; of the largest that are taken, of
plain text, the last waits for three minutes."""

AT_ONCE = 4
"""Articles that are held in memory, downloaded or being read, at 10 MB each; no two are one server's."""

FULL = "I have more articles to read than I can take just now. Please give me this one again in a minute."
YOURS = f"I am still reading {MOST_OF_ONE} articles of this server. Give me this one after them, please."


class Queue:
    """Lets ``AT_ONCE`` go on at a time, one of a server, whose next waits behind all others' first."""

    def __init__(self) -> None:
        self._waiting: Counter[int] = Counter()
        self._servers: dict[int, asyncio.Lock] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)

    @property
    def empty(self) -> bool:
        """Whether none is in work."""
        return not self._waiting.total()

    @asynccontextmanager
    async def turn(self, guild: int) -> AsyncIterator[None]:
        """Wait for a turn.

        Raises:
            ArticleRefused: too many wait already.
        """
        if self._waiting.total() >= MOST_WAITING:
            raise ArticleRefused(FULL)
        if self._waiting[guild] >= MOST_OF_ONE:
            raise ArticleRefused(YOURS)
        self._waiting[guild] += 1
        server = self._servers.setdefault(guild, asyncio.Lock())
        try:
            async with server, self._turn:
                yield
        finally:
            self._waiting[guild] -= 1
            if not self._waiting[guild]:
                del self._waiting[guild], self._servers[guild]
