"""Answers to inquiries: found off the event loop, remembered, and shown again."""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from index import Abstention, scripts

from .failures import report_failure
from .hearing.inquiry import Inquiry, collections
from .hearing.query import NO_TEXT, OTHER_SCRIPT, UNSEEN, Query, Unanswerable, read_query
from .memory.receipts import cited_again, mark_on, placement, receipt
from .memory.stored_answer import StoredAnswer
from .saying.passage import passages
from .saying.render import claim_heading, heading_of, render
from .saying.reply import Reply, Response, plain_reply
from .saying.why import CHANGED, as_posted, why
from .servers import ANSWERS, QUOTES, WRITTEN
from .watching.course import current_course

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Citation, Engine, Outcome, Running

    from .memory.async_memory import AsyncMemory
    from .memory.records import Records
    from .servers import Servers
    from .worker import Worker


GIST = "**What the articles are about**"
"""The heading over the sentences that carry them all."""


class Prepared(NamedTuple):
    """A reply, the question that it answers in words that need no context, the record of how, and the
    outcome, where the engine was asked for one."""

    reply: Reply
    searched_for: str
    record: dict[str, Any]
    outcome: Outcome | None = None

    @classmethod
    def of(cls, outcome: Outcome, heading: str, searched_for: str) -> Prepared:
        """An outcome under a heading."""
        return cls(render(outcome, heading), searched_for, receipt(outcome), outcome)


class AnswerService:
    """Answers with one engine; ``worker`` does what the engine has to do, the memory keeps the answers,
    ``servers`` says how each wants them."""

    def __init__(self, engine: Engine, memory: AsyncMemory, worker: Worker, servers: Servers) -> None:
        self.engine, self.memory = engine, memory
        self._worker, self._servers = worker, servers

    # ------------------------------------------------------------------ asking

    async def answer(self, inquiry: Inquiry) -> Response:
        """Answer, or say why not; what goes wrong is told in a sentence and logged under its reference."""
        written = await self._wants_sentences(inquiry.guild)
        return await self._respond(inquiry, partial(self._prepare, inquiry, written=written))

    async def brief(self, inquiry: Inquiry) -> Response:
        """The sentences that carry the articles, or the topic that the inquiry names, if any."""
        written = await self._wants_sentences(inquiry.guild)
        return await self._respond(inquiry, partial(self._briefed, inquiry, written=written))

    async def present(self, inquiry: Inquiry, work: Callable[[], Reply], question: str = "") -> Response:
        """The reply that ``work`` makes in the worker thread of what the engine holds, remembered alike.

        ``question`` is the one that it answers, for a follow-up to lean on.
        """
        current_course().kind = "listing"
        return await self._respond(inquiry, lambda: Prepared(work(), question, {}))

    async def _respond(self, inquiry: Inquiry, work: Callable[[], Prepared]) -> Response:
        course = current_course()
        try:
            with course.timings.stage("queue") as waiting:
                prepared = await self._worker.run(partial(_begun, waiting, work))
        except Exception as error:  # noqa: BLE001  # the outermost handler of asking: it is logged, and told
            return Response(report_failure(error), failed=True)
        course.found(prepared.outcome, answered=prepared.reply.answered)
        answer = _stored(inquiry, prepared)
        with course.timings.stage("keep"):
            kept = await self.memory.attempt(partial(_keep, answer), otherwise=False)
        return Response(prepared.reply, answer.id if kept else "")

    async def _wants_sentences(self, guild: int | None) -> bool:
        """Whether a server wants its answers written, where there is a language model that may."""
        if guild is None or not self.engine.writes:
            return False
        return await self._servers.setting(guild, ANSWERS, QUOTES) == WRITTEN

    def _prepare(self, inquiry: Inquiry, *, written: bool) -> Prepared:
        """In the worker thread: read the question, ask it, and write the reply."""
        query = self._query(inquiry)
        if isinstance(query, Unanswerable):
            return self._told(query, inquiry)
        outcome = self._outcome(inquiry, query, written=written)
        if isinstance(outcome, Abstention) and not self._readable(inquiry, outcome):
            return self._told(Unanswerable(OTHER_SCRIPT), inquiry)
        searched_for = outcome.receipt.searched_for
        shown = inquiry.message is None
        heading = (
            claim_heading(query.text) if query.claim else heading_of(query.text, searched_for, shown=shown)
        )
        return Prepared.of(outcome, heading, searched_for)

    def _briefed(self, inquiry: Inquiry, *, written: bool) -> Prepared:
        """In the worker thread: the gist, or the topic, under a heading that says which."""
        topic = inquiry.text
        query = read_query(topic, scripts=self._scripts(inquiry)) if topic else None
        if isinstance(query, Unanswerable):
            return self._told(query, inquiry)
        outcome = self.engine.brief(topic or None, collections=inquiry.collections, written=written)
        if not topic:
            return Prepared.of(outcome, GIST, "What are the articles about?")
        about = outcome.receipt.searched_for
        asked = f"What do the articles say about {about}?"
        return Prepared.of(outcome, heading_of(topic, about, shown=True), asked)

    def _told(self, query: Unanswerable, inquiry: Inquiry) -> Prepared:
        return Prepared(plain_reply(query.reply, self.engine.suggestions[:3]), inquiry.text, {})

    def _query(self, inquiry: Inquiry) -> Query | Unanswerable:
        """What the inquiry asks, in the scripts of the documents that may answer it."""
        if inquiry.unseen or (inquiry.claim and not inquiry.text):
            return Unanswerable(UNSEEN if inquiry.unseen else NO_TEXT)
        known = self._scripts(inquiry) if self.engine.language_model is None else scripts(inquiry.text)
        query = read_query(inquiry.text, scripts=known, attachments=inquiry.attachments)
        return replace(query, claim=inquiry.claim) if isinstance(query, Query) else query

    def _scripts(self, inquiry: Inquiry) -> set[str]:
        """The scripts of a question that the documents have too."""
        documents = self.engine.documents(inquiry.collections)
        return {s for s in scripts(inquiry.text) if any(s in _scripts(d.text) for d in documents)}

    def _readable(self, inquiry: Inquiry, outcome: Abstention) -> bool:
        """Whether a refusal rests on a question that was understood: by the model, or by its script."""
        if self.engine.language_model is None or outcome.receipt.language_model is not None:
            return True
        return isinstance(read_query(inquiry.text, scripts=self._scripts(inquiry)), Query)

    def _outcome(self, inquiry: Inquiry, query: Query, *, written: bool) -> Outcome:
        if query.claim:
            return self.engine.check(query.text, collections=inquiry.collections)
        return self.engine.ask(
            query.text, context=inquiry.context, collections=inquiry.collections, written=written
        )

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
        return plain_reply(CHANGED) if citations is None else show(citations)

    def _passages(self, citations: list[Citation]) -> Reply:
        return passages(citations, [self.engine.paragraphs(c.document) for c in citations])

    async def why(self, answer: StoredAnswer) -> Reply:
        """How an answer came about."""
        allowed = collections(answer.guild)
        quotes = answer.record["quotes"]
        return await self._worker.run(
            lambda: why(answer, self.engine.documents(allowed), mark_on(quotes, self.engine))
        )


_scripts = lru_cache(maxsize=4096)(scripts)
"""Those of a document, which don't change."""


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
