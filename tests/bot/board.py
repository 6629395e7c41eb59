"""What stands in the channels: messages, written, changed and told of."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from .asked import Asked, Request
from .gateway import Gateway
from .world import JSON, Channel, User, World, now, snowflake

if TYPE_CHECKING:
    import asyncio

EPHEMERAL, LOADING = 1 << 6, 1 << 7  # flags of a message


class Board:
    """The channels of a Discord with one bot (``granted`` are the privileged intents it has)."""

    def __init__(self, token: str, heartbeat: float, granted: int) -> None:
        self.bot = User(snowflake(), "Rapporteur", bot=True)
        self.world = World(self.bot, granted=granted)
        self.gateway = Gateway(self.world, token, heartbeat, self._note)
        self.requests: list[Request] = []
        self.commands: dict[str, list[JSON]] = {}  # by the id of their server, "" for all servers
        self._users = {self.bot.id: self.bot}
        self._messages: dict[str, dict[str, JSON]] = {}  # by channel and id
        self._nonces: dict[tuple[str, str], JSON] = {}  # by channel and nonce
        self._asked: dict[str, Asked] = {}  # by the message's id or the interaction's token
        self._untaken: list[Request] = []
        self._arrived: set[asyncio.Future[None]] = set()

    def _open(self, channel: Channel) -> Channel:
        self.world.channels[channel.id], self._messages[channel.id] = channel, {}
        return channel

    def _written(self, channel: Channel, author: User, body: JSON, quoted: JSON | None = None) -> JSON:
        message = {
            "id": snowflake(), "channel_id": channel.id, "author": author.payload(), "timestamp": now(),
            "content": body.get("content") or "", "embeds": body.get("embeds") or [], "attachments": [],
            "components": body.get("components") or [], "flags": body.get("flags") or 0, "type": 0,
            "tts": False, "pinned": False, "mention_everyone": False, "mention_roles": [],
            "mentions": self._pinged(body, quoted), "edited_timestamp": None,
        }  # fmt: skip
        if quoted:
            reference = {"type": 0, "channel_id": channel.id, "message_id": quoted["id"]}
            message |= {"type": 19, "message_reference": reference, "referenced_message": quoted}
        return message

    def _pinged(self, body: JSON, quoted: JSON | None) -> list[JSON]:
        allowed = body.get("allowed_mentions") or {"parse": ["users"], "replied_user": True}
        named = re.findall(r"<@!?(\d+)>", body.get("content") or "")
        ids = [i for i in named if "users" in allowed.get("parse", []) or i in allowed.get("users", [])]
        if quoted and allowed.get("replied_user"):
            ids.append(quoted["author"]["id"])
        return [self._users[i].payload() for i in dict.fromkeys(ids) if i in self._users]

    async def _publish(self, message: JSON) -> None:
        if not message["flags"] & EPHEMERAL:
            self._messages[message["channel_id"]][message["id"]] = message
            await self._tell("MESSAGE_CREATE", message)

    async def _change(self, message: JSON, body: JSON) -> None:
        """Put a body's fields in the message's; null empties one."""
        changed = [key for key in ("content", "embeds", "components") if key in body]
        message |= {key: body[key] or type(message[key])() for key in changed} | {"edited_timestamp": now()}
        message["flags"] = message["flags"] & ~LOADING | (body.get("flags") or 0)
        pings = body | {"content": message["content"]}
        message["mentions"] = self._pinged(pings, message.get("referenced_message"))
        if not message["flags"] & EPHEMERAL:
            await self._tell("MESSAGE_UPDATE", message)

    async def _tell(self, event: str, message: JSON) -> None:
        guild = self.world.channels[message["channel_id"]].guild
        if guild and "author" in message:
            author = self._users[message["author"]["id"]]
            mentions = [m | {"member": self._users[m["id"]].member()} for m in message["mentions"]]
            message = message | {"member": author.member(), "mentions": mentions}
        await self.gateway.dispatch(event, message | ({"guild_id": guild.id} if guild else {}), guild)

    def _note(
        self, method: str, body: Any, path: str = "gateway", query: dict[str, str] | None = None
    ) -> Request:
        request = Request(method, path, query or {}, body, time.perf_counter())
        self.requests.append(request)
        self._untaken.append(request)
        for arrival in self._arrived:
            arrival.set_result(None)
        self._arrived.clear()
        return request
