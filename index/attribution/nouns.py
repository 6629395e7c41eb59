"""Nouns that name who can speak: people, groups and bodies."""

from ..text.word_lists import WordLists

_LISTS = WordLists(__file__)


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"


PERSON_NOUNS = _LISTS.set("people", "further_people")
VAGUE_GROUPS = _LISTS.set("vague_groups")
"""Groups that tell nothing of who is in them."""

GROUP_NOUNS = frozenset(map(_plural, PERSON_NOUNS)) | _LISTS.set("irregular_plurals", "groups")
BODY_NOUNS = _LISTS.set("bodies")
"""Bodies, papers and writings that can speak."""

ORGANISATION_WORDS = _LISTS.set("organisations")
"""Capitalised words that mark a name as no person's, lower case."""

PLACE_OPENERS = _LISTS.set("places")
"""First words of names that are places or bodies, lower case."""

RELATIONS = frozenset(n for noun in _LISTS.words("relations") for n in (noun, _plural(noun)))
"""Who is told by whose they are: X's lawyer, X's aides."""

VOICES = _LISTS.set("voices")
"""Who speaks in another's name."""

WORKS = _LISTS.set("works")
"""Works that have a title: a novel, a song."""
