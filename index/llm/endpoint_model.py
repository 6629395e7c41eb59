"""The language model behind an endpoint: limited, remembered, and left alone while it fails."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
import time
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, TypeVar

from cachetools import LRUCache

from ..answer import ModelUse
from ..errors import LanguageModelError
from .allowance import Allowance
from .breaker import Breaker
from .endpoint import BYTES_PER_TOKEN, Endpoint, reckoned
from .event_loop import EventLoop
from .incidents import Incidents
from .language_model import Choice, Restated
from .tasks import CHOOSE, RESTATE, WRITE, articles, correction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .language_model import Numbered
    from .settings import LLMSettings
    from .tasks import Reply, Task

R = TypeVar("R", bound="Reply")
T = TypeVar("T")

REMEMBERED = 1000
"""Replies that are kept, those asked for last: equal questions to equal sentences are asked once."""

OTHERS = frozenset({"spent", "crowded", "resting", "over", "too long", "closed"})
"""Kinds of failure that say nothing of the endpoint."""

FREE = frozenset({"unreachable", "refused", "missing", "busy", "too long"})
"""Kinds of failure that take no tokens."""

UNTOLD = frozenset({"resting", "over", "closed"})
"""Kinds that are no news: the endpoint is left alone because of others, an earlier task of the question took
all of its time, or the program ends."""

INSTRUCTIONS_BYTES = 1000
"""What the instructions take of a question's room, and the marks around its data."""

GRACE = 1.0
"""Seconds for which a reply is waited for beyond its deadline, which the event loop keeps."""

WAITING = 0.25
"""The share of a question's seconds for which it may wait until the endpoint has done with others."""


class EndpointModel:
    """Asks one endpoint; its methods may be called from several threads at once.

    ``report`` is told, once, what is wrong with the endpoint, and that it is over.
    """

    def __init__(self, settings: LLMSettings, report: Callable[[str], object]) -> None:
        self.settings, self.incidents = settings, Incidents(report)
        self.breaker = Breaker()
        self.endpoint = Endpoint(settings)
        self._allowance = Allowance(settings.day_tokens, settings.server_day_tokens)
        self._loop = EventLoop("language model")
        self._lock = threading.Lock()
        self._replies: LRUCache[str, Future[Any]] = LRUCache(REMEMBERED)
        self._slots = threading.BoundedSemaphore(settings.concurrency)
        self._queue = threading.BoundedSemaphore(settings.concurrency)

    @property
    def name(self) -> str:
        """The endpoint's name for the model."""
        return self.settings.model

    @property
    def host(self) -> str:
        """Where questions are sent."""
        return self.settings.host

    @property
    def concurrency(self) -> int:
        """How many questions are sent at once."""
        return self.settings.concurrency

    @property
    def writes(self) -> bool:
        """Whether it is to write, too."""
        return self.settings.mode == "write"

    def consult(self, payer: str) -> EndpointConsultation:
        """Begin with a question."""
        return EndpointConsultation(self, payer, time.perf_counter() + self.settings.seconds)

    def close(self) -> None:
        """Ask nothing more; what is being asked fails."""
        self._loop.close(self.endpoint.close)

    def ask(self, task: Task[R], data: Mapping[str, Any], payer: str, until: float) -> tuple[R, int]:
        """The reply to a task, by ``until`` (``time.perf_counter``), and its tokens: none for one kept.

        Raises:
            LanguageModelError: there is none.
        """
        key = hashlib.sha256(json.dumps([task.name, data]).encode()).hexdigest()
        with self._lock:
            kept = self._replies.get(key)
            mine = kept is None or (kept.done() and kept.exception() is not None)
            if kept is None or mine:
                kept = self._replies[key] = Future()
        if not mine:
            return self._shared(kept, task, data, payer, until)
        try:
            reply, tokens = self._asked(task, data, payer, until)
        except BaseException as error:
            kept.set_exception(error)
            raise
        kept.set_result(reply)
        return reply, tokens

    def _shared(
        self, kept: Future[R], task: Task[R], data: Mapping[str, Any], payer: str, until: float
    ) -> tuple[R, int]:
        """What another's equal question is given; if that had no tokens or no place, one's own try."""
        try:
            return _waited(kept, until), 0
        except LanguageModelError as error:
            if error.kind not in ("spent", "crowded"):
                raise
        return self._asked(task, data, payer, until)

    def _asked(self, task: Task[R], data: Mapping[str, Any], payer: str, until: float) -> tuple[R, int]:
        """Within the limits; a failure is noted, and counts for the breaker if it is the endpoint's."""
        try:
            if not self.breaker.closed:
                self._try_again()
                raise LanguageModelError("resting", "is left alone for a while")
            if time.perf_counter() >= until:
                raise LanguageModelError("over", "has no time left for the question")
            self._take_slot(until)
            try:
                found = self._paid(task, data, payer, until)
            finally:
                self._slots.release()
        except LanguageModelError as error:
            if error.kind not in OTHERS:
                self.breaker.failed(error.rest)
            if error.kind not in UNTOLD:
                self.incidents.note(error)
            raise
        self.breaker.succeeded()
        return found

    def _paid(self, task: Task[R], data: Mapping[str, Any], payer: str, until: float) -> tuple[R, int]:
        """With the tokens that it takes taken from the day's."""
        prompt = reckoned(task.messages(data))
        if prompt > self.settings.prompt_tokens:
            raise LanguageModelError("too long", "has no room: raise RAPPORTEUR_LLM_PROMPT_TOKENS")
        estimate = prompt + self.settings.reply_tokens
        self._allowance.take(payer, estimate)
        used = estimate
        exchange = self._loop.submit(self._exchanged(task, data, until - time.perf_counter()))
        try:
            reply, used = _waited(exchange, until + GRACE)
        except LanguageModelError as error:
            exchange.cancel()
            if error.kind in FREE:
                used = 0
            raise
        finally:
            self._allowance.settle(payer, estimate, used)
        return reply, used

    def _take_slot(self, until: float) -> None:
        """Wait a little until one of the others is done; so that questions that can be answered aren't
        kept."""
        if self._slots.acquire(blocking=False):
            return
        patience = min(until - time.perf_counter(), self.settings.seconds * WAITING)
        if self._queue.acquire(blocking=False):
            try:
                if self._slots.acquire(timeout=max(0.0, patience)):
                    return
            finally:
                self._queue.release()
        raise LanguageModelError("crowded", "has as many questions as it may: see RAPPORTEUR_LLM_CONCURRENCY")

    async def _exchanged(self, task: Task[R], data: Mapping[str, Any], seconds: float) -> tuple[R, int]:
        """Ask, and once more where the reply isn't what was asked for."""
        messages = task.messages(data)
        try:
            async with asyncio.timeout(seconds):
                first = await self.endpoint.complete(messages, task)
                try:
                    return task.read(first.text, data), first.tokens
                except LanguageModelError:
                    again = correction(messages, first.text, task)
                    second = await self.endpoint.complete(again, task)
                    return task.read(second.text, data), first.tokens + second.tokens
        except TimeoutError:
            raise LanguageModelError("late", "doesn't reply in time") from None

    def _try_again(self) -> None:
        """See beside the questions whether the endpoint is back, when that is due."""
        if self.breaker.take_trial():
            self._loop.submit(self._trial())

    async def _trial(self) -> None:
        try:
            await self._exchanged(RESTATE, TRIAL, self.settings.seconds)
        except LanguageModelError as error:
            self.breaker.failed(error.rest)
        else:
            self.breaker.close()
            self.incidents.over()


