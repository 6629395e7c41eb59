"""Pairs of a text alone: questions on its own clauses, and on who in it says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.terms import stem, words
from .alter import role_for_name
from .clauses_asked import asked, statements
from .details import without_detail
from .pair import Pair

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Span, Token

    from .clauses_asked import Asked, Statement
    from .pair import Place

CLAUSES = 2
"""Questions of each answer, yes and no, that are made of one passage."""
LONGEST = 24
"""Words of a question made of a clause."""

_ABOUT = (
    "what did {} say about {}?",
    "what does {} think about {}?",
    "what did {} say on {}?",
    "what are {}'s words on {}?",
)


def of_text(doc: Doc, rng: random.Random) -> Iterator[Pair]:
    """Questions made of a passage's own clauses and statements, answered by it or not."""
    sentences = list(doc.sents)
    made = [
        question
        for n, sentence in enumerate(sentences)
        for question in asked(sentence, " ".join(s.text for s in sentences[n + 1 :]))
        if len(question.question.split()) <= LONGEST
    ]
    for q in _various([q for q in made if q.answer is not None], rng):
        yield from _present(q, doc, rng)
    for q in _various([q for q in made if q.answer is None], rng):
        yield Pair(q.question, doc.text, False, None, f"clause no {q.detail}")
    for sentence in sentences:
        for statement in statements(sentence):
            if statement.topics:
                yield from _stated(doc, sentence, statement, rng)


def _present(asked_for: Asked, doc: Doc, rng: random.Random) -> Iterator[Pair]:
    place = _place(asked_for.answer or ())
    yield Pair(asked_for.question, doc.text, True, place, f"clause {asked_for.detail}")
    if (role := role_for_name(asked_for.question, doc.text)) is not None:
        yield Pair(role, doc.text, True, place, "clause role")
    if less := without_detail(doc, *place, rng):
        yield Pair(asked_for.question, less, False, None, f"clause {asked_for.detail} gone")


def _various(questions: Sequence[Asked], rng: random.Random) -> list[Asked]:
    """At most ``CLAUSES``, of different details where there are."""
    by_detail: dict[str, list[Asked]] = {}
    for question in questions:
        by_detail.setdefault(question.detail, []).append(question)
    details = rng.sample(sorted(by_detail), len(by_detail))
    return [rng.choice(by_detail[detail]) for detail in details[:CLAUSES]]


def _stated(doc: Doc, sentence: Span, statement: Statement, rng: random.Random) -> Iterator[Pair]:
    """What somebody said about something: of which they spoke, or which others or the text alone mention."""
    about, speaker = rng.choice(_ABOUT), statement.speaker
    yield Pair(about.format(speaker, rng.choice(statement.topics)), doc.text, True, None, "statement")
    if elsewhere := _elsewhere(doc, sentence, statement):
        asked_for = about.format(speaker, rng.choice(elsewhere))
        yield Pair(asked_for, doc.text, False, None, "statement no topic")
    people = [e.text for e in doc.ents if e.label_ == "PERSON"]
    if others := [p for p in people if p not in sentence.text and p not in speaker]:
        asked_for = about.format(rng.choice(others), rng.choice(statement.topics))
        yield Pair(asked_for, doc.text, False, None, "statement other speaker")


def _elsewhere(doc: Doc, sentence: Span, statement: Statement) -> list[str]:
    """What other sentences speak of and this one doesn't."""
    here = {stem(w) for w in statement.said} | {stem(w.lower()) for w in words(sentence.text)}
    return [
        chunk.text
        for chunk in doc.noun_chunks
        if chunk.sent != sentence
        and chunk.root.pos_ in ("NOUN", "PROPN")
        and chunk.text not in statement.speaker
        and not {stem(w.lower()) for w in chunk.text.split()} & here
    ]


def _place(tokens: Sequence[Token]) -> Place:
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])
