"""The reporting words of a sentence, each with its subject: before it, behind it, or carried on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ..text.function_words import BE, BEFORE_NOUN, LINKS, MODALS, NEGATIONS, PREPOSITIONS, SUBORDINATORS
from ..text.reporting_verbs import (
    ADDRESSING,
    BASE_FORMS,
    LIGHT_OBJECTS,
    LIGHT_VERBS,
    MANNER,
    SAY_NOUNS,
    STRENGTH,
)
from .clauses import names_a_work, owner
from .grammar import DASHES, Phrase, before_verb, named_behind, phrase_ending, phrase_starting
from .nouns import BODY_NOUNS, ORGANISATION_WORDS, PERSON_NOUNS
from .tokens import NAME, POSSESSIVE, PUNCT, QUOTE, WORD, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SMALL = PREPOSITIONS | LINKS
_LIGHT, _AGENT, _THAT = 0.6, 0.75, 1.2
_BESIDE_QUOTATION = MANNER | {"read", "reads", "reading"}
"""Who sighs or reads says something only where the words stand beside it."""

_QUOTED_AS = 12
"""Tokens within which "quoted … as saying" stands."""

_SINGULAR = frozenset("he she it who".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word with its subject as found: ``factor`` in [0, 1] says how plain the construction is."""

    at: int
    phrase: Phrase | None
    factor: float
    verb: str


def cues(toks: Sequence[Token]) -> Iterator[Cue]:
    """The sentence's reports in order; a verb without a subject of its own goes on with the one before."""
    for i, token in enumerate(toks):
        verb = token.kind == WORD and (token.low in STRENGTH or token.low in MANNER)
        cue = _verb(toks, i) if verb else _other(toks, i)
        if cue is not None and (token.low not in _BESIDE_QUOTATION or _beside_quotation(toks, cue)):
            yield cue


