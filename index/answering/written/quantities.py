"""The numbers and dates that a text tells, in figures or words, each with what it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ...attribution.tokens import DATE, NUMBER
from ...text.calendar_words import MONTHS, WEEKDAYS
from ...text.word_lists import WordLists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...attribution.tokens import Token
    from .wording import Wording

_LISTS = WordLists(__file__)


def _values(key: str) -> dict[str, float]:
    return {word: float(value) for value, words in _LISTS.table(key).items() for word in words}


_UNITS = {word: unit for unit, words in _LISTS.table("units").items() for word in (unit, *words)}
_CARDINALS, _ORDINALS, _SCALES, _OTHERS = map(_values, ("cardinals", "ordinals", "scales", "others"))
_NAMES = tuple(name.lower() for name in (*MONTHS, *WEEKDAYS))
_MONTHS = frozenset(_NAMES[: len(MONTHS)])

NUMBER_WORDS = frozenset([*_UNITS, *_CARDINALS, *_ORDINALS, *_SCALES, *_OTHERS])
"""Words that are read as numbers or their units, lower case."""

_FIGURE = re.compile(
    r"(?P<sign>[$€£¥]?)(?P<value>\d{1,15}(?:,\d{3}){0,5}(?:\.\d{1,9})?)(?P<ending>[^\W\d_]{0,9})(?P<percent>%?)"
)
_ENDINGS = frozenset("st nd rd th".split())
_ORDINAL = "th"
_BETWEEN = re.compile(r"[-–—/:]")
_JOINS = frozenset("to and or".split())
_LAST_DAY, _FIRST_TENS = 31, 20
_DATED = "@"
"""Stands before a month or day among the parts of a text."""


class Quantity(NamedTuple):
    """A number, and its unit: "%", a currency's sign, "th" of a place in order, the month of a day, or ""."""

    value: float
    unit: str


class _Read(NamedTuple):
    """A quantity, and the parts of the text from ``start`` to ``end`` that tell it."""

    quantity: Quantity
    start: int
    end: int


def dates(text: Wording) -> set[str]:
    """The months and days that a text names, in full and lower case; "today" and its like too."""
    return {_in_full(token) for token in text.tokens if token.kind == DATE}


def quantities(text: Wording) -> set[Quantity]:
    """The numbers of a text; of "5 to 6 percent" both are percent."""
    parts = [part for token in text.tokens for part in _parts(token)]
    found: set[Quantity] = set()
    before: _Read | None = None
    for read in _all(parts):
        found.add(read.quantity)
        between = parts[before.end : read.start] if before else []
        if before and not before.quantity.unit and _JOINS.issuperset(between):
            found.add(before.quantity._replace(unit=read.quantity.unit))
        before = read
    return found


def _in_full(token: Token) -> str:
    return next((name for name in _NAMES if name.startswith(token.low)), token.low)


def _parts(token: Token) -> list[str]:
    """The words of a token; a figure keeps its signs."""
    if token.kind == DATE:
        return [_DATED + _in_full(token)]
    hyphenated = token.kind == NUMBER or "-" in token.low
    return [part for part in _BETWEEN.split(token.low) if part] if hyphenated else [token.low]


def _all(parts: Sequence[str]) -> Iterator[_Read]:
    i = 0
    while i < len(parts):
        read = _figure(parts, i) or _spelt(parts, i)
        if read is None:
            i += 1
            continue
        if not read.quantity.unit and (month := _month(parts, read)):
            read = read._replace(quantity=read.quantity._replace(unit=month))
        yield read
        i = read.end


def _figure(parts: Sequence[str], i: int) -> _Read | None:
    """A number in figures: "1,500", "$5m", "3%", "21st"."""
    figure = _FIGURE.fullmatch(parts[i])
    if figure is None:
        return None
    ending = figure["ending"]
    value = float(figure["value"].replace(",", "")) * _SCALES.get(ending, 1)
    unit = figure["sign"] or figure["percent"] or (_ORDINAL if ending in _ENDINGS else "")
    return _scaled(parts, i, i + 1, Quantity(value, unit))


def _spelt(parts: Sequence[str], i: int) -> _Read | None:
    """A number in words: "twenty five", "two million", "a dozen", "third"."""
    word, behind = parts[i], parts[i + 1] if i + 1 < len(parts) else ""
    if word in _ORDINALS:
        return _Read(Quantity(_ORDINALS[word], _ORDINAL), i, i + 1)
    if word in _OTHERS:
        return _scaled(parts, i, i + 1, Quantity(_OTHERS[word], ""))
    if word == "one" and (behind in _SCALES or behind in _UNITS):
        return _scaled(parts, i, i + 1, Quantity(1, ""))
    if word in _SCALES and len(word) > 2:
        return _scaled(parts, i, i, Quantity(1, ""))
    if word not in _CARDINALS:
        return None
    if _CARDINALS[word] >= _FIRST_TENS and (ones := 1 if behind == "one" else _CARDINALS.get(behind, 0)):
        return _scaled(parts, i, i + 2, Quantity(_CARDINALS[word] + ones, ""))
    return _scaled(parts, i, i + 1, Quantity(_CARDINALS[word], ""))


def _scaled(parts: Sequence[str], start: int, end: int, number: Quantity) -> _Read:
    """The number with what multiplies it and with its unit, where these stand behind it."""
    value, unit = number
    while end < len(parts) and parts[end] in _SCALES:
        value, end = value * _SCALES[parts[end]], end + 1
    if end < len(parts) and parts[end] in _UNITS:
        unit, end = unit or _UNITS[parts[end]], end + 1
    elif parts[end : end + 2] == ["per", "cent"]:
        unit, end = "%", end + 2
    return _Read(Quantity(value, unit), start, end)


def _month(parts: Sequence[str], read: _Read) -> str:
    """The month whose day a number is, with at most a stop or "of" between: "30 October", "Oct. 30"."""
    if read.quantity.value > _LAST_DAY:
        return ""
    beside = [*parts[max(0, read.start - 2) : read.start], *parts[read.end : read.end + 2]]
    dated = (part.removeprefix(_DATED) for part in beside if part.startswith(_DATED))
    return next((name for name in dated if name in _MONTHS), "")
