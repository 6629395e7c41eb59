"""Answers whose articles are others now: told under each, and taken back when they are there again."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.memory.receipts import mark_on
from bot.saying.marks import marked
from index import Revision

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from bot.memory.async_memory import AsyncMemory
    from bot.memory.records import Records
    from bot.memory.stored_answer import StoredAnswer
    from bot.worker import Worker
    from index import Engine

log = structlog.get_logger()

SEEN = "marks"
"""Under this note the memory keeps the state of the library that the marks are of."""

DAY = 86_400.0
"""Seconds within which an answer is marked unasked; later it is when it is next seen."""

MOST_EDITED = 50
"""Answers that one look edits, within the limits of their channels; the next look goes on."""

PAGE = 200
"""Answers that are read at a time."""


class Marks:
    """``lock`` gives the lock of a question's message, for whoever edits its answer."""

    def __init__(
        self, client: discord.Client, engine: Engine, memory: AsyncMemory, worker: Worker,
        lock: Callable[[int], asyncio.Lock],
    ) -> None:  # fmt: skip
        self._client, self._engine, self._memory = client, engine, memory
        self._worker, self._lock = worker, lock
        self._seen: Revision | None = None

    # ------------------------------------------------------------------ what changed

    async def look(self) -> None:
        """Mark the answers of the last day of whose documents one came or went since the last look.

        Raises:
            RapporteurError: the library or the memory can't be read now.
        """
        library = self._engine.store.library
        now = await self._worker.run(library.revision)
        seen = self._seen or await self._kept()
        if now == seen:
            return
        changes = await self._worker.run(partial(library.changes, seen)) if seen else None
        changed = None if changes is None else {(c.collection, c.document) for c in changes}
        if changed != set() and not await self._follow_all(changed):
            return  # the next look goes on
        self._seen = now
        await self._memory.call(lambda memory: memory.write_note(SEEN, json.dumps(now)))

    async def _kept(self) -> Revision | None:
        note = await self._memory.call(lambda memory: memory.note(SEEN))
        return Revision(*json.loads(note)) if note else None

    async def _follow_all(self, changed: set[tuple[str, str]] | None) -> bool:
        """Follow the answers that quote these documents, or any; whether all could be done."""
        edited, after, since = 0, "", discord.utils.utcnow().timestamp() - DAY
        while keys := await self._memory.call(partial(_quoting, changed, since, after)):
            for key in keys:
                if edited == MOST_EDITED:
                    return False
                edited += await self.follow(key)
            after = keys[-1]
        return True

    # ------------------------------------------------------------------ one answer

    async def follow(self, key: str) -> bool:
        """Have an answer that everybody sees tell what became of its articles; whether it had to be edited.

        Raises:
            RapporteurError: the library or the memory can't be read now.
            discord.HTTPException: Discord can't take the edit now.
        """
        async with AsyncExitStack() as held:
            answer = await self._memory.call(lambda memory: memory.answer(key))
            if answer is not None and answer.question is not None:
                await held.enter_async_context(self._lock(answer.question))
                answer = await self._memory.call(lambda memory: memory.answer(key))
            if answer is None or answer.private or answer.reply is None:
                return False
            mark = await self._mark(answer)
            if mark == answer.record.get("mark", ""):
                return False
            await self._edit(answer, mark)
            await self._memory.call(lambda memory: memory.mark(key, mark))
        return True

    async def _mark(self, answer: StoredAnswer) -> str:
        return await self._worker.run(partial(mark_on, answer.record["quotes"], self._engine))

    async def _edit(self, answer: StoredAnswer, mark: str) -> None:
        """Put the line under the message that stands; where that is gone or closed, nothing is to be done."""
        place = self._client.get_partial_messageable(answer.channel)
        try:
            message = await place.fetch_message(answer.reply or 0)
            if layout := marked(message, mark):
                await message.edit(view=layout)
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("answer not marked", channel=answer.channel, reason=error.text)

    async def seen(self, interaction: discord.Interaction[Any], answer: StoredAnswer) -> None:
        """An answer was looked at: have it tell what became of its articles, however old it is.

        One that only its asker sees can be edited by a press that is answered in its place.
        """
        if not answer.private:
            await self.follow(answer.id)
        elif interaction.response.type is discord.InteractionResponseType.deferred_message_update:
            message = await interaction.original_response()
            if layout := marked(message, await self._mark(answer)):
                await interaction.edit_original_response(view=layout)


def _quoting(changed: set[tuple[str, str]] | None, since: float, after: str, memory: Records) -> list[str]:
    return memory.quoting(changed, since, after, PAGE)
