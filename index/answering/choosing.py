"""Sentences → those that a language model points at; the words quoted are ours.

What it gives back is a number, words that must stand in that sentence, and a speaker, who can only be taken
away: a name is put to words by the attribution alone, and not if the model names somebody else.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..bounds import LONGEST_NAME
from ..document import Span
from ..llm.language_model import MARKS, Numbered
from ..text.function_words import PRONOUNS
from ..text.terms import words
from .evidence import MOST_QUOTES, Evidence
from .known_people import known_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..llm.language_model import Choice, Consultation
    from ..search.retriever import Retrieval
    from .scope import Scope

SENTENCE_BYTES, ARTICLE_BYTES = 40, 70
"""What a sentence's number, and an article's date, take in the data, with the marks around them."""

ALIKE = MARKS | str.maketrans("“”„«»‘’‚–—\u00a0\n\t", '"""""\'\'\'--   ')
"""Characters that a model is shown or writes in the place of others, one for one."""

_WORD = re.compile(r"[^\W_]++(?:[.,]\d++)*+")


@dataclass(frozen=True, slots=True)
class ChosenSentence:
    """A sentence that the model points at; ``span`` are the words in the document that answer by themselves,
    ``speaker`` whom it takes for the speaker."""

    evidence: Evidence
    span: Span | None
    speaker: str | None


def choose(consultation: Consultation, question: str, candidates: Iterable[Evidence]) -> list[ChosenSentence]:
    """The candidates that the model says answer, best first, at most ``MOST_QUOTES``.

    As many of them are shown as there is room for, the best in any case, in the order of their articles.

    Raises:
        LanguageModelError: the model gave nothing that can be used.
    """
    shown = _in_text_order(_fitting(candidates, consultation.room - _size(question)))
    if not shown:
        return []
    choices = consultation.choose(question, [_numbered(n, one) for n, one in enumerate(shown, 1)])
    return [_chosen(choice, shown[choice.number - 1]) for choice in choices[:MOST_QUOTES]]


def disputes(named: str | None, speaker: str | None, one: Evidence, scope: Scope) -> bool:
    """Whether whom the model named is somebody of the sentence's passage, and other than its speaker.

    What names nobody there, a title or a text that it was told to repeat, says nothing.
    """
    if not named or speaker is None or len(named) > LONGEST_NAME:
        return False
    theirs = {word for word in words(named) if word not in PRONOUNS}
    if not theirs or theirs & set(words(speaker)):
        return False
    person = known_person(named, scope.library, scope.collections)
    if person is None or person.name == speaker:
        return False
    return not set(words(person.name)).isdisjoint(words(one.hit.passage.span.of(one.document.text)))


def _fitting(candidates: Iterable[Evidence], room: int) -> list[Evidence]:
    """The best candidate and those after it that fit, each sentence once."""
    found: dict[tuple[str, str, Span], Evidence] = {}
    titled = set[tuple[str, str]]()
    for one in candidates:
        document = one.document
        article = (document.collection, document.id)
        if (*article, one.span) in found:
            continue
        room -= _size(one.span.of(document.text)) + SENTENCE_BYTES
        room -= 0 if article in titled else _size(document.title) + ARTICLE_BYTES
        if room < 0 and found:
            break
        found[*article, one.span] = one
        titled.add(article)
    return list(found.values())


def _size(text: str) -> int:
    """UTF-8 bytes that a text takes in the data."""
    return len(json.dumps(text.translate(MARKS), ensure_ascii=False).encode())


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
    """Whether a place lies within a word, a number such as 1,000.5, or a letter with its marks."""
    marked = at < len(text) and unicodedata.combining(text[at]) > 0
    return marked or any(found.start() < at < found.end() for found in _WORD.finditer(text))


def all_sentences(retrieval: Retrieval) -> Iterable[Evidence]:
    """The sentences of all hits, those of the best passage first."""
    return (Evidence(hit, n, score) for hit in retrieval.hits for n, score in enumerate(hit.sentence_scores))
