"""What dating words mean: a stretch of the calendar.

The readers take the match of a pattern of ``timeline``, whose named groups hold its parts.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import TYPE_CHECKING, Literal

from ..text.calendar_words import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from .leaning import Leaning

COUNTS = {w: n for n, w in enumerate("one two three four five six seven eight nine ten".split(), 1)}
"""Counts in words. A larger one ("twenty years ago") is mostly round, and dates nothing."""

FROM_TODAY = {
    "the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "tonight": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "tomorrow": 1, "the day after tomorrow": 2,
}  # fmt: skip
"""Words for a day, and how many days it is from the one on which they are said."""

_STEP = {"last": -1, "this past": -1, "this": 0, "this coming": 1, "next": 1}
_HALF_YEAR = 6
_LEAP = 8
"""Years within which every day of the calendar comes again: 29 February skips 1900 and 2100."""

_WEDNESDAY, _FRIDAY = 2, 4
"""Up to Wednesday "this weekend" is the one just over, up to Friday "the weekend", if nothing looks ahead."""


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of the calendar, both ends in it; ``precision`` is the unit in which the text tells it.

    A weekend or "10-12 November" is told in days, "from 2011 to 2016" in years.
    """

    start: date
    end: date
    precision: Literal["day", "week", "month", "year"]


def day(when: date) -> str:
    """A date as it is read aloud: 30 October 2025."""
    return f"{when.day} {when:%B %Y}"


def read_aloud(when: When) -> str:
    """In words: 30 October 2025, week of 27 October 2025, November 2025, 2026, 2011 to 2016."""
    if when.precision == "week":
        return f"week of {day(when.start)}"
    form = {"day": "{0.day} {0:%B} {0.year}", "month": "{0:%B} {0.year}", "year": "{0.year}"}[when.precision]
    first, last = form.format(when.start), form.format(when.end)
    return first if first == last else f"{first.removesuffix(f' {when.end.year}')} to {last}"


def _plain(words: str | None) -> str:
    return " ".join((words or "").lower().split())


def _days(start: date, days: int = 1) -> When:
    return When(start, start + timedelta(days - 1), "day")


def _month(index: int) -> When:
    """A month counted from January of the year 0."""
    start = date(index // 12, index % 12 + 1, 1)
    return When(start, start.replace(day=monthrange(start.year, start.month)[1]), "month")


def _years(first: int, last: int) -> When:
    return When(date(first, 1, 1), date(last, 12, 31), "year")


def _shift(today: date, unit: str, steps: int) -> When:
    """The day, week (Monday to Sunday), month or year that lies ``steps`` of them from today's."""
    match unit:
        case "day":
            return _days(today + timedelta(steps))
        case "week":
            monday = today + timedelta(7 * steps - today.weekday())
            return When(monday, monday + timedelta(6), "week")
        case "month":
            return _month(today.year * 12 + today.month - 1 + steps)
        case _:
            return _years(today.year + steps, today.year + steps)


def _number(month: str) -> int:
    """1 for "January", "Jan." or "Jan"."""
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(month[:3]))


def _nearest(days: Sequence[date], today: date, leaning: Leaning) -> date:
    fitting = [d for d in days if leaning == "open" or d == today or (d > today) == (leaning == "ahead")]
    return min(fitting, key=lambda d: abs(d - today))


def read_date(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """10 November; without a year the nearest on the side to which the clause leans."""
    month, number = _number(m["month"]), int(m["day"])
    if m["year"]:
        start = date(int(m["year"]), month, number)
    elif m["which"]:
        start = date(today.year + _STEP[m["which"]], month, number)
    else:
        years = range(max(MINYEAR, today.year - _LEAP), min(MAXYEAR, today.year + _LEAP) + 1)
        days = [date(y, month, number) for y in years if number <= monthrange(y, month)[1]]
        start = _nearest(days, today, leaning)
    return When(start, max(start, start.replace(day=int(m["last"] or number))), "day")


def read_iso(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """2025-11-10."""
    return _days(date.fromisoformat(m["iso"]))


def read_month(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """November; without a year the nearest on the side to which the clause leans, as in ``read_date``."""
    number, now, mod = _number(m["month"]), today.year * 12 + today.month - 1, _plain(m["mod"])
    if m["year"]:
        return _month(int(m["year"]) * 12 + number - 1)
    if m["which"] or mod == "this":
        return _month((today.year + _STEP[m["which"] or mod]) * 12 + number - 1)
    ahead = (number - today.month) % 12
    if mod:
        return _month(now + ((ahead or 12) if _STEP[mod] > 0 else ahead - 12))
    coming = leaning == "ahead" or (leaning == "open" and ahead < _HALF_YEAR)
    return _month(now + (ahead if coming or not ahead else ahead - 12))


def read_weekday(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """Thursday: the latest up to today, or the coming one from today on where the clause looks ahead.

    "last" is before today, "next" in the week after today's, "this" in today's own week.
    """
    monday, wanted, mod = today - timedelta(today.weekday()), WEEKDAYS.index(m["weekday"]), _plain(m["mod"])
    back, ahead = (today.weekday() - wanted) % 7, (wanted - today.weekday()) % 7
    if m["week"] or mod == "next" or (mod == "this" and leaning != "ahead"):
        return _days(monday + timedelta(7 * _STEP[m["week"] or mod] + wanted))
    if mod in ("last", "this past"):
        return _days(today - timedelta(back or 7))
    if mod == "this coming":
        return _days(today + timedelta(ahead or 7))
    return _days(today + timedelta(ahead if leaning == "ahead" else -back))


def read_from_today(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """Yesterday, tonight."""
    return _days(today + timedelta(FROM_TODAY[_plain(m["word"])]))


def read_same_day(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """Later in the day; ``today`` is the day that the text has just named."""
    return _days(today)


def read_unit(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """Next year, earlier this week."""
    return _shift(today, m["unit"], _STEP[_plain(m["mod"]) or "this"])


def read_weekend(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """This weekend, over the weekend: Saturday and Sunday of today's week, or those just over."""
    mod, weekday = _plain(m["mod"]), today.weekday()
    if mod in ("last", "next"):
        step = _STEP[mod]
    elif mod == "this past":
        step = -int(weekday <= _FRIDAY)
    else:
        step = -int(weekday <= (_WEDNESDAY if mod else _FRIDAY) and leaning != "ahead")
    return _days(today + timedelta(7 * step + 5 - weekday), 2)


def read_away(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """Two days ago, two weeks from now: the day, week, month or year that lies so far off."""
    word = m["count"].lower()
    count = int(word) if word.isdigit() else COUNTS.get(word, 1)
    return _shift(today, m["unit"], -count if m["way"] == "ago" else count)


def read_in(m: re.Match[str], today: date, leaning: Leaning) -> When | None:
    """In two weeks; where nothing looks ahead it tells how long something took."""
    return read_away(m, today, leaning) if leaning == "ahead" else None


def read_years(m: re.Match[str], today: date, leaning: Leaning) -> When:
    """2019, from 2011 to 2016."""
    return _years(int(m["year"]), int(m.groupdict().get("last") or m["year"]))
