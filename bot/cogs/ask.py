"""Asking: by mention, reply, direct message, thread and /ask, and the answers that follow their questions."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import discord
import structlog
from discord import app_commands
from discord.ext import commands

from bot import views
from bot.address import Address, addressed, inquiry, text_of
from bot.catalog import choices
from bot.conversation import LONGEST_QUESTION, plain
from bot.desk import Given, Inquiry, failed
from bot.post import delete, edit, post
from bot.render import Page, Reply

if TYPE_CHECKING:
    from bot.client import Rapporteur
    from bot.memory import Remembered

log = structlog.get_logger()

Asked = app_commands.Range[str, 1, LONGEST_QUESTION]
"""A question as an option; Discord tells who types more."""

LATE_EDIT = 15 * 60
"""Seconds within which a message that an edit addresses to the bot is answered as if it were new."""


class Ask(commands.Cog):
    """Hears messages and /ask, and keeps each answer beside its question."""

    def __init__(self, bot: Rapporteur) -> None:
        self.bot, self.desk = bot, bot.desk
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._refused: dict[int, float] = {}
        self._menu = app_commands.ContextMenu(name="Check against the articles", callback=self.check)

    async def cog_load(self) -> None:
        """A context menu is no method of a cog, so that it is added by hand."""
        self.bot.tree.add_command(self._menu)

    # ------------------------------------------------------------------ messages

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot."""
        async with self._lock(message.id):
            await self._hear(message)

    async def _hear(self, message: discord.Message) -> None:
        me, guild = self.bot.user, message.guild
        if self.bot.closing or me is None:
            return
        listening = (await self.bot.server(guild.id)).get("listen", []) if guild and message.content else []
        address = await addressed(message, me, self.desk, listening)
        if address is None:
            return
        self.bot.begin()
        await self._answer(message, me, address)

    async def _answer(self, message: discord.Message, me: discord.ClientUser, address: Address) -> None:
        """The outermost handler of a message: whatever goes wrong is logged, and told."""
        try:
            if await self._refuses(message):
                return
            asked = await inquiry(message, me, address)
            given = await self.desk.answer(asked)
            threads = message.guild is not None and (await self.bot.server(message.guild.id)).get("threads")
            posted = await post(message, given, thread=asked.text or me.name if threads else "")
            await self._note(given, posted)
        except Exception as error:  # noqa: BLE001
            await post(message, Given(failed(error)))

    async def _note(self, given: Given, posted: discord.Message | None) -> None:
        """Remember where an answer stands; one that stands nowhere is forgotten."""
        memory = self.desk.memory
        if given.key and posted is None:
            await self.desk.remember(lambda: memory.drop(given.key))
        elif given.key and posted is not None:
            channel, reply = posted.channel.id, posted.id
            await self.desk.remember(lambda: memory.posted(given.key, channel, reply))

    async def _refuses(self, message: discord.Message) -> bool:
        """Tell who asks too often when to ask again: once in words that go by then, else with a sign."""
        now = message.created_at.timestamp()
        wait = self.bot.limits.wait(message.author.id, message.channel.id, now)
        if not wait:
            return False
        told = self._refused.get(message.author.id, 0.0) > now
        self._refused = {person: until for person, until in self._refused.items() if until > now}
        self._refused[message.author.id] = now + wait
        try:
            if told:
                await message.add_reaction("⏳")
            else:
                reference = message.to_reference(fail_if_not_exists=False)
                layout = views.plain(not_yet(now + wait))
                await message.channel.send(view=layout, reference=reference, delete_after=wait)
        except discord.HTTPException as error:
            log.info("refusal not told", channel=message.channel.id, reason=error.text)
        return True

    def _lock(self, message: int) -> asyncio.Lock:
        """One at a time for one question: an edit or a deletion waits for the answer under way."""
        return self._locks.setdefault(message, asyncio.Lock())

    # ------------------------------------------------------------------ edits and deletions

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer an edited question anew, in the place of its answer."""
        message, me = payload.message, self.bot.user
        if message.author.bot or message.edited_at is None or me is None or self.bot.closing:
            return
        async with self._lock(message.id):
            kept = await self.desk.remember(lambda: self.desk.memory.to_question(message.id))
            if kept is not None:
                self.bot.begin()
                await self._again(message, me, kept)
            elif (message.edited_at - message.created_at).total_seconds() <= LATE_EDIT:
                await self._hear(message)

    async def _again(self, message: discord.Message, me: discord.ClientUser, kept: Remembered) -> None:
        if kept.reply is None or not message.content or text_of(message, me) == kept.text:
            return
        reply = self._standing(kept)
        now = message.edited_at.timestamp() if message.edited_at else kept.asked_at
        if wait := self.bot.limits.wait(message.author.id, message.channel.id, now):
            await edit(reply, Given(not_yet(now + wait)))
            return
        before = await self.desk.remember(lambda: self.desk.memory.answer(kept.record["before"]))
        asked = await inquiry(message, me, Address(before))
        await edit(reply, await self.desk.answer(replace(asked, replaces=kept)))

    def _standing(self, kept: Remembered) -> discord.PartialMessage:
        return self.bot.get_partial_messageable(kept.channel).get_partial_message(kept.reply or 0)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A deleted question takes its answer along; a deleted answer is forgotten."""
        await self._gone(payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many at once."""
        for message in payload.message_ids:
            await self._gone(message)

    async def _gone(self, message: int) -> None:
        memory = self.desk.memory
        async with self._lock(message):
            asked = await self.desk.remember(lambda: memory.to_question(message))
            kept = asked or await self.desk.remember(lambda: memory.in_reply(message))
            if kept is not None:
                await self.desk.remember(lambda: memory.drop(kept.id))
            if asked is not None and asked.reply is not None:
                await delete(self._standing(asked))

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
        """Answer a command or a press: limits first, then the deferral, then the work."""
        if not await self.bot.may_ask(interaction):
            return
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


def not_yet(at: float) -> Reply:
    """The refusal of somebody who asks too often; Discord shows the time as "in 40 seconds"."""
    return Reply(
        (Page(f"That is a lot of questions. Please ask again <t:{int(at) + 1}:R>."),), answered=False
    )
