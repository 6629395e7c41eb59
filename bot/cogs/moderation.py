"""A server's own settings, for its moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.saying import views
from bot.saying.reply import Page, Reply
from bot.servers import ANSWERS, EDITORS, QUOTES, WRITTEN

if TYPE_CHECKING:
    from bot.responder import Responder
    from bot.servers import Servers

Called = discord.Interaction[commands.AutoShardedBot]

SHOWN = 50
"""How many channels /settings lists."""

NO_CONTENT = "\n-# I don't hear it yet: whoever runs me must set MESSAGE_CONTENT=1 and allow that intent."
NO_MODEL = "\n-# They stay quotes: whoever runs me has to give me a language model, RAPPORTEUR_LLM=write."


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_guild=True)
class Moderation(commands.GroupCog, group_name="settings", group_description="What I do in this server"):
    """/settings: shown and changed by those who may manage the server."""

    def __init__(
        self, servers: Servers, responder: Responder, *, message_content: bool, writes: bool
    ) -> None:
        self._servers, self._responder = servers, responder
        self._message_content, self._writes = message_content, writes

    @app_commands.command(name="show", description="Show this server's settings")
    async def show(self, called: Called) -> None:
        """/settings show."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._show(called)

    @app_commands.command(
        name="listen", description="Answer questions in a channel without a mention, or stop"
    )
    @app_commands.describe(channel="Which channel?", on="Listen there (yes), or stop listening (no)")
    async def listen(self, called: Called, channel: discord.TextChannel, on: bool = True) -> None:
        """/settings listen: the channels where a question needs no mention."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        guild = called.guild_id or 0
        listening = set((await self._servers.settings(guild)).get("listen", []))
        listening = listening | {channel.id} if on else listening - {channel.id}
        await self._servers.set(guild, "listen", sorted(listening))
        await self._show(called)

    @app_commands.command(name="threads", description="Open a thread for each question that mentions me")
    @app_commands.describe(on="Open threads (yes), or reply in the channel (no)")
    async def threads(self, called: Called, on: bool) -> None:
        """/settings threads: whether answers get threads of their own."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._servers.set(called.guild_id or 0, "threads", on)
        await self._show(called)

    @app_commands.command(
        name="answers", description="Answer in quotes alone, or with sentences written from them"
    )
    @app_commands.describe(form="Quotes alone, or sentences too, of which each is borne by its quotes")
    async def answers(self, called: Called, form: Literal["quotes", "written"]) -> None:
        """/settings answers: whether a language model writes a few sentences over the quotes."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._servers.set(called.guild_id or 0, ANSWERS, form)
        await self._show(called)

    @app_commands.command(
        name="editors", description="Let a role add and change this server's articles, or take that back"
    )
    @app_commands.describe(role="Which role? (none: only who may manage the server)")
    async def editors(self, called: Called, role: discord.Role | None = None) -> None:
        """/settings editors: who may change the articles beside those who may manage the server."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._servers.set(called.guild_id or 0, EDITORS, role.id if role else None)
        await self._show(called)

    async def _show(self, called: Called) -> None:
        settings = await self._servers.settings(called.guild_id or 0)
        listening = settings.get("listen", [])
        channels = ", ".join(f"<#{channel}>" for channel in listening[:SHOWN]) or "none"
        more = f" and {len(listening) - SHOWN} more" if len(listening) > SHOWN else ""
        unheard = NO_CONTENT if listening and not self._message_content else ""
        threads = "yes" if settings.get("threads") else "no"
        text = f"**Channels where a question needs no mention**: {channels}{more}{unheard}"
        form = settings.get(ANSWERS, QUOTES)
        unwritten = NO_MODEL if form == WRITTEN and not self._writes else ""
        text += f"\n**Threads for answers**: {threads}\n**Answers**: {form}{unwritten}"
        editors = f"<@&{settings[EDITORS]}> and " if settings.get(EDITORS) else ""
        text += f"\n**Who may change the articles**: {editors}who may manage the server"
        reply = Reply((Page(text),))
        await called.edit_original_response(view=views.plain(reply))
