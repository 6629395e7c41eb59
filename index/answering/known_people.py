"""Everybody whom the documents introduce or quote, and whom of them a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..attribution.people import naming_words, people, who
from ..attribution.speakers import wanted_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..attribution.people import Person
    from ..storage.library import Library

MOST_PEOPLE = 1000
"""How many of those who are quoted a list of people looks at."""


def known_people(library: Library, collections: Sequence[str]) -> list[Person]:
    """Most statements first; of many, those who are quoted most: at most ``MOST_PEOPLE`` of them."""
    with library.snapshot():
        voices = library.voices(collections, limit=MOST_PEOPLE)
        many = len(voices) == MOST_PEOPLE
        words = {word for voice in voices for word in naming_words(voice.name)} if many else None
        return people(library.namings(collections, words), voices)


def known_person(name: str, library: Library, collections: Sequence[str]) -> Person | None:
    """Whom a name means, as ``who`` has it."""
    with library.snapshot():
        words = wanted_words(name, lambda initial: library.naming_words(initial, collections))
        named = {naming.name for naming in library.namings(collections, words)}
        theirs = {word for one in named for word in naming_words(one)}
        return who(name, people(library.namings(collections, theirs), library.voices(collections, theirs)))
