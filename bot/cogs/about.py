"""What the bot says of itself: its sources, the receipt of an answer, help, and forgetting."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import views
from bot.desk import Given, collections
from bot.listings import sources
from bot.markdown import escaped
from bot.render import Block, Reply, pages, plainly

from .ask import asked_by

if TYPE_CHECKING:
    from bot.client import Rapporteur
    from bot.memory import Remembered

Called = discord.Interaction["Rapporteur"]

NO_ANSWER = "I find no answer of mine here. Give the link of one, or ask something first."
_ID = re.compile(r"([0-9]{15,20})[^0-9]*$")
GREATEST_ID = 2**63 - 1
"""The memory's numbers have 64 bits and a sign; Discord's ids reach that in the year 2084."""

HELP = """\
**I answer questions from the articles that I was given, word for word and with the source.**
What they don't say, I don't say either.

- Mention me with a question, or write to me directly.
- Reply to an answer to go on: *what about …?*
- Right-click a message → Apps → **Check against the articles** to see what they say on it.
"""
PRIVACY = (
    "-# I keep which message I answered, with what quotes, and votes. The words of a question are erased "
    "after {days:g} days. /forget-me erases all that I keep of you."
)


class About(commands.Cog):
    """/sources, /why, /help and /forget-me."""

    def __init__(self, bot: Rapporteur) -> None:
        self.bot, self.desk = bot, bot.desk

    @app_commands.command(name="sources", description="The articles that I answer from")
    async def sources(self, called: Called) -> None:
        """/sources: the articles."""
        await self.bot.defer(called, ephemeral=True, thinking=True)
        work = partial(sources, self.desk.engine, collections(called.guild_id))
        given = await self.desk.present(replace(asked_by(called, ""), private=True), work)
        await self.bot.complete(called, given, private=True)

    @app_commands.command(name="why", description="How an answer came about: passages, scores, threshold")
    @app_commands.describe(answer="The link of an answer in this channel (default: the latest)")
    async def why(self, called: Called, answer: str | None = None) -> None:
        """/why: the receipt of an answer."""
        await self.bot.defer(called, ephemeral=True, thinking=True)
        kept = await self._meant(called, answer)
        said = plainly(NO_ANSWER) if kept is None else await self.desk.why(kept)
        await called.edit_original_response(view=views.plain(said))

    async def _meant(self, called: Called, answer: str | None) -> Remembered | None:
        """The answer of a link, else the latest; only one that the caller could see here already."""
        memory, channel, viewer = self.desk.memory, called.channel_id or 0, called.user.id
        if answer is None:
            return await self.desk.remember(lambda: memory.latest(channel, viewer))
        found = _ID.search(answer)
        reply = int(found[1]) if found else 0
        kept = await self.desk.remember(lambda: memory.in_reply(reply)) if 0 < reply <= GREATEST_ID else None
        if kept is None or kept.channel != channel or (kept.private and kept.asker != viewer):
            return None
        return kept

    @app_commands.command(name="help", description="What I can do, and how to ask")
    async def help(self, called: Called) -> None:
        """/help: how to ask."""
        listed = [f"`/{c.name}` {escaped(c.description)}" for c in self.bot.tree.get_commands()
                  if isinstance(c, app_commands.Command | app_commands.Group)]  # fmt: skip
        privacy = PRIVACY.format(days=self.bot.settings.keep_questions_days)
        said = Reply(pages([Block(HELP), Block("\n".join(listed)), Block(privacy)]),
                     suggestions=self.desk.engine.suggestions[:3])  # fmt: skip
        await called.response.send_message(view=views.view(Given(said)), ephemeral=True)

    @app_commands.command(name="forget-me", description="Erase all that I keep of you")
    async def forget_me(self, called: Called) -> None:
        """/forget-me: erase what is stored of the caller."""
        await self.bot.defer(called, ephemeral=True, thinking=True)
        person = called.user.id
        erased = await self.desk.remember(lambda: self.desk.memory.forget(person))
        records = f"{erased} record{'s' * (erased != 1)} of your questions and votes"
        done = f"Erased {records}." if erased else "There is nothing of you to erase."
        said = plainly(f"{done} My answers in the channels stay until they are deleted.")
        await called.edit_original_response(view=views.plain(said))
