"""The grammar that attribution needs: noun phrases and the subjects of verbs.

A light reading with word lists, no parser: good enough for who said what in edited prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..text.function_words import AUXILIARIES, DETERMINERS, LINKS, NAME_PARTICLES, PREPOSITIONS, PRONOUNS
from ..text.reporting_verbs import STRENGTH
from .given_names import GIVEN_NAMES
from .nouns import BODY_NOUNS, GROUP_NOUNS, ORGANISATION_WORDS, PERSON_NOUNS
from .titles import TITLES
from .tokens import (
    DATE,
    NAME,
    NUMBER,
    POSSESSIVE,
    PUNCT,
    QUOTE,
    WORD,
    Token,
    is_adverb,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBJECTS = frozenset("he she they it".split())
_NO_PHRASE = PREPOSITIONS | LINKS | AUXILIARIES
DASHES = ("―", "—", "–", "--", "-")
_BEFORE_TIME = frozenset("on last this late in early earlier".split())
_SPANS_OF_TIME = frozenset("week month year morning afternoon night evening".split())
_HANGS = frozenset("for of at on from in with to behind inside".split())
_ADJECTIVE = ("al", "ic", "ive", "ary", "ign", "ior", "ern", "vice", "running")
_LONGEST_BRACKET = 40
"""Tokens: brackets that hold more are no aside behind a name."""

_LONGEST_NICKNAME = 20
"""Code points, marks included."""

_MOST_BEFORE_VERB = 12
"""Adverbs, auxiliaries and words of time that may stand between a subject and its verb."""

_LONGEST_COMPLEMENT = 7
"""Tokens of "of the southern islands" between a role and its comma."""

_DEEPEST = 3
"""Phrases that hang on one another: aides to the chairman of the board of the bank."""

_NOUN_ENDING = re.compile(r"(?:ers|ors|ists|ians|ents|ants|ees|crats|women|men)$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: indices of its first, head and last token."""

    first: int
    head: int
    last: int


def is_noun(low: str) -> bool:
    """Whether a lower-case word can name somebody or something that speaks."""
    return low in PERSON_NOUNS or low in GROUP_NOUNS or low in BODY_NOUNS or bool(_NOUN_ENDING.search(low))


def phrase_ending(toks: Sequence[Token], last: int, deep: int = 0) -> Phrase | None:
    """The noun phrase whose last token is ``last``; a phrase it hangs on ("aides to X") is taken with it."""
    end = _before_brackets(toks, last)
    if end < 0:
        return None
    token = toks[end]
    if token.kind == WORD and token.low in PRONOUNS:
        return Phrase(end, end, last) if token.low in SUBJECTS else None
    if token.kind not in (NAME, WORD) or (token.kind == WORD and not is_noun(token.low)):
        return _hanging(toks, end, last, None, deep)
    first = _leftmost(toks, end)
    return _hanging(toks, first, last, Phrase(first, end, last), deep)


def _before_brackets(toks: Sequence[Token], last: int) -> int:
    if last < 0 or toks[last].low != ")":
        return last
    inside = range(last, max(-1, last - _LONGEST_BRACKET), -1)
    return next((i for i in inside if toks[i].low == "("), 0) - 1


def _leftmost(toks: Sequence[Token], end: int) -> int:
    first = end
    while first > 0 and end - first < 9 and _modifies(toks, first - 1):
        first -= 1
        if toks[first].kind == WORD and toks[first].low in DETERMINERS:
            break
    return first


def _modifies(toks: Sequence[Token], i: int) -> bool:
    """Whether token ``i`` belongs to the noun phrase that goes on to its right."""
    token = toks[i]
    if token.kind in (NAME, POSSESSIVE, NUMBER):
        return True
    if token.kind == QUOTE:
        return is_nickname(token)
    if joins_names(toks, i):
        return True
    if token.low == "the" and toks[i - 1].low == "of":
        return i > 1 and toks[i - 2].kind == NAME
    if token.low in DETERMINERS:
        return token.low != "that"
    if token.kind != WORD or token.low in PREPOSITIONS or token.low in LINKS or token.low in PRONOUNS:
        return False
    return not (_speaks(token) or token.low in AUXILIARIES or is_adverb(token))


def _speaks(token: Token) -> bool:
    return token.kind == WORD and token.low in STRENGTH and not is_noun(token.low)


