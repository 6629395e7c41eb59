"""Where a server lets the bot speak, and whom it lets ask, as its settings have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import discord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

Mode = Literal["all", "only", "not"]

CHANNELS, ROLES = "channels", "roles"
"""The settings: the mode with a list of ids for each of "only" and "not"; the ids of roles."""

NOT_HERE = "I may not speak in this channel: whoever manages this server chose where I may."
NOT_YOU = "In this server only certain roles may ask me, and you have none of them."

FREE = frozenset({"why", "help", "forget-me"})
"""Commands that ask nothing, beside those for moderators: they can be used everywhere."""

EDITING = frozenset({"articles", "Add to the articles"})
"""Moderators' commands, beside those for who manages the server: they are for editors, and that is checked
there."""


@dataclass(frozen=True, slots=True)
class Access:
    """``mode`` says what ``channels`` are: where alone it speaks, where it doesn't, or nothing (all).

    An id that no longer is one of a channel or role changes nothing: where the only one listed is gone, it
    speaks nowhere or nobody may ask, until the server says otherwise.
    """

    mode: Mode = "all"
    channels: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """What the settings of a server say."""
        chosen = settings.get(CHANNELS, {})
        mode = chosen.get("mode", "all")
        return cls(mode, frozenset(chosen.get(mode, ())), frozenset(settings.get(ROLES, ())))

    def speaks_in(self, channel: Any) -> bool:
        """Whether it may speak in a channel; a thread follows its channel, and a channel its category."""
        listed = not self.channels.isdisjoint(_places(channel))
        return self.mode == "all" or listed == (self.mode == "only")

    def admits(self, person: discord.abc.User) -> bool:
        """Whether somebody may ask: who has one of the roles, or everybody where none is named."""
        return not self.roles or not self.roles.isdisjoint(r.id for r in getattr(person, "roles", ()))

    def refusal(self, interaction: discord.Interaction[Any]) -> str:
        """Why a command or press that asks something isn't taken, "" if it is."""
        if _is_free(interaction):
            return ""
        if not self.speaks_in(interaction.channel or discord.Object(interaction.channel_id or 0)):
            return NOT_HERE
        return "" if self.admits(interaction.user) else NOT_YOU


def _places(channel: Any) -> set[int | None]:
    """The ids of a channel, of the one that it is a thread of, and of the category that this is in."""
    thread = isinstance(channel, discord.Thread)
    parent = channel.parent if thread else channel
    return {channel.id, channel.parent_id if thread else None, getattr(parent, "category_id", None)}


def is_moderating(interaction: discord.Interaction[Any]) -> bool:
    """Whether a command is one for moderators, whoever calls it."""
    root = _root(interaction)
    managers = getattr(root, "default_permissions", None)
    return root is not None and (root.name in EDITING or bool(managers and managers.manage_guild))


def _is_free(interaction: discord.Interaction[Any]) -> bool:
    return is_moderating(interaction) or getattr(_root(interaction), "name", "") in FREE


def _root(interaction: discord.Interaction[Any]) -> Any:
    """The command that was called, or the group that it is of; None for a press or a form."""
    return getattr(interaction.command, "root_parent", None) or interaction.command
