"""The two outcomes of a question, an answer or an abstention, and their JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .document import Document, Span
    from .timings import Lap


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document, verbatim: ``quote == document.text[start:end]``.

    ``marker`` is the n of ``[n]`` in the answer, ``paragraph`` the ¶ it begins in, ``speaker`` who says it if
    it reports speech, ``url`` the document's address with a text fragment that lands on the quote.
    ``answer_span`` is where in the document, within the quote, the words stand that answer by themselves.
    """

    marker: int
    quote: str
    document: Document
    paragraph: int
    span: Span
    speaker: str | None = None
    url: str | None = None
    answer_span: Span | None = None

    def __post_init__(self) -> None:
        if self.quote != self.span.of(self.document.text):
            raise ValueError(f"not the words of {self.document.id!r} at {self.span}: {self.quote!r}")

    def as_json(self, *, marked: bool = True) -> dict[str, Any]:
        """The citation as the documented JSON object, with its marker if ``marked``."""
        d = self.document
        marker = {"marker": self.marker} if marked else {}
        return marker | {
            "quote": self.quote, "document": d.id, "title": d.title,
            "source": d.source, "author": d.author,
            "published": None if d.published is None else d.published.isoformat(),
            "paragraph": self.paragraph, "start": self.span.start, "end": self.span.end,
            "speaker": self.speaker, "url": self.url,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Nearest:
    """A retrieved passage, as a receipt shows it: ``cosine``, ``bm25`` and the ranking's own ``score``."""

    document: Document
    paragraph: int
    span: Span
    cosine: float
    bm25: float
    score: float

    def as_json(self) -> dict[str, Any]:
        """The passage as the documented JSON object."""
        return {
            "document": self.document.id, "paragraph": self.paragraph,
            "start": self.span.start, "end": self.span.end,
            "cosine": round(self.cosine, 4), "bm25": round(self.bm25, 4), "score": round(self.score, 4),
        }  # fmt: skip


Judge = Literal["llm", "verifier", "reader", "passages", "none"]
Kind = Literal["quote", "speech", "record", "overview", "fact"]


@dataclass(frozen=True, slots=True)
class ModelUse:
    """What a question took of a language model: its name, tokens in and out, and how long it was waited
    for."""

    model: str
    tokens: int
    milliseconds: float

    def as_json(self) -> dict[str, Any]:
        """The documented JSON object."""
        return {"model": self.model, "tokens": self.tokens, "milliseconds": round(self.milliseconds, 1)}


@dataclass(frozen=True, slots=True)
class Receipt:
    """How an outcome came about.

    ``searched_for`` is the question after its typos were mended and its context filled in; ``confidence`` the
    probability that the documents answer it; ``threshold`` what it had to reach; ``elapsed_ms`` all that it
    took; ``judged`` by what: the "verifier", a "reader", the "passages" that retrieval found, a language
    model ("llm"), or "none" where none had to be. ``kind`` is what was asked for: a quote, somebody's words,
    a document's record, an overview. ``language_model`` is what was used of one, None without; ``laps`` are
    the stages that it went through, in the order in which they ended.
    """

    question: str
    searched_for: str
    confidence: float
    threshold: float
    passages: tuple[Nearest, ...]
    index_version: str
    elapsed_ms: float = 0.0
    judged: Judge = "passages"
    kind: Kind = "quote"
    language_model: ModelUse | None = None
    laps: tuple[Lap, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents answer: ``text`` holds what was written, the remarks, and the quotes with their markers.

    ``remarks`` are lines of our own: what a record says, that something is mentioned, what isn't answered.
    ``suggestions`` are one or two questions near to this one that the documents answer too, if there are any.
    ``written`` are sentences of a language model, each borne by the quotes whose markers it ends with.
    """

    text: str
    citations: tuple[Citation, ...]
    receipt: Receipt
    short_answer: str | None = None
    remarks: tuple[str, ...] = field(default=())
    suggestions: tuple[str, ...] = field(default=())
    written: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Abstention:
    """They don't, or it was no question: ``reason`` says so in a plain sentence.

    ``suggestions`` are questions that the documents do answer. ``nearest`` are the one or two sentences that
    come nearest, best first, none where nothing is near; they are no answer, so no words in them are marked
    and nobody is named as saying them who isn't.
    """

    reason: str
    receipt: Receipt
    suggestions: tuple[str, ...] = field(default=())
    nearest: tuple[Citation, ...] = field(default=())


Outcome = Answer | Abstention


def as_json(outcome: Outcome, passages: int = 5) -> dict[str, Any]:
    """The documented JSON object of an outcome, with its ``passages`` best passages."""
    receipt = outcome.receipt
    answered = isinstance(outcome, Answer)
    nearest = outcome.nearest if isinstance(outcome, Abstention) else ()
    return {
        "question": receipt.question,
        "searched_for": receipt.searched_for,
        "status": "answered" if answered else "abstained",
        "kind": receipt.kind,
        "answer": outcome.text if isinstance(outcome, Answer) else None,
        "short_answer": outcome.short_answer if isinstance(outcome, Answer) else None,
        "confidence": round(receipt.confidence, 4),
        "reason": outcome.reason if isinstance(outcome, Abstention) else None,
        "citations": [c.as_json() for c in outcome.citations] if isinstance(outcome, Answer) else [],
        "nearest": [c.as_json(marked=False) for c in nearest],
        "passages": [passage.as_json() for passage in receipt.passages[:passages]],
        "suggestions": list(outcome.suggestions),
        "judged": receipt.judged,
        "written": list(outcome.written) if isinstance(outcome, Answer) else [],
        "language_model": receipt.language_model and receipt.language_model.as_json(),
        "index_version": receipt.index_version,
        "elapsed_ms": round(receipt.elapsed_ms, 1),
    }


WRITTEN_NOTE = "Written by a language model, each sentence held to the quotes below."
"""What stands between written sentences and the quotes."""


def composed(citations: Sequence[Citation], lines: Sequence[str] = ()) -> str:
    """The lines, and the quotes one below another, each with its marker, led by its speaker where it doesn't
    name them."""
    return "\n".join([*lines, *(f"{lead(c)}{c.quote} [{c.marker}]" for c in citations)])


def lead(citation: Citation) -> str:
    """The speaker's name with a colon where the quote doesn't name them itself, else ""."""
    speaker = citation.speaker
    named = speaker is None or any(part in citation.quote for part in speaker.split() if part[0].isupper())
    return "" if named else f"{speaker}: "
