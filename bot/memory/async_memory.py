"""The memory off the event loop: a thread of its own reads and writes it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import structlog

from index import RapporteurError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.worker import Worker

    from .records import Records

T = TypeVar("T")
log = structlog.get_logger()


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

    async def attempt(self, work: Callable[[Records], T], otherwise: T) -> T:
        """The same, where an answer can do without: what goes wrong is logged, and gives ``otherwise``."""
        try:
            return await self.call(work)
        except RapporteurError as error:
            log.error("memory not used", reason=str(error))
            return otherwise
