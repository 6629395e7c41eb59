"""Who somebody is, by what the documents say: name, role and the sentence that introduces them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .given_names import GIVEN_NAMES
from .nouns import PERSON_NOUNS
from .speakers import Voice, meant, speaker_words
from .titles import ADDRESS, PARTIES, TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Document, Span

ROLES = (PERSON_NOUNS | TITLES | PARTIES) - ADDRESS


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
    by_role = [p for p in known if p.role] if words and words[-1] in ROLES else []
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


def parted(name: str) -> tuple[str, str]:
    """The titles before a person's given name, and the name."""
    words = name.split()
    given = next((i for i, w in enumerate(words) if w.lower() in GIVEN_NAMES), 0)
    if not all(w.lower().rstrip(".") in TITLES for w in words[:given]):
        given = 0
    return " ".join(words[:given]), " ".join(words[given:])


def _key(name: str) -> str:
    """What the spellings of one name share: no title, and for a person no middle name."""
    words = parted(name)[1].lower().replace(".", "").split()
    return " ".join([words[0], words[-1]] if len(words) > 2 and words[0] in GIVEN_NAMES else words)
