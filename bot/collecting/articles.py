"""The articles of the servers: each sees and changes its own, off the event loop and behind the answers."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import ArticleRefused, Overtaken
from bot.memory.held_articles import HeldArticle
from bot.saying.edit_form import FIELDS
from bot.worker import Worker
from index import (
    Collection,
    Received,
    edited,
    fetch_page,
    load_received,
)

from .lane import ARTICLE_SECONDS, Lane
from .origin import origin_of
from .outcomes import AlreadyThere, Removed, Stored
from .queue import MOST_WAITING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from typing import TypeVar

    from bot.memory.async_memory import AsyncMemory
    from index import Document, Engine, StoredDocument

    from .cdn import Cdn
    from .given import Given
    from .outcomes import Outcome

    T = TypeVar("T")

READ_SECONDS = 10.0
"""How long a list or a removal may take; it is a few milliseconds' work."""

PAGES_AT_ONCE = 4
"""Pages that are fetched at a time; each may take 10 s, which nobody else has to wait for."""

GONE = "I no longer have that article."
SEVERAL = "Several articles have that title. Choose one of those that are offered while you type."
TOO_LATE = (
    "I no longer hold that article: it is in its place already, or ten minutes have passed. "
    "Then add it again."
)
LEFT = "I am no longer in that server."


