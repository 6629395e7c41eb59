"""The small words of English: what holds sentences together and names nothing."""

from .word_lists import WordLists

_LISTS = WordLists(__file__)

PREPOSITIONS = _LISTS.set("prepositions")
LINKS = _LISTS.set("links")
DETERMINERS = _LISTS.set("determiners")
BE = _LISTS.set("be")
AUXILIARIES = _LISTS.set("be", "auxiliaries")
MODALS = _LISTS.set("modals")
NEGATIONS = _LISTS.set("negations")
ADVERBS = _LISTS.set("adverbs")
NOT_ADVERBS = _LISTS.set("not_adverbs")
NAME_PARTICLES = _LISTS.set("name_particles")
SUBORDINATORS = _LISTS.set("subordinators")
BEFORE_NOUN = _LISTS.set("before_noun")
PRONOUNS: dict[str, str] = {word: kind[0] for word, kind in _LISTS.table("pronouns").items()}
"""Whom a pronoun may stand for: a man (m), a woman (f), several (p), an organisation (o)."""

SMALL_WORDS = PREPOSITIONS | LINKS | DETERMINERS
"""Words that a headline writes small."""
