"""Blocking work off the event loop: one queue with an end, and a deadline for each job."""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from .errors import Busy, Late

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Worker:
    """Threads that do jobs in the order they came.

    At most ``waiting`` jobs are taken at a time, the running ones included; each has ``seconds`` from when it
    was taken. A job that is late counts no longer; it is dropped if it hasn't begun, else its result is.
    What is logged in a job has what was bound where it was asked for.
    """

    def __init__(self, name: str, *, threads: int = 1, waiting: int = 200, seconds: float = 10.0) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._name, self._most, self._seconds = name, waiting, seconds
        self._taken = 0

    @property
    def taken(self) -> int:
        """The jobs that wait or run now."""
        return self._taken

    async def run(self, job: Callable[[], T]) -> T:
        """Do the job in a thread and give its result.

        Raises:
            Busy: ``waiting`` jobs are taken already.
            Late: the deadline has passed.
        """
        if self._taken >= self._most:
            raise Busy(f"{self._name}: {self._taken} jobs wait already")
        bound = contextvars.copy_context()
        future = asyncio.get_running_loop().run_in_executor(self._pool, bound.run, job)
        self._taken += 1
        future.add_done_callback(self._done)
        try:
            async with asyncio.timeout(self._seconds) as deadline:
                return await future
        except TimeoutError as error:
            if not deadline.expired():
                raise  # the job's own
            raise Late(f"{self._name}: not done within {self._seconds:g} s") from error

    def _done(self, _: asyncio.Future[T]) -> None:
        self._taken -= 1

    def close(self) -> None:
        """Take no more; jobs that haven't begun are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
