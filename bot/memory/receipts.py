"""What is kept of an answer: how it came about, and where its quotes stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index import Span, as_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index import Citation, Engine, Outcome

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
        place["collection"] = passage.document.collection
    return kept


def placement(citation: Citation) -> dict[str, Any]:
    """Where a citation stands, and its words, so that a changed document is noticed."""
    d = citation.document
    return {"marker": citation.marker, "collection": d.collection, "document": d.id,
            "start": citation.span.start, "end": citation.span.end, "quote": citation.quote}  # fmt: skip


def cited_again(quotes: Iterable[dict[str, Any]], engine: Engine) -> list[Citation] | None:
    """The citations of a kept answer; None when a document is gone or no longer has the words."""
    found = []
    for quote in quotes:
        span = Span(quote["start"], quote["end"])
        stored = engine.documents([quote["collection"]])
        document = next((d for d in stored if d.id == quote["document"]), None)
        if document is None or span.of(document.text) != quote["quote"]:
            return None
        found.append(engine.cite(document, span, quote["marker"]))
    return found
