"""Who somebody is, by what the documents say: name, role and the sentence that introduces them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..text.function_words import LINKS
from ..text.headlines import is_headline
from ..text.quotations import quotations
from ..text.segmentation import paragraphs
from .cast import Cast
from .given_names import GIVEN_NAMES
from .nouns import BODY_NOUNS, GROUP_NOUNS, PERSON_NOUNS, VAGUE_GROUPS
from .speakers import Voice, meant, speaker_words
from .statements import CERTAIN_SPEAKER
from .titles import ADDRESS, PARTIES, TITLES
from .tokens import Casing, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..document import Document, Span, Statement

_ROLES = (PERSON_NOUNS | TITLES | PARTIES) - ADDRESS
_CALLING = re.compile(r"(?:ist|ian)$")
_LONGEST_ROLE = 12
"""Words: what is longer is a clause taken for a title."""

_OF = re.compile(r"\s(?:of|for|at|on|in|from|with|to|and)\s")
_PLAIN_GROUP = 2
"""Words: "state officials" is a group, a longer run in small letters most often a clause's."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the documents introduce or quote: a person, or a body that speaks.

    ``name`` is the fullest that the documents give, ``role`` what they are called ("Minister") or None,
    ``span`` the sentence of ``document`` that introduces them, ``statements`` how many of theirs are stored.
    """

    name: str
    role: str | None
    document: Document
    span: Span
    statements: int


@dataclass(frozen=True, slots=True)
class Naming:
    """A sentence that names a person, or a body; ``role`` is theirs if the sentence tells it, else None."""

    name: str
    role: str | None
    document: Document
    span: Span
    person: bool


def namings(document: Document, sentences: Sequence[Span], statements: Sequence[Statement]) -> list[Naming]:
    """The sentences of a document that name those whom it introduces or quotes, in text order."""
    return sorted(_namings(document, sentences, statements), key=lambda naming: naming.span)


def naming_words(name: str, role: str | None = None) -> set[str]:
    """The words under which a naming is looked for: of the name, its initials, and of the role."""
    return speaker_words(name, role) | set(_key(name).split())


def people(namings: Sequence[Naming], voices: Sequence[Voice]) -> list[Person]:
    """Everybody who is named, most statements first, then in the order of the namings.

    Of several documents the earlier one introduces; ``voices`` are those who speak in them.
    """
    spoken = Counter[str]()
    for voice in voices:
        spoken[_key(voice.name)] += voice.statements
    known = [_person(same, spoken) for same in _grouped(namings)]
    return sorted(known, key=lambda person: -person.statements)


def who(name: str, known: Sequence[Person]) -> Person | None:
    """Whom of ``known`` a name means: full or last, a role, in any case and slightly misspelt; else None.

    Of several whom it may mean, the one with the most statements.
    """
    words = name.lower().split()
    by_role = [p for p in known if p.role] if words and words[-1] in _ROLES else []
    for among in (by_role, known):
        names = meant(name, [Voice(p.name, p.role, 1) for p in among]).names
        if names:
            return next(p for p in among if p.name in names)
    return None


def _person(namings: Sequence[Naming], spoken: Counter[str]) -> Person:
    """Who is named by all these sentences, introduced by the first that tells the role, else by the first."""
    first = next((n for n in namings if n.role), namings[0])
    fullest = max(namings, key=lambda n: (n.person, len(n.name.split()))).name
    statements = sum(spoken[key] for key in {_key(n.name) for n in namings})
    return Person(fullest, first.role, first.document, first.span, statements)


def _grouped(namings: Sequence[Naming]) -> list[list[Naming]]:
    """The namings of each, in order; a single name is that of the person named most who bears it."""
    full = Counter(key for n in namings if n.person and " " in (key := _key(n.name)))
    bearers: dict[str, str] = {}
    for key in full:
        for part in {key.split()[0], key.split()[-1]}:
            bearers[part] = max(bearers.get(part, key), key, key=full.__getitem__)
    groups: dict[str, list[Naming]] = {}
    for naming in namings:
        key = _key(naming.name)
        groups.setdefault(bearers.get(key, key), []).append(naming)
    return list(groups.values())


def _namings(
    document: Document, sentences: Sequence[Span], statements: Sequence[Statement]
) -> Iterator[Naming]:
    """The sentences that name people, and for each body the first in which it surely speaks."""
    certain = [s for s in statements if s.certainty >= CERTAIN_SPEAKER]
    quoted = dict.fromkeys(s.speaker for s in certain)
    named = set()
    for span, mentioned in zip(sentences, _cast(document.text, sentences).mentioned, strict=True):
        for person in mentioned:
            role = _role(person.title)
            named.add(person.name)
            if role or person.name in quoted or person.name.split()[0].lower() in GIVEN_NAMES:
                told = role and role.split(", ")[0] in " ".join(span.of(document.text).split())
                yield Naming(person.name, role if told else None, document, span, person=True)
    for speaker in quoted:
        if speaker not in named and speaker not in document.places and _is_body(speaker):
            spans = [s.span for s in certain if s.speaker == speaker]
            by_name = (span for span in spans if speaker in span.of(document.text))
            title, name = _parted(speaker)
            yield Naming(name, _role(title), document, next(by_name, spans[0]), person=bool(title))


def _cast(text: str, sentences: Sequence[Span]) -> Cast:
    """The people of a text; a headline introduces nobody."""
    quoted = [quote for block in paragraphs(text) for quote in quotations(text, block)]
    casing = Casing.of(text)
    return Cast([[] if is_headline(s.of(text)) else tokens(text, s, quoted, casing) for s in sentences])


def _role(title: str | None) -> str | None:
    """A title that tells what somebody is, rather than how they are addressed."""
    words = re.findall(r"[^\W_]+", (title or "").lower())
    plain = words and len(words) <= _LONGEST_ROLE and words[0] not in LINKS
    return title if plain and any(w in _ROLES or _CALLING.search(w) for w in words) else None


def _is_body(name: str) -> bool:
    """Whether a speaker who is no known person has a name, or is a group or body of some kind."""
    words = _OF.split(name)[0].split()
    head = words[-1].lower()
    if head in PERSON_NOUNS:
        return False
    if head in GROUP_NOUNS:
        return head not in VAGUE_GROUPS and (name[0].isupper() or len(name.split()) <= _PLAIN_GROUP)
    return name[0].isupper() and (words[-1][0].isupper() or head in BODY_NOUNS)


def _parted(name: str) -> tuple[str, str]:
    """The titles before a person's given name, and the name."""
    words = name.split()
    given = next((i for i, w in enumerate(words) if w.lower() in GIVEN_NAMES), 0)
    if not all(w.lower().rstrip(".") in TITLES for w in words[:given]):
        given = 0
    return " ".join(words[:given]), " ".join(words[given:])


def _key(name: str) -> str:
    """What the spellings of one name share: no title, and for a person no middle name."""
    words = _parted(name)[1].lower().replace(".", "").split()
    return " ".join([words[0], words[-1]] if len(words) > 2 and words[0] in GIVEN_NAMES else words)
