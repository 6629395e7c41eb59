"""How often one may ask."""

from __future__ import annotations

from bot.limits import Limits

ANA, BEN, HERE, THERE = 1, 2, 10, 11


def test_a_person_may_ask_so_often_a_minute() -> None:
    """Then not until the minute that began with the first question is over."""
    limits = Limits(person=2, channel=100)
    assert [limits.wait(ANA, HERE, now) for now in (100.0, 110.0, 120.0)] == [0, 0, 40.0]
    assert limits.wait(BEN, HERE, 120.0) == 0
    assert limits.wait(ANA, THERE, 159.0) == 1.0
    assert limits.wait(ANA, HERE, 161.0) == 0


def test_a_channel_may_be_asked_so_often_a_minute() -> None:
    """By whomever; another channel is not slowed by it."""
    limits = Limits(person=100, channel=2)
    assert [limits.wait(person, HERE, 100.0) for person in (1, 2, 3)] == [0, 0, 60.0]
    assert limits.wait(3, THERE, 100.0) == 0


def test_a_refused_question_counts_for_nothing() -> None:
    """Who is slowed by the channel has lost none of their own."""
    limits = Limits(person=1, channel=1)
    assert limits.wait(ANA, HERE, 100.0) == 0
    assert limits.wait(BEN, HERE, 101.0) == 59.0
    assert limits.wait(BEN, THERE, 102.0) == 0
