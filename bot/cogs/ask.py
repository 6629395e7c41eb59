"""Asking: by mention, reply, direct message, thread and /ask, and the answers that follow their questions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.address import text_of
from bot.catalog import choices
from bot.conversation import LONGEST_QUESTION, plain
from bot.desk import Inquiry
from bot.replies import Replies

if TYPE_CHECKING:
    from bot.client import Rapporteur

Asked = app_commands.Range[str, 1, LONGEST_QUESTION]
"""A question as an option; Discord tells who types more."""


class Ask(commands.Cog):
    """Hears messages and /ask, and keeps each answer beside its question."""

    def __init__(self, bot: Rapporteur) -> None:
        self.bot, self.desk = bot, bot.desk
        self.replies = Replies(bot)
        self._menu = app_commands.ContextMenu(name="Check against the articles", callback=self.check)

    async def cog_load(self) -> None:
        """A context menu is no method of a cog, so that it is added by hand."""
        self.bot.tree.add_command(self._menu)

    # ------------------------------------------------------------------ messages

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Answer what a crash kept from being answered."""
        await self.replies.make_up()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        await self.replies.hear(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer an edited question anew, in the place of its answer."""
        await self.replies.follow(payload.message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A deleted question takes its answer along; a deleted answer is forgotten."""
        await self.replies.gone(payload.message_id, payload.channel_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many at once."""
        for message in payload.message_ids:
            await self.replies.gone(message, payload.channel_id)

    # ------------------------------------------------------------------ commands

    @app_commands.command(name="ask", description="Ask something about the articles; the answer quotes them")
    @app_commands.describe(
        question="What do you want to know?", private="Show the answer to you alone (default: no)"
    )
    async def ask(
        self, interaction: discord.Interaction[Rapporteur], question: Asked, private: bool = False
    ) -> None:
        """/ask: the answer to a question."""
        await self.answer(interaction, plain(question, {}), private=private)

    @ask.autocomplete("question")
    async def _questions(
        self, interaction: discord.Interaction[Rapporteur], current: str
    ) -> list[app_commands.Choice[str]]:
        catalog = await self.bot.catalog(interaction.guild_id)
        return [app_commands.Choice(name=found, value=found) for found in choices(current, catalog.questions)]

    async def check(self, interaction: discord.Interaction[Rapporteur], message: discord.Message) -> None:
        """The context menu: what the articles say on a message, to the one who asked alone."""
        me = self.bot.user
        claim = text_of(message, me) if me else ""
        await self.answer(interaction, claim[:LONGEST_QUESTION], private=True, claim=True)

    async def answer(
        self, interaction: discord.Interaction[Rapporteur], text: str, *, private: bool, claim: bool = False
    ) -> None:
        """Answer a command or a press that the limits let pass: the deferral, then the work."""
        await self.bot.defer(interaction, ephemeral=private, thinking=True)
        asked = replace(asked_by(interaction, text), claim=claim, private=private)
        given = await self.desk.answer(asked)
        await self.bot.complete(interaction, given, private=private)


def asked_by(interaction: discord.Interaction[Any], text: str) -> Inquiry:
    """What a command or press asks."""
    return Inquiry(
        text=text,
        asker=interaction.user.id,
        channel=interaction.channel_id or 0,
        guild=interaction.guild_id,
        asked_at=interaction.created_at.timestamp(),
    )
