"""What a language model is asked for, and what it may give back: numbers of sentences, and text to be
checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..answer import ModelUse
    from ..errors import LanguageModelError


MARKS = str.maketrans("<>[]{}|", "‹›()()¦")
"""What stands for the characters of chat templates in all that a model is shown, one for one, so that places
in a text stay the same."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence as a model is shown it: ``number`` counts from 1, ``title`` and ``published`` are its
    article's, ``speaker`` who says it, as far as that is known."""

    number: int
    text: str
    title: str
    published: date | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence that a model holds for an answer: its number, words that are to stand in it, and whom the
    model takes for its speaker; both may be wrong."""

    number: int
    words: str = ""
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Restated:
    """A question made whole, in the language of the articles; ``language`` is the asker's, as ISO 639-1 has
    it."""

    question: str
    language: str


class Consultation(Protocol):
    """One question's talk with a language model, within one deadline.

    Each method raises ``LanguageModelError`` where the model gave nothing that can be used in time.
    """

    def restate(self, question: str, before: str | None, language: str) -> Restated:
        """The question made whole by the one ``before``, in the language of that ISO 639-1 code."""
        ...

    def choose(self, question: str, sentences: Sequence[Numbered]) -> list[Choice]:
        """The sentences that answer, best first; [] when none does. Every number is one of theirs."""
        ...

    def write(self, question: str, quotes: Sequence[Numbered]) -> list[str]:
        """Sentences that answer from the quotes, with markers ``[n]``; nothing in them is checked."""
        ...

    def reject(self, error: LanguageModelError) -> None:
        """Count and tell a failure that shows in a reply only where it is used."""
        ...

    @property
    def room(self) -> int:
        """UTF-8 bytes that a question may send beside the instructions."""
        ...

    @property
    def use(self) -> ModelUse | None:
        """What was used so far; None when no reply came."""
        ...


class LanguageModel(Protocol):
    """A model that several may consult at once: ``concurrency`` of them.

    ``name`` is the endpoint's for it, ``host`` where questions are sent; ``writes`` tells whether whoever
    runs it wants it to write.
    """

    @property
    def name(self) -> str: ...

    @property
    def host(self) -> str: ...

    @property
    def concurrency(self) -> int: ...

    @property
    def writes(self) -> bool: ...

    def consult(self, payer: str) -> Consultation:
        """Begin with a question; ``payer`` is the collection whose day's tokens it takes."""
        ...

    def close(self) -> None:
        """Ask nothing more."""
        ...
