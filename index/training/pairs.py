"""Questions with passages that answer them, and with passages that only seem to: what a verifier learns from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..terms import STOPWORDS, stem, words
from .alter import swap
from .clauses_asked import asked, statements
from .details import without_detail
from .rephrase import misspelt, rephrased

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from .examples import Mine
    from .lexicon import Lexicon
    from .squad import Question

OTHER_PASSAGE, SWAPPED, WITHIN, SHIFTED, WIDE = 0.4, 0.15, 0.25, 0.08, 0.4
CLAUSES = 2
"""Questions of each answer, yes and no, that are made of one passage."""
STATED = 1.0

_ROLES = re.compile(
    r"\b(president|minister|secretary|senator|governor|mayor|judge|director|chairman|chairwoman|chief executive|ceo|"
    r"king|queen|prince|bishop|pope|general|captain|doctor|professor|author|singer|actor|actress|director|manager|coach|"
    r"spokesman|spokeswoman|leader|founder|lawyer|attorney|candidate|philosopher|scientist|emperor)\b,? "
    r"((?:[A-Z][\w’'.-]+ ?){1,3})",
    re.I,
)
_SHIFTS = (
    (
        re.compile(r"\b(?:did|was|were)\b", re.I),
        (" next year", " the year before", " the next time", " for the second time", " the last time"),
    ),
    (
        re.compile(r"\b(?:does|do|is|are|will)\b", re.I),
        (" next year", " last year", " in the past", " ten years ago"),
    ),
)
_CASUAL = (
    (re.compile(r"\b(what|who|how|where|when)('s| is)\b", re.I), r"\1s"),
    (re.compile(r"\bpeople\b"), "ppl"),
    (re.compile(r"\bbecause\b"), "cause"),
    (re.compile(r"\byou\b"), "u"),
    (re.compile(r"(\w)['’](s|t|re|ll|ve|d)\b"), r"\1\2"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """``answer`` are the code points of ``passage`` that answer, None where it doesn't or none were marked."""

    question: str
    passage: str
    answered: bool
    answer: tuple[int, int] | None
    kind: str


def typed(question: str, lexicon: Lexicon, rng: random.Random) -> str:
    """The question as it may be typed in a chat."""
    if rng.random() < 0.35:
        question = rephrased(question, lexicon, rng)
    if rng.random() < 0.3:
        for pattern, instead in _CASUAL:
            question = pattern.sub(instead, question)
    if rng.random() < 0.08:
        question = misspelt(question, rng)
    if rng.random() < 0.5:
        question = question.lower()
    return question.rstrip("?") if rng.random() < 0.5 else question


def role_for_name(question: str, passage: str) -> str | None:
    """The question with a person's name exchanged for the office that the passage gives with it."""
    for found in _ROLES.finditer(passage):
        name = found.group(2).strip()
        for part in (name, name.split()[-1]):
            if len(part) > 2 and re.search(rf"\b{re.escape(part)}\b", question):
                return re.sub(
                    rf"\b(?:[A-Z]\w+ )*{re.escape(part)}\b", f"the {found.group(1).lower()}", question
                )
    return None