def is_nickname(token: Token) -> bool:
    """Whether a quotation is a few words inside a phrase, and no utterance: Ann “Sal” Berg."""
    return len(token.text) < _LONGEST_NICKNAME and token.text[-2:-1] not in ",.?!"


def joins_names(toks: Sequence[Token], i: int) -> bool:
    """Whether a small word makes one name of two: Bank of America, Kees van der Berg, Center for Justice."""
    if not 0 < i < len(toks) - 1 or toks[i].kind == NAME:
        return False
    before, low, after = toks[i - 1], toks[i].low, toks[i + 1]
    if toks[i].kind == QUOTE:
        return before.kind == after.kind == NAME and is_nickname(toks[i])
    if low in NAME_PARTICLES:
        return _name_or_particle(before) and _name_or_particle(after)
    if before.kind != NAME or after.kind != NAME:
        return False
    if low == "of":  # Jean Dupont of Northern Rail is two names
        return i < 2 or toks[i - 2].low not in GIVEN_NAMES
    return low in ("for", "on") and before.low in ORGANISATION_WORDS


def _name_or_particle(token: Token) -> bool:
    return token.kind == NAME or token.low in NAME_PARTICLES


def _hanging(toks: Sequence[Token], first: int, last: int, plain: Phrase | None, deep: int) -> Phrase | None:
    """The longer phrase when what was found is only its tail: "a spokeswoman for X", "experts on Y"."""
    for i in range(first - 1, max(first - 9, 0), -1):
        token = toks[i]
        if token.low in _HANGS and _person_tail(toks, i - 1):
            owner = phrase_ending(toks, i - 1, deep + 1) if deep < _DEEPEST else None
            return Phrase(owner.first, owner.head, last) if owner else plain
        joins = token.low == "and" and (plain is None or toks[plain.head].kind != NAME)
        if not (joins or token.low in _HANGS or _modifies(toks, i)) or token.low.endswith("ed"):
            break
    return plain


def _person_tail(toks: Sequence[Token], i: int) -> bool:
    low = toks[i].low
    return low in PERSON_NOUNS or low in GROUP_NOUNS or low in TITLES or bool(_NOUN_ENDING.search(low))


def phrase_starting(toks: Sequence[Token], first: int, deep: int = 0) -> Phrase | None:
    """The noun phrase that begins at ``first``, without what hangs on it behind a comma."""
    if first >= len(toks) or toks[first].low in _NO_PHRASE or _speaks(toks[first]):
        return None
    if toks[first].low in PRONOUNS and toks[first].low not in ("his", "her", "its", "their"):
        return Phrase(first, first, first)
    head, i = None, first
    while i < len(toks) and i - first < 12 and (i == first or _modifies_right(toks, i)):
        if toks[i].kind == NAME or (toks[i].kind == WORD and is_noun(toks[i].low)):
            head = i
        i += 1
    if head is None:
        return None
    return Phrase(first, head, _tail(toks, head, deep))


def _modifies_right(toks: Sequence[Token], i: int) -> bool:
    token = toks[i]
    if token.kind in (NAME, POSSESSIVE, NUMBER):
        return True
    if joins_names(toks, i):
        return True
    if token.low == "of":
        return toks[i - 1].kind == NAME and i + 1 < len(toks) and toks[i + 1].low == "the"
    if token.low == "the":
        return toks[i - 1].low == "of"
    if token.kind != WORD or token.low in PREPOSITIONS or token.low in LINKS or token.low in PRONOUNS:
        return False
    if is_noun(token.low):
        return True
    if token.low in STRENGTH or token.low in AUXILIARIES or is_adverb(token):
        return False
    if is_noun(toks[i - 1].low):
        return i + 1 < len(toks) and toks[i + 1].kind == WORD and is_noun(toks[i + 1].low)
    return (toks[i - 1].kind != NAME or token.low.endswith(_ADJECTIVE)) and _noun_follows(toks, i)


def _noun_follows(toks: Sequence[Token], i: int) -> bool:
    return any(t.kind == NAME or is_noun(t.low) for t in toks[i + 1 : i + 4])


