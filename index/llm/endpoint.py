"""An OpenAI-compatible endpoint: messages in, the text of a reply out; its failures become ours."""

from __future__ import annotations

import http
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import openai

from ..errors import LanguageModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .settings import LLMSettings
    from .tasks import Task

    Messages = Sequence[dict[str, str]]

LONGEST_REPLY = 100_000
"""Characters after which a reply that doesn't end is left."""

BYTES_PER_TOKEN = 3
"""UTF-8 bytes that are reckoned as a token where an endpoint doesn't count: English has four and more."""

FORMATS = ("schema", "object with its schema", "object", "")
"""How a reply's form can be asked for, the strictest first: as OpenAI has it, as llama-cpp-python has it, as
JSON alone, or by the instructions alone. An endpoint that refuses one is asked with the next."""

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
            http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False),
        )
        self._format, self._proven, self._without = 0, False, set[str]()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    @property
    def format(self) -> str:
        """How it is held to the form of a reply: one of ``FORMATS``."""
        return FORMATS[self._format]

    async def complete(self, messages: Messages, task: Task[Any]) -> Completion:
        """The reply to some messages.

        Raises:
            LanguageModelError: none came.
        """
        while True:
            options = self._options(task)
            try:
                return await self._streamed(messages, options)
            except openai.APIStatusError as error:
                if not self._gives_up(error, options):
                    raise _failure(error) from None
            except openai.APIError as error:
                raise _failure(error) from None
            except (ValueError, TypeError, AttributeError) as error:  # the client trusts what it is sent
                raise LanguageModelError("malformed", "doesn't speak the protocol") from error

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
                tokens = chunk.usage.total_tokens if chunk.usage else tokens
        text = "".join(pieces)
        if not text.strip():
            raise LanguageModelError("malformed", "replies with nothing")
        self._proven = True
        return Completion(text, int(tokens) or reckoned(messages) + len(text.encode()) // BYTES_PER_TOKEN)

    def _options(self, task: Task[Any]) -> dict[str, Any]:
        """What is asked beside the messages, as far as the endpoint knows it."""
        schema = {"name": task.name, "strict": True, "schema": task.reply.model_json_schema()}
        limit = "max_completion_tokens" if "max_tokens" in self._without else "max_tokens"
        options: dict[str, Any] = {
            "temperature": 0,
            limit: self._reply_tokens,
            "stream_options": {"include_usage": True},
        }
        if self.format:
            options["response_format"] = _response_format(self.format, schema)
        return {name: value for name, value in options.items() if name not in self._without}

    def _gives_up(self, error: openai.APIStatusError, options: dict[str, Any]) -> bool:
        """Whether a refusal can be met by asking for less: the option that it names, else a looser form.

        Some endpoints fail with 500 at a form that they don't know; so does one that is broken, whatever is
        asked.
        """
        refused = error.status_code in (400, 422) or (error.status_code >= 500 and not self._proven)
        if not refused or _too_long(error):
            return False
        named = [name for name in options if name in str(error.message) and name != "response_format"]
        self._without.update(named[:1])
        looser = not named and "response_format" in options
        self._format = self._format + looser if named or looser else 0
        return bool(named) or looser


def _response_format(form: str, schema: dict[str, Any]) -> dict[str, Any]:
    if form == "schema":
        return {"type": "json_schema", "json_schema": schema}
    held = {"schema": schema["schema"]} if form == "object with its schema" else {}
    return {"type": "json_object", **held}


def reckoned(messages: Messages) -> int:
    """The tokens of some messages, rather too many."""
    return sum(len(message["content"].encode()) for message in messages) // BYTES_PER_TOKEN


def _too_long(error: openai.APIStatusError) -> bool:
    return error.code == "context_length_exceeded" or bool(_TOO_LONG.search(str(error.message)[:500]))


def _failure(error: openai.APIError) -> LanguageModelError:
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
