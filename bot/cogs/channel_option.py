"""A channel as an option of a command, by its kind."""

from __future__ import annotations

from typing import Any

import discord
from discord import AppCommandOptionType, ChannelType, app_commands


class ChannelOption(app_commands.Transformer):
    """A channel of one of some kinds.

    discord.py's own annotations for forums name the kind of media channels besides, which Discord's
    description of its API doesn't have.
    """

    def __init__(self, *kinds: ChannelType) -> None:
        self._kinds = [*kinds]

    @property
    def type(self) -> AppCommandOptionType:
        """A channel."""
        return AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[ChannelType]:
        """The kinds that are offered."""
        return self._kinds

    async def transform(self, _: discord.Interaction[Any], value: Any, /) -> app_commands.AppCommandChannel:
        """The channel as Discord tells of it."""
        channel: app_commands.AppCommandChannel = value
        return channel
