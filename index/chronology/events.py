"""What a document dates: its events in order of time, relative days counted from its publication."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..attribution.tokens import Casing
from ..document import Span
from ..text.quotations import quotations
from ..text.segmentation import paragraphs
from . import dates
from .event import Event
from .leaning import leaning
from .phrases import LOOKS_DATED, RULES, is_somebody
from .ranges import is_range, stretch
from .years import own_year, today_in

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from ..document import Document
    from .dates import When
    from .phrases import Rule


@dataclass(frozen=True, slots=True)
class _Mention:
    """Dating words where they stand, and whether in a quotation."""

    span: Span
    rule: Rule
    match: re.Match[str]
    quoted: bool


def events(document: Document, sentences: Sequence[Span]) -> list[Event]:
    """What the document dates, in order of time, then of the text; a sentence has each date once.

    Days are counted from the publication, else from the day that the document reports on; where neither is
    known, only dates that tell their year are found. "Tomorrow" in quoted words counts from the day on which
    the sentence says they were spoken, and dates nothing where it names none.
    """
    text, today = document.text, document.published or document.event_date
    quotes = [quote for block in paragraphs(text) for quote in quotations(text, block)]
    surnames = Casing.of(text).surnames
    found: dict[tuple[Span, When], Event] = {}
    named = today
    for sentence in sentences:
        said: date | None = None
        mentions = _mentions(text, sentence, surnames, quotes)
        years = [(m.span, int(year)) for m in mentions if (year := m.match.groupdict().get("year"))]
        dated: dict[int, tuple[_Mention, When]] = {}
        for n, mention in sorted(enumerate(mentions), key=lambda pair: pair[1].quoted):
            spoken = mention.quoted and mention.rule.read is dates.read_from_today
            base = said if spoken else named if mention.rule.read is dates.read_same_day else today
            when = _when(text, sentence, mention, base, years)
            if when is None:
                continue
            dated[n] = mention, when
            if when.start == when.end and (today is None or when.end <= today) and not mention.quoted:
                named, said = when.end, said or when.end
        for span, when in _joined(text, [dated[n] for n in sorted(dated)]):
            found.setdefault((sentence, when), Event(document, sentence, span, when))
    return sorted(found.values(), key=lambda event: (event.when.start, event.phrase))


def _joined(text: str, dated: Sequence[tuple[_Mention, When]]) -> list[tuple[Span, When]]:
    """The phrases and what they mean, two that are the ends of one stretch as one."""
    kept: list[tuple[Span, When]] = []
    told = before = False
    for mention, when in dated:
        told, before = bool(mention.match.groupdict().get("year")), told
        weekly = mention.rule.read is dates.read_weekday
        joins = bool(kept) and is_range(text, kept[-1][0], mention.span)
        if joins and (whole := stretch(kept[-1][1], when, told=(before, told), weekly=weekly)):
            kept[-1] = Span(kept[-1][0].start, mention.span.end), whole
        else:
            kept.append((mention.span, when))
    return kept


def _mentions(text: str, sentence: Span, surnames: frozenset[str], quotes: Sequence[Span]) -> list[_Mention]:
    """The dating words of a sentence in text order; of those that overlap, the longest."""
    words = sentence.of(text)
    taken = bytearray(len(words))
    for m in LOOKS_DATED.finditer(words):
        taken[m.start() : m.end()] = b"x" * len(m.group())
    found = [(rule, m) for rule in RULES for m in rule.pattern.finditer(words) if rule.plain(m)]
    kept: list[_Mention] = []
    for rule, m in sorted(found, key=lambda f: f[1].start() - f[1].end()):
        somebody = rule.read is dates.read_month and is_somebody(m, surnames)
        if not somebody and not any(taken[m.start() : m.end()]):
            taken[m.start() : m.end()] = b"x" * len(m.group())
            place = Span(sentence.start + m.start(), sentence.start + m.end())
            nearest = bisect_right(quotes, place.start, key=lambda quote: quote.start) - 1
            kept.append(_Mention(place, rule, m, nearest >= 0 and quotes[nearest].contains(place)))
    return sorted(kept, key=lambda mention: mention.span)


def _when(
    text: str, sentence: Span, mention: _Mention, today: date | None, years: Sequence[tuple[Span, int]]
) -> When | None:
    """What the words mean when written on ``today``; None for a day unknown, or that no calendar has.

    ``years`` are the sentence's phrases that tell their year: a month or a day without one may go with them.
    """
    groups = mention.match.groupdict()
    strictly = mention.rule.read in (dates.read_date, dates.read_month)  # a year off is worse than a week
    looks = leaning(text, sentence, mention.span, strictly=strictly)
    if strictly and looks != "ahead" and not any(groups.get(part) for part in ("year", "which", "mod")):
        year = own_year(text, sentence, mention.span, years)
        today, looks = (today, looks) if year is None else (today_in(year), "open")
    if today is None and not groups.get("year"):
        return None
    try:
        return mention.rule.read(mention.match, today or date.min, looks)
    except (ValueError, OverflowError):  # 31 November, or a year beyond those that a date can have
        return None
