"""What is kept of an answer: how it came about, and where its quotes stand."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from bot.saying.marks import mark_of
from index import Span, as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.saying.marks import Fate
    from index import Citation, Document, Engine, Outcome

PASSAGES = 5
"""How many of the nearest passages are kept."""

_KEPT = (
    "status", "reason", "confidence", "passages", "judged", "language_model", "index_version", "elapsed_ms",
)  # fmt: skip


def receipt(outcome: Outcome) -> dict[str, Any]:
    """What /why tells of an outcome; but for the reason of a refusal nothing in it says what was asked."""
    described = as_json(outcome, PASSAGES)
    kept = {**{key: described[key] for key in _KEPT}, "threshold": outcome.receipt.threshold}
    for place, passage in zip(kept["passages"], outcome.receipt.passages, strict=False):
        place |= {"collection": passage.document.collection, "text": _digest(passage.document.text)}
    return kept


def placement(citation: Citation) -> dict[str, Any]:
    """Where a citation stands, and its words, so that a document that is changed, or told of anew, is
    noticed."""
    d = citation.document
    return {"marker": citation.marker, "collection": d.collection, "document": d.id,
            "start": citation.span.start, "end": citation.span.end, "quote": citation.quote,
            "text": _digest(d.text), "about": _about(d)}  # fmt: skip


def _about(document: Document) -> str:
    """A digest of who published a document and when, by which an answer may have been judged."""
    return _digest("\0".join(map(str, (document.source, document.author, document.published))))


def _digest(text: str) -> str:
    """16 hexadecimal digits that stand for a document's text."""
    return sha256(text.encode()).hexdigest()[:16]


def words_of(passage: dict[str, Any], documents: Iterable[Document]) -> str:
    """The words of a passage of a receipt; "" when its document is none of these, or has another text."""
    key = passage["collection"], passage["document"]
    text = next((d.text for d in documents if (d.collection, d.id) == key), "")
    same = passage.get("text") in (None, _digest(text))  # earlier versions kept no digest
    return text[passage["start"] : passage["end"]] if same else ""


def cited_again(quotes: Iterable[dict[str, Any]], engine: Engine) -> list[Citation] | None:
    """The citations of a kept answer; None when a document is gone or no longer has the words."""
    found = []
    for quote in quotes:
        span = Span(quote["start"], quote["end"])
        document = engine.document(quote["document"], [quote["collection"]])
        if document is None or span.of(document.text) != quote["quote"]:
            return None
        found.append(engine.cite(document, span, quote["marker"]))
    return found


def mark_on(quotes: Sequence[dict[str, Any]], engine: Engine) -> str:
    """The line that belongs under a kept answer: that a document it quotes is gone, or another now."""
    placed = {(quote["collection"], quote["document"]): quote for quote in quotes}
    return mark_of(fate_of([*placed.values()], engine), several=len(placed) > 1)


def fate_of(quotes: Sequence[dict[str, Any]], engine: Engine) -> Fate:
    """What became of the documents of some quotes, the worst of it."""
    fates = {_fate(quote, engine) for quote in quotes}
    return "removed" if "removed" in fates else "changed" if "changed" in fates else ""


def _fate(quote: dict[str, Any], engine: Engine) -> Fate:
    """What became of the document of a quote; earlier versions kept no digests of it."""
    document = engine.document(quote["document"], [quote["collection"]])
    if document is None:
        return "removed"
    here = Span(quote["start"], quote["end"]).of(document.text) == quote["quote"]
    same = quote.get("text") in (None, _digest(document.text))
    return "" if here and same and quote.get("about") in (None, _about(document)) else "changed"
