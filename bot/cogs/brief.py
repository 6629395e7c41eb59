"""The gist of the articles, or what they say on a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.catalogue import LONGEST
from bot.hearing.inquiry import Inquiry
from bot.hearing.plain_text import plain

if TYPE_CHECKING:
    from bot.answers import AnswerService
    from bot.responder import Responder

Called = discord.Interaction[commands.AutoShardedBot]

TopicOption = app_commands.Range[str, 1, LONGEST]
"""A topic as an option, as long as one of /fact; Discord tells who types more."""


class Brief(commands.Cog):
    """/brief."""

    def __init__(self, answers: AnswerService, responder: Responder) -> None:
        self._answers, self._responder = answers, responder

    @app_commands.command(name="brief", description="The gist of the articles, or of a topic, in their words")
    @app_commands.describe(
        topic="What about? (default: everything)", private="Show the answer to you alone (default: no)"
    )
    async def brief(self, called: Called, topic: TopicOption | None = None, private: bool = False) -> None:
        """/brief: the sentences that carry the articles, or a topic in them."""
        inquiry = Inquiry.by_interaction(called, plain(topic or "", {}), private=private)
        await self._responder.respond(called, inquiry, self._answers.brief)
