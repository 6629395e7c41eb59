"""What a server's moderators wrote down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.memory.curated import Golden
from index import Fact

from .test_asked import ANA, BEN, GUILD, OTHER, asked

if TYPE_CHECKING:
    import pytest

    from bot.memory.records import Records

FARE = Fact("f1", "Fare", "12 crowns", "The ferry costs 12 crowns.", "harbor")
WHO = Golden("g1", "Who opens it?", "Ana Lima")


def test_facts_are_a_server_s_own(memory: Records) -> None:
    """In the order of their names; whoever guesses an id in another server removes nothing."""
    bridge = replace(FARE, id="f2", label="bridge")
    assert memory.add_fact(GUILD, FARE)
    assert memory.add_fact(GUILD, bridge)
    assert (memory.facts(GUILD), memory.facts(OTHER)) == ([bridge, FARE], [])
    assert not memory.drop_fact(OTHER, "f1")
    assert memory.drop_fact(GUILD, "f1")
    assert memory.facts(GUILD) == [bridge]


def test_golden_questions_are_a_server_s_own(memory: Records) -> None:
    """Likewise; one of an answer of another server isn't taken."""
    refused = Golden("g2", "and the moon?", None, "1")
    memory.keep(asked("1", "and the moon?", 10.0))
    memory.keep(asked("2", "theirs?", 10.0, guild=OTHER))
    assert memory.add_golden(GUILD, WHO)
    assert memory.add_golden(GUILD, refused)
    assert not memory.add_golden(GUILD, Golden("g3", "theirs?", None, "2"))
    assert (memory.golden(GUILD), memory.golden(OTHER)) == ([refused, WHO], [])
    assert not memory.drop_golden(OTHER, "g1")
    assert memory.drop_golden(GUILD, "g1")
    assert memory.golden(GUILD) == [refused]


def test_there_are_never_too_many(memory: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server's full list leaves those of others room."""
    monkeypatch.setattr("bot.memory.curated.MOST_FACTS", 1)
    monkeypatch.setattr("bot.memory.curated.MOST_GOLDEN", 1)
    assert [memory.add_fact(GUILD, replace(FARE, id=key)) for key in "ab"] == [True, False]
    assert [memory.add_golden(GUILD, replace(WHO, key=key)) for key in "ab"] == [True, False]
    assert memory.add_fact(OTHER, FARE)
    assert memory.add_golden(OTHER, WHO)


def test_a_golden_question_goes_with_its_asker(memory: Records) -> None:
    """Who wants to be forgotten takes along what was made of their words; facts are the articles' words."""
    memory.keep(asked("1", "Ana's?", 10.0))
    memory.keep(asked("2", "Ben's?", 10.0, asker=BEN))
    for key in "12":
        memory.add_golden(GUILD, Golden(key, f"{key}?", None, key))
    memory.add_fact(GUILD, FARE)
    memory.expire(99.0)
    assert len(memory.golden(GUILD)) == 2
    memory.forget(ANA)
    assert [question.key for question in memory.golden(GUILD)] == ["2"]
    assert memory.facts(GUILD) == [FARE]


def test_a_server_that_is_left_takes_all_along(memory: Records) -> None:
    """And nothing of another."""
    for guild in (GUILD, OTHER):
        memory.add_fact(guild, FARE)
        memory.add_golden(guild, WHO)
    memory.leave(GUILD)
    assert (memory.facts(GUILD), memory.golden(GUILD)) == ([], [])
    assert (memory.facts(OTHER), memory.golden(OTHER)) == ([FARE], [WHO])
