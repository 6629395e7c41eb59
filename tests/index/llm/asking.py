"""What the tests of the language model share: a model at a server on loopback, sentences to choose from, and
what comes of asking."""

from __future__ import annotations

import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from index.errors import LanguageModelError
from index.llm.endpoint_model import EndpointModel
from index.llm.language_model import Numbered
from index.llm.settings import LLMSettings

from .server import ModelServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .server import Asked, Reply

KEY = "sk-hunter2-hunter2"
"""A key that may be seen by the endpoint alone."""

QUESTION = "How many ferries cross?"
SENTENCES = (
    Numbered(1, "The harbor opened in 1921.", "The harbor"),
    Numbered(2, "Three ferries cross every day.", "The harbor"),
    Numbered(3, "“We need more,” Ann Bell said.", "The harbor", speaker="Ann Bell"),
)


def settings(server: ModelServer | str, **more: Any) -> LLMSettings:
    """Of a model at a server; it has twenty seconds unless ``seconds`` says else."""
    url = server if isinstance(server, str) else server.url
    usual = {"mode": "judge", "url": url, "model": "tiny", "key": KEY, "seconds": 20.0}
    return LLMSettings(**usual | more)


def model_at(server: ModelServer | str, told: list[str], **more: Any) -> EndpointModel:
    """The model at a server; ``told`` is what the operator is told."""
    return EndpointModel(settings(server, **more), told.append)


def answering(*numbers: int, words: str | None = None, speaker: str | None = None) -> dict[str, Any]:
    """The reply of a judge who points at some sentences."""
    return {"answers": [{"sentence": n, "words": words, "speaker": speaker} for n in numbers]}


def holding(asked: Asked, *texts: str) -> list[int]:
    """The numbers of the sentences that hold one of some texts, in the order of the texts."""
    return [n for text in texts for n, shown in asked.sentences.items() if text in shown]


SOON = 20.0
"""Seconds within which what is waited for comes, or the test has failed."""


@contextmanager
def asked_at(
    reply: Callable[[Asked], Reply] | Reply, told: list[str] | None = None, **more: Any
) -> Iterator[tuple[EndpointModel, ModelServer]]:
    """A model at a server with that reply, both closed in the end."""
    with (
        ModelServer(reply) as server,
        closing(model_at(server, [] if told is None else told, **more)) as model,
    ):
        yield model, server
        server.released.set()


def until(reached: Callable[[], bool]) -> None:
    """Wait for a condition."""
    end = time.perf_counter() + SOON
    while not reached():
        assert time.perf_counter() < end
        threading.Event().wait(0.005)


def answered(model: EndpointModel, question: str = QUESTION) -> bool:
    """Whether it answers a question."""
    try:
        model.consult("a").choose(question, SENTENCES)
    except LanguageModelError:
        return False
    return True


def failure(model: EndpointModel, question: str = QUESTION, payer: str = "a") -> str:
    """The kind of the failure that comes of asking it."""
    with pytest.raises(LanguageModelError) as failed:
        model.consult(payer).choose(question, SENTENCES)
    return failed.value.kind
