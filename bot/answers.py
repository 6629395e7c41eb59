"""Answers to inquiries: found off the event loop, remembered, and shown again."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from index import IndexUnavailable

from .failures import report_failure
from .hearing.inquiry import Inquiry, collections
from .memory.receipts import cited_again, fate_of, mark_on, placement
from .memory.stored_answer import StoredAnswer
from .preparing import Prepared, Preparer
from .saying.passage import passages
from .saying.reply import Reply, Response, plain_reply
from .saying.why import CHANGED, REMOVED, as_posted, why
from .servers import ANSWERS, QUOTES, WRITTEN
from .watching.course import current_course

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Citation, Engine, Running

    from .memory.async_memory import AsyncMemory
    from .memory.records import Records
    from .servers import Servers
    from .worker import Worker


log = structlog.get_logger()

HELD_SECONDS = 10.0
"""How long a question waits for a database that is away: a restart takes 5 s, and Discord shows it as being
written."""

AGAIN_SECONDS = 0.5
"""How often it is tried again."""

STOOD_IN = "The database can’t be reached just now: this looked in the articles that all servers share."


class AnswerService:
    """Answers with one engine; ``worker`` does what the engine has to do, the memory keeps the answers,
    ``servers`` says how each wants them. While the engine's store is away, ``stand_in`` answers."""

    def __init__(
        self, engine: Engine, memory: AsyncMemory, worker: Worker, servers: Servers,
        stand_in: Engine | None = None,
    ) -> None:  # fmt: skip
        self.engine, self.memory = engine, memory
        self._worker, self._servers = worker, servers
        self._preparer, self._stand_in = Preparer(engine), None if stand_in is None else Preparer(stand_in)

    # ------------------------------------------------------------------ asking

    async def answer(self, inquiry: Inquiry) -> Response:
        """Answer, or say why not; what goes wrong is told in a sentence and logged under its reference."""
        written = await self._wants_sentences(inquiry.guild)
        return await self._respond(inquiry, lambda preparer: preparer.answer(inquiry, written=written))

    async def brief(self, inquiry: Inquiry) -> Response:
        """The sentences that carry the articles, or the topic that the inquiry names, if any."""
        written = await self._wants_sentences(inquiry.guild)
        return await self._respond(inquiry, lambda preparer: preparer.brief(inquiry, written=written))

    async def present(self, inquiry: Inquiry, work: Callable[[], Reply], question: str = "") -> Response:
        """The reply that ``work`` makes in the worker thread of what the engine holds, remembered alike.

        ``question`` is the one that it answers, for a follow-up to lean on.
        """
        current_course().kind = "listing"
        return await self._respond(inquiry, lambda _: Prepared(work(), question, {}))

    async def _respond(self, inquiry: Inquiry, work: Callable[[Preparer], Prepared]) -> Response:
        course = current_course()
        try:
            prepared = await self._prepared(work)
        except Exception as error:  # noqa: BLE001  # the outermost handler of asking: it is logged, and told
            return Response(report_failure(error), failed=True)
        course.found(prepared.outcome, answered=prepared.reply.answered)
        answer = _stored(inquiry, prepared)
        with course.timings.stage("keep"):
            kept = await self.memory.attempt(partial(_keep, answer), otherwise=False)
        return Response(prepared.reply, answer.id if kept else "")

    async def _prepared(self, work: Callable[[Preparer], Prepared]) -> Prepared:
        """What the worker makes of a question. While the index is away it is answered from the copy that
        stands in for it, if there is one, else held for ``HELD_SECONDS`` at most."""
        until = time.monotonic() + HELD_SECONDS
        while True:
            try:
                return await self._worked(partial(work, self._preparer))
            except IndexUnavailable as error:
                if time.monotonic() > until:
                    raise
                log.warning("the index is away", reason=str(error))
            if self._stand_in is not None:
                return (await self._worked(partial(work, self._stand_in))).noted(STOOD_IN)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _worked(self, work: Callable[[], Prepared]) -> Prepared:
        with current_course().timings.stage("queue") as waiting:
            return await self._worker.run(partial(_begun, waiting, work))

    async def _wants_sentences(self, guild: int | None) -> bool:
        """Whether a server wants its answers written, where there is a language model that may."""
        if guild is None or not self.engine.writes:
            return False
        return await self._servers.setting(guild, ANSWERS, QUOTES) == WRITTEN

    async def take(self, inquiry: Inquiry) -> Inquiry | None:
        """Note that a message is being answered, so that the next start knows if a crash comes before that;
        None when another process is answering it, or has.

        The answer then takes the place of the note; without a memory there is none.
        """
        seen = inquiry.replaces
        taken = replace(seen or _unanswered(inquiry), taken=time.time())
        unknown: bool | None = None
        won = await self.memory.attempt(lambda records: records.take(taken, seen), unknown)
        if won is False:
            return None
        return replace(inquiry, replaces=taken) if won else inquiry

    # ------------------------------------------------------------------ what stands already

    async def passages(self, answer: StoredAnswer) -> Reply:
        """An answer's quotes in their paragraphs."""
        return await self._worker.run(partial(self._again, answer, self._passages))

    async def pages(self, answer: StoredAnswer) -> Reply:
        """An answer of several pages, as it was posted."""
        return await self._worker.run(partial(self._again, answer, partial(as_posted, answer)))

    def _again(self, answer: StoredAnswer, show: Callable[[list[Citation]], Reply]) -> Reply:
        """Show an answer's quotes again, if the documents still have them."""
        citations = cited_again(answer.record["quotes"], self.engine)
        if citations is not None:
            return show(citations)
        gone = fate_of(answer.record["quotes"], self.engine) == "removed"
        return plain_reply(REMOVED if gone else CHANGED)

    def _passages(self, citations: list[Citation]) -> Reply:
        return passages(citations, [self.engine.paragraphs(c.document) for c in citations])

    async def why(self, answer: StoredAnswer) -> Reply:
        """How an answer came about."""
        allowed = collections(answer.guild)
        quotes = answer.record["quotes"]
        return await self._worker.run(
            lambda: why(answer, self.engine.documents(allowed), mark_on(quotes, self.engine))
        )


