"""What people do at Discord: they write, and use commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .asked import Asked
from .world import EVERYDAY, JSON, Channel, User, snowflake

if TYPE_CHECKING:
    from .board import Board
    from .gateway import Gateway


CHAT = 1  # the type of a slash command, and of a subcommand
MANAGE_GUILD = 1 << 5


class People:
    """Those who talk to the bot: on the board, and by interactions through the gateway.

    ``address`` is where what they attach can be read, ``files`` what they attached, by its path there.
    """

    address: str

    def __init__(self, board: Board, gateway: Gateway) -> None:
        self._board, self._gateway = board, gateway
        self.files: dict[str, bytes] = {}

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

    async def slash(
        self, channel: Channel, user: User, name: str, /, *, manages: bool = False, **options: Any
    ) -> Asked:
        """Use a command, or "command subcommand"; a file is given by its name and bytes. ``manages`` says
        that the user may manage the server."""
        files = {key: self._attached(*value) for key, value in options.items() if isinstance(value, tuple)}
        given = options | {key: file["id"] for key, file in files.items()}
        data = self._filled(name, given)
        data |= {"resolved": {"attachments": {file["id"]: file for file in files.values()}}} if files else {}
        return await self._interact(2, channel, user, data, MANAGE_GUILD if manages else 0)

    def _attached(self, name: str, data: bytes) -> JSON:
        """A file that somebody attaches, as Discord tells of it."""
        file = snowflake()
        path = f"/attachments/{file}/{name}"
        self.files[path] = data
        url = f"{self.address}{path}?ex=1&is=2&hm=3"
        return {"id": file, "filename": name, "size": len(data), "url": url, "proxy_url": url}

    async def autocomplete(self, channel: Channel, user: User, name: str, option: str, typed: str) -> Asked:
        """Type into an option of a command; the choices are in the body of ``acknowledged()``."""
        data = self._filled(name, {option: typed}, focused=True)
        return await self._interact(4, channel, user, data)

    async def _interact(
        self, kind: int, channel: Channel, user: User, data: JSON, permissions: int = 0
    ) -> Asked:
        asked = Asked(snowflake(), channel, user, kind=kind)
        self._board.asked[asked.token] = asked
        put = {
            "id": asked.id, "application_id": self._board.world.bot.id, "type": kind, "data": data,
            "token": asked.token, "version": 1, "channel_id": channel.id, "locale": "en-US",
            "channel": channel.payload() | {"permissions": str(EVERYDAY)}, "entitlements": [],
            "app_permissions": str(EVERYDAY), "attachment_size_limit": 10_485_760,
        } | _place(channel.guild.id, user, EVERYDAY | permissions)  # fmt: skip
        await self._gateway.dispatch("INTERACTION_CREATE", put)
        return asked

    def _filled(self, name: str, values: JSON, *, focused: bool = False) -> JSON:
        """A command's data, its options typed as the bot declared them."""
        outer, _, inner = name.partition(" ")
        command = _named(outer, self._board.commands)
        if inner:
            options = self._options(_named(inner, command["options"]), values, focused=focused)
            nested = [{"name": inner, "type": CHAT, "options": options}]
            return {"id": command["id"], "name": outer, "type": CHAT, "options": nested}
        options = self._options(command, values, focused=focused)
        return {"id": command["id"], "name": name, "type": CHAT, "options": options}

    @staticmethod
    def _options(command: JSON, values: JSON, *, focused: bool) -> list[JSON]:
        types = {key: _named(key, command["options"])["type"] for key in values}
        being_typed = {"focused": True} if focused else {}
        return [{"name": key, "type": types[key], "value": values[key]} | being_typed for key in values]


def _named(name: str, among: list[JSON]) -> JSON:
    found = [item for item in among if item["name"] == name]
    assert found, f"no {name!r} among {among}"
    return found[0]


def _place(guild: str, user: User, permissions: int) -> JSON:
    """Who interacts, and where."""
    member = user.member() | {"user": user.payload(), "permissions": str(permissions)}
    return {
        "member": member, "guild_id": guild, "guild": {"id": guild, "locale": "en-US", "features": []},
        "guild_locale": "en-US", "context": 0, "authorizing_integration_owners": {"0": guild},
    }  # fmt: skip
