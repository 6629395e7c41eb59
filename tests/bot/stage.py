"""A simulated server for the tests, and what a reader sees in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord
    from simcord import ChannelHandle, Env, GuildHandle, InteractionResult, MemberActor

    from bot.client import Rapporteur
    from bot.memory.records import Records
    from index import Engine

TEXT, BUTTON = 10, 2
"""Discord's numbers of the component types."""


class Stage:
    """One server, one channel, Alice and Bob."""

    def __init__(self, env: Env) -> None:
        self.env = env
        self.guild: GuildHandle = env.create_guild("Harbor watch")
        self.channel: ChannelHandle = self.guild.create_text_channel("summit")
        self.alice: MemberActor = self.guild.add_member(env.create_user("alice"))
        self.bob: MemberActor = self.guild.add_member(env.create_user("bob"))

    @property
    def bot(self) -> Rapporteur:
        return self.env.bot

    @property
    def memory(self) -> Records:
        """What the bot remembers."""
        return self.bot.services.memory.records

    @property
    def engine(self) -> Engine:
        """What the bot answers with."""
        return self.bot.services.answers.engine

    @property
    def me(self) -> str:
        """The mention of the bot."""
        return f"<@{self.bot.user.id}>"

    async def mention(self, text: str, by: MemberActor | None = None, **more: Any) -> discord.Message:
        """Ask in the channel by mention; gives the message that asked."""
        return await (by or self.alice).send(more.pop("channel", self.channel), f"{self.me} {text}", **more)

    def replies(self, channel: ChannelHandle | None = None, viewer: Any = None) -> list[discord.Message]:
        """What the bot posted in a channel, oldest first."""
        posted = (channel or self.channel).history(viewer=viewer)
        mine = [message for message in posted if message.author.id == self.bot.user.id]
        return [message for message in mine if not message.is_system()]

    @property
    def reply(self) -> discord.Message:
        """The bot's newest message in the channel."""
        return self.replies()[-1]

    async def wait_long(self, seconds: float) -> None:
        """Let hours or days pass, without the look at the articles that the bot takes every 20 seconds."""
        await self.bot.remove_cog("Marking")
        await self.env.advance_time(seconds)

    def restarted(self, bot: Rapporteur) -> Any:
        """Another bot takes over, as after a restart."""
        return self.env.restart_bot(bot)


def components(message: Any) -> list[dict[str, Any]]:
    """Every component of a message or response, in reading order."""
    given = message.components
    return list(_walk([c if isinstance(c, dict) else c.to_dict() for c in given]))


def _walk(given: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in given:
        yield component
        inside = (component[key] for key in ("accessory", "component") if component.get(key))
        yield from _walk([*component.get("components", []), *inside])


def shown(message: Any) -> str:
    """The text that a reader sees, a line feed between its parts."""
    return "\n".join(c["content"] for c in components(message) if c["type"] == TEXT)


def buttons(message: Any) -> list[str]:
    """The labels of a message's buttons, or their emoji."""
    return [_face(c) for c in components(message) if c["type"] == BUTTON]


def _face(button: dict[str, Any]) -> str:
    emoji = (button.get("emoji") or {}).get("name") or ""
    return f"{emoji} {button.get('label') or ''}".strip()


def pressing(message: Any, face: str) -> str:
    """The id of the button with that label or emoji."""
    return next(c["custom_id"] for c in components(message) if c["type"] == BUTTON and _face(c) == face)


def said(result: InteractionResult) -> str:
    """What a command or press was answered with, its last message."""
    return shown([*filter(None, [result.response]), *result.followups][-1])
