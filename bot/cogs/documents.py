"""The articles that answers are found in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.hearing.inquiry import Inquiry
from bot.saying.listings import sources

if TYPE_CHECKING:
    from bot.answers import AnswerService
    from bot.responder import Responder
    from index import Engine

Called = discord.Interaction[commands.AutoShardedBot]


class Documents(commands.Cog):
    """/sources."""

    def __init__(self, engine: Engine, answers: AnswerService, responder: Responder) -> None:
        self._engine, self._answers, self._responder = engine, answers, responder

    @app_commands.command(name="sources", description="The articles that I answer from")
    async def sources(self, called: Called) -> None:
        """/sources: the articles."""
        inquiry = Inquiry.by_interaction(called, "", private=True)
        work = partial(sources, self._engine, inquiry.collections)
        await self._responder.respond(called, inquiry, lambda i: self._answers.present(i, work))
