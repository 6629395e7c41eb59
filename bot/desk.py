"""What lies on the moderators' desk: a server's questions, grouped by meaning, and what they write down."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from cachetools import LRUCache

from index import Fact, proof_of

from .hearing.inquiry import collections
from .hearing.plain_text import plain
from .memory.asked import DAY
from .memory.curated import MOST_FACTS, MOST_GOLDEN, Golden
from .memory.reviewed import Day, Group

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index import Document, Engine

    from .memory.async_memory import AsyncMemory
    from .memory.records import Records
    from .memory.stored_answer import StoredAnswer
    from .worker import Worker

WINDOW_DAYS = 30
"""How far the desk looks back."""

MOST_QUESTIONS = 200
"""Of the newest that are grouped: each takes the encoder 4 ms, once, and a moderator looks at no more."""

MOST_RANKED, MOST_WORDINGS = 10, 40
"""How many of the most asked and most quoted are listed, and of how many wordings the former are grouped."""

SHORTEST_PROOF = 10
"""Letters and digits of a quote that can prove a fact: a clause in Chinese; the shipped have 22 or more."""

GROUPINGS_HELD = 100
"""Servers whose grouping is held in memory, as numbers under a digest: neither words nor vectors."""

ADDED, KEPT = "Added: /fact finds it in this server.", "Kept as a golden question."
INSTEAD = " I have a fact of that name for all servers; yours is shown here in its place."
TWICE = "This server has a fact on that topic already; remove it first, or choose another name."
EMPTY = "Something is missing: topic, answer and quote need words."
NO_QUESTION = "A golden question needs words."
ASKED_TWICE = "This server has that golden question already; remove it first to change what it quotes."
TOO_SHORT = "That quote is too short to prove anything. Copy the words around it too."
NOT_THERE = "Those words stand in no article that this server sees, so they prove nothing. Copy them exactly."
MISSING = (
    "The sentence of that quote doesn't have these words of the answer: {words}. Say it in the article's "
    "words, or quote more."
)
DENIED = "One of the answer and the quote denies what the other says. Say it as the article does."
NEAREST = " The nearest that I find is: “{quote}”"
GONE = "That is no longer on the desk: it was deleted or dismissed, or its words have expired."
FULL = "This server has as many of those as I keep ({most}); remove one first."


class Desk:
    """Reads the memory for a server, and groups with the engine, which ``worker`` asks; ``shipped`` are the
    facts that all servers have."""

    def __init__(
        self,
        engine: Engine,
        memory: AsyncMemory,
        worker: Worker,
        keep_days: float,
        shipped: Sequence[Fact] = (),
    ) -> None:
        self.keep_days = keep_days
        self._shipped = {name.casefold() for fact in shipped for name in (fact.label, *fact.aliases)}
        self._engine, self._memory, self._worker = engine, memory, worker
        self._groupings: LRUCache[int, tuple[bytes, list[list[int]]]] = LRUCache(GROUPINGS_HELD)

    # ------------------------------------------------------------------ reading

    def _since(self, now: float) -> float:
        """When the first day begins that the desk shows."""
        return (now // DAY - WINDOW_DAYS + 1) * DAY

    async def days(self, guild: int, now: float) -> list[Day]:
        """The days up to now, those without a question too."""
        since = self._since(now)
        found = await self._memory.call(lambda memory: memory.days(guild, since))
        by_number = {day.number: day for day in found}
        first = int(since // DAY)
        return [by_number.get(number, Day(number)) for number in range(first, first + WINDOW_DAYS)]

    async def groups(self, guild: int, now: float) -> list[Group]:
        """All that were refused or voted against, by meaning: the most asked first, then the newest."""
        since = max(self._since(now), now - self.keep_days * DAY)
        found = await self._memory.call(lambda memory: memory.to_review(guild, since, MOST_QUESTIONS))
        grouping = await self._grouping(guild, [question.words for question in found])
        groups = [Group(tuple(found[place] for place in places)) for places in grouping]
        return sorted(groups, key=lambda group: -len(group.questions))

    async def to_review(self, guild: int, now: float) -> list[Group]:
        """Those that aren't dismissed."""
        return [group for group in await self.groups(guild, now) if not group.dismissed]

    async def group(self, guild: int, key: str, now: float) -> Group | None:
        """The group that an answer of this server is in."""
        groups = await self.groups(guild, now)
        return next((g for g in groups if any(question.key == key for question in g.questions)), None)

    async def _grouping(self, guild: int, words: list[str]) -> list[list[int]]:
        digest = sha256("\0".join(words).encode()).digest()
        held = self._groupings.get(guild)
        if held is None or held[0] != digest:
            held = digest, await self._worker.run(partial(_grouped, self._engine, words))
            self._groupings[guild] = held
        return held[1]

    async def most_asked(self, guild: int, now: float) -> list[tuple[str, int]]:
        """The questions asked most often in their most frequent wordings, with how often."""
        since = max(self._since(now), now - self.keep_days * DAY)
        found = await self._memory.call(lambda memory: memory.most_asked(guild, since, MOST_WORDINGS))
        grouping = await self._worker.run(partial(_grouped, self._engine, [words for words, _ in found]))
        counted = [(found[places[0]][0], sum(found[place][1] for place in places)) for places in grouping]
        return sorted(counted, key=lambda pair: -pair[1])[:MOST_RANKED]

    async def most_quoted(self, guild: int, now: float) -> list[tuple[str, int]]:
        """The titles of the articles quoted most often, with how often; those that are gone are left out."""
        since = self._since(now)
        found = await self._memory.call(lambda memory: memory.most_quoted(guild, since, MOST_RANKED))
        return await self._worker.run(partial(_titled, self._engine, found, collections(guild)))

    async def facts(self, guild: int) -> list[Fact]:
        """A server's own facts."""
        return await self._memory.call(lambda memory: memory.facts(guild))

    async def facts_to_find(self, guild: int | None) -> list[Fact]:
        """The same for /fact; none in direct messages, or while the memory can't be read."""
        nothing: list[Fact] = []
        if guild is None:
            return nothing
        return await self._memory.attempt(lambda memory: memory.facts(guild), nothing)

    async def golden(self, guild: int) -> list[Golden]:
        """A server's golden questions."""
        return await self._memory.call(lambda memory: memory.golden(guild))

    async def _answer(self, guild: int, key: str) -> StoredAnswer | None:
        """An answer that is this server's, and not one that was given in private."""
        stored = await self._memory.call(lambda memory: memory.answer(key))
        return stored if stored is not None and stored.guild == guild and not stored.private else None

    async def offered_question(self, guild: int, key: str) -> str | None:
        """The words of a server's answered or refused question; None when they are gone.

        They are had without the engine, for a form has to be shown within 3 s.
        """
        stored = await self._answer(guild, key)
        return None if stored is None else stored.searched_for or stored.text

    async def offered_quote(self, guild: int, key: str) -> str:
        """The first quote of a server's answer, or the nearest that it showed; "" when there is none."""
        stored = await self._answer(guild, key)
        quotes = stored.record["quotes"] if stored is not None else []
        return str(quotes[0]["quote"]) if quotes else ""

    # ------------------------------------------------------------------ writing

    async def dismiss(self, guild: int, group: Group) -> None:
        """Show a group no more until it is asked anew."""
        keys = [question.key for question in group.questions]
        await self._memory.call(lambda memory: memory.dismiss(guild, keys))

    async def add_fact(self, guild: int, filled: Mapping[str, str]) -> str:
        """Add a fact that a quote proves; gives what to say of it."""
        topic, answer = (plain(filled.get(name, ""), {}) for name in ("topic", "answer"))
        quote = filled.get("quote", "").strip()
        if not (topic and any(map(str.isalnum, answer)) and quote):
            return EMPTY
        if sum(map(str.isalnum, quote)) < SHORTEST_PROOF:
            return TOO_SHORT
        fact = Fact(_new_key(), topic, answer, quote, "")
        proven = await self._worker.run(partial(_proven, self._engine, fact, collections(guild)))
        if isinstance(proven, str):
            return proven
        said = await self._memory.call(partial(_add_fact, guild, proven))
        return said + INSTEAD if said == ADDED and topic.casefold() in self._shipped else said

    async def add_golden(self, guild: int, key: str, filled: Mapping[str, str]) -> str:
        """Keep a golden question made of an answer's; gives what to say of it."""
        text, quote = plain(filled.get("question", ""), {}), filled.get("quote", "").strip()
        if not text:
            return NO_QUESTION
        if await self._answer(guild, key) is None:
            return GONE
        if quote and not await self._worker.run(
            partial(_document_with, self._engine, quote, collections(guild), folded=True)
        ):
            return NOT_THERE
        question = Golden(_new_key(), text, quote or None, key)
        return await self._memory.call(partial(_add_golden, guild, question))


