"""Evidence → citations: which words are quoted, who speaks them, where the link lands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..answer import Citation
from ..attribution.certainty import CERTAIN_SPEAKER
from ..document import Span
from ..text.fragments import fragment_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Document, Statement
    from ..storage.library import Passage

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
