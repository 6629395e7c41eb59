"""A loopback Discord's gateway: the sessions of a bot, and what they are told."""

from __future__ import annotations

import itertools
import json
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from .world import JSON, Intent, World, snowflake

if TYPE_CHECKING:
    from collections.abc import Callable

HEARTBEAT = 41_250  # milliseconds


class Socket:
    """One connection: compressed for a client that asks for zlib-stream, plain for one that asks for zstd."""

    def __init__(self, request: web.Request) -> None:
        self.frames = web.WebSocketResponse(compress=False, max_msg_size=0)
        self.address = f"ws://{request.host}"
        self._request = request
        self._zlib = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    async def send(self, payload: JSON) -> None:
        """Send it; what a client that has gone doesn't get, it gets when it resumes."""
        if self.frames.closed:
            return
        text = json.dumps(payload)
        try:
            if self._zlib is None:
                await self.frames.send_str(text)
            else:
                packed = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                await self.frames.send_bytes(packed)
        except ConnectionError:
            self.drop()

    def drop(self) -> None:
        """Cut the TCP connection, with no word said."""
        if self._request.transport:
            self._request.transport.abort()


@dataclass
class Session:
    """What one IDENTIFY began: all that was dispatched, the n-th with the sequence number n."""

    id: str
    intents: int
    shard: tuple[int, int]  # of how many
    socket: Socket | None
    sent: list[JSON] = field(default_factory=list)

    def has(self, guild: str) -> bool:
        """Whether the server is one of its shard's; what comes from none is the first shard's."""
        number, count = self.shard
        return (int(guild) >> 22) % count == number

    def hears(self, event: str) -> bool:
        """Whether its intents have it told of this."""
        if event.startswith("MESSAGE_"):
            return bool(self.intents & Intent.GUILD_MESSAGES)
        return event == "INTERACTION_CREATE" or bool(self.intents & Intent.GUILDS)

    async def dispatch(self, event: str, data: JSON) -> None:
        self.sent.append({"op": 0, "t": event, "s": len(self.sent) + 1, "d": data})
        if self.socket:
            await self.socket.send(self.sent[-1])


class Gateway:
    """Discord's end of the websockets; ``heard`` is told of connections and commands, once dealt with."""

    def __init__(self, world: World, token: str, heard: Callable[[str, Any], object]) -> None:
        self.sessions: dict[str, Session] = {}
        self.silent_to = ""  # CONNECT (whose answer is HELLO) or IDENTIFY, left without an answer
        self._world, self._token, self._heard = world, token, heard

    @property
    def sockets(self) -> list[Socket]:
        """The connections that carry a session."""
        return [session.socket for session in self.sessions.values() if session.socket]

    def drop(self) -> None:
        """Cut the TCP connections; what is dispatched from now on waits for a resume."""
        for socket in self.sockets:
            socket.drop()
        for session in self.sessions.values():
            session.socket = None

    async def reconnect(self) -> None:
        """Ask for a reconnect and resume (op 7)."""
        for socket in self.sockets:
            await socket.send({"op": 7, "d": None})

    async def invalidate(self) -> None:
        """Call the sessions invalid (op 9, not resumable), and forget them."""
        sockets = self.sockets
        self.sessions.clear()
        for socket in sockets:
            await socket.send({"op": 9, "d": False})

    async def close(self, code: int) -> None:
        """Close the connections with Discord's code for the reason; the client is the one to hang up."""
        for socket in self.sockets:  # aiohttp's close() would hang up at once, and the client miss the code
            await socket.frames.send_frame(code.to_bytes(2, "big"), WSMsgType.CLOSE)

    async def dispatch(self, event: str, data: JSON) -> None:
        """Tell the sessions that may know, as much as they may."""
        for session in [*self.sessions.values()]:
            if session.hears(event) and session.has(data["guild_id"]):
                await session.dispatch(event, self._world.seen(data) if "author" in data else data)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from HELLO to its end."""
        socket = Socket(request)
        await socket.frames.prepare(request)
        if self.silent_to != "CONNECT":
            await socket.send({"op": 10, "d": {"heartbeat_interval": HEARTBEAT}})
        self._heard("CONNECT", None)
        async for frame in socket.frames:
            if frame.type is WSMsgType.TEXT:
                command = frame.json()
                await self._obey(socket, command["op"], command["d"])
        for session in self.sessions.values():
            if session.socket is socket:
                session.socket = None
        return socket.frames

    async def _obey(self, socket: Socket, op: int, data: Any) -> None:
        match op:
            case 1:
                await socket.send({"op": 11})
                self._heard("HEARTBEAT", data)
            case 2:
                if self.silent_to != "IDENTIFY":
                    await self._identify(socket, data)
                self._heard("IDENTIFY", data)
            case 6:
                await self._resume(socket, data)
                self._heard("RESUME", data)

    async def _identify(self, socket: Socket, data: JSON) -> None:
        if data["token"] != self._token:
            await socket.frames.close(code=4004, message=b"Authentication failed.")
        elif data["intents"] & Intent.PRIVILEGED:
            await socket.frames.close(code=4014, message=b"Disallowed intent(s).")
        else:
            session = Session(snowflake(), data["intents"], tuple(data.get("shard", (0, 1))), socket)
            self.sessions[session.id] = session
            await self._begin(session, socket.address)

    async def _begin(self, session: Session, address: str) -> None:
        known = self._world.guilds.values() if session.hears("GUILD_CREATE") else ()
        guilds = [guild for guild in known if session.has(guild.id)]
        ready = {
            "v": 10, "user": self._world.bot.payload(), "application": self._world.application(),
            "session_id": session.id, "resume_gateway_url": address, "shard": list(session.shard),
            "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds], "private_channels": [],
        }  # fmt: skip
        await session.dispatch("READY", ready)
        for guild in guilds:
            await session.dispatch("GUILD_CREATE", self._world.created(guild))

    async def _resume(self, socket: Socket, data: JSON) -> None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != self._token:
            await socket.send({"op": 9, "d": False})
            return
        for event in itertools.islice(session.sent, data["seq"], None):  # and what is added meanwhile
            await socket.send(event)
        session.socket = socket
        await session.dispatch("RESUMED", {})
