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
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .asked import Asked
from .board import Board
from .gateway import Gateway
from .journal import Journal
from .people import People
from .routes import Routes
from .wire import Refused, answer, error, read
from .world import JSON, Channel, Guild, User, World, snowflake

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from .journal import Request

__all__ = ["TOKEN", "Asked", "LoopbackDiscord"]

TOKEN = "MTIz.loopback.token"  # noqa: S105


@dataclass
class Fault:
    """What befalls the next request of a kind: see ``LoopbackDiscord.fail``."""

    method: str
    pattern: str
    delay: float
    done: bool
    cut: bool
    answer: Callable[[], web.Response] | None


class LoopbackDiscord:
    """Discord, one bot that was granted no privileged intent, and who talks to it; ``port`` 0 is any."""

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self.bot = User(snowflake(), "Rapporteur", bot=True)
        self.unknown: list[Request] = []
        self._world = World(self.bot)
        self._journal = Journal()
        self.gateway = Gateway(self._world, TOKEN, self._journal.note)
        self._board = Board(self._world, self.gateway.dispatch)
        self._routes = Routes(self._board)
        people = self._people = People(self._board, self.gateway)
        self.say, self.slash, self.autocomplete = people.say, people.slash, people.autocomplete
        self.edit, self.forget_nonces = people.edit, self._routes.forget_nonces
        self.delete, self.requests = self._board.delete, self._journal.requests
        self.request, self.take_all = self._journal.take, self._journal.take_all
        self._faults: list[Fault] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/", self.gateway.serve)
        app.router.add_route("*", "/api/v10/{path:.*}", self._serve)
        app.router.add_get("/attachments/{path:.*}", self._hand_on)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()
        self.port = self._runner.addresses[0][1]
        self._routes.address = f"ws://127.0.0.1:{self.port}"
        self._people.address = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.gateway.drop()
        await self._runner.cleanup()

    def guild(self, name: str, key: str = "") -> Guild:
        """A server that the bot is in, of the id ``key``, or a new one."""
        guild = Guild(key or snowflake(), name, self.user(f"{name}'s owner"))
        self._world.guilds[guild.id] = guild
        return guild

    def channel(self, guild: Guild, name: str = "general") -> Channel:
        """A text channel."""
        return self._board.open(Channel(snowflake(), name, guild))

    def user(self, name: str) -> User:
        """Somebody."""
        user = User(snowflake(), name)
        return self._board.users.setdefault(user.id, user)

    def fail(
        self, method: str, pattern: str, status: int | None = None, *, delay: float = 0.0, done: bool = False,
        cut: bool = False, **fields: Any,
    ) -> None:  # fmt: skip
        """Have the next request of a kind answered late, with an error, or (``cut``) not at all.

        With ``done`` it takes effect all the same. ``fields`` go into the error's body: a 429's
        ``retry_after``, a 403's ``code``; ``via=False`` makes a 429 one of Cloudflare's own.
        """
        answer = functools.partial(error, status, **fields) if status else None
        self._faults.append(Fault(method, pattern, delay, done, cut, answer))

    def let_identify(self, shards: int) -> None:
        """Let that many shards identify at once."""
        self._routes.max_concurrency = shards

    async def tell_again(self, asked: Asked) -> None:
        """Deliver a message once more, as a gateway may after a resume."""
        assert asked.message is not None
        await self._board.publish(asked.message)

    def messages(self, channel: Channel) -> list[JSON]:
        """The messages that stand in a channel, oldest first."""
        return [*self._board.messages[channel.id].values()]

    async def heard(self, command: str, *, timeout: float = 5.0) -> Request:
        """The bot's next CONNECT, IDENTIFY, RESUME or HEARTBEAT, once it is dealt with."""
        return await self._journal.take(command, "gateway", timeout=timeout)

    async def _hand_on(self, raw: web.Request) -> web.Response:
        """What somebody attached."""
        data = self._people.files.get(raw.path)
        return web.Response(status=404) if data is None else web.Response(body=data)

    async def _serve(self, raw: web.Request) -> web.Response:
        path = raw.path.removeprefix("/api/v10")
        body = dict(raw.query) if raw.method == "GET" else await read(raw)
        request = self._journal.note(raw.method, body, path)
        fault = self._fault(request)
        if fault.delay:  # else it is dealt with before anybody who waits for it goes on
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

    def _fault(self, request: Request) -> Fault:
        for fault in self._faults:
            if request.matches(fault.method, fault.pattern) is not None:
                self._faults.remove(fault)
                return fault
        return Fault("", "", delay=0.0, done=True, cut=False, answer=None)

    async def _respond(self, request: Request, authorization: str) -> web.Response:
        own_token = request.path.startswith(("/interactions/", "/webhooks/"))  # in the path
        try:
            if not own_token and authorization != f"Bot {TOKEN}":
                raise Refused(401, 0, "401: Unauthorized")
            handler = self._routes.find(request)
            if handler is None:
                self.unknown.append(request)
                raise Refused(404, 0, "404: Not Found")
            body = await handler()
        except Refused as refused:
            status, code, message = refused.args
            return answer({"message": message, "code": code}, status)
        return web.Response(status=204) if body is None else answer(body)
