"""An OpenAI-compatible endpoint: messages in, the text of a reply out; its failures become ours."""

from __future__ import annotations

import http
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import openai

from ..errors import LanguageModelError
from .bounded_reply import bound
from .dialect import Dialect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai.types import CompletionUsage

    from .settings import LLMSettings
    from .tasks import Task

    Messages = Sequence[dict[str, str]]

LONGEST_REPLY = 100_000
"""Characters after which a reply that doesn't end is left."""

BYTES_PER_TOKEN = 3
"""UTF-8 bytes that are reckoned as a token where an endpoint doesn't count: English has four and more."""

MOST_TOKENS = 10_000_000
"""Tokens of a question that are believed: ten times what the largest models hold."""

UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
"""What the client, which trusts what it is sent, stumbles with over what isn't the protocol."""

_TOO_LONG = re.compile(r"context|too long|too many tokens|maximum .{0,40}length|exceed", re.I)
_KINDS: dict[int, tuple[str, str]] = {
    http.HTTPStatus.UNAUTHORIZED: ("refused", "refuses the key (401): set RAPPORTEUR_LLM_KEY"),
    http.HTTPStatus.FORBIDDEN: ("refused", "refuses the key (403): set RAPPORTEUR_LLM_KEY"),
    http.HTTPStatus.NOT_FOUND: (
        "missing",
        "isn't there (404): see RAPPORTEUR_LLM_URL and RAPPORTEUR_LLM_MODEL",
    ),
    http.HTTPStatus.TOO_MANY_REQUESTS: ("busy", "is asked too often (429)"),
}


class Completion(NamedTuple):
    """The text of a reply, and the tokens that it took, those of the question included."""

    text: str
    tokens: int


class Endpoint:
    """One model at one address. What the endpoint turns out not to know is not asked of it again."""

    def __init__(self, settings: LLMSettings) -> None:
        self._model, self._reply_tokens = settings.model, settings.reply_tokens
        self._client = openai.AsyncOpenAI(
            base_url=settings.url,
            api_key=settings.key.get_secret_value() or "none",
            max_retries=0,  # the deadline is the question's, and a failure has an answer
            timeout=settings.seconds,
            http_client=openai.DefaultAsyncHttpxClient(
                follow_redirects=False,
                headers={"Accept-Encoding": "identity"},
                event_hooks={"response": [bound]},
            ),
        )
        self._dialect = Dialect()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    @property
    def format(self) -> str:
        """How it is held to the form of a reply, one of ``FORMATS``."""
        return self._dialect.format

    async def complete(self, messages: Messages, task: Task[Any]) -> Completion:
        """The reply to some messages.

        Raises:
            LanguageModelError: none came.
        """
        dialect: Dialect | None = self._dialect
        while dialect:
            options = dialect.options(task, self._reply_tokens)
            try:
                completion = await self._streamed(messages, options)
            except openai.APIStatusError as error:
                refusal = error
                less = _may_take_less(error)
                dialect = dialect.simpler(str(error.message), options) if less else None
            except openai.OpenAIError as error:
                raise _failure(error) from None
            except UNREADABLE:  # its text may hold anything
                raise LanguageModelError("malformed", "doesn't speak the protocol") from None
            else:
                self._dialect = dialect
                return completion
        raise _failure(refusal) from None

    async def _streamed(self, messages: Messages, options: dict[str, Any]) -> Completion:
        request: dict[str, Any] = {"model": self._model, "messages": messages, "stream": True, **options}
        stream = await self._client.chat.completions.create(**request)
        pieces, size, tokens = list[str](), 0, 0
        async with stream:
            async for chunk in stream:
                for choice in chunk.choices or ():
                    pieces.append(choice.delta.content or "")
                    size += len(pieces[-1])
                if size > LONGEST_REPLY:
                    raise LanguageModelError("malformed", "replies without an end")
                tokens = _counted(chunk.usage) or tokens
        text = "".join(pieces)
        if not text.strip():
            raise LanguageModelError("malformed", "replies with nothing")
        return Completion(text, tokens or reckoned(messages) + len(text.encode()) // BYTES_PER_TOKEN)


def _counted(usage: CompletionUsage | None) -> int:
    """The tokens that an endpoint says it took; 0 where it says none that can be true."""
    total = usage.total_tokens if usage else 0
    return total if type(total) is int and 0 < total <= MOST_TOKENS else 0


def reckoned(messages: Messages) -> int:
    """The tokens of some messages, rather too many."""
    return sum(len(message["content"].encode()) for message in messages) // BYTES_PER_TOKEN


def _may_take_less(error: openai.APIStatusError) -> bool:
    """Whether it may be what was asked for beside the messages that an endpoint refuses.

    llama-cpp-python fails with 500 at a form that it doesn't know, and names it.
    """
    refused = error.status_code in (400, 422) or "response_format" in str(error.message)
    return refused and not _too_long(error)


def _too_long(error: openai.APIStatusError) -> bool:
    return error.code == "context_length_exceeded" or bool(_TOO_LONG.search(str(error.message)[:500]))


def _failure(error: openai.OpenAIError) -> LanguageModelError:
    """What went wrong, in our words: the endpoint's may repeat the question or the key."""
    if isinstance(error, openai.APITimeoutError):
        return LanguageModelError("late", "doesn't reply in time")
    if isinstance(error, openai.APIConnectionError):
        return LanguageModelError("unreachable", "can't be reached: see RAPPORTEUR_LLM_URL")
    if not isinstance(error, openai.APIStatusError):
        return LanguageModelError("fault", "breaks off with an error")
    status = error.status_code
    if status in (400, 413, 422) and (status == 413 or _too_long(error)):
        return LanguageModelError("too long", "can't hold the question: lower RAPPORTEUR_LLM_PROMPT_TOKENS")
    kind, problem = _KINDS.get(status, ("fault", f"fails ({status})"))
    return LanguageModelError(kind, problem, _rest(error))


def _rest(error: openai.APIStatusError) -> float | None:
    """Seconds for which an endpoint that is asked too often wants to be left alone."""
    wait = error.response.headers.get("Retry-After", "")
    limited = error.status_code == http.HTTPStatus.TOO_MANY_REQUESTS
    return float(wait) if limited and wait.isdecimal() and len(wait) < 7 else None
