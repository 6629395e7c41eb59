"""Replies to messages: posted, edited and deleted, wherever the bot may."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import structlog

from . import views
from .markdown import escaped

if TYPE_CHECKING:
    from discord.abc import Messageable

    from .desk import Given

log = structlog.get_logger()

NO_HISTORY = 160002
"""Discord's code for a reply without the permission to read the channel's history."""

THREAD_EXISTS = 160004
"""Discord's code for a second thread on one message."""

LONGEST_THREAD_NAME = 100

AGAIN_SECONDS = 1.0
"""How long a reply waits that Discord could not take."""

ELSEWHERE = "I may not write in {channel}, so here is what I would have said there."


async def post(message: discord.Message, given: Given, *, thread: str = "") -> discord.Message | None:
    """Reply to a message; where that isn't allowed, write to its author; where that isn't either, log it.

    ``thread`` is the name of a thread to open on the message and to reply in. A reply's key is its nonce, so
    that a request which has to be sent twice posts once.
    """
    try:
        place = await _thread(message, thread) if thread else None
        return await _send(message, given, place)
    except discord.Forbidden:
        return await _direct(message, given)
    except discord.NotFound as error:
        log.warning("reply not posted", channel=message.channel.id, reason=error.text)
        return None


async def _send(message: discord.Message, given: Given, thread: discord.Thread | None) -> discord.Message:
    nonce, reference = _nonce(given), message.to_reference(fail_if_not_exists=False)
    if thread is not None:
        return await _sent(thread, given, nonce)
    try:
        return await _sent(message.channel, given, nonce, reference=reference)
    except discord.HTTPException as error:
        if error.code != NO_HISTORY:
            raise
        return await _sent(message.channel, given, nonce)


async def _sent(to: Messageable, given: Given, nonce: str, **options: Any) -> discord.Message:
    """Send, and once more where Discord was out of order, which discord.py gives up at."""
    layout = views.view(given)
    try:
        return await to.send(view=layout, nonce=nonce, **options)
    except discord.DiscordServerError as error:
        log.info("sending again", status=error.status)
        await asyncio.sleep(AGAIN_SECONDS)
        return await to.send(view=layout, nonce=nonce, **options)


async def _thread(message: discord.Message, name: str) -> discord.Thread | None:
    """A thread on the message; None where there can be none, so that the reply goes beside it."""
    if not isinstance(message.channel, discord.TextChannel):
        return None
    try:
        return await message.create_thread(name=name[:LONGEST_THREAD_NAME])
    except discord.HTTPException as error:
        if error.code == THREAD_EXISTS:
            return message.channel.get_thread(message.id)
        log.info("no thread opened", channel=message.channel.id, reason=error.text)
        return None


async def _direct(message: discord.Message, given: Given) -> discord.Message | None:
    """Write to the author instead, saying why."""
    why = f"-# {escaped(ELSEWHERE.format(channel=_name(message)))}"
    heading = f"{why}\n{given.reply.heading}".strip()
    told = replace(given, reply=replace(given.reply, heading=heading))
    try:
        return await message.author.send(view=views.view(told), nonce=_nonce(given))
    except discord.HTTPException as error:
        log.warning("reply not posted", channel=message.channel.id, reason=error.text)
        return None


def _nonce(given: Given) -> str:
    """Discord posts once what is sent twice under one nonce, as a request that failed half-way is."""
    return given.key or secrets.token_hex(8)


def _name(message: discord.Message) -> str:
    return f"#{getattr(message.channel, 'name', '')}"


async def edit(message: discord.PartialMessage, given: Given) -> None:
    """Put another reply in the place of one; a reply that is gone stays gone."""
    try:
        await message.edit(view=views.view(given))
    except (discord.NotFound, discord.Forbidden) as error:
        log.info("reply not edited", channel=message.channel.id, reason=error.text)


async def delete(message: discord.PartialMessage) -> None:
    """Delete a reply; one that is gone already is fine."""
    try:
        await message.delete()
    except (discord.NotFound, discord.Forbidden) as error:
        log.info("reply not deleted", channel=message.channel.id, reason=error.text)
