"""Whether the sentences of a quote say what a fact's answer does: they have its words, and deny no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..answering.written.polarity import deny_alike
from ..answering.written.wording import wording
from ..attribution.tokens import DATE, NAME, NUMBER
from ..text.segmentation import paragraphs, sentences
from ..text.terms import STOPWORDS
from .facts import locate

if TYPE_CHECKING:
    from ..answering.written.wording import Word, Wording
    from ..document import Document
    from .facts import Fact


@dataclass(frozen=True, slots=True)
class Proof:
    """The words of the answer that the sentences don't have, as they are typed, and whether the two deny the
    same. Of the 37 shipped facts, all sound, 2 miss a word ("wants", of what somebody is pushing for), and
    none denies what its quote doesn't, or the other way round. Hedges aren't held to: what is said to open on
    March 5 may be told as opening then."""

    missing: tuple[str, ...]
    denies_alike: bool


def proof_of(fact: Fact, document: Document) -> Proof:
    """How the sentences that a fact's quote stands in prove its answer.

    Raises:
        CorpusError: as ``locate``.
    """
    evidence = _sentences_of(fact, document)
    claim, source = wording(fact.answer, evidence), wording(evidence, fact.answer)
    lacking = [word for word in claim.words if not _has(source, word)]
    typed = dict.fromkeys(claim.tokens[word.at].text for word in lacking)
    return Proof(tuple(typed), deny_alike(claim, source))


def _sentences_of(fact: Fact, document: Document) -> str:
    """The sentences, whole, that the quote stands in, as one text."""
    quote, text = locate(fact, document), document.text
    blocks = [block for block in paragraphs(text) if block.start < quote.end and quote.start < block.end]
    inside = [s for block in blocks for s in sentences(text, block)]
    return " ".join(s.of(text) for s in inside if s.start < quote.end and quote.start < s.end)


def _has(source: Wording, word: Word) -> bool:
    """Whether the sentences have a word: a name or number as it is spelt, any other in some form.

    In writing that puts no spaces between words it stands inside of what looks like one.
    """
    if word.kind in (NAME, NUMBER, DATE):
        found = word.low in source.lows or (word.low in STOPWORDS and word.kind == NAME)
    else:
        found = not word.carries or source.has(word)
    return found or (not word.low.isascii() and any(word.low in other for other in source.lows))
