"""Which way the clause of dating words looks from the day it was written."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Span

Leaning = Literal["past", "open", "ahead"]
"""Which way a clause looks from the day it was written; "open" when its words don't tell."""

_AHEAD = frozenset(
    "will won't shall would may might must should can could expected expect expects scheduled slated planned "
    "upcoming likely if tomorrow".split()
)
"""Words whose clause looks ahead; "would" does so from a past day, which is mostly the one just over."""

_HAD_BEEN = ("had", "been")
"""Before "due" or "scheduled": of "had been due to begin on 4 March" the day may well be over."""

_MODALS = frozenset("would may might must should can could".split())
_UNDONE = frozenset("could would".split())
"""With "not" behind them these tell what did not happen: could not be reached."""

_AHEAD_TO = frozenset(
    "set is are was were going about ready poised has have hope hopes hoping hoped plan plans planning "
    "want wants wanted intend intends agree agrees agreed vow vows vowed pledge pledged promise promised "
    "threatened prepare preparing prepares decided need needs aims seeks meant bound".split()
)
"""Words that look ahead with "to" and a verb behind them: set to open, plans to sign, is to speak."""

_ARRANGED = frozenset(
    "meeting visiting holding hosting traveling travelling heading returning leaving arriving opening "
    "closing starting ending going coming due".split()
)
"""What "is" or "are" before it puts in the days to come: is meeting, are due."""

_TIMETABLE = frozenset(
    "opens open begins begin starts start ends end expires expire takes take meets meet faces face "
    "arrives departs hosts holds travels attends speaks".split()
)
"""Verbs whose present tells of days to come: polls open, the court meets."""

_ORDERS = frozenset(
    "voted votes ordered orders told tells asked asks urged urges invited instructed directed required "
    "obliged agreed decided vowed pledged promised threatened planned pledges proposed allowed".split()
)
"""What they are followed by, at most so many words on, with "to" and a verb, is yet to be done then."""

_WITHIN = 6

_DEFERRED = frozenset(
    "postponed delayed extended moved pushed rescheduled adjourned deferred suspended brought put".split()
)
_DEFERRED_TO = frozenset("to until till for through".split())
"""Of "was postponed to April 9" the day may be to come or, in a later article, over: the nearest is meant."""

_STARTS = frozenset(
    "open begin start end close expire take meet face arrive depart host hold travel attend speak sign vote "
    "leave return visit be go run play pay launch land sail finish resume become appear".split()
)
"""Verbs after "due to", which else gives a reason: due to rain."""

_NESTED = frozenset("of for at in to by from with over on".split())
"""Words that put a noun below another: of "favourites for the awards on April 14" the awards have the day."""

_NO_VERB = frozenset("to not a an the".split())
_PARTICIPLE = frozenset("be is are a an the his her its their".split())
"""Before a form in -ed these make it no past: to be signed, the detained crew."""

_PAST = frozenset(
    "was were wasn't weren't did didn't had hadn't been said told met went took made gave came held won "
    "lost began saw left found got sent spoke wrote brought bought thought became kept knew led ran rose "
    "fell grew forecast broke built caught chose drew fought flew heard paid sat sold stood struck".split()
)
_NO_PAST = frozenset("need indeed exceed proceed succeed hundred speed breed seed".split())
_REGULAR_PAST = re.compile(r"\b[a-z]{2,}ed")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_UP_TO = frozenset("by until till".split())
_OPENS_CLAUSE = re.compile(r"(?:^|[,;:—–“\"(]|\b(?:that|and|but|while|because|so))\s*$")
_CLOSES_CLAUSE = re.compile(r",(?=\s)|[;:—–()“”\"]|''|\b(?:that|which|who|because|after|before|when)\b")
_BREAK = re.compile(r",(?=\s)|[;:—–()]")
_REACH = 300
"""Code points to either side that are looked at: no clause is longer."""

_OWNS = re.compile(r"['’]s\b")


def leaning(text: str, sentence: Span, phrase: Span, *, strictly: bool) -> Leaning:
    """Which way the clause of a dating phrase looks, by the nearest word before or behind it that tells.

    ``strictly`` asks the words before it only back to the last comma.
    """
    first = phrase.of(text).split()[0].lower()
    if first == "since":
        return "past"
    before = text[max(sentence.start, phrase.start - _REACH) : phrase.start]
    after = text[phrase.end : min(sentence.end, phrase.end + _REACH)]
    opens = _OPENS_CLAUSE.search(before) or _OWNS.match(after)
    words = [*_spelt(_BREAK.split(before)[-1] if strictly else before), first]
    if strictly and _is_deferred(words):
        return "open"
    following = _spelt(_CLOSES_CLAUSE.split(after.lstrip(" ,"))[0])
    back = [cue for i in reversed(range(len(words) - 1)) if (cue := _cue(words, i))]
    forth = [cue for i in range(len(following)) if (cue := _cue(following, i))]
    if strictly and not opens and not back and forth[:1] == ["past"] and _NESTED.intersection(words[:-2]):
        return "open"
    nearest = [*forth, *back] if opens else [*back, *forth]
    return nearest[0] if nearest else "ahead" if first in _UP_TO else "open"


def _is_deferred(words: Sequence[str]) -> bool:
    """Whether the day is the one to which something was put off; the last word is the phrase's first."""
    near = words[-_WITHIN:]
    return bool(_DEFERRED.intersection(near[:-1])) and bool(_DEFERRED_TO.intersection(near[-2:]))


def _spelt(words: str) -> list[str]:
    """The words as they stand, for names tell no tense, but without the capital that opens a sentence."""
    return _WORD.findall((words[:1].lower() + words[1:]).replace("’", "'"))


def _cue(words: Sequence[str], i: int) -> Leaning | None:
    """What a word tells of its clause, if anything."""
    word, before, behind = words[i], words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else ""
    if word in _MODALS and (behind == "have" or (behind == "not" and word in _UNDONE)):
        return "past"
    if _looks_ahead(word, before, behind) and _HAD_BEEN in list(pairwise(words[max(0, i - 3) : i])):
        return "open"
    if _looks_ahead(word, before, behind) or (word in _ORDERS and _is_told_to(words[i + 1 : i + _WITHIN])):
        return "ahead"
    if before == "to" and word == "be":  # a deal to be signed, but not "appeared to be"
        return None if i > 1 and _is_past(words[i - 2]) else "ahead"
    return "past" if _is_past(word) and before not in _PARTICIPLE else None


def _is_told_to(words: Sequence[str]) -> bool:
    """Whether "to" and what may be a verb come next: no name."""
    return any(a == "to" and b.islower() and b not in _NO_VERB for a, b in pairwise(words))


def _looks_ahead(word: str, before: str, behind: str) -> bool:
    if word in _AHEAD or word.endswith("'ll"):
        return before != "than"
    if word in _TIMETABLE:
        return before not in _NO_VERB
    if (word == "set" and behind == "for") or (word == "due" and behind != "to"):
        return True
    if word == "to" and before == "due":
        return behind in _STARTS
    return (word in _AHEAD_TO and behind == "to") or (word in _ARRANGED and before in ("is", "are"))


def _is_past(word: str) -> bool:
    return word in _PAST or (word not in _NO_PAST and bool(_REGULAR_PAST.fullmatch(word)))
