"""Replies to messages: posted, edited and deleted, wherever the bot may."""

from __future__ import annotations

import asyncio
import http
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog

from bot.saying import views
from bot.saying.markdown import escaped, shortened
from bot.watching.course import current_course

if TYPE_CHECKING:
    from collections.abc import Iterable

    from discord.abc import Messageable
    from discord.ui import LayoutView

    from bot.saying.reply import Reply, Response

log = structlog.get_logger()

NO_HISTORY = 160002
"""Discord's code for a reply without the permission to read the channel's history."""

THREAD_EXISTS = 160004
"""Discord's code for a second thread on one message."""

LONGEST_CHANNEL = 40
"""Code points of a channel's name in a heading, which has to hold the question's too."""

AGAIN_SECONDS, LONGEST_WAIT = 0.5, 30.0
"""How long a reply waits that Discord could not take, and at most, if Discord says for how long."""

SOON = 60.0
"""Seconds for which a notice stands that an edited question couldn't be answered."""

NEAR = 100
"""Messages after a question among which its reply is looked for: the most that one request gives."""

ELSEWHERE = "I may not write in {channel}, so here is what I would have said there."


async def post(message: discord.Message, response: Response, *, thread: str = "") -> discord.Message | None:
    """Reply to a message; where that isn't allowed, write to its author; where that isn't either, log it.

    ``thread`` is the name of a thread to open on the message and to reply in.
    """
    course = current_course()
    with course.timings.stage("post"):
        posted = await _post(message, response, thread)
    if posted is None:
        course.end = "unposted"
    return posted


async def _post(message: discord.Message, response: Response, thread: str) -> discord.Message | None:
    try:
        place = await _thread(message, thread) if thread else None
        return await _send(message, response, place)
    except discord.Forbidden:
        return await _direct(message, response)
    except discord.NotFound as error:
        log.warning("reply not posted", channel=message.channel.id, reason=error.text)
        return None


async def _send(
    message: discord.Message, response: Response, thread: discord.Thread | None
) -> discord.Message:
    layout = views.view(response)
    if thread is not None:
        return await _sent(thread, message, layout)
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await _sent(message.channel, message, layout, reference=reference)
    except discord.HTTPException as error:
        if error.code != NO_HISTORY:
            raise
        return await _sent(message.channel, message, layout)


async def _sent(
    to: Messageable, message: discord.Message, layout: LayoutView, **options: Any
) -> discord.Message:
    """Send, and once more after what discord.py gives up at: a 503, a lost connection, a block for a while.

    Discord posts once what is sent twice under one nonce: that of the message, so that nothing is said twice
    to it, not even that the first reply went wrong when it only seemed to.
    """
    send = partial(to.send, view=layout, nonce=str(message.id), **options)
    try:
        return await send()
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        wait = _again_after(error)
        if wait is None:
            raise
        log.info("sending again", after=wait, reason=str(error))
        await asyncio.sleep(wait)
        return await send()


def _again_after(error: Exception) -> float | None:
    """Seconds after which a request may succeed that failed so; None when it won't."""
    if not isinstance(error, discord.HTTPException):
        return AGAIN_SECONDS
    if error.status == http.HTTPStatus.TOO_MANY_REQUESTS:
        return min(float(error.response.headers.get("Retry-After", AGAIN_SECONDS)), LONGEST_WAIT)
    return AGAIN_SECONDS if isinstance(error, discord.DiscordServerError) else None


async def _thread(message: discord.Message, name: str) -> discord.Thread | None:
    """A thread on the message; None where there can be none, so that the reply goes beside it."""
    if not isinstance(message.channel, discord.TextChannel):
        return None
    try:
        return await message.create_thread(name=name)
    except discord.HTTPException as error:
        if error.code == THREAD_EXISTS:
            return message.channel.get_thread(message.id)
        log.info("no thread opened", channel=message.channel.id, reason=error.text)
        return None


async def _direct(message: discord.Message, response: Response) -> discord.Message | None:
    """Write to the author instead, saying why."""
    why = f"-# {escaped(ELSEWHERE.format(channel=_name(message)))}"
    heading = f"{why}\n{response.reply.heading}".strip()
    explained = replace(response, reply=replace(response.reply, heading=heading))
    try:
        return await _sent(message.author, message, views.view(explained))
    except discord.HTTPException as error:
        log.warning("reply not posted", channel=message.channel.id, reason=error.text)
        return None


def _name(message: discord.Message) -> str:
    return f"#{shortened(getattr(message.channel, 'name', ''), LONGEST_CHANNEL)}"


async def mark(message: discord.Message) -> None:
    """Put the sign for "later" on a message."""
    try:
        await message.add_reaction("⏳")
    except discord.HTTPException as error:
        log.info("sign not put", channel=message.channel.id, reason=error.text)


async def notice(message: discord.Message, reply: Reply, seconds: float, *, once: bool = False) -> None:
    """Reply to a message with words that go by themselves; ``once`` whichever processes do."""
    reference = message.to_reference(fail_if_not_exists=False)
    options: dict[str, Any] = {"nonce": f"wait {message.id}"} if once else {}
    try:
        await message.channel.send(
            view=views.plain(reply), reference=reference, delete_after=seconds, **options
        )
    except discord.HTTPException as error:
        log.info("notice not posted", channel=message.channel.id, reason=error.text)


async def standing(
    question: int, me: discord.ClientUser, places: Iterable[Messageable]
) -> discord.Message | None:
    """The reply to a message that stands in one of these places, its channel and the thread on it."""
    for place in places:
        try:
            async for reply in place.history(after=discord.Object(question), limit=NEAR, oldest_first=True):
                if reply.author.id == me.id and not reply.is_system() and _answers(reply, question):
                    return reply
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("reply not looked for", reason=error.text)
    return None


def _answers(reply: discord.Message, question: int) -> bool:
    """By its nonce, which Discord tells only for a while, by what it replies to, or by its thread."""
    replied = reply.reference is not None and reply.reference.message_id == question
    return replied or str(reply.nonce) == str(question) or reply.channel.id == question


async def edit(message: discord.PartialMessage, response: Response) -> None:
    """Put another reply in the place of one; a reply that is gone stays gone."""
    try:
        with current_course().timings.stage("post"):
            await message.edit(view=views.view(response))
    except (discord.NotFound, discord.Forbidden) as error:
        log.info("reply not edited", channel=message.channel.id, reason=error.text)


async def delete(message: discord.PartialMessage) -> None:
    """Delete a reply; one that is gone already is fine."""
    try:
        await message.delete()
    except (discord.NotFound, discord.Forbidden) as error:
        log.info("reply not deleted", channel=message.channel.id, reason=error.text)
