"""What stands in the channels: messages, written, changed and told of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .world import JSON, Channel, User, World, now, snowflake

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .asked import Asked

EPHEMERAL, LOADING = 1 << 6, 1 << 7  # flags of a message


class Board:
    """The channels of a world; ``dispatch`` takes each event, with its data, to the bot."""

    def __init__(self, world: World, dispatch: Callable[[str, JSON], Awaitable[None]]) -> None:
        self.world = world
        self.users = {world.bot.id: world.bot}
        self.commands: list[JSON] = []  # the bot's
        self.messages: dict[str, dict[str, JSON]] = {}  # by channel and id
        self.asked: dict[str, Asked] = {}  # by the message's id or the interaction's token
        self._dispatch = dispatch

    def open(self, channel: Channel) -> Channel:
        """Make room for a channel's messages."""
        self.world.channels[channel.id], self.messages[channel.id] = channel, {}
        return channel

    def written(self, channel: Channel, author: User, body: JSON, quoted: JSON | None = None) -> JSON:
        """A message, not yet published."""
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
        return [self.users[i].payload() for i in dict.fromkeys(ids) if i in self.users]

    async def publish(self, message: JSON) -> None:
        """Put it into its channel, unless only one person is to see it."""
        if not message["flags"] & EPHEMERAL:
            self.messages[message["channel_id"]][message["id"]] = message
            await self._tell("MESSAGE_CREATE", message)

    async def change(self, message: JSON, body: JSON) -> None:
        """Put a body's fields in the message's; null empties one."""
        changed = [key for key in ("content", "embeds", "components") if key in body]
        message |= {key: body[key] or type(message[key])() for key in changed} | {"edited_timestamp": now()}
        message["flags"] = message["flags"] & ~LOADING | (body.get("flags") or 0)
        pings = body | {"content": message["content"]}
        message["mentions"] = self._pinged(pings, message.get("referenced_message"))
        if not message["flags"] & EPHEMERAL:
            await self._tell("MESSAGE_UPDATE", message)

    async def delete(self, message: JSON) -> None:
        """Take a message away."""
        del self.messages[message["channel_id"]][message["id"]]
        await self._tell("MESSAGE_DELETE", {"id": message["id"], "channel_id": message["channel_id"]})

    async def _tell(self, event: str, message: JSON) -> None:
        guild = self.world.channels[message["channel_id"]].guild
        if "author" in message:
            author = self.users[message["author"]["id"]]
            mentions = [m | {"member": self.users[m["id"]].member()} for m in message["mentions"]]
            message = message | {"member": author.member(), "mentions": mentions}
        await self._dispatch(event, message | {"guild_id": guild.id})
