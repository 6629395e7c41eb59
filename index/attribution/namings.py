"""The sentences of a document that name somebody, and what they call them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..text.function_words import LINKS
from ..text.headlines import is_headline
from ..text.quotations import quotations
from ..text.segmentation import paragraphs
from .cast import Cast
from .certainty import CERTAIN_SPEAKER
from .given_names import GIVEN_NAMES
from .nouns import BODY_NOUNS, GROUP_NOUNS, PERSON_NOUNS, VAGUE_GROUPS
from .people import ROLES, Naming, parted
from .tokens import Casing, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..document import Document, Span, Statement

_CALLING = re.compile(r"(?:ist|ian)$")
_LONGEST_ROLE = 12
"""Words: what is longer is a clause taken for a title."""
_OF = re.compile(r"\s(?:of|for|at|on|in|from|with|to|and)\s")
_PLAIN_GROUP = 2
"""Words: "state officials" is a group, a longer run in small letters most often a clause's."""


def namings(document: Document, sentences: Sequence[Span], statements: Sequence[Statement]) -> list[Naming]:
    """The sentences of a document that name those whom it introduces or quotes, in text order."""
    return sorted(_namings(document, sentences, statements), key=lambda naming: naming.span)


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
            title, name = parted(speaker)
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
    return title if plain and any(w in ROLES or _CALLING.search(w) for w in words) else None


def _is_body(name: str) -> bool:
    """Whether a speaker who is no known person has a name, or is a group or body of some kind."""
    words = _OF.split(name)[0].split()
    head = words[-1].lower()
    if head in PERSON_NOUNS:
        return False
    if head in GROUP_NOUNS:
        return head not in VAGUE_GROUPS and (name[0].isupper() or len(name.split()) <= _PLAIN_GROUP)
    return name[0].isupper() and (words[-1][0].isupper() or head in BODY_NOUNS)
