"""What the bot says of itself: help, and how an answer came about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.presses import SEEN
from bot.saying import views
from bot.saying.markdown import escaped, mention
from bot.saying.render import pages
from bot.saying.reply import Block, Reply, Response, plain_reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.answers import AnswerService
    from bot.client import Rapporteur
    from bot.memory.async_memory import AsyncMemory
    from bot.memory.stored_answer import StoredAnswer
    from bot.responder import Responder
    from index import Engine

Called = discord.Interaction[commands.AutoShardedBot]

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
    "after {days:g} days; until then who manages the server sees those that weren't asked in private, "
    "without names. {forget_me} erases all that I keep of you."
)
ELSEWHERE = (
    "-# Questions, with the one before or the message replied to, and the sentences that come nearest are "
    "sent to the language model {model} at {host}, without names or ids."
)


class About(commands.Cog):
    """/why and /help, which tells for how many days the words of a question are kept."""

    def __init__(
        self, engine: Engine, answers: AnswerService, memory: AsyncMemory, responder: Responder,
        keep_days: float,
    ) -> None:  # fmt: skip
        self._engine, self._answers, self._memory = engine, answers, memory
        self._responder, self._keep_days = responder, keep_days

    @app_commands.command(name="why", description="How an answer came about: passages, scores, threshold")
    @app_commands.describe(answer="The link of an answer in this channel (default: the latest)")
    async def why(self, called: Called, answer: str | None = None) -> None:
        """/why: the receipt of an answer."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        stored = await self._meant(called, answer)
        reply = plain_reply(NO_ANSWER) if stored is None else await self._answers.why(stored)
        await called.edit_original_response(view=views.plain(reply))
        if stored is not None:
            called.client.dispatch(SEEN, called, stored)

    async def _meant(self, called: Called, answer: str | None) -> StoredAnswer | None:
        """The answer of a link, else the latest; only one that the caller could see here already."""
        channel, viewer = called.channel_id or 0, called.user.id
        if answer is None:
            return await self._memory.call(lambda memory: memory.latest(channel, viewer))
        found = _ID.search(answer)
        message = int(found[1]) if found else 0
        if not 0 < message <= GREATEST_ID:
            return None
        stored = await self._memory.call(lambda memory: memory.in_reply(message))
        if stored is None or stored.channel != channel or (stored.private and stored.asker != viewer):
            return None
        return stored

    @app_commands.command(name="help", description="What I can do, and how to ask")
    async def help(self, called: Called) -> None:
        """/help: how to ask."""
        ids = cast("Rapporteur", called.client).command_ids
        slash = called.client.tree.walk_commands(type=discord.AppCommandType.chat_input)
        listed = [f"{mention(c.qualified_name, ids)} {escaped(c.description)}"
                  for c in slash if isinstance(c, app_commands.Command)]  # fmt: skip
        reply = Reply(pages([Block(HELP), Block("\n".join(listed)), Block(self._privacy(ids))]),
                      suggestions=self._engine.suggestions[:3])  # fmt: skip
        await called.response.send_message(view=views.view(Response(reply)), ephemeral=True)

    def _privacy(self, ids: Mapping[str, int]) -> str:
        """What is kept, and what leaves the machine."""
        kept = PRIVACY.format(days=self._keep_days, forget_me=mention("forget-me", ids))
        model = self._engine.language_model
        if model is None:
            return kept
        return f"{kept}\n{ELSEWHERE.format(model=escaped(model.name), host=escaped(model.host))}"