def _beside_quotation(toks: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue and its subject stand right before or behind a quotation, but for a mark between."""
    if cue.phrase is None:
        return False
    first, last = min(cue.at, cue.phrase.first), max(cue.at, cue.phrase.last)
    around = [*toks[max(0, first - 1) : first], *toks[last + 1 : last + 3]]
    announced = last + 2 == len(toks) and toks[-1].low == ":"
    return announced or any(t.kind == QUOTE for t in around)


def _other(toks: Sequence[Token], i: int) -> Cue | None:
    """Reports without a reporting verb: "according to X", "as X put it", "X's remarks", “…” — X."""
    low = toks[i].low
    following = toks[i + 1].low if i + 1 < len(toks) else ""
    if (low, following) == ("according", "to"):
        return _from(phrase_starting(toks, i + 2), i, 0.95, "according to")
    if low in ("put", "puts") and following == "it":
        return _plain(toks, i, before_verb(toks, i), set())
    if low in LIGHT_VERBS and following != "the" and any(t.low in LIGHT_OBJECTS for t in toks[i + 1 : i + 5]):
        return _verb(toks, i)
    if i and toks[i - 1].kind == QUOTE:
        return _from(signature(toks, i), i, 0.95, low)
    return _noun(toks, i) if toks[i].kind == POSSESSIVE else None


def strength(toks: Sequence[Token], cue: Cue) -> float:
    """How surely the word of a cue reports speech, in [0, 1]; "that" behind it makes it surer."""
    plain = STRENGTH.get(cue.verb, _LIGHT if cue.verb in LIGHT_VERBS else 1.0)
    reports = cue.at + 1 < len(toks) and toks[cue.at + 1].low == "that"
    return min(1.0, plain * _THAT) if reports else plain


def _from(phrase: Phrase | None, at: int, factor: float, verb: str) -> Cue | None:
    return None if phrase is None else Cue(at, phrase, factor, verb)


def partner(toks: Sequence[Token], cue: Cue) -> Phrase | None:
    """The other speaker of "X and Y said" or "said X and Y", when both are named."""
    phrase = cue.phrase
    if phrase is None or toks[phrase.head].kind != NAME:
        return None
    if phrase.first > cue.at:
        joined = phrase.last + 1 < len(toks) and toks[phrase.last + 1].low == "and"
        other = phrase_starting(toks, phrase.last + 2) if joined else None
        ends = other is None or other.last + 1 >= len(toks) or toks[other.last + 1].kind == PUNCT
    else:
        joined = phrase.first > 1 and toks[phrase.first - 1].low == "and"
        other = phrase_ending(toks, phrase.first - 2) if joined else None
        ends = other is None or other.first == 0 or _opens_clause(toks[other.first - 1])
    return other if other and ends and toks[other.head].kind == NAME else None


def _opens_clause(token: Token) -> bool:
    return token.kind == QUOTE or token.low in LINKS or token.low in ("both", ",", ";")


def signature(toks: Sequence[Token], i: int) -> Phrase | None:
    """The name in "— Name" at ``i``, with nothing more behind it."""
    phrase = phrase_starting(toks, i + 1) if toks[i].low in DASHES else None
    if phrase is None or toks[phrase.head].kind != NAME or phrase.last + 2 < len(toks):
        return None
    return phrase


def _noun(toks: Sequence[Token], i: int) -> Cue | None:
    """X's statement that …, X's latest tweet: …"""
    for j in range(i + 1, min(i + 4, len(toks))):
        if toks[j].low in SAY_NOUNS and j + 1 < len(toks) and toks[j + 1].low in ("that", ":"):
            return _from(phrase_ending(toks, i - 1), j, 0.4, toks[j].low) if i else None
    return None


def _verb(toks: Sequence[Token], i: int) -> Cue | None:
    low = toks[i].low
    if _reports_nothing(toks, i):
        return None
    j = before_verb(toks, i)
    before = toks[j] if j >= 0 else None
    auxiliaries = {t.low for t in toks[j + 1 : i]}
    if auxiliaries & NEGATIONS and STRENGTH.get(low, 0) == 1:  # wouldn't say, did not respond
        return None
    if auxiliaries & BE and not low.endswith("ing"):
        return _agent(toks, i)
    if i and toks[i - 1].low == "to":
        return Cue(i, None, 0.5, low)
    bare = low in BASE_FORMS and not auxiliaries
    if low.endswith("ing") and not any(t.low in BE or t.kind == POSSESSIVE for t in toks[j + 1 : i]):
        return _participle(toks, i, j)
    if before is None:
        return _inverted(toks, i) or (None if bare else _across(toks, i, j))
    if before.kind == QUOTE or before.low in (",", ".", *DASHES):
        return _agent(toks, i) if _by_agent(toks, i, j) else _inverted(toks, i) or _across(toks, i, j)
    if before.low in ("and", "but", "or", "then"):
        return None if bare else Cue(i, None, 0.85, low)
    if before.low in ("who", "which", "that"):
        k = j - 1 - (j > 0 and toks[j - 1].low == ",")
        return _from(phrase_ending(toks, k), i, 0.75 if before.low == "who" else 0.5, low)
    return _plain(toks, i, j, auxiliaries)


def _plain(toks: Sequence[Token], i: int, j: int, auxiliaries: set[str]) -> Cue | None:
    """The subject right before the verb; behind a singular one a bare form is a noun ("a ship report")."""
    phrase = phrase_ending(toks, j)
    if phrase is None:
        return None
    head = toks[phrase.head]
    if toks[i].low in BASE_FORMS and not auxiliaries and (head.low in _SINGULAR or _one(toks, phrase)):
        return None
    marker = toks[phrase.first - 1].low if phrase.first else ""
    if auxiliaries & MODALS:
        return Cue(i, phrase, 0.3 if marker in SUBORDINATORS else 0.5, toks[i].low)
    whose = owner(toks, phrase)
    if whose != phrase:  # a letter to Lopez said
        return _from(whose, i, 0.8, toks[i].low)
    plain = (
        0.75 if marker in SUBORDINATORS else 0.85 if marker in ("as", "while", "though", "although") else 1.0
    )
    return Cue(i, phrase, plain, toks[i].low)


def _one(toks: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the phrase names a single somebody, so that its verb would end in -s."""
    head = toks[phrase.head]
    plural = (head.low.endswith("s") and head.low not in ORGANISATION_WORDS) or any(
        t.low == "and" for t in toks[max(0, phrase.first - 1) : phrase.head]
    )
    return not plural and (head.kind == NAME or head.low in PERSON_NOUNS | BODY_NOUNS)


def _reports_nothing(toks: Sequence[Token], i: int) -> bool:
    """Whether the verb is a noun, makes a work, or passes on what another said."""
    noun = i > 0 and toks[i - 1].low in BEFORE_NOUN
    return noun or _quotes_another(toks, i) or names_a_work(toks, i)


def _quotes_another(toks: Sequence[Token], i: int) -> bool:
    """Whether the verb only passes on somebody else's words: "quoted Lopez as saying"."""
    return any(t.low == "as" and n.low == "saying" for t, n in pairwise(toks[i + 1 : i + _QUOTED_AS]))


def _quoted(toks: Sequence[Token], i: int) -> Cue | None:
    """The subject of "as saying": quoted Lopez as saying, Lopez was quoted as saying."""
    j = i - 2
    passive = j > 0 and toks[j].low.endswith("ed") and toks[j - 1].low in BE
    return _from(phrase_ending(toks, before_verb(toks, j) if passive else j), i, 0.9, toks[i].low)


def _participle(toks: Sequence[Token], i: int, j: int) -> Cue | None:
    before = toks[j] if j >= 0 else None
    if before and before.low == "as":
        return _quoted(toks, i)
    if before is None or before.kind == QUOTE or before.low in (",", "—", "–", "-", "and", "but", "even"):
        return Cue(i, None, 0.8, toks[i].low)
    if before.low in ("by", "after", "while", "before", "without", "in"):
        return Cue(i, None, 0.6, toks[i].low)
    if before.low in SAY_NOUNS:  # issued a statement saying
        return Cue(i, None, 0.8, toks[i].low)
    return _from(phrase_ending(toks, j), i, 0.55, toks[i].low)


def _by_agent(toks: Sequence[Token], i: int, j: int) -> bool:
    """Whether a participle behind a comma tells what another said: Lopez, called “a clown” by Chen, …"""
    quoted = i + 1 < len(toks) and toks[i + 1].kind == QUOTE
    return toks[j].low == "," and i + 1 + quoted < len(toks) and toks[i + 1 + quoted].low == "by"


def _agent(toks: Sequence[Token], i: int) -> Cue | None:
    for j in range(i + 1, min(i + 4, len(toks) - 1)):
        if toks[j].text == "by":
            return _from(phrase_starting(toks, j + 1), i, _AGENT, toks[i].low)
    return None


def _inverted(toks: Sequence[Token], i: int) -> Cue | None:
    """said X; not when a verb follows the phrase, which then is the subject of that."""
    low = toks[i].low
    if STRENGTH.get(low, _LIGHT) < 1 and low not in MANNER and low not in ("reports", "reported"):
        return None
    if low in ADDRESSING and (low in ("told", "tells") or not i or toks[i - 1].kind != QUOTE):
        return None
    phrase = phrase_starting(toks, i + 1)
    if phrase is None:
        return None
    after = toks[phrase.last + 1] if phrase.last + 1 < len(toks) else None
    ends = after is None or after.kind not in (WORD, NAME, POSSESSIVE) or after.low in _SMALL
    return Cue(i, named_behind(toks, phrase), 1.0, low) if ends else None


def _across(toks: Sequence[Token], i: int, j: int) -> Cue | None:
    """The subject before an apposition or parenthesis that closes right before the verb."""
    titled = j > 0 and toks[j].kind == QUOTE and toks[j - 1].low in PREPOSITIONS  # author of “…,” said
    if j < 0 or (toks[j].kind == QUOTE and not titled):
        return None
    mark = "," if titled else toks[j].low
    nearest: Phrase | None = None
    for k in range(j - 1, max(0, j - 40), -1):
        if toks[k].low != mark:
            continue
        inner = phrase_starting(toks, k + 1)
        phrase = phrase_ending(toks, k - 1)
        if phrase is None:
            continue
        before = toks[phrase.first - 1] if phrase.first else None
        opens = before is None or before.kind == QUOTE or before.low in LINKS
        if toks[phrase.head].low in BODY_NOUNS and not opens:
            continue
        if inner and inner.last == j - 1 and toks[inner.head].kind == NAME and toks[phrase.head].kind == WORD:
            return Cue(i, inner, 0.95, toks[i].low)
        if opens:
            return Cue(i, phrase, 0.95, toks[i].low)
        nearest = nearest or phrase
    return Cue(i, nearest, 0.9 if nearest else 0.7, toks[i].low)