def _grouped(engine: Engine, words: Sequence[str]) -> list[list[int]]:
    """The places of the words by meaning; each wording is looked at once, however often it was asked."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(words):
        places.setdefault(_plainly(text), []).append(place)
    wordings = list(places.values())
    groups = engine.group([words[wording[0]] for wording in wordings])
    return [sorted(place for number in group for place in wordings[number]) for group in groups]


def _plainly(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(" ?!.")


def _titled(
    engine: Engine, counts: Sequence[tuple[str, int]], allowed: Sequence[str]
) -> list[tuple[str, int]]:
    found = [(engine.document(slug, allowed), times) for slug, times in counts]
    return [(document.title, times) for document, times in found if document is not None]


def _document_with(
    engine: Engine, quote: str, allowed: Sequence[str], *, folded: bool = False
) -> Document | None:
    """The first document that has the words, character for character unless case is ``folded``."""
    wanted = quote.lower() if folded else quote
    texts = ((d, d.text.lower() if folded else d.text) for d in engine.documents(allowed))
    return next((document for document, text in texts if wanted in text), None)


def _proven(engine: Engine, fact: Fact, allowed: Sequence[str]) -> Fact | str:
    """The fact with the document that has its quote, where that proves its answer; else what is wrong."""
    document = _document_with(engine, fact.quote, allowed)
    if document is None:
        return NOT_THERE + _nearest(engine, fact.quote, allowed)
    proof = proof_of(fact, document)
    if proof.missing:
        return MISSING.format(words=", ".join(f"“{word}”" for word in proof.missing))
    return replace(fact, document=document.id) if proof.denies_alike else DENIED


def _nearest(engine: Engine, quote: str, allowed: Sequence[str]) -> str:
    """The sentence nearest to words that no document has; "" when none is near."""
    found = engine.check(quote, collections=allowed)
    near = getattr(found, "nearest", ()) or getattr(found, "citations", ())
    return NEAREST.format(quote=near[0].quote) if near else ""


def _add_fact(guild: int, fact: Fact, memory: Records) -> str:
    if any(known.label.casefold() == fact.label.casefold() for known in memory.facts(guild)):
        return TWICE
    return ADDED if memory.add_fact(guild, fact) else FULL.format(most=MOST_FACTS)


def _add_golden(guild: int, question: Golden, memory: Records) -> str:
    if any(_plainly(known.text) == _plainly(question.text) for known in memory.golden(guild)):
        return ASKED_TWICE
    return KEPT if memory.add_golden(guild, question) else FULL.format(most=MOST_GOLDEN)


def _new_key() -> str:
    return secrets.token_hex(8)
