"""Given names, and whose they are."""

from ..text.word_lists import WordLists

_LISTS = WordLists(__file__)

GIVEN_NAMES: dict[str, str] = {
    name: gender
    for key, gender in (("either", ""), ("male", "m"), ("female", "f"))
    for name in _LISTS.words(key)
}
"""Given names, lower case: a man's ("m"), a woman's ("f") or either's ("")."""
