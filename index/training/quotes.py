"""A sentence of a text put in somebody's mouth, and questions on what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Span

SHORTEST, LONGEST = 6, 40
"""Tokens of a sentence that is put in somebody's mouth."""
WITH_ROLE, NAMED_TOO, WHO = 0.5, 0.5, 0.5
"""How often the speaker's role is given, the other person is named too, and the speaker is asked for."""

_VERBS = (
    "said", "said", "told reporters", "told the paper", "wrote", "argued", "added", "warned", "stated",
    "explained",
)  # fmt: skip
_ASKS = (
    "what did {} say about {}?", "what did {} say on {}?", "what does {} think about {}?",
    "what did {} tell about {}?", "did {} say anything about {}?", "{} on {}?", "what are {}'s words on {}?",
)  # fmt: skip
_ROLES = (
    "spokesman", "spokeswoman", "lawyer", "director", "senator", "a professor", "the minister", "analyst", "",
)  # fmt: skip
_DETERMINERS = frozenset("the a an their its his her".split())


def quoted(doc: Doc, people: Sequence[str], rng: random.Random) -> Iterator[tuple[str, str, bool]]:
    """(question, text, whether it is answered), on the speaker, on another person, on another topic."""
    sentences = [s for s in doc.sents if SHORTEST <= len(s) <= LONGEST]
    if len(sentences) < 2 or len(people) < 2:
        return
    spoken, other = rng.sample(sentences, 2)
    speaker, stranger = rng.sample(list(people), 2)
    role, verb = rng.choice(_ROLES), rng.choice(_VERBS)
    text = _with_quote(doc, spoken, speaker, role, verb, rng)
    if on := _topics(spoken):
        yield _asked(speaker, rng.choice(on), rng), text, True
        question = _asked(stranger, rng.choice(on), rng)
        yield question, text + (f" {stranger} was there too." if rng.random() < NAMED_TOO else ""), False
        if rng.random() < WHO:
            question = f"who {verb.split()[0]} that {_within(_words(spoken))}?"
            yield question, text, True
            yield question, doc.text, False
    if off := _topics(other, {t.lemma_.lower() for t in spoken}):
        yield _asked(speaker, rng.choice(off), rng), text, False


def _with_quote(doc: Doc, spoken: Span, speaker: str, role: str, verb: str, rng: random.Random) -> str:
    """The text, with one of its sentences said by somebody."""
    words = _words(spoken)
    who = f"{speaker}, {role}," if role and rng.random() < WITH_ROLE else speaker
    said = rng.choice(
        (
            f"“{words},” {who} {verb}.",
            f"“{words},” {verb} {speaker}.",
            f"{who} {verb} that {_within(words)}.",
            f"According to {speaker}, {_within(words)}.",
        )
    )
    return f"{doc.text[: spoken.start_char]}{said}{doc.text[spoken.end_char :]}"


def _words(sentence: Span) -> str:
    return str(sentence.text).strip().rstrip(".")


def _within(words: str) -> str:
    """As written within a sentence."""
    return words[0].lower() + words[1:]


def _topics(sentence: Span, stems: set[str] | frozenset[str] = frozenset()) -> list[str]:
    """The nouns with what belongs to them, less those with one of the lemmas."""
    chunks = [c for c in sentence.noun_chunks if c.root.pos_ in ("NOUN", "PROPN")]
    return [str(c.text) for c in chunks if not {t.lemma_.lower() for t in c} & stems]


def _asked(who: str, topic: str, rng: random.Random) -> str:
    determined = topic.split()[0].lower() in _DETERMINERS
    return rng.choice(_ASKS).format(who, _within(topic) if determined else topic)
