"""The words that report speech: a leaf that segmentation, attribution and questions share."""

import re

from .word_lists import WordLists

_LISTS = WordLists(__file__)
IRREGULAR = _LISTS.table("irregular")
"""Verbs whose other forms no rule gives."""

_DOUBLED = _LISTS.set("doubled")


def _forms(verb: str) -> list[str]:
    """The forms in which a verb introduces speech: say, says, said, saying."""
    if verb in IRREGULAR:
        return [verb, *IRREGULAR[verb]]
    if verb in _DOUBLED:
        stem = verb + verb[-1]
        return [verb, verb + "s", stem + "ed", stem + "ing"]
    if re.search(r"[^aeiou]y$", verb):
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if re.search(r"(?:s|sh|ch|x|z)$", verb) else "s")
    stem = verb.removesuffix("e")
    return [verb, third, stem + "ed", stem + "ing"]


STRENGTH: dict[str, float] = {
    form: weight
    for weight, verbs in ((0.45, "stances"), (0.62, "beliefs"), (0.8, "acts"), (1.0, "saying"))
    for verb in _LISTS.words(verbs)
    for form in _forms(verb)
}
"""How surely a verb form reports words: 1 speech, 0.8 a speech act, 0.62 a belief or finding, 0.45
any other stance."""

BASE_FORMS = _LISTS.set("saying", "acts", "beliefs", "stances", "light_verbs") - {
    "forecast",
    "read",
    "set",
    "cast",
}
"""The forms that need a plural subject or an auxiliary: they say, he would say."""

STRENGTH |= {"talked": 0.6, "talking": 0.6}  # "talk" and "talks" are mostly nouns

MANNER = frozenset(form for verb in _LISTS.words("manner") for form in _forms(verb))
"""Ways to utter words ("grumbled"), which report only beside a quotation."""

ADDRESSING = frozenset(form for verb in _LISTS.words("addressing") for form in _forms(verb))
"""Verbs whose object is who is spoken to: told Lopez, warned the mayor."""

SAY_NOUNS = _LISTS.set("nouns")
"""What somebody said, as a noun: "Xi's statement that …", "in her speech"."""

_LIGHT_BASE = _LISTS.words("light_verbs")
LIGHT_VERBS = frozenset(form for verb in _LIGHT_BASE for form in _forms(verb))
LIGHT_OBJECTS = SAY_NOUNS | _LISTS.set("light_objects")
"""What a light verb says only with its object: made a promise, raised doubts, laid out a plan, took aim."""

SPOKEN_AFTER_QUOTE = re.compile(
    rf"(?<![\w.’'-])(?:[A-Z][\w.’'-]*\s+){{1,4}}(?:{'|'.join(_LISTS.words('after_quotation'))})\b"
)
"""A name and a verb right behind a closing quotation mark: “Will it hold?” Lopez asked."""
