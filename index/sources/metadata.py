"""What a file says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ..bounds import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE
from ..text.controls import without_controls

WEB_ADDRESS = re.compile(r'https?://[^\s/?#<>"\[\]]++[^\s<>"]*', re.IGNORECASE)

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt\s].*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself."""

    id: str | None = None
    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    language: str | None = None
    event_date: date | None = None
    places: tuple[str, ...] = ()


def named(title: str | None, author: str | None, source: str | None = None) -> Metadata:
    """What a file's properties say; what is too long to be a title or a name is none."""
    return Metadata(
        title=_one_line(title, LONGEST_TITLE),
        author=_one_line(author, LONGEST_NAME),
        source=_one_line(source, LONGEST_NAME),
    )


def address(url: str | None) -> str | None:
    """The address a page gives for its own, if it is one that can be linked."""
    return url if url and len(url) <= LONGEST_ADDRESS and WEB_ADDRESS.fullmatch(url) else None


def _one_line(value: str | None, longest: int) -> str | None:
    """What a file says of itself, on one line; None where that is nothing, or too long to be it."""
    line = " ".join(without_controls(value or "").split())
    return line if 0 < len(line) <= longest else None


def day_of(written: str) -> date | None:
    """The day of a date or time that begins with its year, as written there; None where it is none."""
    found = _DAY.fullmatch(written.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
