"""The requests of a bot, noted as they come, for tests to wait on."""

from __future__ import annotations

import asyncio
import functools
import re
import time
from dataclasses import dataclass
from typing import Any


@dataclass
class Request:
    """What the bot asked of the HTTP API or, with the command's name as method, of the gateway."""

    method: str
    path: str
    body: Any
    at: float
    status: int | None = None  # of the answer, once it is given

    def matches(self, method: str, pattern: str) -> tuple[str, ...] | None:
        """What the pattern's asterisks stand for, a path segment each; None if it is another request."""
        found = _compiled(pattern).fullmatch(self.path) if method == self.method else None
        return found and found.groups()


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(re.escape(pattern).replace(r"\*", "([^/]+)"))


class Journal:
    """All requests, oldest first; each is taken once."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._untaken: list[Request] = []
        self._arrived: set[asyncio.Future[None]] = set()

    def note(self, method: str, body: Any, path: str = "gateway") -> Request:
        """Write a request down, and wake who waits for one."""
        request = Request(method, path, body, time.perf_counter())
        self.requests.append(request)
        self._untaken.append(request)
        for arrival in self._arrived:
            arrival.set_result(None)
        self._arrived.clear()
        return request

    async def take(self, method: str, pattern: str, *, timeout: float = 5.0) -> Request:
        """The next request of a kind that wasn't taken yet; an asterisk is any one segment of the path."""
        deadline = time.perf_counter() + timeout
        while (left := deadline - time.perf_counter()) > 0:
            for request in self._untaken:
                if request.matches(method, pattern) is not None:
                    self._untaken.remove(request)
                    return request
            self._arrived.add(arrival := asyncio.get_running_loop().create_future())
            await asyncio.wait([arrival], timeout=left)
        seen = "\n".join(f"{r.method} {r.path} {r.status}" for r in self.requests)
        raise AssertionError(f"no {method} {pattern} in {timeout} s, but\n{seen}")

    def take_all(self) -> None:
        """Regard every request so far as taken."""
        self._untaken.clear()
