"""Whom a name, a pronoun or a role means, as an article is read: who was spoken of last comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..text.function_words import DETERMINERS, PRONOUNS
from .cast import Cast, Referent, Speaker
from .nouns import GROUP_NOUNS, ORGANISATION_WORDS, PERSON_NOUNS, PLACE_OPENERS
from .titles import GENDERED, PARTIES
from .tokens import NAME, spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .grammar import Phrase
    from .tokens import Token

_MEMORY = 12
"""People who stay in mind for "he" and "the senator", most recent first."""

_ANYBODY = frozenset("one another someone somebody".split())
"""Subjects that bring somebody new whom nothing names: "One of the drivers shook his head"."""

_UNNAMED, _NAMED_BODY = 0.8, 0.92
_SAME_SENTENCE, _LATEST, _EARLIER = 0.7, 0.63, 0.58
"""How sure a pronoun is of a speaker of its own sentence, of the latest person spoken of, and of one before.
Below .64, so that a plain report with a name ranks before a pronoun's quotation."""


class Coreference:
    """The people in mind at a sentence of an article, the subject of the sentence before first.

    Somebody without a name ("a spokesperson for the union") is one of them, so that a pronoun that follows
    is not taken for the last person with a name.
    """

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._recent: list[Referent] = []
        self._body: Speaker | None = None
        self._group: Speaker | None = None

    def speaker(self, toks: Sequence[Token], phrase: Phrase, near: Speaker | None = None) -> Speaker | None:
        """Whom a phrase means; ``near`` is who spoke last in its sentence. None in case of doubt."""
        head = toks[phrase.head]
        if head.low in PRONOUNS and phrase.first == phrase.head:
            return self._stands_for(PRONOUNS[head.low], near)
        if head.kind == NAME and not (head.low in PARTIES and toks[phrase.first].low == "the"):
            return self._cast.named(toks, phrase)
        if toks[phrase.first].low == "the" and head.low in PERSON_NOUNS:
            known = self._cast.described(toks, phrase, self._recent)
            if known:
                return known
        return self._unnamed(toks, phrase, near)

    def _unnamed(self, toks: Sequence[Token], phrase: Phrase, near: Speaker | None) -> Speaker | None:
        """Somebody told by a description alone; "his lawyer" is told with whose."""
        first = phrase.first + (toks[phrase.first].low in DETERMINERS)
        words = spell(toks[first : phrase.last + 1])
        owner = PRONOUNS.get(toks[phrase.first].low)
        near = None if near and near.name.endswith(words) else near  # near is who is being told
        if owner and (whose := self._stands_for(owner, near)):
            words = f"{whose.name.split()[-1]}’s {words}"
        if not words:
            return None
        head = toks[phrase.head].low
        if head not in PERSON_NOUNS:
            named = any(t.kind == NAME for t in toks[first : phrase.last + 1])
            return Speaker(words, _NAMED_BODY if named else _UNNAMED)
        roles = {t.low for t in toks[first : phrase.last + 1]}
        return Speaker(words, _UNNAMED, Referent(words, GENDERED.get(head, ""), roles=roles))

    def _stands_for(self, gender: str, near: Speaker | None) -> Speaker | None:
        if gender == "p":
            return replace(self._group, sure=_EARLIER) if self._group else None
        if gender == "o":
            return replace(self._body, sure=_EARLIER) if self._body else None
        if near and near.person and near.person.may_be(gender):
            return replace(near, sure=min(_SAME_SENTENCE, near.sure))
        fits = ((rank, p) for rank, p in enumerate(self._recent) if p.may_be(gender))
        rank, person = next(fits, (0, None))
        if person is None or not person.name:
            return None
        known = person.gender == gender or gender in person.votes
        if rank and not known:
            return None
        return Speaker(person.name, _EARLIER if rank else _LATEST, person, person.role)

    def remember(
        self,
        toks: Sequence[Token],
        lead: Speaker | None,
        current: Speaker | None,
        mentioned: Sequence[Referent],
    ) -> None:
        """Puts a sentence's people in mind: its subject first, those merely mentioned behind."""
        first = [person for s in (lead, current) if s and (person := s.person or _perhaps(s))]
        if not first and toks and toks[0].low in _ANYBODY:
            first = [Referent("")]
        old = self._recent
        order = [*first, *(old[:1] if not first else []), *mentioned, *old]
        self._recent = list({id(p): p for p in order}.values())[:_MEMORY]
        for speaker in (lead, current):
            if speaker and not speaker.person:
                if speaker.name.split()[-1].lower() in GROUP_NOUNS or speaker.name.endswith("s"):
                    self._group = speaker
                self._body = speaker


def _perhaps(speaker: Speaker) -> Referent | None:
    """The person that a name may be, although nothing else tells so: nameless if it has one word alone."""
    words = speaker.name.split()
    if not speaker.name[0].isupper() or {w.lower() for w in words} & ORGANISATION_WORDS:
        return None
    if words[0].lower() in PLACE_OPENERS or speaker.name.isupper():
        return None
    return Referent(speaker.name if len(words) > 1 else "")
