"""Whose statements are meant when a question names somebody: by name, title, role, body or with a slip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from ..text.function_words import DETERMINERS
from .nouns import ORGANISATION_WORDS, PLACE_OPENERS, VOICES
from .titles import ALSO_CALLED, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


CERTAIN_SPEAKER = 0.5
"""A statement less certain than this names no speaker under a citation."""


class Voice(NamedTuple):
    """Somebody whom documents quote: by what name, with what role, in how many statements."""

    name: str
    role: str | None
    statements: int


class Meant(NamedTuple):
    """The speakers whom a name means; ``affiliated``, when it only says where they belong."""

    names: frozenset[str]
    affiliated: bool


_OF = frozenset("of for at on in from with to and".split())
_LAST_NAME, _FIRST_NAME, _AFFILIATED = 4.0, 2.5, 1.0
_NO_PERSON = ORGANISATION_WORDS | PLACE_OPENERS
_similar = DamerauLevenshtein.normalized_similarity
_NOT_INITIAL = frozenset("of for and on".split())
_SHORTEST_SLIP = 4
"""Letters: a word no longer than this is never taken for another's slip."""

_TYPO = 0.82
"""Least similarity (Damerau-Levenshtein, of 1) at which a misspelt name still means its speaker.

It allows one slip in six letters, and keeps five-letter names apart that differ in one ("Obama", "Osama").
"""


def meant(name: str, voices: Sequence[Voice]) -> Meant:
    """Which of the speakers ``name`` means, if any.

    ``name`` may be a full or last name, one with a title, a role ("the treasury secretary"), a body or group,
    possessive, in any case, and slightly misspelt. Of several people with that name, the one who speaks most
    is meant.
    """
    wanted = _key(name)
    ranked = {v.name: rank for v in voices if wanted and (rank := _match(wanted, v.name, v.role or "")) > 0}
    if not ranked:
        return Meant(frozenset(), affiliated=False)
    best = max(ranked.values())
    talk = {v.name: v.statements for v in voices}
    chosen = {w for w, r in ranked.items() if r == best}
    if best == _FIRST_NAME and len(chosen) > 1:
        return Meant(frozenset(), affiliated=False)
    if best != _AFFILIATED and not any(w[0].islower() for w in chosen):
        rivals = [w for w, r in ranked.items() if r == best or (r >= _LAST_NAME and len(wanted) == 1)]
        leader = max(rivals, key=lambda w: talk[w])
        chosen = {leader, *(w for w in chosen if _key(w) == wanted)}
    return Meant(frozenset(chosen), affiliated=best == _AFFILIATED)


def speaker_words(name: str, role: str | None) -> set[str]:
    """The words under which a speaker is looked for: of the name, its initials, and of the role."""
    words, roles = _key(name), [w for part in re.split(r"[,()]", role or "") for w in _key(part)]
    initials = "".join(w[0] for w in words if w not in _NOT_INITIAL)
    short = {s for word in (*roles, *words) for s in ALSO_CALLED.get(word, ())}
    return {*words, initials, *roles, *short}


def wanted_words(name: str, alike: Callable[[str], Collection[str]]) -> set[str]:
    """The words under which those may be found whom ``name`` means.

    ``alike`` gives the words that begin with a letter; those of them that a slip may have made count too.
    """
    wanted = _key(name)
    similar = (h for w in wanted if len(w) > _SHORTEST_SLIP for h in alike(w[0]) if _alike(w, [h]))
    return {*wanted, *similar}


def _match(wanted: list[str], who: str, role: str) -> float:
    """How well a speaker fits the wanted words: 5 the very name, down to 1 a word of it; 0 not at all."""
    have = _key(who)
    known = TITLES.union(_key(role))
    bare = [w for w in wanted if w not in known or w in have] or wanted
    if wanted == have or bare == have:
        return 5
    if bare == ["".join(w[0] for w in have if w not in _NOT_INITIAL)]:
        return 4.5
    if have and bare[-1] == have[-1] and set(bare) <= set(have):
        return _LAST_NAME
    if have and have[-1] == bare[-1] and have[0] == bare[0] and who[0].isupper():
        return _LAST_NAME
    if rank := _role(wanted, role):
        return rank
    if bare == have[:1] and who.split()[-1][0].isupper() and not {have[0], have[-1]} & _NO_PERSON:
        return _FIRST_NAME
    if have and len(bare) <= len(have) and all(_alike(w, have) for w in bare):
        return 2
    if set(bare) <= set(have) and (have[0] in VOICES or have[-1] in VOICES):
        return 1.5
    if have and have[0] not in VOICES and (rank := _role(wanted, who)) == _AFFILIATED:
        return rank
    return 0


def _role(wanted: Sequence[str], role: str) -> float:
    """3 when ``wanted`` is the role ("treasury secretary"), 1 when it is where that is held ("the fund")."""
    for part in re.split(r"[,()]", role):
        words = _key(part)
        for i, word in enumerate(words):
            same = wanted[-1] in (word, *ALSO_CALLED.get(word, ()))
            ends = i + 1 == len(words) or words[i + 1] in _OF
            if same and ends and set(wanted[:-1]) <= set(words[:i]):
                return _AFFILIATED if _OF & set(words[:i]) - set(wanted) else 3
    return 0


def _alike(word: str, have: Sequence[str]) -> bool:
    if word in have:
        return True
    return len(word) > _SHORTEST_SLIP and any(
        h[0] == word[0]
        and len(h) > _SHORTEST_SLIP
        and (sorted(h) == sorted(word) or _similar(word, h) >= _TYPO)
        for h in have
    )


def _key(name: str) -> list[str]:
    """The words that matter, lower case, without possessive or plural endings."""
    plain = re.sub(r"'s?(?=\W|$)", "", name.lower().replace("’", "'"))
    words = [w for w in re.findall(r"[^\W_]+(?:[.&'-][^\W_]+)*", plain) if w not in DETERMINERS]
    return [w[:-1] if len(w) > 4 and w[-1] == "s" and w[-2] != "s" else w for w in words]
