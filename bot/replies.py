"""The replies to messages: one each, edited and deleted with its question, made up for after a crash."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from .address import Address, addressed, inquiry, text_of
from .desk import Given, Inquiry, failed
from .post import SOON, delete, edit, mark, notice, post, standing
from .render import Page, Reply

if TYPE_CHECKING:
    from .client import Rapporteur
    from .memory import Remembered

log = structlog.get_logger()

LATE_EDIT = 15 * 60
"""Seconds within which a message that an edit addresses to the bot is answered as if it were new."""

MADE_UP = 15 * 60
"""Seconds within which a start answers what a crash kept from being answered; later nobody waits for it."""


class Replies:
    """Answers messages, and keeps each answer beside its question."""

    def __init__(self, bot: Rapporteur) -> None:
        self.bot, self.desk = bot, bot.desk
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._refused: dict[int, float] = {}

    def _lock(self, message: int) -> asyncio.Lock:
        """One at a time for one question: an edit or a deletion waits for the answer under way."""
        return self._locks.setdefault(message, asyncio.Lock())

    async def _kept(self, message: int) -> Remembered | None:
        return await self.desk.recall(lambda: self.desk.memory.to_question(message), None)

    # ------------------------------------------------------------------ answering

    async def hear(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot, once, however often it is delivered."""
        async with self._lock(message.id):
            await self._hear(message)

    async def _hear(self, message: discord.Message) -> None:
        me, guild = self.bot.user, message.guild
        if self.bot.closing or me is None:
            return
        nowhere: list[int] = []
        listening = await self.bot.setting(guild.id, "listen", nowhere) if guild and message.content else []
        address = await addressed(message, me, self.desk, listening)
        if address is None:
            return
        self.bot.begin()
        kept = await self._kept(message.id)
        if (kept is None or kept.reply is None) and not await self._refuses(message):
            await self._answer(message, address, kept)

    async def _answer(self, message: discord.Message, address: Address, kept: Remembered | None) -> None:
        """The outermost handler of a message: whatever goes wrong is logged, and told."""
        me, asked, key = self.bot.user, None, ""
        if me is None:
            return
        try:
            asked = await self.desk.take(replace(await inquiry(message, me, address), replaces=kept))
            given = await self.desk.answer(asked)
            guild = message.guild
            threads = guild is not None and await self.bot.setting(guild.id, "threads", otherwise=False)
            posted = await post(message, given, thread=asked.text or me.name if threads else "")
            key = given.key
        except Exception as error:  # noqa: BLE001
            posted = await post(message, Given(failed(error), failed=True))
            await self._undo(asked)
        await self._note(key or _key(asked), posted)

    async def _undo(self, asked: Inquiry | None) -> None:
        """Keep nothing of an answer that wasn't posted, so that it can be asked for again."""
        taken = asked.replaces if asked else None
        if taken is not None:
            await self.desk.recall(lambda: self.desk.memory.keep(taken), None)

    async def _note(self, key: str, posted: discord.Message | None) -> None:
        """Remember where an answer stands; one that stands nowhere is forgotten."""
        memory = self.desk.memory
        if key and posted is None:
            await self.desk.recall(lambda: memory.drop(key), None)
        elif key and posted is not None:
            channel, reply = posted.channel.id, posted.id
            await self.desk.recall(lambda: memory.posted(key, channel, reply), None)

    async def _refuses(self, message: discord.Message) -> bool:
        """Tell who asks too often when to ask again: once in words that go by then, else with a sign."""
        now = message.created_at.timestamp()
        wait = self.bot.limits.wait(message.author.id, message.channel.id, now)
        if not wait:
            return False
        told = self._refused.get(message.author.id, 0.0) > now
        self._refused = {person: until for person, until in self._refused.items() if until > now}
        self._refused[message.author.id] = now + wait
        if told:
            await mark(message)
        else:
            await notice(message, not_yet(now + wait), wait)
        return True

    # ------------------------------------------------------------------ edits and deletions

    async def follow(self, message: discord.Message) -> None:
        """Answer an edited question anew, in the place of its answer."""
        if message.author.bot or message.edited_at is None or self.bot.closing:
            return
        async with self._lock(message.id):
            kept = await self._kept(message.id)
            if kept is not None:
                kept = await self._placed(kept, message.channel)
            if kept is not None and kept.reply is not None:
                self.bot.begin()
                await self._follow(message, kept, message.edited_at.timestamp())
            elif kept is not None or (message.edited_at - message.created_at).total_seconds() <= LATE_EDIT:
                await self._hear(message)

    async def _follow(self, message: discord.Message, kept: Remembered, now: float) -> None:
        """Within the limits, which a good answer outlives."""
        me = self.bot.user
        same = kept.taken is None and me is not None and text_of(message, me) == kept.text
        if same or not message.content:
            return
        if self.bot.limits.wait(message.author.id, message.channel.id, now):
            await mark(message)
        else:
            await self._again(message, kept)

    async def _again(self, message: discord.Message, kept: Remembered) -> None:
        """Put the answer to what a message says now in the place of the one that stands."""
        me = self.bot.user
        if me is None:
            return
        asked = await self.desk.take(
            replace(await inquiry(message, me, await self._address(kept)), replaces=kept)
        )
        given = await self.desk.answer(asked)
        if given.failed:
            await self.desk.recall(lambda: self.desk.memory.keep(kept), None)
            await notice(message, given.reply, SOON)
            return
        await edit(self._reply(kept), given)
        await self.desk.recall(lambda: self.desk.memory.posted(kept.id, kept.channel, kept.reply or 0), None)

    async def _address(self, kept: Remembered) -> Address:
        before = kept.record.get("before", "")
        return Address(await self.desk.recall(lambda: self.desk.memory.answer(before), None))

    def _reply(self, kept: Remembered) -> discord.PartialMessage:
        return self.bot.get_partial_messageable(kept.channel).get_partial_message(kept.reply or 0)

    async def gone(self, message: int, channel: int) -> None:
        """A deleted question takes its answer along; a deleted answer is forgotten."""
        async with self._lock(message):
            asked = await self._kept(message)
            if asked is not None:
                await self._withdraw(await self._placed(asked, self.bot.get_partial_messageable(channel)))
            elif kept := await self.desk.recall(lambda: self.desk.memory.in_reply(message), None):
                await self.desk.recall(lambda: self.desk.memory.drop(kept.id), None)

    async def _withdraw(self, kept: Remembered) -> None:
        await self.desk.recall(lambda: self.desk.memory.drop(kept.id), None)
        if kept.reply is not None:
            await delete(self._reply(kept))

    # ------------------------------------------------------------------ after a crash

    async def _placed(self, kept: Remembered, channel: Any) -> Remembered:
        """What is kept, with the reply that stands although a crash came before it was noted."""
        me = self.bot.user
        if kept.reply is not None or kept.question is None or me is None:
            return kept
        thread: Any = self.bot.get_channel(kept.question)
        found = await standing(kept.question, me, [channel, thread] if thread else [channel])
        return replace(kept, channel=found.channel.id, reply=found.id) if found else kept

    async def make_up(self) -> None:
        """Answer what was taken a short while ago and never answered, if it still stands."""
        since, none = time.time() - MADE_UP, list["Remembered"]()
        self.bot.begin()
        taken = await self.desk.recall(lambda: self.desk.memory.unanswered(since), none)
        for question in [kept.question for kept in taken if kept.question is not None]:
            if self.bot.closing:
                return
            async with self._lock(question):
                try:
                    await self._make_up(question)
                except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                    log.warning("not made up for", message=question, reason=str(error))

    async def _make_up(self, question: int) -> None:
        kept = await self._kept(question)
        if kept is None or kept.taken is None:
            return  # answered meanwhile
        place = kept.record.get("asked_in", kept.channel)
        channel: Any = self.bot.get_channel(place) or await self.bot.fetch_channel(place)
        kept = await self._placed(kept, channel)
        try:
            message = await channel.fetch_message(question)
        except discord.NotFound:
            await self._withdraw(kept)
            return
        if kept.reply is None:
            await self._answer(message, await self._address(kept), kept)
        else:
            await self._again(message, kept)


def _key(asked: Inquiry | None) -> str:
    """That under which a message that was taken is remembered."""
    return asked.replaces.id if asked and asked.replaces else ""


def not_yet(at: float) -> Reply:
    """The refusal of somebody who asks too often; Discord shows the time as "in 40 seconds"."""
    return Reply(
        (Page(f"That is a lot of questions. Please ask again <t:{int(at) + 1}:R>."),), answered=False
    )
