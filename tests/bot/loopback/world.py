"""Who and what stands behind a loopback Discord: people, servers, channels, and what a bot may see."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntFlag
from typing import Any

JSON = dict[str, Any]

_DISCORDS_EPOCH = 1_420_070_400_000  # milliseconds from 1970 to 2015, where ids begin
_count = itertools.count()


class Intent(IntFlag):
    """What a session may ask to be told."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    MESSAGE_CONTENT = 1 << 15
    PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT


EVERYDAY = (1 << 6) + (3 << 10) + (7 << 14) + (1 << 31) + (9 << 35)
"""What most servers let everyone do: react, read, write, link, attach, use commands, open threads."""


def snowflake() -> str:
    """A new id, made as Discord makes them: milliseconds since 2015, then a count."""
    return str((int(time.time() * 1000) - _DISCORDS_EPOCH << 22) + next(_count))


def now() -> str:
    """The time, as Discord writes it."""
    return datetime.now(UTC).isoformat()


@dataclass(frozen=True)
class User:
    """A person or a bot."""

    id: str
    name: str
    bot: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def payload(self) -> JSON:
        nothing = dict.fromkeys(("avatar", "banner", "accent_color", "collectibles", "primary_guild"))
        named = {"id": self.id, "username": self.name.lower(), "global_name": self.name, "bot": self.bot}
        return nothing | named | {"discriminator": "0", "public_flags": 0, "flags": 0}

    def member(self) -> JSON:
        nothing = dict.fromkeys(("avatar", "banner", "communication_disabled_until", "nick", "premium_since"))
        roles = [self.id] if self.bot else []  # a bot's own role, which Discord makes when it is invited
        state = {"flags": 0, "pending": False, "mute": False, "deaf": False}
        return nothing | state | {"joined_at": now(), "roles": roles}


@dataclass(frozen=True)
class Guild:
    """A server."""

    id: str
    name: str
    owner: User

    def payload(self, bot: User, channels: list[Channel]) -> JSON:
        """What GUILD_CREATE carries."""
        nothing = dict.fromkeys(("icon", "banner", "splash", "description", "afk_channel_id"))
        empty: JSON = {k: [] for k in ("emojis", "stickers", "features", "threads", "voice_states")}
        zero = ("verification_level", "mfa_level", "nsfw_level", "premium_tier", "explicit_content_filter")
        everyone = _role(self.id, "@everyone")
        own = _role(bot.id, bot.name)
        return nothing | empty | dict.fromkeys(zero, 0) | {
            "id": self.id, "name": self.name, "owner_id": self.owner.id, "unavailable": False, "large": False,
            "member_count": 2, "joined_at": now(), "preferred_locale": "en-US", "afk_timeout": 300,
            "system_channel_id": None, "system_channel_flags": 0, "default_message_notifications": 1,
            "application_id": None, "presences": [],
            "roles": [everyone, own], "channels": [channel.payload() for channel in channels],
            "members": [bot.member() | {"user": bot.payload()}],
        }  # fmt: skip


def _role(role: str, name: str) -> JSON:
    nothing = dict.fromkeys(("icon", "unicode_emoji"))
    colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
    flags = {"color": 0, "position": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
    return nothing | flags | {"id": role, "name": name, "permissions": str(EVERYDAY), "colors": colors}


@dataclass(frozen=True)
class Channel:
    """A text channel of a server."""

    id: str
    name: str
    guild: Guild

    def payload(self) -> JSON:
        nothing = dict.fromkeys(("last_message_id", "parent_id", "topic"))
        named = {"id": self.id, "type": 0, "name": self.name, "guild_id": self.guild.id}
        zero = {"flags": 0, "position": 0, "rate_limit_per_user": 0}
        return nothing | named | zero | {"nsfw": False, "permission_overwrites": []}


@dataclass
class World:
    """The bot and all that it can see."""

    bot: User
    guilds: dict[str, Guild] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)

    def application(self) -> JSON:
        """The bot's application; its flags say that it was granted no privileged intent."""
        nothing = dict.fromkeys(("icon", "team", "interactions_endpoint_url"))
        return nothing | {
            "id": self.bot.id, "name": self.bot.name, "flags": 0, "owner": User("1", "Owner").payload(),
            "description": "", "summary": "", "verify_key": "0" * 64, "redirect_uris": [], "bot_public": True,
            "bot_require_code_grant": False,
        }  # fmt: skip

    def created(self, guild: Guild) -> JSON:
        """Its GUILD_CREATE."""
        inside = [c for c in self.channels.values() if c.guild is guild]
        return guild.payload(self.bot, inside)

    def seen(self, message: JSON) -> JSON:
        """The message as it is told to a bot without the MESSAGE_CONTENT intent."""
        quoted = message.get("referenced_message")
        if quoted:
            message = message | {"referenced_message": self.seen(quoted)}
        if self.bot.id in (u["id"] for u in [message["author"], *message["mentions"]]):
            return message
        return message | {"content": "", "embeds": [], "attachments": [], "components": []}
