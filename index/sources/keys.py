"""The keys that front matter may have, and what each may hold.

pydantic takes 90 ms to import, so this is imported when a file turns out to have front matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from ..bounds import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, MOST_PLACES
from ..text.controls import STEERING
from .metadata import WEB_ADDRESS, day_of

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _wrong(problem: str, **parts: object) -> PydanticCustomError:
    return PydanticCustomError("front_matter", problem, parts)


def _line(value: object, longest: int = LONGEST_NAME) -> str | None:
    """The value as one line of text; None where there is nothing to be seen."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong("{key} must be text; put a number, date or yes/no in quotes")
    line = value.strip()
    if len(line.splitlines()) > 1 or STEERING.search(line):
        raise _wrong("{key} must be one line without control characters")
    if len(line) > longest:
        problem = "{key} has {count} characters, at most {longest} are read; shorten it"
        raise _wrong(problem, count=f"{len(line):,}", longest=f"{longest:,}")
    return line if any(c.isprintable() and not c.isspace() for c in line) else None


def _title(value: object) -> str | None:
    return _line(value, LONGEST_TITLE)


def _people(value: object) -> str | None:
    """A name, a mapping that has one, or a list of either."""
    if isinstance(value, list):
        return _line(", ".join(filter(None, map(_people, value))))
    return _line(value["name"] if isinstance(value, Mapping) and "name" in value else value)


def _slug(value: object) -> str | None:
    slug = _line(value)
    if slug is not None and not _SLUG.fullmatch(slug):
        raise _wrong('{key} "{slug}" must be lower-case letters a-z, digits and single hyphens', slug=slug)
    return slug


def _address(value: object) -> str | None:
    url = _line(value, LONGEST_ADDRESS)
    if url is not None and not WEB_ADDRESS.fullmatch(url):
        raise _wrong("{key} must be a web address that begins with https://")
    return url


def _day(value: object) -> date | None:
    """A day; of a time, its day as written."""
    if value is None or isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    if isinstance(value, str) and (day := day_of(value)):
        return day
    raise _wrong("{key} must be a date, year first, such as 2025-10-30")


def _items(value: object) -> list[object]:
    """A list, whether there is one or only one item."""
    items = value if isinstance(value, list) else [value]
    if len(items) > MOST_PLACES:
        raise _wrong("{key} are more than {most}; drop some", most=MOST_PLACES)
    return items


def _kept(items: tuple[str | None, ...]) -> tuple[str, ...]:
    return tuple(filter(None, items))


Name = Annotated[str | None, BeforeValidator(_line)]
Day = Annotated[date | None, BeforeValidator(_day)]


class Keys(BaseModel):
    """What front matter says of its article, in the fields of ``Metadata``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str | None, BeforeValidator(_slug)] = None
    title: Annotated[str | None, BeforeValidator(_title)] = None
    source: Name = None
    author: Annotated[str | None, BeforeValidator(_people)] = None
    published: Day = None
    url: Annotated[str | None, BeforeValidator(_address)] = None
    language: Name = None
    event_date: Day = None
    places: Annotated[tuple[Name, ...], BeforeValidator(_items), AfterValidator(_kept)] = ()