TRIAL = {"question": "Who?", "before": "What was signed?", "into": "en"}
"""A question that shows whether an endpoint replies."""


class EndpointConsultation:
    """One question's talk with the model behind an endpoint."""

    def __init__(self, model: EndpointModel, payer: str, until: float) -> None:
        self._model, self._payer, self._until = model, payer, until
        self._tokens, self._seconds, self._replied = 0, 0.0, False

    @property
    def room(self) -> int:
        """UTF-8 bytes that a question may send beside the instructions."""
        return self._model.settings.prompt_tokens * BYTES_PER_TOKEN - INSTRUCTIONS_BYTES

    @property
    def use(self) -> ModelUse | None:
        """What was used so far; None when no reply came."""
        used = ModelUse(self._model.name, self._tokens, round(1000 * self._seconds, 1))
        return used if self._replied else None

    def reject(self, error: LanguageModelError) -> None:
        """Count and tell a failure that shows in a reply only where it is used."""
        self._model.incidents.note(error)

    def restate(self, question: str, before: str | None, language: str) -> Restated:
        """The question made whole, in a language."""
        reply = self._ask(RESTATE, {"question": question, "before": before, "into": language})
        return Restated(reply.question, reply.language.strip().lower().partition("-")[0])

    def choose(self, question: str, sentences: Sequence[Numbered]) -> list[Choice]:
        """The sentences that answer, best first."""
        reply = self._ask(CHOOSE, {"question": question, "articles": articles(sentences)})
        numbers = {one.number for one in sentences}
        chosen: dict[int, Choice] = {}
        for answer in reply.answers:
            chosen.setdefault(answer.sentence, Choice(answer.sentence, answer.words or "", answer.speaker))
        return [choice for number, choice in chosen.items() if number in numbers]

    def write(self, question: str, quotes: Sequence[Numbered]) -> list[str]:
        """Sentences that answer from the quotes."""
        return self._ask(WRITE, {"question": question, "articles": articles(quotes)}).sentences

    def _ask(self, task: Task[R], data: Mapping[str, Any]) -> R:
        started = time.perf_counter()
        try:
            reply, tokens = self._model.ask(task, data, self._payer, self._until)
        finally:
            self._seconds += time.perf_counter() - started
        self._tokens, self._replied = self._tokens + tokens, True
        return reply


def _waited(future: Future[T], until: float) -> T:
    """The result of a future.

    Raises:
        LanguageModelError: it isn't there in time, or there is none.
    """
    try:
        return future.result(max(0.0, until - time.perf_counter()))
    except TimeoutError:
        raise LanguageModelError("late", "doesn't reply in time") from None
    except CancelledError:
        raise LanguageModelError("closed", "isn't asked any more") from None
