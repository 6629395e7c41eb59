"""An answer told again from what is kept of it: as it was posted, and how it came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.memory.receipts import words_of

from .markdown import escaped, shortened
from .render import pages
from .reply import Block, Page, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.memory.stored_answer import StoredAnswer
    from index import Citation, Document

EXCERPT = 90
"""Code points of a passage's beginning that are shown."""

_JUDGES = {
    "verifier": "The verifier judged: it weighed whether the nearest passages answer this very question.",
    "reader": "The reader judged: it read the nearest passages for the words that answer.",
    "passages": "The search judged, by how well the nearest passages match; no model read them.",
}

_LANGUAGE_MODEL = {
    "answered": "A language model was shown the nearest passages and pointed at the sentences that answer.",
    "abstained": "A language model was shown the nearest passages and said that none answers.",
}

UNJUDGED = "For that reply no passage had to be judged."

REMOVED = "The article was removed since, so that I don't show its words. Ask again, please."
CHANGED = "The article has changed since, and I don't show words that are no longer in it. Ask again, please."


def as_posted(answer: StoredAnswer, citations: Sequence[Citation]) -> Reply:
    """A kept answer of several pages, as it was posted."""
    record = answer.record
    posted = tuple(Page(*page) for page in record["pages"])
    offered, listed = tuple(record.get("suggestions", ())), record.get("listed", False)
    return Reply(posted, record.get("heading", ""), record["answered"], tuple(citations), offered, listed)


def why(answer: StoredAnswer, documents: Sequence[Document], mark: str = "") -> Reply:
    """How a kept answer came about, for people; ``mark`` tells what became of its articles."""
    record = answer.record
    if "threshold" not in record:
        return Reply(pages([Block(line) for line in (UNJUDGED, mark) if line]), answered=False)
    lines = [f"**Why?** {_verdict(record)}"]
    if answer.text is not None:
        lines.append(f"Asked: {escaped(shortened(answer.text, 250))}")
    if answer.searched_for not in (None, answer.text):
        lines.append(f"Searched for: {escaped(shortened(answer.searched_for or '', 250))}")
    passages = (Block(_passage(passage, words_of(passage, documents))) for passage in record["passages"])
    blocks = [Block("\n".join(lines)), *passages]
    if used := record.get("language_model"):
        blocks.append(Block(f"-# {_used(used)}"))
    version = f"-# index {record['index_version']} · answered in {record['elapsed_ms']} ms"
    told = [Block(mark)] if mark else []
    return Reply(pages([*blocks, Block(version), *told])[:1])


def _verdict(record: dict[str, Any]) -> str:
    if record["judged"] == "none" and record["status"] == "answered":
        return "Answered from the article's own record: no passage had to be judged."
    sign, answered = ("≥", "answered") if record["status"] == "answered" else ("<", "refused")
    if not record["passages"]:
        return f"Refused without a search. {escaped(record.get('reason', ''))}".strip()
    if record["judged"] == "llm":
        return _LANGUAGE_MODEL[record["status"]]
    compared = f"Confidence {record['confidence']:.2f} {sign} threshold {record['threshold']:.2f}"
    return f"{compared}, so it was {answered}. {_JUDGES[record['judged']]}"


def _used(used: dict[str, Any]) -> str:
    """What of a language model the answer took."""
    tokens = f"{used['tokens']:,} tokens" if used["tokens"] else "its reply was kept from before"
    name = escaped(shortened(used["model"], EXCERPT))
    return f"language model {name} · {tokens} · {used['milliseconds']:.0f} ms"


def _passage(passage: dict[str, Any], text: str) -> str:
    words = " ".join(text.split())
    scores = f"cosine {passage['cosine']:.2f} · BM25 {passage['bm25']:.2f} · score {passage['score']:.2f}"
    place = f"{escaped(passage['document'])} ¶{passage['paragraph']}"
    return f"{place} · {scores}" + (f"\n> {escaped(shortened(words, EXCERPT))}" if words else "")