def _begun(waiting: Running, work: Callable[[], Prepared]) -> Prepared:
    waiting.stop()
    return work()


def _keep(answer: StoredAnswer, memory: Records) -> bool:
    memory.keep(answer)
    return True


def _stored(inquiry: Inquiry, prepared: Prepared) -> StoredAnswer:
    """What is to be kept of an answer."""
    reply, old = prepared.reply, inquiry.replaces
    record = prepared.record | _blank_record(inquiry)
    record["quotes"], record["answered"] = [placement(c) for c in reply.citations], reply.answered
    if len(reply.pages) > 1:
        record |= {"heading": reply.heading, "pages": [[p.body, p.sources] for p in reply.pages]}
        record |= {"suggestions": reply.suggestions, "listed": reply.listed}
    return replace(
        _unanswered(inquiry),
        id=old.id if old else _new_key(),
        channel=old.channel if old else inquiry.channel,
        reply=old.reply if old else None,
        text=inquiry.text,
        searched_for=prepared.searched_for,
        record=record,
        private=inquiry.private,
        taken=old.taken if old else None,
    )


def _unanswered(inquiry: Inquiry) -> StoredAnswer:
    """What is known of an answer before there is one; without the words of the question."""
    return StoredAnswer(
        _new_key(), inquiry.guild, inquiry.channel, inquiry.message, None, inquiry.asker, inquiry.asked_at,
        None, None, _blank_record(inquiry),
    )  # fmt: skip


def _new_key() -> str:
    return secrets.token_hex(8)


def _blank_record(inquiry: Inquiry) -> dict[str, Any]:
    """The record of an answer that isn't known yet: what it follows, and the channel it was asked in."""
    return {"quotes": [], "before": inquiry.before, "answered": False, "asked_in": inquiry.channel}
