"""The replies to messages: one each, edited and deleted with its question, made up for after a crash."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import aiohttp
import discord
import structlog

from bot.failures import report_failure
from bot.hearing.address import Address, addressed, asked_in, read_inquiry
from bot.saying.reply import Response, too_often
from bot.watching.course import current_course

from .posting import SOON, delete, edit, mark, notice, post, standing
from .threads import Threads, thread_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.answers import AnswerService
    from bot.hearing.inquiry import Inquiry
    from bot.in_flight import InFlight
    from bot.limits import Limits
    from bot.memory.async_memory import AsyncMemory
    from bot.memory.records import Records
    from bot.memory.stored_answer import StoredAnswer
    from bot.servers import Servers
    from bot.watching.course import Watch

log = structlog.get_logger()

LATE_EDIT = 15 * 60
"""Seconds within which a message that an edit addresses to the bot is answered as if it were new."""

MISSED = 15 * 60
"""Seconds within which a start answers what a crash kept from being answered; later nobody waits for it."""


class Replies:
    """Answers messages, and keeps each answer beside its question."""

    def __init__(
        self, client: discord.Client, answers: AnswerService, memory: AsyncMemory, servers: Servers,
        limits: Limits, in_flight: InFlight, watch: Watch,
    ) -> None:  # fmt: skip
        self._client, self._answers, self._memory, self._watch = client, answers, memory, watch
        self._servers, self._limits, self._in_flight = servers, limits, in_flight
        self._threads = Threads(client)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._refused: dict[int, float] = {}

    def lock(self, message: int) -> asyncio.Lock:
        """One at a time for one question: an edit or a deletion waits for the answer under way."""
        return self._locks.setdefault(message, asyncio.Lock())

    @asynccontextmanager
    async def _taking(self, message: int) -> AsyncIterator[None]:
        """The same, with all that is done for the question told under its id."""
        with self._watch.question(message):
            async with self.lock(message):
                yield

    async def _stored(self, message: int) -> StoredAnswer | None:
        return await self._memory.attempt(lambda m: m.to_question(message), None)

    # ------------------------------------------------------------------ answering

    async def answer(self, message: discord.Message) -> None:
        """Answer a message that is meant for the bot, once, however often it is delivered."""
        async with self._taking(message.id):
            await self._answer_if_addressed(message)

    async def _answer_if_addressed(self, message: discord.Message) -> None:
        me, guild = self._client.user, message.guild
        if self._in_flight.closing or me is None:
            return
        listening = await self._servers.listening(guild.id) if guild and message.content else []
        address = await addressed(message, me, self._memory, listening)
        if address is None or not await self._may_answer(message):
            return
        self._in_flight.begin()
        stored = await self._stored(message.id)
        if (stored is None or stored.reply is None) and not await self._refuses(message):
            await self._answer(message, address, stored)

    async def _may_answer(self, message: discord.Message, *, answered: bool = False) -> bool:
        """Whether the server lets it speak there, and to who asks; if not, nothing is said at all.

        Who was ``answered`` may go on where Discord doesn't tell the roles of who edits.
        """
        access = await self._servers.access(message.guild.id if message.guild else None)
        untold = answered and not isinstance(message.author, discord.Member)
        return access.speaks_in(message.channel) and (untold or access.admits(message.author))

    async def _answer(self, message: discord.Message, address: Address, stored: StoredAnswer | None) -> None:
        """The outermost handler of a message: whatever goes wrong is logged, and told."""
        me, inquiry, key = self._client.user, None, ""
        if me is None:
            return
        try:
            inquiry = await self._take(message, me, address, stored)
            if inquiry is None:
                return
            response = await self._answers.answer(inquiry)
            guild = message.guild
            threads = guild is not None and await self._servers.setting(guild.id, "threads", otherwise=False)
            posted = await post(message, response, thread=_thread_name(inquiry, me) if threads else "")
            key = response.key
        except Exception as error:  # noqa: BLE001
            posted = await post(message, Response(report_failure(error), failed=True))
            await self._undo(inquiry)
        await self._note(key or _key(inquiry), posted)

    async def _take(
        self, message: discord.Message, me: discord.ClientUser, address: Address, stored: StoredAnswer | None
    ) -> Inquiry | None:
        """What a message asks, noted as being answered, in the place of what is stored; None when another
        process has it."""
        inquiry = await read_inquiry(message, me, address)
        return await self._answers.take(replace(inquiry, replaces=stored))

    async def _undo(self, inquiry: Inquiry | None) -> None:
        """Keep nothing of an answer that wasn't posted, so that it can be asked for again."""
        taken = inquiry.replaces if inquiry else None
        if taken is not None:
            await self._memory.attempt(lambda m: m.keep(taken), None)

    async def _note(self, key: str, posted: discord.Message | None) -> None:
        """Remember where an answer stands; one that stands nowhere is forgotten."""
        if key and posted is None:
            await self._memory.attempt(lambda m: m.drop(key), None)
        elif key and posted is not None:
            channel, reply = posted.channel.id, posted.id
            await self._memory.attempt(lambda m: m.posted(key, channel, reply), None)

    async def _refuses(self, message: discord.Message) -> bool:
        """Tell who asks too often when to ask again: once in words that go by then, else with a sign."""
        now = message.created_at.timestamp()
        wait = await self._limits.wait(message.author.id, message.channel.id, now, message.id)
        if not wait:
            return False
        current_course().end = "too_often"
        noticed = self._refused.get(message.author.id, 0.0) > now
        self._refused = {person: until for person, until in self._refused.items() if until > now}
        self._refused[message.author.id] = now + wait
        if noticed:
            await mark(message)
        else:
            await notice(message, too_often(now + wait), wait, once=True)
        return True

    # ------------------------------------------------------------------ edits and deletions

    async def follow_edit(self, message: discord.Message) -> None:
        """Answer an edited question anew, in the place of its answer."""
        if message.author.bot or message.edited_at is None or self._in_flight.closing:
            return
        async with self._taking(message.id):
            stored = await self._stored(message.id)
            if stored is not None:
                stored = await self._with_reply(stored, message.channel)
            if stored is not None and stored.reply is not None:
                self._in_flight.begin()
                await self._follow_edit(message, stored, message.edited_at.timestamp())
            elif stored is not None or (message.edited_at - message.created_at).total_seconds() <= LATE_EDIT:
                await self._answer_if_addressed(message)

    async def _follow_edit(self, message: discord.Message, stored: StoredAnswer, now: float) -> None:
        """Within the limits, which a good answer outlives."""
        me = self._client.user
        same = stored.taken is None and me is not None and asked_in(message, me) == stored.text
        if same or not message.content or not await self._may_answer(message, answered=True):
            return
        event = message.id + round(now * 1000)  # an edit counts for itself
        if await self._limits.wait(message.author.id, message.channel.id, now, event):
            await mark(message)
        else:
            await self._answer_again(message, stored)

    async def _answer_again(self, message: discord.Message, stored: StoredAnswer) -> None:
        """Put the answer to what a message says now in the place of the one that stands."""
        me = self._client.user
        if me is None:
            return
        inquiry = await self._take(message, me, await self._address(stored), stored)
        if inquiry is None:
            return
        response = await self._answers.answer(inquiry)
        if response.failed:
            await self._memory.attempt(lambda m: m.keep(stored), None)
            await notice(message, response.reply, SOON)
            return
        await edit(self._reply(stored), response)
        self._threads.rename(stored, _thread_name(inquiry, me))
        await self._memory.attempt(lambda m: m.posted(stored.id, stored.channel, stored.reply or 0), None)

    async def _address(self, stored: StoredAnswer) -> Address:
        before = stored.record.get("before", "")
        return Address(await self._memory.attempt(lambda m: m.answer(before), None))

    def _reply(self, stored: StoredAnswer) -> discord.PartialMessage:
        return self._client.get_partial_messageable(stored.channel).get_partial_message(stored.reply or 0)

    async def follow_deletion(self, message: int, channel: int) -> None:
        """A deleted question takes its answer along; a deleted answer is forgotten."""
        async with self._taking(message):
            inquiry = await self._stored(message)
            if inquiry is not None:
                await self._withdraw(
                    await self._with_reply(inquiry, self._client.get_partial_messageable(channel))
                )
            elif stored := await self._memory.attempt(lambda m: m.in_reply(message), None):
                await self._memory.attempt(lambda m: m.drop(stored.id), None)

    async def _withdraw(self, stored: StoredAnswer) -> None:
        await self._memory.attempt(lambda m: m.drop(stored.id), None)
        if stored.reply is not None and not await self._threads.delete(stored):
            await delete(self._reply(stored))

    async def follow_thread_deletion(self, thread: int) -> None:
        """The answers in a deleted thread are forgotten."""
        await self._memory.attempt(lambda m: m.drop_in(thread), None)

    # ------------------------------------------------------------------ after a crash

    async def _with_reply(self, stored: StoredAnswer, channel: Any) -> StoredAnswer:
        """What is kept, with the reply that stands although a crash came before it was noted."""
        me = self._client.user
        if stored.reply is not None or stored.question is None or me is None:
            return stored
        thread: Any = self._client.get_channel(stored.question)
        found = await standing(stored.question, me, [channel, thread] if thread else [channel])
        return replace(stored, channel=found.channel.id, reply=found.id) if found else stored

    async def answer_missed(self) -> None:
        """Answer what was taken a short while ago and never answered, if it still stands."""
        since = time.time() - MISSED
        await self.make_up_for(lambda records: records.unanswered(since))

    async def make_up_for(self, look: Callable[[Records], list[StoredAnswer]]) -> None:
        """Answer what a look into the memory finds, if it still stands and wasn't answered meanwhile."""
        none = list["StoredAnswer"]()
        self._in_flight.begin()
        taken = await self._memory.attempt(look, none)
        for question in [stored.question for stored in taken if stored.question is not None]:
            if self._in_flight.closing:
                return
            async with self._taking(question):
                try:
                    await self._answer_missed(question)
                except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                    log.warning("not made up for", reason=str(error))

    async def _answer_missed(self, question: int) -> None:
        stored = await self._stored(question)
        if stored is None or stored.taken is None:
            return  # answered meanwhile
        place = stored.record.get("asked_in", stored.channel)
        channel: Any = self._client.get_channel(place) or await self._client.fetch_channel(place)
        stored = await self._with_reply(stored, channel)
        try:
            message = await channel.fetch_message(question)
        except discord.NotFound:
            await self._withdraw(stored)
            return
        if stored.reply is None:
            await self._answer(message, await self._address(stored), stored)
        else:
            await self._answer_again(message, stored)


def _thread_name(inquiry: Inquiry, me: discord.ClientUser) -> str:
    return thread_name(inquiry.text) or me.name


def _key(inquiry: Inquiry | None) -> str:
    """That under which a message that was taken is remembered."""
    return inquiry.replaces.id if inquiry and inquiry.replaces else ""
