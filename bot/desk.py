"""The desk: takes an inquiry, has it answered off the event loop, and remembers what was said."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from index import CORPUS, RapporteurError

from .catalog import Catalog
from .conversation import NO_TEXT, UNSEEN, NoQuestion, Question, heard, scripts
from .errors import Busy, Late, MemoryCorrupt, MemoryUnavailable
from .memory import Remembered
from .passage import passages
from .receipts import CHANGED, as_posted, cited_again, placed, record, why
from .render import Reply, asked, plainly, reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from index import Citation, Engine, Outcome

    from .conversation import Heard
    from .memory import Memory
    from .worker import Worker

T = TypeVar("T")
log = structlog.get_logger()

BUSY = "I have more questions than I can answer just now. Please ask again in a few seconds."
LATE, BROKEN = "That took longer than it may", "Something went wrong on my side"
FORGETFUL = "I can't use my memory just now"


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Something asked: ``text`` in plain words, by whom, where and when (Unix seconds).

    ``message`` is the message that asked, None for a command, whose words Discord doesn't show. ``context``
    is the question before it and ``before`` the key of its answer; ``claim`` tells that the text is a
    statement to be checked, ``unseen`` that it stands in a message that Discord doesn't show the bot.
    ``replaces`` is the answer that another is to take the place of, ``private`` that only the asker sees it.
    """

    text: str
    asker: int
    channel: int
    guild: int | None
    asked_at: float
    message: int | None = None
    context: str | None = None
    claim: bool = False
    attachments: bool = False
    unseen: bool = False
    before: str = ""
    replaces: Remembered | None = None
    private: bool = False

    @property
    def collections(self) -> tuple[str, ...]:
        """Whose documents may answer: the shipped ones and the server's own."""
        return collections(self.guild)


@dataclass(frozen=True, slots=True)
class Given:
    """What is said to an inquiry; ``key`` is that under which it is remembered, "" when it isn't.

    ``failed`` tells that it is no answer but a word on why there is none now.
    """

    reply: Reply
    key: str = ""
    failed: bool = False


Work = tuple[Reply, str, dict[str, Any]]
"""A reply, what was searched for, and the record of how it came about."""


def collections(guild: int | None) -> tuple[str, ...]:
    """Whose documents a server, or a direct message, may see."""
    return (CORPUS,) if guild is None else (CORPUS, str(guild))


