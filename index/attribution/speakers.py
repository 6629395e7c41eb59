"""Whose statements are meant when a question names somebody: by name, title, role, body or with a slip."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from ..text.function_words import DETERMINERS
from .given_names import GIVEN_NAMES
from .nouns import BODY_NOUNS, ORGANISATION_WORDS, PERSON_NOUNS, PLACE_OPENERS, RELATIONS, VOICES
from .titles import ALSO_CALLED, SHORT_COUNTRIES, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


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
_NO_PERSON = ORGANISATION_WORDS | PLACE_OPENERS | BODY_NOUNS
_PARTY_TAG = re.compile(r"\b[DRI]-[A-Z][\w.]*")
"""R-Ohio: whom a member of parliament is sent by, no post that they hold."""

_PAST = frozenset("former ex late".split())
"""Words of a role that is held no more: a former chairman doesn't speak for the committee."""

_RELATED = RELATIONS | {word.rstrip("s") for word in RELATIONS}
_COUNTRY = re.compile(rf"\b(?:{'|'.join(SHORT_COUNTRIES)})\b")
_SHORT = 4
"""Letters up to which a final s is the word's own."""

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
    forms = [wanted, *_in_front(wanted)]
    ranked = {
        v.name: rank
        for v in voices
        if wanted and (rank := max(_match(form, v.name, v.role or "") for form in forms)) > 0
    }
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
    first = _key(name)
    wanted = {word for form in [first, *_in_front(first)] for word in form} - _OF
    similar = (h for w in wanted if len(w) > _SHORTEST_SLIP for h in alike(w[0]) if _alike(w, [h]))
    return wanted.union(similar)


def _match(wanted: list[str], who: str, role: str) -> float:
    """How well a speaker fits the wanted words: 5 the very name, down to 1 a word of it; 0 not at all."""
    have = _key(who)
    bare = _untitled(wanted, have, role)
    another = _is_somebody_elses(have) and not _relation(have) & set(bare) and not _is_body(bare[-1], who)
    if rank := 0 if another else _by_name(wanted, bare, have, who):
        return rank
    if rank := _role(wanted, role):
        return rank
    if another:
        return 0
    if bare == have[:1] and who.split()[-1][0].isupper() and not {have[0], have[-1]} & _NO_PERSON:
        return _FIRST_NAME
    return _by_part(wanted, bare, have, who)


def _by_name(wanted: list[str], bare: list[str], have: list[str], who: str) -> float:
    """5 for the very name, 4.5 for its initials, 4 for a last name with nothing that speaks against it."""
    if wanted == have or bare == have or set(wanted) == set(have) - _OF:
        return 5
    if bare == ["".join(w[0] for w in have if w not in _NOT_INITIAL)]:
        return 4.5
    if have and bare[-1] == have[-1] and set(bare) <= set(have):
        return _LAST_NAME
    return _LAST_NAME if have[-1:] == bare[-1:] and have[0] == bare[0] and who[0].isupper() else 0


def _by_part(wanted: list[str], bare: list[str], have: list[str], who: str) -> float:
    """2 for words of the name or slips of them, 1.5 for whose voice it is, 1 for where the speaker works."""
    if have and len(bare) <= len(have) and all(_alike(w, have) for w in bare):
        return 2
    if set(bare) <= set(have) and (have[0] in VOICES or have[-1] in VOICES):
        return 1.5
    affiliated = have and have[0] not in VOICES and _role(wanted, who) == _AFFILIATED
    return _AFFILIATED if affiliated else 0


def _is_body(word: str, who: str) -> bool:
    """Whether a word of a speaker's name is a body's: "the agency", "NATO"."""
    return word in _NO_PERSON or any(w.isupper() and len(w) > 1 and _key(w) == [word] for w in who.split())


def _in_front(wanted: list[str]) -> list[list[str]]:
    """ "President of the US" as "US president"; a name before "of" stays ("Bank of America")."""
    at = next((i for i, word in enumerate(wanted) if word == "of"), 0)
    if at and (wanted[at - 1] in TITLES or wanted[at - 1] in PERSON_NOUNS):
        return [[*wanted[at + 1 :], *wanted[:at]]]
    return []


def _untitled(wanted: list[str], have: Sequence[str], role: str) -> list[str]:
    """The wanted words without the titles before a name: "X's lawyer" and "X spokesman" are no X."""
    known = TITLES.union(_key(role)) - set(have)
    name = next((i for i, word in enumerate(wanted) if word not in known), 0)
    return wanted[name:]


def _is_somebody_elses(have: Sequence[str]) -> bool:
    """Whether a speaker is told by whose they are: "Xi's spokesman", "lawyer for Xi", "Xi's aides"."""
    return bool(_relation(have))


def _relation(have: Sequence[str]) -> set[str]:
    """The word that tells it: "spokesman"; none for somebody told by name or office."""
    head = next((i for i, word in enumerate(have) if word in _OF), len(have)) - 1
    return {have[head]} & _RELATED if head >= 0 else set()


def _is_place_of_work(role: Sequence[str], at: int, wanted: Sequence[str]) -> bool:
    """Whether a role is held at what is asked for: "director of the fund", but not "lawyer for Holm".

    Neither is "served under President Holm" nor "aide to Mr Holm" a post of Holm's.
    """
    if _PAST & set(role[:at]):
        return False
    if _NO_PERSON & set(wanted):
        return True
    somebody = role[at - 1] in TITLES or role[at - 1] in GIVEN_NAMES
    return not (somebody or "who" in role[:at] or _is_somebody_elses(role))


def _role(wanted: Sequence[str], role: str) -> float:
    """3 when ``wanted`` is the role ("treasury secretary"), 1 when it is where that is held ("the fund")."""
    for part in re.split(r"[,()]", _PARTY_TAG.sub("", role)):
        words = _key(part)
        for i, word in enumerate(words):
            same = wanted[-1] in (word, *ALSO_CALLED.get(word, ()))
            ends = i + 1 == len(words) or words[i + 1] in _OF or words[i + 1] == "who"
            if same and ends and set(wanted[:-1]) <= set(words[:i]):
                if not (_OF | {"who"}) & set(words[:i]) - set(wanted):
                    return 3
                return _AFFILIATED if _is_place_of_work(words, i, wanted) else 0
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
    plain = _COUNTRY.sub(lambda found: SHORT_COUNTRIES[found.group()], plain)
    words = [w for w in re.findall(r"[^\W_]+(?:[.&'-][^\W_]+)*", plain) if w not in DETERMINERS]
    words = [w.replace(".", "") for w in words]
    return [w.rstrip("s") if len(w) > _SHORT else w for w in words]
