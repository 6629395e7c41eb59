"""What people do at Discord: they write, and use commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .asked import Asked
from .world import EVERYDAY, JSON, Channel, User, snowflake

if TYPE_CHECKING:
    from .board import Board
    from .gateway import Gateway


class People:
    """Those who talk to the bot: on the board, and by interactions through the gateway."""

    def __init__(self, board: Board, gateway: Gateway) -> None:
        self._board, self._gateway = board, gateway

    async def say(self, channel: Channel, user: User, content: str, *, mentions_bot: bool = False) -> Asked:
        """Post a message; ``mentions_bot`` puts the bot's name before it."""
        content = f"{self._board.world.bot.mention} {content}" if mentions_bot else content
        message = self._board.written(channel, user, {"content": content})
        asked = self._board.asked[message["id"]] = Asked(message["id"], channel, user, message)
        await self._board.publish(message)
        return asked

    async def edit(self, asked: Asked, content: str) -> None:
        """Change what a message that mentions the bot says."""
        assert asked.message is not None
        await self._board.change(asked.message, {"content": f"{self._board.world.bot.mention} {content}"})

    async def slash(self, channel: Channel, user: User, name: str, /, **options: Any) -> Asked:
        """Use a command."""
        return await self._interact(2, channel, user, self._filled(name, options))

    async def autocomplete(self, channel: Channel, user: User, name: str, option: str, typed: str) -> Asked:
        """Type into an option of a command; the choices are in the body of ``acknowledged()``."""
        data = self._filled(name, {option: typed}, focused=True)
        return await self._interact(4, channel, user, data)

    async def _interact(self, kind: int, channel: Channel, user: User, data: JSON) -> Asked:
        asked = Asked(snowflake(), channel, user, kind=kind)
        self._board.asked[asked.token] = asked
        put = {
            "id": asked.id, "application_id": self._board.world.bot.id, "type": kind, "data": data,
            "token": asked.token, "version": 1, "channel_id": channel.id, "locale": "en-US",
            "channel": channel.payload() | {"permissions": str(EVERYDAY)}, "entitlements": [],
            "app_permissions": str(EVERYDAY), "attachment_size_limit": 10_485_760,
        } | _place(channel.guild.id, user)  # fmt: skip
        await self._gateway.dispatch("INTERACTION_CREATE", put)
        return asked

    def _filled(self, name: str, values: JSON, *, focused: bool = False) -> JSON:
        """A command's data, its options typed as the bot declared them."""
        command = _named(name, self._board.commands)
        types = {key: _named(key, command["options"])["type"] for key in values}
        being_typed = {"focused": True} if focused else {}
        given = [{"name": key, "type": types[key], "value": values[key]} | being_typed for key in values]
        return {"id": command["id"], "name": name, "type": 1, "options": given}


def _named(name: str, among: list[JSON]) -> JSON:
    found = [item for item in among if item["name"] == name]
    assert found, f"no {name!r} among {among}"
    return found[0]


def _place(guild: str, user: User) -> JSON:
    """Who interacts, and where."""
    member = user.member() | {"user": user.payload(), "permissions": str(EVERYDAY)}
    return {
        "member": member, "guild_id": guild, "guild": {"id": guild, "locale": "en-US", "features": []},
        "guild_locale": "en-US", "context": 0, "authorizing_integration_owners": {"0": guild},
    }  # fmt: skip
