"""Evidence → citations: which words are quoted, who speaks them, where the link lands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..answer import Citation
from ..attribution.certainty import CERTAIN_SPEAKER
from ..document import Span
from ..text.fragments import fragment_url

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..document import Document, Statement
    from ..storage.library import Library, Passage

LONGEST_QUOTE = 450
"""Code points up to which the sentence before one that opens with a pronoun is quoted with it."""

_LEANS_BACK = re.compile(r"[“\"]?(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such)\b")


def widened(passage: Passage, sentence: int) -> Span:
    """The sentence, with the one before it when it opens with a word that points back and both are short."""
    span = passage.sentences[sentence]
    if sentence and _LEANS_BACK.match(span.of(passage.document.text)):
        wider = Span(passage.sentences[sentence - 1].start, span.end)
        return wider if wider.end - wider.start <= LONGEST_QUOTE else span
    return span


def cite(
    marker: int,
    document: Document,
    paragraph: int,
    span: Span,
    statements: Sequence[Statement],
    answer_span: Span | None = None,
    *,
    core: Span | None = None,
) -> Citation:
    """The citation of ``span``, with who says it by the document's ``statements``.

    ``core`` is the sentence that is meant, where ``span`` takes in the one before it.
    """
    url = document.url and fragment_url(document.url, document.text, span)
    quote = span.of(document.text)
    speaker = speaker_of(core or span, statements)
    return Citation(marker, quote, document, paragraph, span, speaker, url, answer_span)


def cite_all(places: Sequence[tuple[Document, Span]], library: Library) -> list[Citation]:
    """The citations of words of stored documents, numbered in their order; each document is read once."""
    documents = dict.fromkeys(document for document, _ in places)
    read = {document: (library.paragraphs(document), library.statements(document)) for document in documents}
    citations = []
    for marker, (document, span) in enumerate(places, 1):
        paragraphs, statements = read[document]
        numbers = (n for n, p in enumerate(paragraphs, 1) if p.start <= span.start < p.end)
        citations.append(cite(marker, document, next(numbers, 1), span, statements))
    return citations


def cite_statements(
    speakers: Collection[str], collections: Sequence[str], library: Library
) -> list[Citation]:
    """All that some speakers say, by document and in text order; the less certain where there is no surer."""
    said = library.statements_by(speakers, collections)
    surest = [pair for pair in said if pair[1].certainty >= CERTAIN_SPEAKER] or said
    placed = {(d, s.span): s.speaker for d, s in sorted(surest, key=lambda p: (p[0].id, p[1].span))}
    citations = cite_all(list(placed), library)
    return [replace(c, speaker=name) for c, name in zip(citations, placed.values(), strict=True)]


def speaker_of(span: Span, statements: Sequence[Statement]) -> str | None:
    """Who makes the statement that the quote is; None for narration, and where several speak.

    A sentence is a statement if that covers most of it; "met …, expressing optimism" narrates a deed.
    """
    inside = [
        s
        for s in statements
        if s.certainty >= CERTAIN_SPEAKER
        and 2 * span.overlap(s.span) >= span.end - span.start
        and (s.direct or not s.verb.endswith("ing"))
    ]
    speakers = {s.speaker for s in inside}
    return speakers.pop() if len(speakers) == 1 else None
