"""A question → the reply to it, in the worker thread."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from cachetools import LRUCache

from index import Abstention, scripts

from .hearing.query import NO_TEXT, OTHER_SCRIPT, UNSEEN, Query, Unanswerable, read_query
from .memory.receipts import receipt
from .saying.render import claim_heading, heading_of, render
from .saying.reply import Reply, plain_reply

if TYPE_CHECKING:
    from index import Engine, Outcome

    from .hearing.inquiry import Inquiry

COLLECTIONS_HELD = 1000
"""Collections of which it is known which scripts their documents are written in; others are read again."""

GIST = "**What the articles are about**"
"""The heading over the sentences that carry them all."""


class Prepared(NamedTuple):
    """A reply, the question that it answers in words that need no context, the record of how, and the
    outcome, where the engine was asked for one."""

    reply: Reply
    searched_for: str
    record: dict[str, Any]
    outcome: Outcome | None = None

    @classmethod
    def of(cls, outcome: Outcome, heading: str, searched_for: str) -> Prepared:
        """An outcome under a heading."""
        return cls(render(outcome, heading), searched_for, receipt(outcome), outcome)

    def noted(self, note: str) -> Prepared:
        """The same with a small line at the end."""
        *before, last = self.reply.pages
        page = replace(last, sources=f"{last.sources}\n-# {note}".lstrip("\n"))
        return self._replace(reply=replace(self.reply, pages=(*before, page)))


class Preparer:
    """Prepares replies with one engine; its methods take as long as answering does."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._known: LRUCache[tuple[str, str], frozenset[str]] = LRUCache(COLLECTIONS_HELD)
        self._lock = Lock()

    def answer(self, inquiry: Inquiry, *, written: bool) -> Prepared:
        """Read the question, ask it, and write the reply."""
        query = self._query(inquiry)
        if isinstance(query, Unanswerable):
            return self._told(query, inquiry)
        outcome = self._outcome(inquiry, query, written=written)
        if isinstance(outcome, Abstention) and not self._readable(inquiry, outcome):
            return self._told(Unanswerable(OTHER_SCRIPT), inquiry)
        searched_for = outcome.receipt.searched_for
        shown = inquiry.message is None
        heading = (
            claim_heading(query.text) if query.claim else heading_of(query.text, searched_for, shown=shown)
        )
        return Prepared.of(outcome, heading, searched_for)

    def brief(self, inquiry: Inquiry, *, written: bool) -> Prepared:
        """The gist, or the topic, under a heading that says which."""
        topic = inquiry.text
        query = read_query(topic, scripts=self._scripts(inquiry)) if topic else None
        if isinstance(query, Unanswerable):
            return self._told(query, inquiry)
        outcome = self.engine.brief(topic or None, collections=inquiry.collections, written=written)
        if not topic:
            return Prepared.of(outcome, GIST, "What are the articles about?")
        about = outcome.receipt.searched_for
        asked = f"What do the articles say about {about}?"
        return Prepared.of(outcome, heading_of(topic, about, shown=True), asked)

    def _told(self, query: Unanswerable, inquiry: Inquiry) -> Prepared:
        return Prepared(plain_reply(query.reply, self.engine.suggestions[:3]), inquiry.text, {})

    def _query(self, inquiry: Inquiry) -> Query | Unanswerable:
        """What the inquiry asks, in the scripts of the documents that may answer it."""
        if inquiry.unseen or (inquiry.claim and not inquiry.text):
            return Unanswerable(UNSEEN if inquiry.unseen else NO_TEXT)
        known = self._scripts(inquiry) if self.engine.language_model is None else scripts(inquiry.text)
        query = read_query(inquiry.text, scripts=known, attachments=inquiry.attachments)
        return replace(query, claim=inquiry.claim) if isinstance(query, Query) else query

    def _scripts(self, inquiry: Inquiry) -> set[str]:
        """The scripts of a question that the documents have too; those of the first collections are mostly
        enough."""
        wanted, known = set(scripts(inquiry.text)), set[str]()
        for collection in inquiry.collections:
            if wanted <= known:
                break
            known |= self._scripts_of(collection)
        return wanted & known

    def _scripts_of(self, collection: str) -> frozenset[str]:
        """The scripts of a collection's documents, which are read once for each state of them."""
        state = collection, self.engine.store.library.version([collection])
        with self._lock:
            if (found := self._known.get(state)) is not None:
                return found
        found = frozenset().union(*(scripts(d.text) for d in self.engine.documents([collection])))
        with self._lock:
            self._known[state] = found
        return found

    def _readable(self, inquiry: Inquiry, outcome: Abstention) -> bool:
        """Whether a refusal rests on a question that was understood: by the model, or by its script."""
        if self.engine.language_model is None or outcome.receipt.language_model is not None:
            return True
        return isinstance(read_query(inquiry.text, scripts=self._scripts(inquiry)), Query)

    def _outcome(self, inquiry: Inquiry, query: Query, *, written: bool) -> Outcome:
        if query.claim:
            return self.engine.check(query.text, collections=inquiry.collections)
        return self.engine.ask(
            query.text, context=inquiry.context, collections=inquiry.collections, written=written
        )
