"""What a text tells of somebody where it names them: offices, ages, what stands beside the name."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ..text.function_words import DETERMINERS
from ..text.reporting_verbs import STRENGTH
from .grammar import phrase_ending
from .nouns import PERSON_NOUNS
from .titles import PARTIES, TITLES
from .tokens import NAME, POSSESSIVE, PUNCT, QUOTE, WORD, spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .tokens import Token

_HONOURS = TITLES | PARTIES
_ROLES = PERSON_NOUNS | TITLES
_ATTRIBUTES = ("al", "an", "ic", "ion", "ment", "ity", "ance", "ence", "ive", "ior")
"""Endings of words that stand before a role: opposition leader, deputy government spokesman."""

_LONGEST_BRACKET = 16
"""Tokens: what is longer stands between brackets for itself."""

_LONGEST_CLAUSE = 40
"""Tokens behind a name that may tell where somebody works."""

_PREDICATES = frozenset("was is became become been elected named appointed as remains remained".split())
"""Words before a role without an article that tell somebody's office: was mayor, served as mayor."""

_AGE = re.compile(r"1?\d?\d")


def offices(toks: Sequence[Token]) -> set[str]:
    """The roles that a sentence gives the one whom it names: was mayor, served as treasurer.

    Who seeks an office ("is running for mayor") and had it before ("led the town until 2012") is "the former
    mayor", so "for" counts where the sentence looks back.
    """
    words = [t.low for t in toks]
    before = _PREDICATES | ({"for"} if {"until", "again", "former"} & set(words) else frozenset())
    return {
        word
        for previous, word in pairwise(words)
        if previous in before and (word in PERSON_NOUNS or word in TITLES)
    }


def describes(token: Token) -> bool:
    if token.kind == NAME:
        return True
    return token.low not in DETERMINERS and (token.low in _ROLES or token.low.endswith(_ATTRIBUTES))


def apposition(toks: Sequence[Token], last: int) -> list[Token]:
    """The words of ", the party's leader," behind a name."""
    i = past_age(toks, last) + 1
    inside: list[Token] = []
    if i + 2 < len(toks) and toks[i].low == "(" and toks[i + 1].kind == NAME:
        end = next((k for k, t in enumerate(toks[i : i + _LONGEST_BRACKET], i) if t.low == ")"), i + 1)
        inside, i = list(toks[i + 1 : end]), end + 1
    if i + 1 >= len(toks) or toks[i].low != ",":
        return inside
    if toks[i + 1].kind == NAME and toks[i + 1].low not in _HONOURS:
        return inside
    found: list[Token] = [*inside, toks[i]] if inside else []
    for token in toks[i + 1 : i + 16]:
        if token.kind not in (WORD, NAME, POSSESSIVE) or token.low in ("who", "which", "said", "but"):
            break
        found.append(token)
    return found if any(_names_role(t.low) for t in found) else inside


def clause_behind(toks: Sequence[Token], last: int) -> str | None:
    """What stands behind a name and its comma, up to the report: "who heads the Harbour Institute"."""
    first = past_age(toks, last) + 1
    if first >= len(toks) or toks[first].low != ",":
        return None
    behind = toks[first + 1 : first + _LONGEST_CLAUSE]
    ends = (
        i
        for i, t in enumerate(behind)
        if t.kind == QUOTE
        or t.low in (";", ":", "(", ")")
        or (behind[i - 1].low == "," and t.low in STRENGTH)
    )
    clause = behind[: next(ends, len(behind))]
    told = clause and (clause[0].low == "who" or any(_names_role(t.low) for t in clause[:_LONGEST_BRACKET]))
    return spell(clause).strip(" ,.") or None if told else None


def past_age(toks: Sequence[Token], last: int) -> int:
    """The index of the last token of an age behind a name: Quill, 44 · Quill (44) · Quill, aged 44."""
    i = last + 1
    if i + 1 >= len(toks) or toks[i].low not in (",", "("):
        return last
    i += 2 if toks[i + 1].low in ("aged", "age") else 1
    if i >= len(toks) or not _AGE.fullmatch(toks[i].text):
        return last
    closed = i + 1 < len(toks) and toks[i + 1].low == ")"
    return i + closed


def _names_role(low: str) -> bool:
    return low in PERSON_NOUNS or low in TITLES or low.endswith(("ist", "ian", "-director", "-president"))


def office_before(toks: Sequence[Token], first: int) -> Sequence[Token]:
    """The office between "the" and the comma before the name at ``first``, as in: the captain, Tom Ferris."""
    phrase = phrase_ending(toks, first - 2) if first > 2 and toks[first - 1].low == "," else None
    if phrase is None or toks[phrase.head].low not in PERSON_NOUNS or phrase.head != phrase.last:
        return ()
    inside = toks[phrase.first : phrase.last + 1]
    if inside[0].low not in ("the", "a", "an") or any(t.kind not in (WORD, NAME) for t in inside):
        return ()
    return inside


def closes(toks: Sequence[Token], last: int) -> bool:
    """Whether an aside that ends in the name at ``last`` closes there, and no list goes on."""
    after = toks[last + 1 : last + 3]
    return not after or (after[0].kind == PUNCT and after[-1].low not in ("and", "or"))
