"""Who somebody is: the sentence that introduces them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..attribution.people import naming_words, people, who
from ..attribution.titles import TITLES
from ..text.terms import STOPWORDS, words
from .composing import Place

if TYPE_CHECKING:
    from .scope import Scope


MOST_NAMINGS = 200
"""How many sentences that share a word with the name are looked at, those stored first."""


def introduction(name: str, scope: Scope) -> Place | None:
    """The sentence that tells the role of somebody of that name; None when there is none, or more than a name
    is given: whose lawyer somebody is, for one."""
    looked_for = naming_words(name) - STOPWORDS
    namings = scope.library.namings(scope.collections, looked_for, MOST_NAMINGS) if looked_for else []
    voices = scope.library.voices(scope.collections, looked_for) if namings else []
    person = who(name, people(namings, voices))
    if person is None or person.role is None or not _is_name(name, person.name, scope):
        return None
    for passage in scope.library.passages_at(person.document, [person.span]):
        for number, sentence in enumerate(passage.sentences):
            if sentence.overlap(person.span):
                return Place(passage, number)
    return None


def _is_name(typed: str, name: str, scope: Scope) -> bool:
    """Whether every word typed is one of the name, a slip that the documents don't have, or a title."""
    own = set(words(name))
    given = [word for word in words(typed) if word not in STOPWORDS]
    return any(word in own for word in given) and all(
        word in own or word in TITLES or not scope.vocabulary.knows(word) for word in given
    )
