"""The engine's own passages of an article, and which of them it finds for each question."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..document import Span
from ..engine import Engine
from ..storage.embedded import open_store
from ..storage.ingest import ingest
from .alter import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..answering.scope import Scope
    from ..models.encoder import Encoder
    from ..storage.ingest import Record
    from .squad import Article

NEAREST = 6
"""How many passages are kept for a question."""


@dataclass(frozen=True, slots=True)
class Mined:
    """An article's passages, each as its sentences, and for each question the nearest ones, best first."""

    passages: tuple[tuple[Span, ...], ...]
    nearest: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """An article with what the engine found in it, and the names that it holds."""

    article: Article
    mined: Mined
    names: tuple[str, ...]

    @classmethod
    def of(cls, article: Article, mined: Mined) -> Mine:
        return cls(article, mined, tuple(names(article.document.text)))

    def span(self, passage: int) -> Span:
        """Where a passage stands in the article."""
        inside = self.mined.passages[passage]
        return Span(inside[0].start, inside[-1].end)

    def text(self, passage: int) -> str:
        """A passage's text."""
        return self.span(passage).of(self.article.document.text)

    def holding(self, place: Span) -> int | None:
        """The passage that holds a place whole."""
        return next((n for n in range(len(self.mined.passages)) if self.span(n).contains(place)), None)


@contextmanager
def alone(record: Record, encoder: Encoder) -> Iterator[Scope]:
    """What searches one document, in an index of its own that doesn't outlast the block."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "index.sqlite3", create=True)
        store.library.write(add=[record])
        with Engine(store, encoder) as engine:
            yield engine.scope()


def mine(article: Article, encoder: Encoder) -> Mined:
    """Index the article alone, and search it for its own questions."""
    record = ingest(article.document, encoder)
    number = {p.span: n for n, p in enumerate(record.passages)}
    with alone(record, encoder) as scope:
        found = [
            scope.retriever.retrieve(q.text, scope.vocabulary, scope.collections).hits[:NEAREST]
            for q in article.questions
        ]
    nearest = tuple(tuple(number[hit.passage.span] for hit in hits) for hits in found)
    return Mined(tuple(p.sentences for p in record.passages), nearest)
