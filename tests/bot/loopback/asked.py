"""What people asked of the bot, and what came back."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .journal import Request
    from .world import JSON, Channel, User

T = TypeVar("T")


class Reply(NamedTuple):
    """A message of the bot's, as it stands at Discord, and when it came."""

    message: JSON
    at: float

    @property
    def text(self) -> str:
        """All its text, in order."""
        return "\n".join(part["content"] for part in parts(self.message) if part.get("content"))


def _future() -> asyncio.Future[Any]:
    return asyncio.get_running_loop().create_future()


@dataclass
class Asked:
    """What somebody asked of the bot, by a message or an interaction, and what came back."""

    id: str
    channel: Channel
    user: User
    message: JSON | None = None  # the one that asks
    kind: int = 0  # the type of the interaction
    token: str = field(default_factory=secrets.token_urlsafe)
    at: float = field(default_factory=time.perf_counter)
    callback: int | None = None  # the type of an interaction's first response
    original: JSON | None = None  # the message that this made
    first: asyncio.Future[Request] = field(default_factory=_future)
    final: asyncio.Future[Reply] = field(default_factory=_future)

    async def acknowledged(self, timeout: float = 5.0) -> Request:
        """The first response: the reply to a message, the callback of an interaction."""
        return await _within(timeout, self.first, f"first response to {self.user.name}")

    async def answered(self, timeout: float = 5.0) -> Reply:
        """The answer: the reply to a message, or what took a deferred response's place."""
        return await _within(timeout, self.final, f"answer to {self.user.name}")

    def settle(self, request: Request, message: JSON | None = None) -> None:
        """Note a response and, if there is one, the answer."""
        if not self.first.done():
            self.first.set_result(request)
        if message and not self.final.done():
            self.final.set_result(Reply(message, request.at))


async def _within(timeout: float, awaited: asyncio.Future[T], what: str) -> T:
    done, _ = await asyncio.wait([awaited], timeout=timeout)
    assert done, f"no {what} in {timeout} s"
    return awaited.result()


def parts(component: JSON) -> Iterator[JSON]:
    """The component and all within it."""
    yield component
    for part in [*component.get("components", []), component.get("accessory")]:
        yield from parts(part) if part else ()
