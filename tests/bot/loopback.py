"""A small Discord on the loopback address: its HTTP API v10, its gateway, and the people who talk to a bot.

    async with LoopbackDiscord() as discord:
        channel = discord.channel(discord.guild("Summit"))
        ...  # start the bot on discord.port, and: await discord.heard("IDENTIFY")
        asked = await discord.say(channel, discord.user("Ana"), "what is this?", mentions_bot=True)
        assert "…" in (await asked.answered()).text

Servers, channels and people are arranged before the bot starts. Times are ``time.perf_counter()``'s seconds.
"""

from __future__ import annotations

import asyncio
import functools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .asked import Asked, Request, future
from .people import People
from .routes import Routes
from .wire import Refused, answer, error, read
from .world import EVERYDAY, JSON, Channel, Guild, User, snowflake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Self

__all__ = ["TOKEN", "Asked", "LoopbackDiscord"]

TOKEN = "MTIz.loopback.token"  # noqa: S105


@dataclass
class Fault:
    """What befalls the next requests of a kind: see ``LoopbackDiscord.fail``."""

    method: str
    pattern: str
    times: int
    delay: float
    done: bool
    cut: bool
    answer: Callable[[], web.Response] | None


class LoopbackDiscord(People, Routes):
    """Discord, one bot (``intents`` are the privileged ones it was granted), and who talks to it."""

    def __init__(
        self, *, token: str = TOKEN, heartbeat: float = 41.25, intents: int = 0, shards: int = 1
    ) -> None:
        super().__init__(token, heartbeat, intents)
        self.unknown: list[Request] = []
        self.shards = shards
        self._token = token
        self._faults: list[Fault] = []
        self._routes = self._api()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port: int = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self.gateway.drop()
        await self._runner.cleanup()

    def guild(self, name: str, *, permissions: int = EVERYDAY) -> Guild:
        """A server in which the bot has these permissions."""
        guild = Guild(snowflake(), name, self.user(f"{name}'s owner"), permissions)
        self.world.guilds[guild.id] = guild
        return guild

    def channel(self, guild: Guild, name: str = "general") -> Channel:
        """A text channel."""
        return self._open(Channel(snowflake(), name, self.bot, guild))

    def direct(self, user: User) -> Channel:
        """The bot's conversation with one person."""
        private = (c for c in self.world.channels.values() if c.person is user)
        return next(private, None) or self._open(Channel(snowflake(), user.name, self.bot, person=user))

    def user(self, name: str, *, permissions: int = EVERYDAY) -> User:
        """Somebody."""
        user = User(snowflake(), name, permissions=permissions)
        return self._users.setdefault(user.id, user)

    def fail(
        self, method: str, pattern: str, status: int | None = None, *, times: int = 1, delay: float = 0.0,
        done: bool = False, cut: bool = False, **fields: Any,
    ) -> None:  # fmt: skip
        """Have the next requests of a kind answered late, with an error, or (``cut``) not at all.

        With ``done`` they take effect all the same. ``fields`` go into the error's body: a 429's
        ``retry_after``, a 403's ``code``; ``via=False`` makes a 429 one of Cloudflare's own.
        """
        answer = functools.partial(error, status, **fields) if status else None
        self._faults.append(Fault(method, pattern, times, delay, done, cut, answer))

    def messages(self, channel: Channel) -> list[JSON]:
        """The messages that stand in a channel, oldest first."""
        return [*self._messages[channel.id].values()]

    async def request(self, method: str, pattern: str, *, timeout: float = 5.0) -> Request:
        """The next request of a kind that wasn't taken yet; an asterisk is any one segment of the path."""
        deadline = time.perf_counter() + timeout
        while (left := deadline - time.perf_counter()) > 0:
            for request in self._untaken:
                if request.matches(method, pattern) is not None:
                    self._untaken.remove(request)
                    return request
            self._arrived.add(arrival := future())
            await asyncio.wait([arrival], timeout=left)
        seen = "\n".join(f"{r.method} {r.path} {r.status}" for r in self.requests)
        raise AssertionError(f"no {method} {pattern} in {timeout} s, but\n{seen}")

    def take_all(self) -> None:
        """Regard every request so far as taken."""
        self._untaken.clear()

    async def heard(self, command: str, *, timeout: float = 5.0) -> Request:
        """The bot's next IDENTIFY, RESUME or HEARTBEAT, once it is dealt with."""
        return await self.request(command, "gateway", timeout=timeout)

    async def _serve(self, raw: web.Request) -> web.Response:
        path = raw.path.removeprefix("/api/v10")
        request = self._note(raw.method, await read(raw), path, dict(raw.query))
        faults = (f for f in self._faults if f.times and request.matches(f.method, f.pattern) is not None)
        fault = next(faults, Fault("", "", times=0, delay=0.0, done=True, cut=False, answer=None))
        fault.times -= 1
        await asyncio.sleep(fault.delay)
        if raw.transport is None:  # the bot has gone without an answer
            return web.Response()
        response = web.Response()
        if fault.done or not (fault.answer or fault.cut):
            response = await self._respond(request, raw.headers.get("Authorization", ""))
        if fault.cut:
            raw.transport.abort()
            return response
        response = fault.answer() if fault.answer else response
        request.status = response.status
        return response

    async def _respond(self, request: Request, authorization: str) -> web.Response:
        own_token = request.path.startswith(("/interactions/", "/webhooks/"))  # in the path
        try:
            if not own_token and authorization != f"Bot {self._token}":
                raise Refused(401, 0, "401: Unauthorized")
            handler, ids = self._routed(request)
            body = await handler(request, *ids)
        except Refused as refused:
            status, code, message = refused.args
            return answer({"message": message, "code": code}, status)
        return web.Response(status=204) if body is None else answer(body)

    def _routed(self, request: Request) -> tuple[Callable[..., Awaitable[Any]], tuple[str, ...]]:
        for route, handler in self._routes.items():
            if (ids := request.matches(*route.split())) is not None:
                return handler, ids
        self.unknown.append(request)
        raise Refused(404, 0, "404: Not Found")
