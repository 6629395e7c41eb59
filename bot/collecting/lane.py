"""Work on articles that embeds: one after the other, the servers in turn, with the processes it needs."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.worker import Worker
from index import UPLOAD_SECONDS, IngestProcess, Loader

from .queue import MOST_WAITING, Queue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path
    from typing import TypeVar

    from index import Engine

    T = TypeVar("T")

ARTICLE_SECONDS = 600.0
"""How long an article may take, its wait included: Discord lets a command be answered for 15 minutes."""

IDLE_SECONDS = 60.0
"""How long the processes that read and embed stay when there is nothing to do: starting takes half a second,
and they have 250 MB."""


class Lane:
    """``index`` is the folder of the engine's; ``loader`` and ``ingesting`` are for what ``run`` does."""

    def __init__(self, name: str, engine: Engine, index: Path) -> None:
        self._engine, self._queue = engine, Queue()
        self._worker = Worker(name, waiting=2 * MOST_WAITING, seconds=ARTICLE_SECONDS)
        self.loader, self.ingesting = Loader(seconds=UPLOAD_SECONDS), IngestProcess(index)
        self._resting: asyncio.TimerHandle | None = None

    def close(self) -> None:
        """Take nothing more; what is under way ends with the process."""
        self._worker.close()
        if self._resting is not None:
            self._resting.cancel()
        self._rest()

    @asynccontextmanager
    async def turn(self, guild: int) -> AsyncIterator[None]:
        """A server's turn; the process that embeds starts with it, and ends some time after the last.

        Raises:
            ArticleRefused: too many wait already.
        """
        async with self._queue.turn(guild):
            if self._resting is not None:
                self._resting.cancel()
            if not self.ingesting.running:
                await self._worker.run(lambda: self.ingesting.start(self._engine.encoder))
            try:
                yield
            finally:
                self._resting = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._rest_if_empty)

    async def run(self, job: Callable[[], T]) -> T:
        """Do a job off the event loop, after those before it."""
        return await self._worker.run(job)

    def _rest_if_empty(self) -> None:
        if self._queue.empty:
            self._rest()

    def _rest(self) -> None:
        """End the processes that read and embed; the next article starts them again."""
        self.loader.close()
        self.ingesting.close()
