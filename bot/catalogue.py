"""What can be asked for, held in memory for autocomplete."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from index import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index import Engine

MOST = 25
"""Choices that Discord shows."""

LONGEST = 100
"""Code points of a choice (Discord's limit); a longer one is left out, for its value could not be sent."""

NEAR = 60.0
"""Least similarity (0-100, rapidfuzz's WRatio) of a choice to what is typed: a word of it, slips included."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What some collections can answer: questions, and the names of those who speak and who are told of."""

    version: str
    questions: tuple[str, ...]
    speakers: tuple[str, ...]
    people: tuple[str, ...]

    @classmethod
    def of(cls, engine: Engine, collections: Sequence[str]) -> Catalogue:
        """Read what an engine holds; takes a while for many documents."""
        people = engine.people(collections)
        spoken = _shown(person.name for person in people if person.statements)
        asked = _shown([*engine.suggestions, *(f"What did {name} say?" for name in spoken)])
        return cls(engine.version, asked, spoken, _shown(person.name for person in people))


def _shown(offered: Iterable[str]) -> tuple[str, ...]:
    """Each once, as Discord may show it."""
    return tuple(filter(None, dict.fromkeys(map(printable, offered))))


def choices(typed: str, offered: Sequence[str]) -> list[str]:
    """The offered that are nearest to what is typed so far, best first; the first of all when nothing is.

    What is typed beyond ``LONGEST`` code points, more than any choice has, changes nothing.
    """
    fitting = list(dict.fromkeys(choice for choice in offered if len(choice) <= LONGEST))
    if not typed.strip():
        return fitting[:MOST]
    plain = typed[:LONGEST].casefold().strip()
    begun = [choice for choice in fitting if choice.casefold().startswith(plain)]
    begun += [choice for choice in fitting if _has_words_that_begin(choice, plain.split())]
    near = process.extract(
        plain, fitting, scorer=fuzz.WRatio, processor=str.casefold, limit=MOST, score_cutoff=NEAR
    )
    return list(dict.fromkeys([*begun, *(choice for choice, _, _ in near)]))[:MOST]


def _has_words_that_begin(choice: str, typed: Sequence[str]) -> bool:
    """Whether each word typed begins a word of the choice."""
    words = re.findall(r"\w+", choice.casefold())
    return all(any(word.startswith(part) for word in words) for part in typed)
