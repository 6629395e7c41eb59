"""What a server's digest of new articles remembers: where, when, and what was told."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from index import Document, Engine

DIGEST = "digest"
"""The setting."""

HOUR, DAY = 3600, 86_400
"""Seconds."""

MOST_KNOWN = 10_000
"""Articles that are told apart: 110 KB of a server's settings. Where there are more, nothing is told."""

_KEY = 10
"""Hexadecimal digits that stand for an article: one new one in 100 million is taken for one known."""


@dataclass(frozen=True, slots=True)
class Digest:
    """``channel`` is where it is posted, from ``hour`` (UTC) on, once a day; ``day`` counts the last day that
    is done, days since 1970 that begin at that hour.

    ``known`` are the articles that there were then, as ``key_of`` has them, in a state ``version``. ``begun``
    is when (Unix seconds) a digest of the articles ``telling`` was begun to be posted, which may stand though
    nobody noted that it is done: a crash leaves it.
    """

    channel: int
    hour: int
    day: int
    version: str
    known: frozenset[str]
    begun: float | None = None
    telling: frozenset[str] = frozenset()

    @classmethod
    def of(cls, setting: dict[str, Any]) -> Self:
        """The digest that a setting keeps."""
        keys = {name: frozenset(setting[name].split()) for name in ("known", "telling")}
        return cls(**{**setting, **keys})

    def as_setting(self) -> dict[str, Any]:
        """What is kept; the articles in one text, which takes a tenth of the memory that a list does."""
        keys = {"known": " ".join(sorted(self.known)), "telling": " ".join(sorted(self.telling))}
        return asdict(self) | keys

    def today(self, now: datetime) -> int:
        """The day that it is."""
        return day_of(now, self.hour)

    def is_due(self, now: datetime) -> bool:
        """Whether a day began since the last that is done; one that a clock gone back repeats is none."""
        return self.today(now) > self.day

    def has_begun(self, now: datetime) -> bool:
        """Whether the digest of this day may stand already."""
        return self.begun is not None and self.today(datetime.fromtimestamp(self.begun, UTC)) == self.today(
            now
        )

    def corrected(self, now: datetime) -> Digest:
        """The same, where the clock had run ahead by more than a day: it doesn't wait for that time again."""
        today = self.today(now)
        return replace(self, day=today) if self.day > today + 1 else self

    def beginning(self, found: News, now: datetime) -> Digest:
        """The same before what is new is posted."""
        return replace(self, begun=now.timestamp(), telling=frozenset(map(key_of, found.new)))

    def done(self, found: News, now: datetime) -> Digest:
        """The same after the day, with what there is then."""
        nothing: frozenset[str] = frozenset()
        return replace(
            self, day=self.today(now), version=found.version, known=found.known, begun=None, telling=nothing
        )

    def found_standing(self, now: datetime) -> Digest:
        """The same after a day whose digest stood: what came in since is told the day after."""
        return self.done(News("", self.known | self.telling), now)

    def begins(self, day: int) -> datetime:
        """When a day begins."""
        return datetime.fromtimestamp(day * DAY + self.hour * HOUR, UTC)


class News(NamedTuple):
    """The articles that there are, as keys, in a state ``version``; those that are ``new``, newest first."""

    version: str
    known: frozenset[str]
    new: tuple[Document, ...] = ()


def day_of(now: datetime, hour: int) -> int:
    """The number of the day, of those that begin at an hour (UTC)."""
    return int((now.timestamp() - hour * HOUR) // DAY)


def key_of(document: Document) -> str:
    """What stands for an article, whatever becomes of its text."""
    return sha256(f"{document.collection}/{document.id}".encode()).hexdigest()[:_KEY]


def news(engine: Engine, collections: Sequence[str], before: Digest | None = None) -> News | None:
    """What there is, and of it what there wasn't ``before``; None where it is too much to tell apart.

    Blocking, for the worker thread; where nothing changed no article is read.
    """
    version = engine.scope(collections).version
    if before is not None and before.version == version:
        return News(version, before.known)
    documents = {key_of(document): document for document in engine.documents(collections)}
    if len(documents) > MOST_KNOWN:
        return None
    new = [d for key, d in documents.items() if before is not None and key not in before.known]
    new.sort(key=lambda d: d.published or date.min, reverse=True)
    return News(version, frozenset(documents), tuple(new))
