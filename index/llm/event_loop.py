"""An event loop in a thread of its own, for callers that aren't asynchronous."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class EventLoop:
    """Runs coroutines until it is closed; it has no thread before the first."""

    def __init__(self, name: str) -> None:
        self._name, self._lock = name, threading.Lock()
        self._running: tuple[asyncio.AbstractEventLoop, threading.Thread] | None = None
        self._closed = False

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin a coroutine; its result comes in the future, which is cancelled when the loop is closed."""
        with self._lock:
            if not self._closed:
                self._running = self._running or _started(self._name)
                own = contextvars.Context()  # nothing of the caller's reaches another's thread
                return own.run(asyncio.run_coroutine_threadsafe, coroutine, self._running[0])
        coroutine.close()
        refused = Future[T]()
        refused.cancel()
        return refused

    def close(self, last: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Cancel what runs, do the ``last``, and end the thread; once only."""
        with self._lock:
            running = None if self._closed else self._running
            self._closed = True
        if running:
            loop, thread = running
            asyncio.run_coroutine_threadsafe(_ended(last), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


def _started(name: str) -> tuple[asyncio.AbstractEventLoop, threading.Thread]:
    loop = asyncio.new_event_loop()
    loop.time = time.perf_counter  # type: ignore[method-assign]  # the demo moves the clock that loops have
    thread = threading.Thread(target=loop.run_forever, name=name, daemon=True)
    thread.start()
    return loop, thread


async def _ended(last: Callable[[], Coroutine[Any, Any, None]]) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
    await last()
