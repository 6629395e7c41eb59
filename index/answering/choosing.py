"""Sentences → those that a language model points at; the words quoted are ours.

What it gives back is a number, words that must stand in that sentence, and a speaker, who can only be taken
away: a name is put to words by the attribution alone, and not if the model names somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..document import Span
from ..llm.language_model import MARKS, Numbered
from ..text.function_words import PRONOUNS
from ..text.terms import words
from .evidence import MOST_QUOTES, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..document import Document
    from ..llm.language_model import Choice, Consultation
    from ..search.retriever import Retrieval

SENTENCE_BYTES, ARTICLE_BYTES = 40, 80
"""What a sentence's number and an article's date, and their places in the data, take beside their texts."""

ALIKE = MARKS | str.maketrans("“”„«»‘’‚–—\u00a0\n\t", '"""""\'\'\'--   ')
"""Characters that a model is shown or writes in the place of others, one for one."""


@dataclass(frozen=True, slots=True)
class ChosenSentence:
    """A sentence that the model points at; ``span`` are the words in the document that answer by themselves,
    ``speaker`` whom it takes for the speaker."""

    evidence: Evidence
    span: Span | None
    speaker: str | None


def choose(consultation: Consultation, question: str, candidates: Iterable[Evidence]) -> list[ChosenSentence]:
    """The candidates that the model says answer, best first, at most ``MOST_QUOTES``.

    As many of them are shown as there is room for, in the order of their articles.

    Raises:
        LanguageModelError: the model gave nothing that can be used.
    """
    shown = _in_text_order(_fitting(candidates, consultation.room - len(question.encode())))
    if not shown:
        return []
    choices = consultation.choose(question, [_numbered(n, one) for n, one in enumerate(shown, 1)])
    return [_chosen(choice, shown[choice.number - 1]) for choice in choices[:MOST_QUOTES]]


def disputes(named: str | None, speaker: str | None) -> bool:
    """Whether whom the model named is somebody other than a speaker."""
    theirs = [word for word in words(named or "") if word not in PRONOUNS]
    return bool(theirs) and speaker is not None and not set(theirs) & set(words(speaker))


def _fitting(candidates: Iterable[Evidence], room: int) -> list[Evidence]:
    """The first candidates that fit into so many UTF-8 bytes, each sentence once."""
    found: dict[tuple[Document, Span], Evidence] = {}
    documents: set[Document] = set()
    for one in candidates:
        document = one.document
        if (document, one.span) in found:
            continue
        room -= len(one.span.of(document.text).encode()) + SENTENCE_BYTES
        room -= 0 if document in documents else len(document.title.encode()) + ARTICLE_BYTES
        if room < 0:
            break
        found[document, one.span] = one
        documents.add(document)
    return list(found.values())


def _in_text_order(candidates: Sequence[Evidence]) -> list[Evidence]:
    """By document, that of the best first, and in text order, so that "he" stands behind whom it means."""
    order = {one.document: n for n, one in reversed(list(enumerate(candidates)))}
    return sorted(candidates, key=lambda one: (order[one.document], one.span))


def _numbered(number: int, one: Evidence) -> Numbered:
    document = one.document
    return Numbered(number, one.span.of(document.text), document.title, document.published)


def _chosen(choice: Choice, one: Evidence) -> ChosenSentence:
    return ChosenSentence(one, _found(choice.words, one), choice.speaker)


def _found(wanted: str, one: Evidence) -> Span | None:
    """Where words stand in a sentence, as whole words; None when they don't, or are all of it."""
    text = one.span.of(one.document.text)
    plain, sought = text.translate(ALIKE).lower(), wanted.translate(ALIKE).lower().strip(" .,;:\"'")
    at = plain.find(sought) if sought and len(plain) == len(text) else -1
    if (
        at < 0
        or len(sought) >= len(text.strip(" ."))
        or _inside_word(plain, at)
        or _inside_word(plain, at + len(sought))
    ):
        return None
    start = one.span.start + at
    return Span(start, start + len(sought))


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def all_sentences(retrieval: Retrieval) -> Iterable[Evidence]:
    """The sentences of all hits, those of the best passage first."""
    return (Evidence(hit, n, score) for hit in retrieval.hits for n, score in enumerate(hit.sentence_scores))
