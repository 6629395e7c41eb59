"""The threads that answers stand in: named after their questions, and gone with them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot.saying.markdown import shortened
from index import printable

if TYPE_CHECKING:
    from bot.memory.stored_answer import StoredAnswer

log = structlog.get_logger()

LONGEST_NAME = 100
"""Code points of a thread's name (Discord's limit)."""

MOST_READ = 100
"""Messages of a thread that are looked at before it is deleted: the most that one request gives."""


def thread_name(question: str) -> str:
    """The name of a thread on a question: its whole words, "" where none can be shown."""
    return shortened(printable(" ".join(question.split())).strip(), LONGEST_NAME)


class Threads:
    """Renames and deletes the threads that the bot opened; those of others it leaves alone."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._renaming: dict[int, asyncio.Task[None]] = {}

    def rename(self, stored: StoredAnswer, name: str) -> None:
        """Have the thread of an answer follow its question; nobody waits for it.

        Discord takes two names in ten minutes, and discord.py waits until it takes the third. A later name is
        given in the place of one that waits.
        """
        thread = self._own(stored)
        if thread is None:
            return
        if waiting := self._renaming.pop(thread.id, None):
            waiting.cancel()
        if thread.name != name:
            task = self._renaming[thread.id] = asyncio.create_task(_rename(thread, name))
            task.add_done_callback(lambda done: self._forget(thread.id, done))

    async def delete(self, stored: StoredAnswer) -> bool:
        """Delete the thread of an answer if nobody but the asker and the bot wrote in it; whether it is gone.

        That needs the permission to manage threads.
        """
        thread, me = self._own(stored), self._client.user
        if thread is None or me is None:
            return False
        try:
            messages = [message async for message in thread.history(limit=MOST_READ)]
            others = {message.author.id for message in messages} - {me.id, stored.asker}
            if others or len(messages) == MOST_READ:
                return False
            await thread.delete()
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("thread not deleted", thread=thread.id, reason=error.text)
            return False
        return True

    def _own(self, stored: StoredAnswer) -> discord.Thread | None:
        """The thread on a question in which its answer stands, if the bot opened it."""
        me = self._client.user
        thread = self._client.get_channel(stored.channel) if stored.channel == stored.question else None
        if not isinstance(thread, discord.Thread) or me is None or thread.owner_id != me.id:
            return None
        return thread

    def _forget(self, thread: int, done: asyncio.Task[None]) -> None:
        if self._renaming.get(thread) is done:
            del self._renaming[thread]


async def _rename(thread: discord.Thread, name: str) -> None:
    try:
        await thread.edit(name=name)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.info("thread not renamed", thread=thread.id, reason=str(error))
