"""When a server's digest is due, and what it remembers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.digest import Digest, day_of, key_of

from .articles import BRIDGE, HARBOR

NINE = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
DIGEST = Digest(17, 9, day_of(NINE, 9), "v", frozenset({"a", "b"}))


@pytest.mark.parametrize(
    ("day", "hour", "minute", "due"),
    [
        (1, 9, 0, False),
        (2, 8, 59, False),
        (2, 9, 0, True),
        (2, 23, 0, True),
        (9, 9, 0, True),
        (1, 8, 0, False),
    ],
)
def test_a_day_begins_at_its_hour(day: int, hour: int, minute: int, due: bool) -> None:
    """By the clock in UTC; one that goes back repeats none."""
    assert DIGEST.is_due(datetime(2026, 3, day, hour, minute, tzinfo=UTC)) is due


def test_a_clock_that_had_run_ahead() -> None:
    """By less than two days it is waited for; by more the days go on from today."""
    for ahead, day in ((1, 1), (2, 0), (500, 0)):
        late = replace(DIGEST, day=DIGEST.day + ahead, begun=NINE.timestamp())
        assert late.corrected(NINE).day == DIGEST.day + day


def test_it_is_kept_as_json() -> None:
    """And read back the same."""
    assert Digest.of(json.loads(json.dumps(DIGEST.as_setting()))) == DIGEST
    none = replace(DIGEST, known=frozenset(), begun=3.5, telling=frozenset("c"))
    assert Digest.of(none.as_setting()) == none


def test_days_begin_when_they_say() -> None:
    """Whatever the hour."""
    for hour in range(24):
        digest = replace(DIGEST, hour=hour, day=day_of(NINE, hour))
        begins = digest.begins(digest.day)
        assert (begins.hour, 0 <= (NINE - begins).total_seconds() < 86_400) == (hour, True)


def test_an_article_is_known_whatever_becomes_of_its_text() -> None:
    """By its id and whose it is."""
    assert key_of(HARBOR) == key_of(replace(HARBOR, text="Other words."))
    assert len({key_of(HARBOR), key_of(BRIDGE), key_of(replace(HARBOR, collection="17"))}) == 3
