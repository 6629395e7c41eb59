"""How people are titled and addressed."""

from ..text.word_lists import WordLists

_LISTS = WordLists(__file__)

TITLES = _LISTS.set("titles")
"""Words that stand before a name and are no part of it, lower case, without a stop."""

PARTIES = _LISTS.set("parties")
ADDRESS = _LISTS.set("address")
"""How people are addressed, or stand to somebody else: no answer to who they are."""

GENDERED: dict[str, str] = {
    word: gender for key, gender in (("male", "m"), ("female", "f")) for word in _LISTS.words(key)
}
"""Titles and nouns that tell a man ("m") from a woman ("f")."""

SHORT_COUNTRIES: dict[str, str] = {words: short[0] for words, short in _LISTS.table("countries").items()}
"""Countries that offices are told by under several words ("American", "United States"), and the shortest."""

ALSO_CALLED = _LISTS.table("also")
"""Titles that also introduce a person under another word."""
