"""What the tests of the language model share: settings of a server on loopback, and sentences to choose
from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index.llm.endpoint_model import EndpointModel
from index.llm.language_model import Numbered
from index.llm.settings import LLMSettings

if TYPE_CHECKING:
    from .server import Asked, ModelServer

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