class Articles:
    """``documents`` and ``size`` (bytes of text) are what one server may have; ``index`` is the folder of the
    engine's, ``spool`` that where uploads lie while they are read, emptied at the start. Nothing here asks
    who may."""

    def __init__(
        self, engine: Engine, memory: AsyncMemory, cdn: Cdn, index: Path, spool: Path,
        *, documents: int, size: int,
    ) -> None:  # fmt: skip
        self._engine, self._memory = engine, memory
        self.cdn, self._spool, self._most, self._size = cdn, spool, documents, size
        self.fetch: Callable[[str], Received] = fetch_page
        self._uploads = Lane("articles", engine, index)
        self._changes = Lane("changed articles", engine, index)
        self.reader = Worker("article lists", waiting=500, seconds=READ_SECONDS)
        self._pages = Worker("pages", threads=PAGES_AT_ONCE, waiting=MOST_WAITING, seconds=ARTICLE_SECONDS)
        self._left = set[str]()
        shutil.rmtree(spool, ignore_errors=True)  # what a kill left there

    def close(self) -> None:
        """Take nothing more; what is under way ends with the process."""
        for part in (self._uploads, self._changes, self.reader, self._pages):
            part.close()

    # ------------------------------------------------------------------ reading

    async def read(self, guild: int, work: Callable[[Collection], T]) -> T:
        """Look something up in a server's own documents.

        Raises:
            RapporteurError: they can't be read now.
        """
        return await self.reader.run(lambda: work(self._own(guild)))

    async def find(self, guild: int, wanted: str) -> StoredDocument:
        """The article of a key, id or title.

        Raises:
            ArticleRefused: the server has none such, or several of that title.
        """
        return await self.read(guild, partial(_found, wanted))

    def _own(self, guild: int) -> Collection:
        return Collection(self._engine, str(guild))

    # ------------------------------------------------------------------ adding

    async def add(self, given: Given, tell: Callable[[str], None] = lambda _: None) -> Outcome:
        """Get what was given, and store it unless it is there already; ``tell`` hears how far it is.

        Raises:
            ArticleRefused: it isn't taken.
            CorpusError: it can't be read.
        """
        async with self._uploads.turn(given.guild):
            tell("Getting it …")
            received = await self._receive(given)
            tell("Reading and embedding it …")
            return await self._uploads.run(partial(self._add, given, received))

    async def _receive(self, given: Given) -> Received:
        if given.name:
            return Received(given.name, await self.cdn.read(given.url))
        return await self._pages.run(partial(self.fetch, given.url))

    def _add(self, given: Given, received: Received) -> Outcome:
        self._spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        document = load_received(
            received, self._uploads.loader, collection=str(given.guild), folder=self._spool
        )
        origin = origin_of(received.url or received.name, given.at)
        return _alone(
            lambda: self._store_new(self._uploads, given.guild, HeldArticle(document, origin), given.at)
        )

    def _store_new(self, lane: Lane, guild: int, article: HeldArticle, now: float) -> Outcome:
        """Store a document that isn't there, under an id that is free."""
        own, document = self._own(guild), article.document
        if twin := own.twin(document):
            held = replace(article, replaces=twin.document.id)
            return AlreadyThere(twin, self._memory.records.hold(guild, held, now))
        free = replace(document, id=own.free_id(document.id))
        return self._store(lane, own, replace(article, document=free), None)

    def _store(
        self, lane: Lane, own: Collection, article: HeldArticle, before: StoredDocument | None
    ) -> Stored:
        """Store a document in the place of the one ``before``, unless that is another by then."""
        document = article.document

        def check() -> None:
            if own.name in self._left:
                raise ArticleRefused(LEFT)
            if own.stored(document.id) != before:
                raise Overtaken

        check()
        self._check_room(own, document)
        own.add(document, article.origin, read=lane.ingesting.ingest, check=check)
        stored = own.stored(document.id)
        if stored is None:
            raise ArticleRefused(GONE)  # removed by another process meanwhile
        return Stored(stored, len(self._engine.paragraphs(document)), own.first_question(document))

    def _check_room(self, own: Collection, document: Document) -> None:
        """Refuse what would be more than a server may have, beside what it doesn't replace."""
        others = [s.document for s in own.documents() if s.document.id != document.id]
        if len(others) >= self._most:
            raise ArticleRefused(
                f"This server has {len(others)} articles, and I keep {self._most}. Remove one first, please."
            )
        held, more = (sum(len(d.text.encode()) for d in some) for some in (others, [document]))
        if held + more > self._size:
            raise ArticleRefused(
                f"That article has {more / 1e6:.2f} MB of text and this server has {held / 1e6:.2f} MB; "
                f"I keep {self._size / 1e6:g} MB. Remove something first, please."
            )

    # ------------------------------------------------------------------ what is held

    async def resume(self, guild: int, key: str, now: float, *, how: str) -> Outcome:
        """Store what is held: ``how`` is "replace", in the place of what it repeats, "keep", beside it, or
        "undo", where it was.

        Raises:
            ArticleRefused: it is no longer held, is another server's, or there is no room.
        """
        lane = self._changes if how == "undo" else self._uploads
        async with lane.turn(guild):
            return await lane.run(partial(self._resume, lane, guild, key, now, how))

    def _resume(self, lane: Lane, guild: int, key: str, now: float, how: str) -> Outcome:
        article = self._memory.records.held(key, guild, now)
        if article is None or (how == "undo") == bool(article.replaces):
            raise ArticleRefused(TOO_LATE)
        outcome = _alone(lambda: self._resumed(lane, guild, article, now, how))
        if isinstance(outcome, Stored):
            self._memory.records.let_go(key)
        return outcome

    def _resumed(self, lane: Lane, guild: int, article: HeldArticle, now: float, how: str) -> Outcome:
        own, document = self._own(guild), article.document
        if how == "undo":
            return self._store_new(lane, guild, article, now)
        chosen = article.replaces if how == "replace" else own.free_id(document.id)
        placed = replace(article, document=replace(document, id=chosen))
        return self._store(lane, own, placed, own.stored(chosen))

    # ------------------------------------------------------------------ changing

    async def remove(self, guild: int, wanted: str, now: float) -> Removed:
        """Remove an article, and hold it for an undo.

        Raises:
            ArticleRefused: as ``find``.
        """
        return await self.reader.run(partial(self._remove, guild, wanted, now))

    def _remove(self, guild: int, wanted: str, now: float) -> Removed:
        own = self._own(guild)
        stored = _found(wanted, own)
        key = self._memory.records.hold(guild, HeldArticle(stored.document, stored.origin or ""), now)
        own.remove(stored.document)
        return Removed(stored.document, key)

    async def edit(self, guild: int, wanted: str, values: Mapping[str, str]) -> Stored:
        """Change what is said of an article: its title, source, author, date and address.

        Raises:
            ArticleRefused: as ``find``.
            CorpusError: one of the values can't be used.
        """
        async with self._changes.turn(guild):
            return await self._changes.run(lambda: _alone(lambda: self._edit(guild, wanted, values)))

    def _edit(self, guild: int, wanted: str, values: Mapping[str, str]) -> Stored:
        own = self._own(guild)
        stored = _found(wanted, own)
        changed = HeldArticle(edited(stored.document, values, FIELDS), stored.origin or "")
        return self._store(self._changes, own, changed, stored)

    async def leave(self, guild: int) -> None:
        """Remove all articles of a server that the bot was removed from; what of it is in work isn't stored.

        Raises:
            RapporteurError: they can't be removed now.
        """
        self._left.add(str(guild))
        await self._changes.run(lambda: self._own(guild).clear())

    def joined(self, guild: int) -> None:
        """Take articles of a server again that the bot was invited back to."""
        self._left.discard(str(guild))


def _alone(work: Callable[[], T]) -> T:
    """Do some work, and again where somebody else changed meanwhile what it rests on."""
    while True:
        with suppress(Overtaken):
            return work()


def _found(wanted: str, own: Collection) -> StoredDocument:
    """The article of a key, id or title; that there is none, or more than one, is told."""
    found = own.find(wanted)
    if found is None:
        raise ArticleRefused(SEVERAL if own.titled(wanted) else GONE)
    return found
