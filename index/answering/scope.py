"""Where a question looks: some collections of a store, with what searches and judges them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..attribution.speakers import Meant, meant, wanted_words
from ..search.retriever import Retriever
from ..search.vocabulary import Vocabulary
from ..timings import Timings

if TYPE_CHECKING:
    from ..llm.language_model import Consultation
    from ..models.encoder import Encoder
    from ..models.reader import Reader
    from ..models.verifier import Verifier
    from ..storage.library import Library
    from ..storage.store import Store
    from .suggestions import Offered


@dataclass(frozen=True)
class Scope:
    """Some collections of a store, and the models; ``offered`` are questions that can be asked there,
    ``consultation`` the talk with a language model about the question at hand, if there is one, and
    ``timings`` what it has taken so far."""

    store: Store
    encoder: Encoder
    reader: Reader | None
    verifier: Verifier | None
    collections: tuple[str, ...]
    offered: Offered
    consultation: Consultation | None = None
    timings: Timings = field(default_factory=Timings, compare=False)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The questions on offer."""
        return self.offered.questions

    @property
    def library(self) -> Library:
        """The documents, and what was read out of them."""
        return self.store.library

    @cached_property
    def retriever(self) -> Retriever:
        """What finds and ranks passages."""
        return Retriever(self.store.candidates, self.encoder, self.timings)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the collections."""
        return Vocabulary(self.library, self.collections)

    @cached_property
    def version(self) -> str:
        """That of the collections."""
        return self.library.version(self.collections)

    def speakers(self, name: str) -> Meant:
        """Which of those quoted a name means."""
        words = wanted_words(name, lambda initial: self.library.voice_words(initial, self.collections))
        return meant(name, self.library.voices(self.collections, words))
