"""How much may be typed into the options of the commands."""

from __future__ import annotations

import pytest

from bot.cogs.ask import Ask
from bot.cogs.brief import Brief
from bot.cogs.facts import Facts
from bot.hearing.query import LONGEST_QUESTION


@pytest.mark.parametrize(
    ("command", "option", "longest"),
    [
        (Ask.ask, "question", LONGEST_QUESTION),
        (Brief.brief, "topic", 100),
        (Facts.fact, "topic", 100),
        (Facts.quote, "speaker", 100),
        (Facts.quote, "about", 100),
        (Facts.who, "name", 100),
    ],
)
def test_options_are_bounded(command: object, option: str, longest: int) -> None:
    """Discord is told how many characters an option takes, and tells who types more."""
    found = command.get_parameter(option)  # type: ignore[attr-defined]
    assert (found.min_value, found.max_value) == (1, longest)
