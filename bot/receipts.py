"""What is kept of an answer, and what its buttons and /why make of it later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from index import as_json
from index.document import Span

from .markdown import escaped, shortened
from .render import Block, Page, Reply, pages, plainly

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Citation, Document, Engine, Outcome

    from .memory import Remembered

PASSAGES = 5
"""How many of the nearest passages a receipt lists."""

EXCERPT = 90
"""Code points of a passage's beginning that a receipt shows."""

_KEPT = ("status", "reason", "confidence", "passages", "judged", "index_version", "elapsed_ms")

_JUDGES = {
    "verifier": (
        "The verifier judged: it weighed whether the nearest passages answer the question, word by word."
    ),
    "reader": "The reader judged: it read the nearest passages for the words that answer.",
    "passages": "The search judged, by how well the nearest passages match; no model read them.",
}

CHANGED = "The article has changed since, and I don't show words that are no longer in it. Ask again, please."


def record(outcome: Outcome) -> dict[str, Any]:
    """What /why tells of an outcome; but for the reason of a refusal nothing in it says what was asked."""
    whole = as_json(outcome, PASSAGES)
    told = {**{key: whole[key] for key in _KEPT}, "threshold": outcome.receipt.threshold}
    for place, passage in zip(told["passages"], outcome.receipt.passages, strict=False):
        place["collection"] = passage.document.collection
    return told


def placed(citation: Citation) -> dict[str, Any]:
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


def as_posted(answer: Remembered, citations: Sequence[Citation]) -> Reply:
    """A kept answer of several pages, as it was posted."""
    kept = answer.record
    shown = tuple(Page(*page) for page in kept["pages"])
    return Reply(shown, kept.get("heading", ""), kept["answered"], tuple(citations))


def why(answer: Remembered, documents: Sequence[Document]) -> Reply:
    """How a kept answer came about, for people."""
    kept = answer.record
    if "threshold" not in kept:
        return plainly("For that reply no passage had to be judged.")
    lines = [f"**Why?** {_verdict(kept)}"]
    if answer.text is not None:
        lines.append(f"Asked: {escaped(shortened(answer.text, 250))}")
    if answer.searched_for not in (None, answer.text):
        lines.append(f"Searched for: {escaped(shortened(answer.searched_for or '', 250))}")
    texts = {(d.collection, d.id): d.text for d in documents}
    blocks = [Block("\n".join(lines)), *(Block(_passage(p, texts)) for p in kept["passages"])]
    version = f"-# index {kept['index_version']} · answered in {kept['elapsed_ms']} ms"
    return Reply(pages([*blocks, Block(version)])[:1])


def _verdict(kept: dict[str, Any]) -> str:
    if kept["judged"] == "none" and kept["status"] == "answered":
        return "Answered from the article's own record: no passage had to be judged."
    sign, answered = ("≥", "answered") if kept["status"] == "answered" else ("<", "refused")
    if not kept["passages"]:
        return f"Refused without a search. {escaped(kept.get('reason', ''))}".strip()
    compared = f"Confidence {kept['confidence']:.2f} {sign} threshold {kept['threshold']:.2f}"
    return f"{compared}, so it was {answered}. {_JUDGES[kept['judged']]}"


def _passage(passage: dict[str, Any], texts: dict[tuple[str, str], str]) -> str:
    text = texts.get((passage["collection"], passage["document"]), "")
    words = " ".join(text[passage["start"] : passage["end"]].split())
    scores = f"cosine {passage['cosine']:.2f} · BM25 {passage['bm25']:.2f} · score {passage['score']:.2f}"
    place = f"{escaped(passage['document'])} ¶{passage['paragraph']}"
    return f"{place} · {scores}" + (f"\n> {escaped(shortened(words, EXCERPT))}" if words else "")
