"""The names of days and months."""

from .word_lists import WordLists

_LISTS = WordLists(__file__)

MONTHS = _LISTS.words("months")
"""January first."""

WEEKDAYS = _LISTS.words("weekdays")
"""Monday first."""

DATES = frozenset(map(str.lower, (*MONTHS, *WEEKDAYS))) | _LISTS.set("short", "relative")
"""Every word for a day or month, lower case, without a stop."""
