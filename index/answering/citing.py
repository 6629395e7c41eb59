"""Evidence → citations: which words are quoted, who speaks them, where the link lands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..answer import Citation
from ..attribution.statements import CERTAIN_SPEAKER
from ..document import Span
from ..text.fragments import fragment_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Document, Statement
    from ..storage.library import Passage

LONGEST_QUOTE = 450
"""Code points up to which the sentence before one that opens with a pronoun is quoted with it."""

_LEANS_BACK = re.compile(r"[“\"]?(?:He|She|It|They|This|That|These|Those|His|Her|Its|Their|Such)\b")


def quoted(passage: Passage, sentence: int) -> Span:
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
    exact: Span | None = None,
) -> Citation:
    """The citation of ``span``, with who says it by the document's ``statements``."""
    url = document.url and fragment_url(document.url, document.text, span)
    quote = span.of(document.text)
    return Citation(marker, quote, document, paragraph, span, _speaker(span, statements), url, exact)


def _speaker(span: Span, statements: Sequence[Statement]) -> str | None:
    """Who makes the surest statement that lies in the quote."""
    inside = [s for s in statements if span.overlap(s.span) and s.certainty >= CERTAIN_SPEAKER]
    return max(inside, key=lambda s: (span.overlap(s.span), s.certainty)).speaker if inside else None
