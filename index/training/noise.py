"""Questions as people type them, and passages in other words: what befalls every pair, answered or not."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..text.terms import stem
from .pair import content_stems
from .rephrase import misspelt, rephrased

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc, Token

    from .lexicon import Lexicon
    from .pair import Pair
    from .parser import Parse
    from .parts import Row
    from .resources import Resources

ELLIPTIC, SHORT_NAMES, CASUAL, REWORDED = 0.12, 0.2, 0.35, 0.2
KEPT, EVERYDAY, LAST_NAME = 0.3, 0.7, 0.75
REPHRASED, CONTRACTED, MISSPELT, SMALL, UNMARKED = 0.35, 0.3, 0.08, 0.5, 0.5
"""How often each befalls a pair, by chance alone; of the words that it concerns, KEPT stay, EVERYDAY go."""
BOTH_WAYS = frozenset({"given", "wide", "detail gone", "role", "qamr", "qamr detail gone"})
"""Kinds whose questions may lose the phrase at their end: the detail is asked for with or without it."""
FEWEST = 4
"""Tokens that stay of a question that loses its end."""
LONGEST, SHORTEST = 300, 2
"""Code points of a question, and its words."""

_LOWER = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")
_BODY = re.compile(
    r"((?:[A-Z][\w’'-]{1,40} (?:of |for |and |the ){0,3}){1,5}[A-Z][\w’'-]{1,40}) \(([A-Z]{2,6})\)"
)
_CONTRACTIONS = (
    (re.compile(r"\b(what|who|how|where|when)('s| is)\b", re.I), r"\1s"),
    (re.compile(r"\bpeople\b"), "ppl"),
    (re.compile(r"\bbecause\b"), "cause"),
    (re.compile(r"\byou\b"), "u"),
    (re.compile(r"(\w)['’](s|t|re|ll|ve|d)\b"), r"\1\2"),
)


def noisy(rows: Iterable[Row], resources: Resources, rng: random.Random) -> Iterator[Row]:
    """The rows as they may be met; those without a passage or a question of fair length are left out."""
    parse = lru_cache(64)(resources.parse)  # a passage's pairs come one behind another
    for part, pair in rows:
        if pair.passage and len(pair.question) <= LONGEST and len(pair.question.split()) >= SHORTEST:
            yield part, _noisy(pair, resources, parse, rng)


def _noisy(pair: Pair, resources: Resources, parse: Parse, rng: random.Random) -> Pair:
    question = pair.question
    if pair.kind in BOTH_WAYS and rng.random() < ELLIPTIC:
        question = less_at_the_end(resources.parse(question)) or question
    if rng.random() < SHORT_NAMES:
        question = shorter_names(question, parse(pair.passage), rng)
    if rng.random() < CASUAL:
        question = in_casual_words(question, resources.casual, rng)
    pair = replace(pair, question=question)
    if rng.random() < REWORDED:
        pair = reworded(pair, resources.lexicon, rng)
    return replace(pair, question=typed(pair.question, resources.lexicon, rng))


def typed(question: str, lexicon: Lexicon, rng: random.Random) -> str:
    """The question as it may be typed in a chat."""
    if rng.random() < REPHRASED:
        question = rephrased(question, lexicon, rng)
    if rng.random() < CONTRACTED:
        for pattern, instead in _CONTRACTIONS:
            question = pattern.sub(instead, question)
    if rng.random() < MISSPELT:
        question = misspelt(question, rng)
    if rng.random() < SMALL:
        question = question.lower()
    return question.rstrip("?") if rng.random() < UNMARKED else question


def reworded(pair: Pair, lexicon: Lexicon, rng: random.Random) -> Pair:
    """The pair with synonyms for words of the passage that the question shares; the answer stays as it is."""
    shared, text, moved = content_stems(pair.question), pair.passage, 0
    start, end = pair.answer or (0, 0)
    for found in reversed(list(_LOWER.finditer(text))):
        if found.start() < end and found.end() > start:
            continue
        if stem(found.group()) not in shared or rng.random() < KEPT:
            continue
        if alike := lexicon.synonyms(found.group()):
            new = rng.choice(alike)
            text = text[: found.start()] + new + text[found.end() :]
            moved += len(new) - len(found.group()) if found.start() < start else 0
    answer = None if pair.answer is None else (start + moved, end + moved)
    return replace(pair, passage=text, answer=answer)


def in_casual_words(question: str, casual: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """The question with everyday words for some of the article's."""
    for word in rng.sample(sorted(casual), len(casual)):
        pattern = re.compile(rf"(?<![\w’'-]){re.escape(word)}(?![\w’'-])")
        if pattern.search(question) and rng.random() < EVERYDAY:
            question = pattern.sub(rng.choice(casual[word]), question, count=1)
    return question


def shorter_names(question: str, doc: Doc, rng: random.Random) -> str:
    """The question with people by one of their names, and bodies by the letters the text gives for them."""
    for e in doc.ents:
        parts = e.text.split()
        if e.label_ == "PERSON" and len(parts) == 2 and e.text in question:
            question = question.replace(e.text, parts[1] if rng.random() < LAST_NAME else parts[0])
    for found in _BODY.finditer(doc.text):
        question = question.replace(found.group(1), found.group(2))
    return question


def less_at_the_end(question: Doc) -> str | None:
    """The question less the phrase with a preposition that ends it, which the article goes without saying."""
    tokens = [t for t in question if not t.is_punct]
    for token in tokens[2:]:
        if token.dep_ == "prep" and token.head.i > 0:
            part = sorted(token.subtree, key=lambda t: t.i)
            if _is_dispensable(part, tokens[-1].i):
                return f"{question[: part[0].i].text.strip()}?"
    return None


def _is_dispensable(part: Sequence[Token], end: int) -> bool:
    """Whether a phrase ends the question, leaves enough of it and asks for nothing itself."""
    last = [t for t in part if not t.is_punct][-1]
    asks = any(t.tag_ in ("WP", "WDT", "WRB") for t in part)
    return last.i == end and part[0].i >= FEWEST and len(part) >= 2 and not asks
