"""The nouns that everything else is made of; this module imports nothing of ours."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

CORPUS = "corpus"
"""The collection that ships with the bot; any other name is one Discord server's own."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open offsets ``[start, end)`` into ``document.text``, in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words at this span of ``text``."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlap(self, other: Span) -> int:
        """How many code points the two spans share."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Document:
    """One article: its body, verbatim, and what is known about it.

    ``text`` is the body after the front matter, with ``\\n`` line endings and outer white space stripped;
    every span of the project counts code points into it. ``places`` are where the event took place.
    """

    id: str
    title: str
    text: str
    source: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    language: str = "en"
    collection: str = CORPUS
    event_date: date | None = None
    places: tuple[str, ...] = field(default=())

    @property
    def content_hash(self) -> str:
        """sha256 (hex) over every field: equal hashes need no new embedding."""
        fields = [self.id, self.title, self.text, self.source, self.author, str(self.published), self.url,
                  self.language, self.collection, str(self.event_date), *self.places]  # fmt: skip
        return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Statement:
    """A span that reports what somebody said.

    ``span`` covers the reported words with their cue and speaker, so that it reads on its own; ``speaker``
    is the fullest name or role the document gives that person ("Maria Lopez", "analysts"), ``role`` a
    title the document gives them ("U.S. Treasury Secretary") or None, ``verb`` the reporting word as it
    stands ("said", "according to"), ``direct`` whether the statement holds a direct quotation, ``certainty``
    how sure it is, in [0, 1], that the speaker said this: a name beside "said" and quoted words are surest; a
    pronoun, a mere wish or a quotation carried over from the sentence before are less so.
    """

    span: Span
    speaker: str
    verb: str
    direct: bool
    role: str | None = None
    certainty: float = 1.0
