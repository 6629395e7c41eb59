"""What people do at Discord: they write, edit, delete, use commands and press buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .asked import Asked, parts
from .board import Board
from .world import EVERYDAY, JSON, Channel, User, snowflake

if TYPE_CHECKING:
    from collections.abc import Iterable


class People(Board):
    """Those who talk to the bot."""

    async def say(
        self, channel: Channel, user: User, content: str, *, mentions_bot: bool = False,
        reply_to: JSON | None = None,
    ) -> Asked:  # fmt: skip
        """Post a message; ``mentions_bot`` puts the bot's name before it, a reply pings whom it answers."""
        content = f"{self.bot.mention} {content}" if mentions_bot else content
        message = self._written(channel, user, {"content": content}, reply_to)
        asked = self._asked[message["id"]] = Asked(message["id"], channel, user, message)
        await self._publish(message)
        return asked

    async def edit(self, message: JSON, content: str) -> None:
        """Change what somebody's message says."""
        await self._change(message, {"content": content})

    async def delete(self, message: JSON) -> None:
        """Take a message away."""
        del self._messages[message["channel_id"]][message["id"]]
        await self._tell("MESSAGE_DELETE", {"id": message["id"], "channel_id": message["channel_id"]})

    async def slash(self, channel: Channel, user: User, name: str, /, **options: Any) -> Asked:
        """Use a command ("facts", or "documents list" with its subcommand)."""
        return await self._interact(2, channel, user, self._filled(channel, name, options))

    async def autocomplete(
        self, channel: Channel, user: User, name: str, option: str, typed: str, /, **others: Any
    ) -> Asked:
        """Type into an option of a command; the choices are in the body of ``acknowledged()``."""
        data = self._filled(channel, name, others | {option: typed}, focused=option)
        return await self._interact(4, channel, user, data)

    async def click(self, user: User, message: JSON, name: str, *values: str) -> Asked:
        """Press the button, or choose from the menu, that has this label or custom id."""
        channel = self.world.channels[message["channel_id"]]
        part = _named(name, (part for part in parts(message) if "custom_id" in part), "label", "custom_id")
        data = {"custom_id": part["custom_id"], "component_type": part["type"], "values": [*values]}
        return await self._interact(3, channel, user, data, message)

    async def apply(self, user: User, name: str, message: JSON) -> Asked:
        """Use a command of a message's own menu."""
        channel = self.world.channels[message["channel_id"]]
        command = _named(name, self._offered(channel))
        seen = {"messages": {message["id"]: message}}
        data = {"id": command["id"], "name": name, "type": 3, "target_id": message["id"], "resolved": seen}
        return await self._interact(2, channel, user, data)

    async def _interact(
        self, kind: int, channel: Channel, user: User, data: JSON, message: JSON | None = None
    ) -> Asked:
        asked = Asked(snowflake(), channel, user, message, kind)
        self._asked[asked.token] = asked
        put = {
            "id": asked.id, "application_id": self.bot.id, "type": kind, "data": data, "token": asked.token,
            "version": 1, "channel_id": channel.id, "locale": "en-US", "entitlements": [],
            "channel": channel.payload() | {"permissions": str(user.permissions)},
            "app_permissions": str(channel.guild.permissions if channel.guild else EVERYDAY),
            "attachment_size_limit": 10_485_760,
        } | _place(channel, user) | ({"message": message} if message else {})  # fmt: skip
        await self.gateway.dispatch("INTERACTION_CREATE", put, channel.guild)
        return asked

    def _offered(self, channel: Channel) -> list[JSON]:
        return self.commands.get("", []) + self.commands.get(channel.guild.id if channel.guild else "-", [])

    def _filled(self, channel: Channel, name: str, values: JSON, focused: str = "") -> JSON:
        """A command's data, its options typed as the bot declared them."""
        root, *inner = name.split()
        levels = [_named(root, self._offered(channel))]
        for word in inner:
            levels.append(_named(word, levels[-1]["options"]))
        types = {key: _named(key, levels[-1]["options"])["type"] for key in values}
        given: list[JSON] = [{"name": key, "type": types[key], "value": values[key]} for key in values]
        for option in given:
            if option["name"] == focused:
                option["focused"] = True
        for level in reversed(levels[1:]):
            given = [{"name": level["name"], "type": level["type"], "options": given}]
        return {"id": levels[0]["id"], "name": root, "type": 1, "options": given}


def _named(name: str, among: Iterable[JSON], *keys: str) -> JSON:
    offered = [*among]
    found = [item for item in offered if name in (item.get(key) for key in keys or ("name",))]
    assert found, f"no {name!r} among {offered}"
    return found[0]


def _place(channel: Channel, user: User) -> JSON:
    """Who interacts, and where."""
    if channel.guild is None:
        return {"user": user.payload(), "context": 1, "authorizing_integration_owners": {"0": "0"}}
    guild = channel.guild.id
    member = user.member() | {"user": user.payload(), "permissions": str(user.permissions)}
    return {
        "member": member, "guild_id": guild, "guild": {"id": guild, "locale": "en-US", "features": []},
        "guild_locale": "en-US", "context": 0, "authorizing_integration_owners": {"0": guild},
    }  # fmt: skip
