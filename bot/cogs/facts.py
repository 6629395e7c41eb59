"""Quick facts: what the articles hold on a topic, a speaker, a person, and in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.catalog import LONGEST, choices
from bot.characters import printable
from bot.conversation import plain
from bot.desk import collections
from bot.listings import fact, person, quotes, timeline
from index.curated.facts import find_facts

from .ask import asked_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import Rapporteur
    from bot.render import Reply

Wanted = app_commands.Range[str, 1, LONGEST]
"""A name or a topic, as long as a choice may be; Discord tells who types more."""

Choices = list[app_commands.Choice[str]]
Called = discord.Interaction["Rapporteur"]


class Facts(commands.Cog):
    """/fact, /quote, /timeline and /who."""

    def __init__(self, bot: Rapporteur) -> None:
        self.bot, self.desk = bot, bot.desk

    async def _present(
        self, called: Called, text: str, work: Callable[[], Reply], question: str = ""
    ) -> None:
        """The deferral, then the work, as for a question."""
        await self.bot.defer(called, thinking=True)
        given = await self.desk.present(asked_by(called, text), work, question)
        await self.bot.complete(called, given, private=False)

    # ------------------------------------------------------------------ /fact

    @app_commands.command(
        name="fact", description="A quick fact, with the words of the article that prove it"
    )
    @app_commands.describe(topic="What about? A place, a date, a name, an agreement …")
    async def fact(self, called: Called, topic: Wanted) -> None:
        """/fact: a curated short answer."""
        engine, allowed, asked = self.desk.engine, collections(called.guild_id), plain(topic, {})
        await self._present(called, asked, lambda: fact(engine, self.bot.facts, asked, allowed))

    @fact.autocomplete("topic")
    async def _topics(self, _: Called, current: str) -> Choices:
        known = self.bot.facts
        found = find_facts(known, current[:LONGEST], limit=25)
        return _choices([f.label for f in found or known])

    # ------------------------------------------------------------------ /quote

    @app_commands.command(
        name="quote", description="What somebody said, word for word: all of it, or on a topic"
    )
    @app_commands.describe(speaker="Who?", about="Only what they said about this (optional)")
    async def quote(self, called: Called, speaker: Wanted, about: Wanted | None = None) -> None:
        """/quote: what somebody said."""
        who = plain(speaker, {})
        if about is not None:
            asking = self.bot.asking
            await asking.answer(called, f"What did {who} say about {plain(about, {})}?", private=False)
            return
        engine, allowed = self.desk.engine, collections(called.guild_id)
        await self._present(called, who, lambda: quotes(engine, who, allowed), f"What did {who} say?")

    @quote.autocomplete("speaker")
    async def _speakers(self, called: Called, current: str) -> Choices:
        catalog = await self.bot.catalog(called.guild_id)
        return _choices(choices(current, catalog.speakers))

    # ------------------------------------------------------------------ /timeline and /who

    @app_commands.command(
        name="timeline", description="What happened when, by the dates and days of the articles"
    )
    async def timeline(self, called: Called) -> None:
        """/timeline: the dated events."""
        engine, allowed = self.desk.engine, collections(called.guild_id)
        await self._present(called, "", lambda: timeline(engine, allowed))

    @app_commands.command(name="who", description="Who somebody is, by the articles")
    @app_commands.describe(name="A name or an office")
    async def who(self, called: Called, name: Wanted) -> None:
        """/who: how the articles introduce somebody."""
        engine, allowed, asked = self.desk.engine, collections(called.guild_id), plain(name, {})
        await self._present(called, asked, lambda: person(engine, asked, allowed), f"Who is {asked}?")

    @who.autocomplete("name")
    async def _people(self, called: Called, current: str) -> Choices:
        catalog = await self.bot.catalog(called.guild_id)
        return _choices(choices(current, catalog.people))


def _choices(found: list[str]) -> Choices:
    texts = [printable(text)[:100] for text in found[:25]]
    return [app_commands.Choice(name=text, value=text) for text in texts if text]
