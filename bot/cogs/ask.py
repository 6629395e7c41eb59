"""Asking: by mention, reply, direct message, thread and /ask, and the answers that follow their questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.catalogue import choices
from bot.hearing.address import text_of
from bot.hearing.inquiry import Inquiry
from bot.hearing.plain_text import plain
from bot.hearing.query import LONGEST_QUESTION

if TYPE_CHECKING:
    from bot.answers import AnswerService
    from bot.replying.replies import Replies
    from bot.responder import Responder
    from bot.servers import Servers

Called = discord.Interaction[commands.AutoShardedBot]

QuestionOption = app_commands.Range[str, 1, LONGEST_QUESTION]
"""A question as an option; Discord tells who types more."""


class Ask(commands.Cog):
    """Messages go to ``replies``; /ask and the context menu are answered here."""

    def __init__(
        self, bot: commands.AutoShardedBot, replies: Replies, answers: AnswerService, responder: Responder,
        servers: Servers,
    ) -> None:  # fmt: skip
        self._tree, self.replies = bot.tree, replies
        self._answers, self._responder, self._servers = answers, responder, servers
        self._menu = app_commands.ContextMenu(name="Check against the articles", callback=self.check)

    async def cog_load(self) -> None:
        """A context menu is no method of a cog, so that it is added by hand."""
        self._tree.add_command(self._menu)

    # ------------------------------------------------------------------ messages

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Answer what a crash kept from being answered."""
        await self.replies.answer_missed()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        await self.replies.answer(message)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer an edited question anew, in the place of its answer."""
        await self.replies.follow_edit(payload.message)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A deleted question takes its answer along; a deleted answer is forgotten."""
        await self.replies.follow_deletion(payload.message_id, payload.channel_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many at once."""
        for message in payload.message_ids:
            await self.replies.follow_deletion(message, payload.channel_id)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Forget the answers that stood in a thread that is gone."""
        await self.replies.follow_thread_deletion(payload.thread_id)

    # ------------------------------------------------------------------ commands

    @app_commands.command(name="ask", description="Ask something about the articles; the answer quotes them")
    @app_commands.describe(
        question="What do you want to know?", private="Show the answer to you alone (default: no)"
    )
    async def ask(self, called: Called, question: QuestionOption, private: bool = False) -> None:
        """/ask: the answer to a question."""
        inquiry = Inquiry.by_interaction(called, plain(question, {}), private=private)
        await self._responder.respond(called, inquiry, self._answers.answer)

    @ask.autocomplete("question")
    async def _questions(self, called: Called, current: str) -> list[app_commands.Choice[str]]:
        catalogue = await self._servers.catalogue(called.guild_id)
        return [
            app_commands.Choice(name=found, value=found) for found in choices(current, catalogue.questions)
        ]

    async def check(self, called: Called, message: discord.Message) -> None:
        """The context menu: what the articles say on a message, to the one who asked alone."""
        me = called.client.user
        claim = text_of(message, me)[:LONGEST_QUESTION] if me else ""
        inquiry = Inquiry.by_interaction(called, claim, private=True, claim=True)
        await self._responder.respond(called, inquiry, self._answers.answer)
