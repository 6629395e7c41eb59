"""The memory off the event loop: a thread of its own reads and writes it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

import structlog

from index import RapporteurError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.worker import Worker

    from .memory import Memory

T = TypeVar("T")
log = structlog.get_logger()


class AsyncMemory:
    """``file`` is the memory itself, whose methods block; ``worker`` calls them."""

    def __init__(self, file: Memory, worker: Worker) -> None:
        self.file, self._worker = file, worker

    def close(self) -> None:
        """Take nothing more, and close the file."""
        self._worker.close()
        self.file.close()

    async def call(self, work: Callable[[Memory], T]) -> T:
        """Do some work on the memory.

        Raises:
            RapporteurError: the memory can't be used now, or is too slow.
        """
        return await self._worker.run(partial(work, self.file))

    async def attempt(self, work: Callable[[Memory], T], otherwise: T) -> T:
        """The same, where an answer can do without: what goes wrong is logged, and gives ``otherwise``."""
        try:
            return await self.call(work)
        except RapporteurError as error:
            log.error("memory not used", reason=str(error))
            return otherwise
