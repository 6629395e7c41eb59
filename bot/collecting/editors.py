"""Who may add and change a server's articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.servers import EDITORS

if TYPE_CHECKING:
    from bot.servers import Servers

NOT_EDITOR = (
    "Only those who may manage this server can do that, and the role that they chose with /settings editors."
)


async def is_editor(interaction: discord.Interaction[Any], servers: Servers) -> bool:
    """Whether who called or pressed may: by the right to manage the server, or by the role it chose."""
    guild, member = interaction.guild_id, interaction.user
    if guild is None or not isinstance(member, discord.Member):
        return False
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return True
    chosen: int | None = await servers.setting(guild, EDITORS, otherwise=None)
    return any(role.id == chosen for role in member.roles)
