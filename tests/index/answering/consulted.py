"""A language model for the tests of what is done with its word: it says what it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from index.answer import ModelUse
from index.errors import LanguageModelError
from index.llm.language_model import Choice, Restated

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.llm.language_model import Numbered

T = TypeVar("T")


@dataclass
class Told:
    """A ``LanguageModel``, and its ``Consultation``, whose replies are given: those that aren't fail.

    ``shown`` is what it was asked, in order; ``rejected`` the kinds of what was told of its replies.
    """

    chooses: Callable[[Sequence[Numbered]], list[Choice]] | None = None
    restates: Restated | None = None
    sentences: list[str] | None = None
    room: int = 7000
    writes: bool = False
    name: str = "told"
    host: str = "nowhere"
    concurrency: int = 1
    shown: list[tuple[object, ...]] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    def consult(self, payer: str) -> Told:
        self.shown.append(("consult", payer))
        return self

    def restate(self, question: str, before: str | None, language: str) -> Restated:
        self.shown.append(("restate", question, before, language))
        return _given(self.restates)

    def choose(self, question: str, sentences: Sequence[Numbered]) -> list[Choice]:
        self.shown.append(("choose", question, *sentences))
        return _given(self.chooses)(sentences)

    def write(self, question: str, quotes: Sequence[Numbered]) -> list[str]:
        self.shown.append(("write", question, *quotes))
        return _given(self.sentences)

    def reject(self, error: LanguageModelError) -> None:
        self.rejected.append(error.kind)

    @property
    def use(self) -> ModelUse:
        return ModelUse(self.name, 7, 1.5)

    def close(self) -> None:
        self.shown.append(("close",))


def pointing(
    *texts: str, words: str = "", speaker: str | None = None
) -> Callable[[Sequence[Numbered]], list[Choice]]:
    """A judge that points at the sentences that hold these texts, in their order."""
    return lambda sentences: [
        Choice(one.number, words, speaker) for text in texts for one in sentences if text in one.text
    ]


def _given(reply: T | None) -> T:
    if reply is None:
        raise LanguageModelError("late", "doesn't reply in time")
    return reply
