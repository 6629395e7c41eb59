"""Whom a sentence gives words to, and whether its quotes do so too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attribution.reporting import cues
from ...attribution.titles import TITLES
from ...attribution.tokens import NAME
from ...text.function_words import DETERMINERS, PRONOUNS
from ...text.reporting_verbs import STRENGTH
from ...text.terms import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...attribution.grammar import Phrase
    from .wording import Wording

_SPEECH = 0.8
"""From what ``STRENGTH`` a verb gives somebody words: sayings and speech acts, not beliefs and stances."""


def key_words(name: str) -> frozenset[str]:
    """The words of a name that tell whose it is, as ``terms.words`` spells them."""
    found = frozenset(words(name)) - DETERMINERS
    return found - TITLES or found


def speakers_agree(claim: Wording, source: Wording, speaker_words: Collection[str]) -> bool:
    """Whether everybody whom a sentence gives words to is the speaker of its quotes, or gets words there.

    A pronoun is taken for the speaker.
    """
    known = {*speaker_words, *PRONOUNS}.union(*(_phrase_words(source, p) for p, _ in _subjects(source)))
    return all(
        strength < _SPEECH or _telling_words(claim, phrase) <= known for phrase, strength in _subjects(claim)
    )


def words_of_subjects(text: Wording) -> frozenset[str]:
    """The words of all who are said to speak, think or want in a text."""
    return frozenset(word for phrase, _ in _subjects(text) for word in _phrase_words(text, phrase))


def _subjects(text: Wording) -> Iterator[tuple[Phrase, float]]:
    """Who is said to speak, and how surely the verb means that."""
    for cue in cues(text.tokens):
        if cue.phrase is not None:
            yield cue.phrase, STRENGTH.get(text.tokens[cue.at].low, 1.0)


def _phrase_words(text: Wording, phrase: Phrase) -> set[str]:
    tokens = text.tokens[phrase.first : phrase.last + 1]
    return {word for token in tokens for word in words(token.text)} - DETERMINERS


def _telling_words(text: Wording, phrase: Phrase) -> set[str]:
    """The words of the names in a phrase, or all where it has none."""
    tokens = text.tokens[phrase.first : phrase.last + 1]
    names = {word for token in tokens if token.kind == NAME for word in words(token.text)}
    return names - TITLES or _phrase_words(text, phrase)
