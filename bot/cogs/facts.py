"""Quick facts: what the articles hold on a topic, a speaker, a person, and in the order of time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.catalogue import LONGEST, choices
from bot.hearing.inquiry import Inquiry, collections
from bot.hearing.plain_text import plain
from bot.saying.listings import fact, is_quoted, is_told_of, person, quotes, timeline
from bot.saying.reply import plain_reply
from index import find_facts, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answers import AnswerService
    from bot.desk import Desk
    from bot.responder import Responder
    from bot.saying.reply import Reply
    from bot.servers import Servers
    from index import Engine, Fact

NO_WORDS = "There is no name or topic in that. Type one in words, please."

NameOption = app_commands.Range[str, 1, LONGEST]
"""A name or a topic, as long as a choice may be; Discord tells who types more."""

Choices = list[app_commands.Choice[str]]
Called = discord.Interaction[commands.AutoShardedBot]


class Facts(commands.Cog):
    """/fact, /quote, /timeline and /who."""

    def __init__(
        self, facts: Sequence[Fact], engine: Engine, answers: AnswerService, responder: Responder,
        servers: Servers, desk: Desk,
    ) -> None:  # fmt: skip
        self._shipped, self._engine, self._desk = facts, engine, desk
        self._answers, self._responder, self._servers = answers, responder, servers

    async def _present(
        self, called: Called, text: str, work: Callable[[], Reply], question: str = "", *, known: bool = True
    ) -> None:
        """The deferral, then the work, as for a question; to the caller alone if they ask for a stranger."""
        inquiry = Inquiry.by_interaction(called, text, private=not known)
        await self._responder.respond(called, inquiry, lambda i: self._answers.present(i, work, question))

    async def _words(self, called: Called, typed: str) -> str:
        """What was typed in plain words; "" where there are none, which is told."""
        words = plain(typed, {})
        if not words:
            await self._responder.tell(called, plain_reply(NO_WORDS))
        return words

    # ------------------------------------------------------------------ /fact

    async def _facts(self, guild: int | None) -> list[Fact]:
        """A server's own facts, and those that all have."""
        return [*await self._desk.facts_to_find(guild), *self._shipped]

    @app_commands.command(
        name="fact", description="A quick fact, with the words of the article that prove it"
    )
    @app_commands.describe(topic="What about? A place, a date, a name, an agreement …")
    async def fact(self, called: Called, topic: NameOption) -> None:
        """/fact: a curated short answer."""
        if not (about := await self._words(called, topic)):
            return
        allowed, facts = collections(called.guild_id), await self._facts(called.guild_id)
        known = bool(find_facts(facts, about, limit=1))
        await self._present(called, about, lambda: fact(self._engine, facts, about, allowed), known=known)

    @fact.autocomplete("topic")
    async def _topics(self, called: Called, current: str) -> Choices:
        known = await self._facts(called.guild_id)
        found = find_facts(known, current[:LONGEST], limit=25)
        return _choices([*dict.fromkeys(f.label for f in found or known)])

    # ------------------------------------------------------------------ /quote

    @app_commands.command(
        name="quote", description="What somebody said, word for word: all of it, or on a topic"
    )
    @app_commands.describe(speaker="Who?", about="Only what they said about this (optional)")
    async def quote(self, called: Called, speaker: NameOption, about: NameOption | None = None) -> None:
        """/quote: what somebody said."""
        if not (who := await self._words(called, speaker)):
            return
        known = await self._servers.have(called.guild_id, lambda engine, here: is_quoted(engine, who, here))
        if topic := plain(about or "", {}):
            question = f"What did {who} say about {topic}?"
            inquiry = Inquiry.by_interaction(called, question, private=not known)
            await self._responder.respond(called, inquiry, self._answers.answer)
            return
        allowed, question = collections(called.guild_id), f"What did {who} say?"
        work = partial(quotes, self._engine, who, allowed)
        await self._present(called, who, work, question, known=known)

    @quote.autocomplete("speaker")
    async def _speakers(self, called: Called, current: str) -> Choices:
        catalogue = await self._servers.catalogue(called.guild_id)
        return _choices(choices(current, catalogue.speakers))

    # ------------------------------------------------------------------ /timeline and /who

    @app_commands.command(
        name="timeline", description="What happened when, by the dates and days of the articles"
    )
    async def timeline(self, called: Called) -> None:
        """/timeline: the dated events."""
        allowed = collections(called.guild_id)
        await self._present(called, "", lambda: timeline(self._engine, allowed))

    @app_commands.command(name="who", description="Who somebody is, by the articles")
    @app_commands.describe(name="A name or an office")
    async def who(self, called: Called, name: NameOption) -> None:
        """/who: how the articles introduce somebody."""
        if not (who := await self._words(called, name)):
            return
        allowed = collections(called.guild_id)
        known = await self._servers.have(called.guild_id, lambda engine, here: is_told_of(engine, who, here))
        work = partial(person, self._engine, who, allowed)
        await self._present(called, who, work, f"Who is {who}?", known=known)

    @who.autocomplete("name")
    async def _people(self, called: Called, current: str) -> Choices:
        catalogue = await self._servers.catalogue(called.guild_id)
        return _choices(choices(current, catalogue.people))


def _choices(found: list[str]) -> Choices:
    texts = [printable(text)[:100] for text in found[:25]]
    return [app_commands.Choice(name=text, value=text) for text in texts if text]
