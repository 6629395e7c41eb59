"""The replies under way, which a stop waits for."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog

log = structlog.get_logger()

DRAIN_SECONDS = 20.0
"""How long a stop waits for replies under way; Heroku kills 30 s after its SIGTERM."""


class InFlight:
    """``closing`` tells that the bot takes nothing new."""

    def __init__(self) -> None:
        self.closing = False
        self._tasks: set[asyncio.Task[Any]] = set()

    def begin(self) -> None:
        """Count the current task among those that a stop waits for."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def drain(self) -> None:
        """Take nothing new, and wait for what is under way."""
        self.closing = True
        under_way = self._tasks - {asyncio.current_task()}
        if under_way:
            log.info("closing", replies_under_way=len(under_way))
            await asyncio.wait(under_way, timeout=DRAIN_SECONDS)
