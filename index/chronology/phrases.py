"""Words that date: how they look, what reads them, and whether the words around let them date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..text.calendar_words import MONTHS, WEEKDAYS
from ..text.function_words import AUXILIARIES, DETERMINERS, LINKS, PREPOSITIONS, PRONOUNS
from . import dates
from .dates import COUNTS, FROM_TODAY

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from .dates import When
    from .leaning import Leaning

_START = r"(?<![\w-])"
_LATE = rf"(?:{_START}(?i:early|earlier|late|later|mid)(?: |-))?"
_ON = "(?i:on|by|since|until|till|from|between|through|before|after|as of|during|of|for)"
_LEAD = rf"{_LATE}(?:{_START}{_ON} )?{_LATE}"
_IN = rf"{_LATE}(?:{_START}(?:{_ON}|(?i:back in|in)) )?{_LATE}"
_SEASON = r"(?:(?:\bthe )?\b(?i:end|start|beginning|middle|spring|summer|autumn|fall|winter) of )?"
_MOD = r"(?:\b(?P<mod>(?i:this past|this coming|this|last|next)) )?"
_DAY_NAME = f"(?:{'|'.join(WEEKDAYS)})"
_PART = r"(?: (?:early |late )?(?:morning|afternoon|evening|night|lunchtime)\b)?"
_WEEKDAY = rf"(?:(?:{_DAY_NAME}{_PART}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?),? )?"
_FULL, _SHORT = "|".join(MONTHS), "(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
_MONTH = rf"(?P<month>(?:{_FULL})\b|{_SHORT}\b\.?)"
_NUMBER = "(?:3[01]|[12][0-9]|0?[1-9])"
_TO = "(?: ?[-–—] ?| (?P<joint>to|through|and) (?:the )?)"
_DAY = (
    rf"(?P<day>{_NUMBER})(?:st|nd|rd|th)?(?:{_TO}(?P<last>{_NUMBER})(?:st|nd|rd|th)?(?![0-9:]| [a-z]+s\b))?"
)
_FOUR = "(?:19[0-9]{2}|20[0-9]{2}|2100)"
_END = r"(?![\w%]|[.,:/][0-9]|[-–—][0-9]|,? [0-9]{3})"
_YEAR = f"(?P<year>{_FOUR})"
_OF_YEAR = rf"(?:,?(?: of)? {_YEAR}{_END}|,?(?: of)? (?P<which>this|last|next) year\b)"
_UNIT = "(?P<unit>week|month|year)"
_MANY = rf"(?<![\w.,-])(?P<count>(?i:{'|'.join(COUNTS)}|an?)|[1-9]|1[0-2]) (?P<unit>day|week|month|year)s?"
_WHOLE = "(?!-|['’]?s? (?:of|or) )"


def _words(pattern: str) -> re.Pattern[str]:
    """A pattern in which a space stands for any white space, and an optional one for some or none."""
    return re.compile(pattern.replace(" ?", r"\s*").replace(" ", r"\s+"))


LOOKS_DATED = _words(
    r"\b(?:(?:[Bb]lack|Good) Friday|Super Tuesday|Cyber Monday|(?:Easter|Palm|Bloody) Sunday|Ash Wednesday|"
    r"Fox News Sunday|Mail on Sunday|(?:USA|Russia|India) Today|May Day|"
    rf"{_DAY_NAME} (?:Night|Morning|Times|Telegraph|Post|Herald|Mail|Mirror|Express|Independent|Tribune)|"
    rf"[Tt]he {_DAY_NAME} [A-Z]\w+|{_MONTH} {_NUMBER}(?:st|th)? (?:terror\w*|attacks?|hijack\w*|conspirac\w*|"
    r"riot\w*|insurrection|committee|massacre|movement|coup)|(?:before|after|since) Sept(?:\.|ember) 11)\b"
)
"""Names of days, papers and shows, and of what once happened on a day: none dates what a sentence tells."""

_NEAR = 60
"""Code points before dating words that are looked at, the longest of the words below among them."""

_HABIT = _words(r"\b(?i:an?|every|each|one|any|some|per|most|other|(?:day|week|month)s? from) $")
_OWNED = _words(r"\b(?i:the|an?|his|her|its|their|our|my|your|every|each|one|first|very) $")
_ABOUT = _words(r"\b(?i:than|over|about|around|nearly|almost|roughly|some|least|most|half|under|and|or|to) $")
_RANKED = _words(
    r"\b(?i:first|second|third|last|only|times?|\w+est|most|worst|least|once|twice)(?: \w+){0,2} $"
)
_NOWADAYS = _words(r"\b(?i:even|still|than|of|from|world|an?|the|our|their|better|brighter) $")
_STATE = _words(r"(?<!\s),?(?: \w+)? (?:still|has|have|there|than|(?:is|are)(?! \w+ing))\b")
_STILL = re.compile(r"\bstill\b")
_OPENS = _words(r"(?:^|[“\"‘(:.!?—–]) ?$")
_LOOSE = _words(r"(?i:of|by|from|for|through|till|until|before|after) $")
_COUNTED = _words(
    r"(?<!\s) (?:people|persons|men|women|children|percent|per|points?|votes?|jobs|cities|towns|villages|"
    r"homes|houses|households|cases|places|countries|schools|stores|words|pages|miles|tons|tonnes|dollars|"
    r"million|GMT)\b"
)
_NEXT_WORD = _words(r"(?<!\s) ([a-z]+)")
_SURE_MONTH = _words(r"\b(?i:in|last|next|this|early|late|mid)(?: |-)$")
_RANGED = _words(rf"\b(?i:from|between) (?:{_FULL}|{_SHORT}\.?)(?:,? {_FOUR})? (?:and|to|through) $")
_CAPITAL = _words(r"(?<!\s) [A-Z]")
_GIVEN_NAMES = frozenset("April May June August".split())
_IN_YEAR_AND = _words(rf"\b(?i:in) {_FOUR} and $")
"""Words that, right before or behind others, tell whether those date anything: see the rules below."""

_SMALL = PREPOSITIONS | LINKS | DETERMINERS | AUXILIARIES | PRONOUNS.keys()


def _before(m: re.Match[str], words: re.Pattern[str], group: int | str = 0) -> bool:
    """Whether such words stand right before the match, or before a group of it."""
    start = m.start(group)
    return bool(words.search(m.string, max(0, start - _NEAR), start))


def _is_weekday(m: re.Match[str]) -> bool:
    """Not a habit ("every Monday"), nor counted from another day ("the next Monday")."""
    return not _before(m, _OWNED if m["mod"] else _HABIT)


def _is_date(m: re.Match[str]) -> bool:
    """Not two days of which only one is told whole: "on May 5 and 9 people"."""
    return m["joint"] != "and" or m.group().lower().startswith("between")


def _is_month(m: re.Match[str]) -> bool:
    """A lone month needs a word that dates, and a short one its stop: May and Jan are people too."""
    dated = m.start() < m.start("month") or m["which"] or m["year"] or _before(m, _RANGED, "month")
    return bool(dated) and (m["month"] in MONTHS or m["month"].endswith(".") or bool(m["year"]))


def is_somebody(m: re.Match[str], surnames: frozenset[str]) -> bool:
    """Whether a month is a person: "by April Berg" and, where somebody is called May, "in May's view"."""
    if m["month"].lower() in surnames and m.string.startswith(("'s", "’s"), m.end()):
        return True
    named = m["month"] in _GIVEN_NAMES and _CAPITAL.match(m.string, m.end())
    sure = _before(m, _SURE_MONTH, "month") or m["which"] or m["year"]
    return not sure and (bool(named) or m["month"].lower() in surnames)


def _is_today(m: re.Match[str]) -> bool:
    """Not a name ("Nation Today"), nor these times ("even today", "today there are")."""
    named = m.group()[0].isupper() and not _before(m, _OPENS)
    lasts = m["word"].lower() == "today" and (_before(m, _STILL) or _STATE.match(m.string, m.end()))
    return not (named or lasts or _before(m, _NOWADAYS, "word"))


def _is_unit(m: re.Match[str]) -> bool:
    """Not "the last year", which runs up to today."""
    return not _before(m, _OWNED)


def _is_ago(m: re.Match[str]) -> bool:
    """Not a rough count: "nearly two years ago"."""
    return not _before(m, _ABOUT)


def _is_in(m: re.Match[str]) -> bool:
    """Not "the first in two weeks"; of one it dates only as "in a year's time"."""
    one = m["count"].lower() in ("a", "an", "one") and not m.group().endswith("time")
    return not one and not _before(m, _RANKED)


def _is_year(m: re.Match[str]) -> bool:
    """Not what a number counts ("of 2019 people"), nor what only describes ("from 2005 levels")."""
    if m.start() == m.start("year") or _COUNTED.match(m.string, m.end()):
        return False
    word = _NEXT_WORD.match(m.string, m.end())
    return not (_before(m, _LOOSE, "year") and word and word[1] not in _SMALL and not word[1].endswith("ly"))


def _is_second_year(m: re.Match[str]) -> bool:
    """The other year of "in 2008 and 2012"."""
    return _before(m, _IN_YEAR_AND)


def _is_range(m: re.Match[str]) -> bool:
    """Not "in 2008 and 2012", which are two years."""
    return m["year"] < m["last"] and (m["joint"] != "and" or m.group().lower().startswith("between"))


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of dating words: how they look and are read, and whether the words around let them date."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date, Leaning], When | None]
    plain: Callable[[re.Match[str]], bool] = lambda _: True


RULES = (
    Rule(_words(rf"{_LEAD}{_WEEKDAY}(?:the )?\b{_MONTH} {_DAY}{_OF_YEAR}?{_END}"), dates.read_date, _is_date),
    Rule(
        _words(rf"{_LEAD}{_WEEKDAY}(?:the )?(?<![\w$€£.,/-]){_DAY}(?: of)? {_MONTH}{_OF_YEAR}?{_END}"),
        dates.read_date,
        _is_date,
    ),
    Rule(_words(rf"{_LEAD}(?<![\w-])(?P<iso>{_YEAR}-[01][0-9]-[0-3][0-9])(?![\w-])"), dates.read_iso),
    Rule(
        _words(rf"{_IN}{_SEASON}{_MOD}\b{_MONTH}{_OF_YEAR}?(?! ?[0-9]|\w)"),
        dates.read_month,
        _is_month,
    ),
    Rule(
        _words(
            rf"{_LEAD}{_MOD}\b(?P<weekday>{_DAY_NAME})\b{_PART}"
            r"(?:,?(?: of)? (?P<week>this|last|next) week\b(?!['’]s))?"
        ),
        dates.read_weekday,
        _is_weekday,
    ),
    Rule(
        _words(rf"{_LEAD}\b(?P<word>(?i:{'|'.join(FROM_TODAY)}))\b{_PART}"), dates.read_from_today, _is_today
    ),
    Rule(_words(r"\b(?i:later|earlier) (?:in the|in that|that|the same) day\b"), dates.read_same_day),
    Rule(
        _words(rf"{_IN}{_SEASON}\b(?P<mod>(?i:this|last|next)) {_UNIT}\b{_WHOLE}"), dates.read_unit, _is_unit
    ),
    Rule(
        _words(rf"{_IN}\b(?:the end of|(?i:earlier|later|early|late) in) the (?P<mod>){_UNIT}\b{_WHOLE}"),
        dates.read_unit,
    ),
    Rule(
        _words(rf"{_LEAD}(?:\b(?P<mod>(?i:this past|this|last|next))|\b(?i:over|at|on) the) weekend\b"),
        dates.read_weekend,
        _is_unit,
    ),
    Rule(_words(rf"{_MANY} (?P<way>ago|from now|from today)\b(?: today\b)?"), dates.read_away, _is_ago),
    Rule(_words(rf"\b(?i:in) (?P<way>){_MANY}\b(?:['’]s? time\b)?"), dates.read_in, _is_in),
    Rule(_words(rf"{_IN}{_SEASON}(?:the year )?\b{_YEAR}{_END}(?!['’]s)"), dates.read_years, _is_year),
    Rule(_words(rf"(?<=\band\s){_YEAR}{_END}"), dates.read_years, _is_second_year),
    Rule(
        _words(
            rf"\b(?i:from|in|between|during) {_YEAR}(?: (?P<joint>to|and|through|until) | ?[-–—] ?)"
            rf"(?P<last>{_FOUR}){_END}"
        ),
        dates.read_years,
        _is_range,
    ),
)