def reworded(pair: Pair, lexicon: Lexicon, rng: random.Random) -> Pair:
    """The pair with synonyms for words that the passage shares with the question, the answer left as it is."""
    mine = {stem(w) for w in words(pair.question.lower()) if w not in STOPWORDS}
    start, end = pair.answer or (0, 0)
    text, moved = pair.passage, 0
    for found in reversed(list(re.finditer(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])", text))):
        if (
            (found.start() < end and found.end() > start)
            or stem(found.group()) not in mine
            or rng.random() < 0.3
        ):
            continue
        if alike := lexicon.synonyms(found.group()):
            new = rng.choice(alike)
            text = text[: found.start()] + new + text[found.end() :]
            if found.start() < start:
                moved += len(new) - len(found.group())
    answer = None if pair.answer is None else (start + moved, end + moved)
    return Pair(pair.question, text, pair.answered, answer, pair.kind + " reworded")


def shifted(question: str, rng: random.Random) -> str | None:
    """The question asked of another occasion."""
    for pattern, others in _SHIFTS:
        if pattern.search(question):
            return question.rstrip("?") + rng.choice(others) + "?"
    return None


def of_article(
    mine: Mine, parse: Language, lexicon: Lexicon, rng: random.Random, share: float = 1.0
) -> Iterator[Pair]:
    """The pairs of an article with questions; ``share`` of its questions is drawn."""
    text, parsed = mine.article.document.text, {}

    def doc(n: int) -> Doc:
        if n not in parsed:
            parsed[n] = parse(mine.span(n).of(text))
        return parsed[n]

    for question, nearest in zip(mine.article.questions, mine.mined.nearest, strict=True):
        if rng.random() < share:
            yield from _of_question(mine, question, nearest, doc, lexicon, rng)
    for n in range(len(mine.mined.passages)):
        if rng.random() < share:
            yield from of_text(doc(n), lexicon, rng)


def _of_question(
    mine: Mine, question: Question, nearest: Sequence[int], doc: object, lexicon: Lexicon, rng: random.Random
) -> Iterator[Pair]:
    text, asked_for = mine.article.document.text, question.text
    place = question.answer or question.lure or question.paragraph
    own = mine.holding(place)
    others = [n for n in nearest if n != own and not _answers(mine, n, question)]
    if question.answer is None:
        shown = own if own is not None else nearest[0] if nearest else None
        for n in [shown, *others[:1]]:
            if n is not None:
                yield Pair(asked_for, mine.span(n).of(text), False, None, "unanswerable")
        return
    if own is None:
        return
    span = mine.span(own)
    passage, start = span.of(text), question.answer.start - span.start
    end = start + len(question.answer.of(text))
    yield Pair(asked_for, passage, True, (start, end), "given")
    if (role := role_for_name(asked_for, passage)) is not None:
        yield Pair(role, passage, True, (start, end), "role")
    if rng.random() < WIDE:
        first, last = (
            max(0, own - rng.choice((0, 1))),
            min(len(mine.mined.passages) - 1, own + rng.choice((0, 1))),
        )
        wide = text[mine.span(first).start : mine.span(last).end]
        shift = span.start - mine.span(first).start
        yield Pair(asked_for, wide, True, (start + shift, end + shift), "wide")
    for n in others[:2]:
        if rng.random() < OTHER_PASSAGE:
            yield Pair(asked_for, mine.span(n).of(text), False, None, "other passage")
    if less := without_detail(doc(own), start, end, rng):
        if covered(asked_for, less) >= 0.8 * covered(asked_for, passage):
            yield Pair(asked_for, less, False, None, "detail gone")
    yield from _changed(mine, asked_for, passage, (start, end), doc(own), lexicon, rng)


def _changed(
    mine: Mine,
    question: str,
    passage: str,
    answer: tuple[int, int],
    doc: Doc,
    lexicon: Lexicon,
    rng: random.Random,
) -> Iterator[Pair]:
    if rng.random() < SWAPPED and (found := swap(question, passage, mine.names, lexicon, rng)):
        yield Pair(found[1].apply(question), passage, False, None, f"swapped {found[0]}")
    if rng.random() < WITHIN and (changed := name_within(question, doc, answer, rng)):
        yield Pair(changed, passage, False, None, "name within")
    if rng.random() < SHIFTED and (changed := shifted(question, rng)):
        yield Pair(changed, passage, False, None, "occasion")


def name_within(question: str, doc: Doc, answer: tuple[int, int], rng: random.Random) -> str | None:
    """The question with one of its names exchanged for another of the same kind from the passage."""
    named = [e for e in doc.ents if e.label_ in ("PERSON", "ORG", "GPE", "NORP", "DATE", "EVENT")]
    shared = [e for e in named if re.search(rf"\b{re.escape(e.text)}\b", question)]
    rng.shuffle(shared)
    for old in shared:
        others = [
            e.text
            for e in named
            if e.label_ == old.label_
            and e.text not in question
            and old.text not in e.text
            and e.text not in old.text
            and not (e.start_char < answer[1] and e.end_char > answer[0])
        ]
        if others:
            return question.replace(old.text, rng.choice(others))
    return None


def of_text(doc: Doc, lexicon: Lexicon, rng: random.Random) -> Iterator[Pair]:
    """Questions made of a passage's own clauses and statements, answered by it or not."""
    sentences = list(doc.sents)
    made = [
        question
        for n, sentence in enumerate(sentences)
        for question in asked(sentence, " ".join(s.text for s in sentences[n + 1 :]))
    ]
    present = [q for q in made if q.answer is not None and len(q.question.split()) <= 24]
    absent = [q for q in made if q.answer is None and len(q.question.split()) <= 24]
    for q in _various(present, rng):
        start, end = _place(q.answer)
        yield Pair(q.question, doc.text, True, (start, end), f"clause {q.detail}")
        if (role := role_for_name(q.question, doc.text)) is not None:
            yield Pair(role, doc.text, True, (start, end), "clause role")
        if less := without_detail(doc, start, end, rng):
            yield Pair(q.question, less, False, None, f"clause {q.detail} gone")
    for q in _various(absent, rng):
        yield Pair(q.question, doc.text, False, None, f"clause no {q.detail}")
    yield from _stated(doc, sentences, rng)


def _various(questions: list, rng: random.Random) -> list:
    """At most ``CLAUSES``, of different details where there are."""
    by_detail: dict[str, list] = {}
    for q in questions:
        by_detail.setdefault(q.detail, []).append(q)
    details = rng.sample(sorted(by_detail), len(by_detail))
    return [rng.choice(by_detail[d]) for d in details[:CLAUSES]]


def _stated(doc: Doc, sentences: Sequence, rng: random.Random) -> Iterator[Pair]:
    """What somebody said about something: of which they spoke, or which others or the text alone mention."""
    people = [e.text for e in doc.ents if e.label_ == "PERSON"]
    for sentence in sentences:
        for speaker, verb, topics, said in statements(sentence):
            if rng.random() >= STATED or not topics:
                continue
            about = rng.choice(
                (
                    "what did {} say about {}?",
                    "what does {} think about {}?",
                    "what did {} say on {}?",
                    "what are {}'s words on {}?",
                )
            )
            yield Pair(about.format(speaker, rng.choice(topics)), doc.text, True, None, "statement")
            stems = {stem(w) for w in said}
            elsewhere = [
                c.text
                for c in doc.noun_chunks
                if c.sent != sentence
                and c.root.pos_ in ("NOUN", "PROPN")
                and not {stem(w.lower()) for w in c.text.split()} & stems
                and c.text not in speaker
                and not {stem(w.lower()) for w in c.text.split()}
                & {stem(w.lower()) for w in words(sentence.text)}
            ]
            if elsewhere:
                yield Pair(
                    about.format(speaker, rng.choice(elsewhere)), doc.text, False, None, "statement no topic"
                )
            if others := [p for p in people if p not in sentence.text and p not in speaker]:
                yield Pair(
                    about.format(rng.choice(others), rng.choice(topics)),
                    doc.text,
                    False,
                    None,
                    "statement other speaker",
                )


def _place(tokens: Sequence[Token]) -> tuple[int, int]:
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def covered(question: str, passage: str) -> float:
    """The share of the question's content words whose stem stands in the passage."""
    mine = {stem(w) for w in words(question.lower()) if w not in STOPWORDS}
    here = {stem(w) for w in words(passage.lower())}
    return len(mine & here) / len(mine) if mine else 0.0


def _answers(mine: Mine, passage: int, question: Question) -> bool:
    place, text = question.answer, mine.article.document.text
    return place is not None and place.of(text).lower() in mine.span(passage).of(text).lower()


def in_casual_words(question: str, casual: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """The question with everyday words for some of the article's."""
    for word in rng.sample(sorted(casual), len(casual)):
        pattern = re.compile(rf"(?<![\w’'-]){re.escape(word)}(?![\w’'-])")
        if pattern.search(question) and rng.random() < 0.7:
            question = pattern.sub(rng.choice(casual[word]), question, count=1)
    return question