def _tail(toks: Sequence[Token], head: int, deep: int) -> int:
    """The end of "for X" behind a head that is somebody's: a spokesman for X."""
    if deep < _DEEPEST and head + 2 < len(toks) and toks[head + 1].low in _HANGS:
        owned = phrase_starting(toks, head + 2, deep + 1) if toks[head].kind == WORD else None
        return owned.last if owned else head
    return head


def named_behind(toks: Sequence[Token], phrase: Phrase) -> Phrase:
    """The name behind a role and a comma, if the clause ends there: said the mayor, Maria Lopez."""
    comma = _past_complement(toks, phrase.last + 1)
    if toks[phrase.head].kind == NAME or comma + 1 >= len(toks) or toks[comma].low != ",":
        return phrase
    name = phrase_starting(toks, comma + 1)
    if name is None or toks[name.head].kind != NAME or toks[name.first].kind != NAME:
        return phrase
    ends = name.last + 1 >= len(toks) or toks[name.last + 1].kind == PUNCT
    return name if ends else phrase


def _past_complement(toks: Sequence[Token], i: int) -> int:
    """The index behind "of the harbour", where it begins at ``i``."""
    if i >= len(toks) or toks[i].low not in _HANGS:
        return i
    inside = toks[i + 1 : i + _LONGEST_COMPLEMENT]
    return i + 1 + next((n for n, t in enumerate(inside) if t.kind not in (WORD, NAME, POSSESSIVE)), 0)


def before_verb(toks: Sequence[Token], verb: int) -> int:
    """The index before the adverbs and auxiliaries of a verb."""
    i = verb - 1
    while i >= max(0, verb - _MOST_BEFORE_VERB):
        token = toks[i]
        contracted = token.kind == POSSESSIVE and i > 0 and toks[i - 1].low in PRONOUNS
        if not (token.low in AUXILIARIES or is_adverb(token) or contracted):
            jump = _date_before(toks, i)
            if jump == i:
                break
            i = jump
        else:
            i -= 1
    return i


def _date_before(toks: Sequence[Token], i: int) -> int:
    """Steps over "on Friday", "last week", "late Tuesday" to the left."""
    dated = toks[i].kind == DATE
    if not (dated or toks[i].low in _SPANS_OF_TIME):
        return i
    j = i - 1
    while j >= max(0, i - _MOST_BEFORE_VERB) and (toks[j].kind == DATE or toks[j].low in _BEFORE_TIME):
        j -= 1
    return j if dated or j < i - 1 else i


def main_subject(toks: Sequence[Token]) -> Phrase | None:
    """The subject of the sentence's first main clause, as far as word order shows it."""
    start = _past_dateline(toks)
    i = next((n for n in range(start, len(toks)) if not _before_clause(toks[n])), len(toks))
    if i >= len(toks) or not _leads(toks[i]):
        subject = phrase_starting(toks, i)
        return subject and named_behind(toks, subject)
    for j in range(i, len(toks) - 1):
        following = toks[j + 1]
        if toks[j].low != "," or following.kind not in (NAME, WORD) or following.low.endswith("ing"):
            continue
        found = phrase_starting(toks, j + 1)
        if found is not None and not _completes_place(toks, j, found):
            return named_behind(toks, found)
    return None


def _completes_place(toks: Sequence[Token], comma: int, phrase: Phrase) -> bool:
    """Whether the phrase is the second half of a place: in Novi, Michigan, …"""
    after = toks[phrase.last + 1].low if phrase.last + 1 < len(toks) else ""
    return toks[comma - 1].kind == NAME and toks[phrase.head].kind == NAME and after == ","


def _before_clause(token: Token) -> bool:
    return token.kind in (QUOTE, PUNCT) or token.low in ("and", "but", "or", "yet", "so") or is_adverb(token)


def _past_dateline(toks: Sequence[Token]) -> int:
    """The index behind "BUSAN (Wire) —" at the head of a report."""
    if not toks or not toks[0].text.isupper() or len(toks[0].text) < 3:
        return 0
    return next((n + 1 for n, t in enumerate(toks[:12]) if t.low in DASHES), 0)


def _leads(token: Token) -> bool:
    """Whether a word opens something that stands before the subject: a place, a time, a side clause."""
    if token.kind == NAME:
        return False
    small = token.low in PREPOSITIONS or token.low in LINKS
    return small or token.kind == DATE or token.low.endswith(("ing", "ed"))
