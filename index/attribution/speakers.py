"""Whose statements are meant when a question names somebody: by name, title, role, body or with a slip."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from ..text.function_words import DETERMINERS
from .nouns import ORGANISATION_WORDS, PLACE_OPENERS, VOICES
from .titles import ALSO_CALLED, TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Statement


def speakers(statements: Sequence[Statement]) -> list[str]:
    """The canonical names of those who speak, most statements first, then in text order."""
    return [name for name, _ in Counter(s.speaker for s in statements).most_common()]


_OF = frozenset("of for at on in from with to and".split())
_LAST_NAME, _FIRST_NAME, _AFFILIATED = 4.0, 2.5, 1.0
_NO_PERSON = ORGANISATION_WORDS | PLACE_OPENERS
_similar = DamerauLevenshtein.normalized_similarity
_TYPO = 0.82
"""Least similarity (Damerau-Levenshtein, of 1) at which a misspelt name still means its speaker.

It allows one slip in six letters, and keeps five-letter names apart that differ in one ("Obama", "Osama").
"""


def said_by(name: str, statements: Sequence[Statement]) -> list[Statement]:
    """The statements of the speaker whom ``name`` means, surest first, then in text order; else none.

    ``name`` may be a full or last name, one with a title, a role ("the treasury secretary"), a body or group,
    possessive, in any case, and slightly misspelt. Of several people with that name, the one who speaks most
    is meant.
    """
    wanted = _key(name)
    roles: dict[str, str] = {}
    for statement in statements:
        roles[statement.speaker] = roles.get(statement.speaker) or statement.role or ""
    ranked = {who: rank for who, role in roles.items() if wanted and (rank := _match(wanted, who, role)) > 0}
    if not ranked:
        return []
    best = max(ranked.values())
    talk = Counter(s.speaker for s in statements)
    chosen = {w for w, r in ranked.items() if r == best}
    if best == _FIRST_NAME and len(chosen) > 1:
        return []
    if best != _AFFILIATED and not any(w[0].islower() for w in chosen):
        rivals = [w for w, r in ranked.items() if r == best or (r >= _LAST_NAME and len(wanted) == 1)]
        leader = max(rivals, key=lambda w: talk[w])
        chosen = {leader, *(w for w in chosen if _key(w) == wanted)}
    said = (s for s in statements if s.speaker in chosen)
    if best == _AFFILIATED:  # the text says whose they are where they speak first
        return sorted(said, key=lambda s: s.span)
    return sorted(said, key=lambda s: (-s.certainty, s.span))


def _match(wanted: list[str], who: str, role: str) -> float:
    """How well a speaker fits the wanted words: 5 the very name, down to 1 a word of it; 0 not at all."""
    have = _key(who)
    known = TITLES.union(_key(role))
    bare = [w for w in wanted if w not in known or w in have] or wanted
    if wanted == have or bare == have:
        return 5
    if bare == ["".join(w[0] for w in have if w not in ("of", "for", "and", "on"))]:
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
    return len(word) > 4 and any(
        h[0] == word[0] and len(h) > 4 and (sorted(h) == sorted(word) or _similar(word, h) >= _TYPO)
        for h in have
    )


def _key(name: str) -> list[str]:
    """The words that matter, lower case, without possessive or plural endings."""
    plain = re.sub(r"'s?(?=\W|$)", "", name.lower().replace("’", "'"))
    words = [w for w in re.findall(r"[^\W_]+(?:[.&'-][^\W_]+)*", plain) if w not in DETERMINERS]
    return [w[:-1] if len(w) > 4 and w[-1] == "s" and w[-2] != "s" else w for w in words]