class Desk:
    """Answers with one engine; ``worker`` does what the engine has to do, ``scribe`` what the memory has."""

    def __init__(self, engine: Engine, memory: Memory, *, worker: Worker, scribe: Worker) -> None:
        self.engine, self.memory = engine, memory
        self._worker, self._scribe = worker, scribe

    def close(self) -> None:
        """Take nothing more, and close the memory."""
        self._worker.close()
        self._scribe.close()
        self.memory.close()

    # ------------------------------------------------------------------ asking

    async def answer(self, inquiry: Inquiry) -> Given:
        """Answer, or say why not; what goes wrong is told in a sentence and logged under its reference."""
        return await self._told(inquiry, partial(self._answered, inquiry))

    async def present(self, inquiry: Inquiry, work: Callable[[], Reply], question: str = "") -> Given:
        """The reply that ``work`` makes in the worker thread of what the engine holds, remembered alike.

        ``question`` is the one that it answers, for a follow-up to lean on.
        """
        return await self._told(inquiry, lambda: (work(), question, {}))

    async def _told(self, inquiry: Inquiry, work: Callable[[], Work]) -> Given:
        try:
            said, searched_for, kept = await self._worker.run(work)
        except Exception as error:  # noqa: BLE001  # the outermost handler of asking: it is logged, and told
            return Given(failed(error), failed=True)
        answer = self._remembered(inquiry, said, searched_for, kept)
        noted = await self.recall(lambda: self._keep(answer), otherwise=False)
        return Given(said, answer.id if noted else "")

    def _answered(self, inquiry: Inquiry) -> Work:
        """In the worker thread: hear, ask, and write the reply."""
        question = self.heard(inquiry)
        if isinstance(question, NoQuestion):
            return plainly(question.reply, self.engine.suggestions[:3]), inquiry.text, {}
        outcome = self._outcome(inquiry, question)
        searched_for = outcome.receipt.searched_for
        heading = asked(question.text, searched_for, shown=inquiry.message is None or question.claim)
        return reply(outcome, heading), searched_for, record(outcome)

    def heard(self, inquiry: Inquiry) -> Heard:
        """What the inquiry asks, in the scripts of the documents that may answer it."""
        documents = self.engine.documents(inquiry.collections)
        known = {s for s in scripts(inquiry.text) if any(s in _scripts(d.text) for d in documents)}
        if inquiry.unseen or (inquiry.claim and not inquiry.text):
            return NoQuestion(UNSEEN if inquiry.unseen else NO_TEXT)
        found = heard(inquiry.text, scripts=known, attachments=inquiry.attachments)
        return replace(found, claim=inquiry.claim) if isinstance(found, Question) else found

    def _outcome(self, inquiry: Inquiry, question: Question) -> Outcome:
        if question.claim:
            return self.engine.check(question.text, collections=inquiry.collections)
        return self.engine.ask(question.text, context=inquiry.context, collections=inquiry.collections)

    # ------------------------------------------------------------------ what stands already

    async def passages(self, answer: Remembered) -> Reply:
        """An answer's quotes in their paragraphs."""
        return await self._worker.run(partial(self._again, answer, self._passages))

    async def pages(self, answer: Remembered) -> Reply:
        """An answer of several pages, as it was posted."""
        return await self._worker.run(partial(self._again, answer, partial(as_posted, answer)))

    def _again(self, answer: Remembered, show: Callable[[list[Citation]], Reply]) -> Reply:
        """Show an answer's quotes again, if the documents still have them."""
        citations = cited_again(answer.record["quotes"], self.engine)
        return plainly(CHANGED) if citations is None else show(citations)

    def _passages(self, citations: list[Citation]) -> Reply:
        return passages(citations, [self.engine.paragraphs(c.document) for c in citations])

    async def catalog(self, known: tuple[str, ...]) -> Catalog:
        """What can be asked of some collections."""
        return await self._worker.run(lambda: Catalog.of(self.engine, known))

    async def why(self, answer: Remembered) -> Reply:
        """How an answer came about."""
        allowed = collections(answer.guild)
        return await self._worker.run(lambda: why(answer, self.engine.documents(allowed)))

    # ------------------------------------------------------------------ remembering

    async def take(self, inquiry: Inquiry) -> Inquiry:
        """Note that a message is being answered, so that the next start knows if a crash comes before that.

        The answer then takes the place of the note; without a memory there is none.
        """
        old = inquiry.replaces or Remembered(
            secrets.token_hex(8), inquiry.guild, inquiry.channel, inquiry.message, None, inquiry.asker,
            inquiry.asked_at, None, None, _blank_record(inquiry),
        )  # fmt: skip
        taken = replace(old, taken=time.time())
        noted = await self.recall(lambda: self._keep(taken), otherwise=False)
        return replace(inquiry, replaces=taken) if noted else inquiry

    def _remembered(
        self, inquiry: Inquiry, said: Reply, searched_for: str, kept: dict[str, Any]
    ) -> Remembered:
        """What is to be kept of an answer."""
        old = inquiry.replaces
        kept |= _blank_record(inquiry)
        kept["quotes"], kept["answered"] = [placed(c) for c in said.citations], said.answered
        if len(said.pages) > 1:
            kept |= {"heading": said.heading, "pages": [[p.body, p.sources] for p in said.pages]}
        return Remembered(
            old.id if old else secrets.token_hex(8), inquiry.guild, old.channel if old else inquiry.channel,
            inquiry.message, old.reply if old else None, inquiry.asker, inquiry.asked_at, inquiry.text,
            searched_for, kept, inquiry.private, old.taken if old else None,
        )  # fmt: skip

    def _keep(self, answer: Remembered) -> bool:
        self.memory.keep(answer)
        return True

    async def remember(self, work: Callable[[], T]) -> T:
        """Do what the memory has to do, in its own thread.

        Raises:
            RapporteurError: the memory can't be used now, or is too slow.
        """
        return await self._scribe.run(work)

    async def recall(self, work: Callable[[], T], otherwise: T) -> T:
        """The same, where an answer can do without: what goes wrong is logged, and gives ``otherwise``."""
        try:
            return await self.remember(work)
        except RapporteurError as error:
            log.error("memory not used", reason=str(error))
            return otherwise


_scripts = lru_cache(maxsize=4096)(scripts)
"""Those of a document, which don't change."""


def _blank_record(inquiry: Inquiry) -> dict[str, Any]:
    """The record of an answer that isn't known yet: what it follows, and the channel it was asked in."""
    return {"quotes": [], "before": inquiry.before, "answered": False, "asked_in": inquiry.channel}


def failed(error: BaseException) -> Reply:
    """A failure, logged with its traceback under the reference that the asker is given, if it is a fault."""
    if isinstance(error, Busy):
        log.warning("busy", reason=str(error))
        return plainly(BUSY)
    reference = secrets.token_hex(4)
    log.error("failed", reference=reference, exc_info=error)
    return plainly(f"{_sentence(error)}; it is noted under the reference {reference}. Please try again.")


def _sentence(error: BaseException) -> str:
    match error:
        case Late():
            return LATE
        case MemoryCorrupt() | MemoryUnavailable():
            return FORGETFUL
        case _:
            return BROKEN
