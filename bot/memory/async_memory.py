"""The memory off the event loop: a thread of its own reads and writes it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import structlog

from index import RapporteurError

from .postgres.claims import Claims

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.worker import Worker

    from .records import Records

T = TypeVar("T")
log = structlog.get_logger()

LOOK_SECONDS = 1.0
"""How long it is asked before an interaction is acknowledged, for which Discord waits 3 s."""


class AsyncMemory:
    """``records`` is the memory itself, whose methods block; ``worker`` calls them."""

    def __init__(self, records: Records, worker: Worker) -> None:
        self.records, self._worker = records, worker

    def close(self) -> None:
        """Take nothing more, and close it."""
        self._worker.close()
        self.records.close()

    async def call(self, work: Callable[[Records], T]) -> T:
        """Do some work on the memory.

        Raises:
            RapporteurError: the memory can't be used now, or is too slow.
        """
        return await self._worker.run(partial(work, self.records))

    async def takes(self, interaction: int) -> bool:
        """Whether this process is to answer an interaction; where that can't be told at once, it may."""
        claims = self.records
        if not isinstance(claims, Claims):
            return True
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                return await self.attempt(lambda _: claims.take_interaction(interaction), otherwise=True)
        except TimeoutError:
            return True

    async def attempt(self, work: Callable[[Records], T], otherwise: T) -> T:
        """The same, where an answer can do without: what goes wrong is logged, and gives ``otherwise``."""
        try:
            return await self.call(work)
        except RapporteurError as error:
            log.error("memory not used", reason=str(error))
            return otherwise
