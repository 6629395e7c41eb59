"""Which process answers what, where several have one memory."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.memory.postgres import claims

from .test_memory_file import kept

if TYPE_CHECKING:
    from bot.memory.postgres.memory import PostgresMemory

ANA, BEN, HERE, THERE = 1, 2, 10, 11
TAKEN = replace(kept("1", taken=50.0), text=None, searched_for=None, reply=None)
AGAIN = replace(TAKEN, taken=60.0)


def dies(process: PostgresMemory) -> None:
    """A process's lease is over."""
    process.change("UPDATE process SET until = 0 WHERE name = %s", process.holder)


@pytest.fixture(autouse=True)
def there(shared: PostgresMemory, another: PostgresMemory) -> None:
    """Both processes are."""
    shared.renew()
    another.renew()


def test_a_message_is_taken_once(shared: PostgresMemory, another: PostgresMemory) -> None:
    """Whoever is told of it, under whatever key, while it is answered and afterwards."""
    assert shared.take(TAKEN, None)
    assert not another.take(replace(TAKEN, id="2"), None)
    assert not another.take(AGAIN, TAKEN)
    shared.posted("1", HERE, 7)
    assert not another.take(replace(TAKEN, id="2"), None)
    assert shared.answer("1").reply == 7


def test_one_of_many_wins(shared: PostgresMemory, another: PostgresMemory) -> None:
    """However close together they try."""
    with ThreadPoolExecutor(8) as pool:
        for question in range(20):
            tries = [replace(TAKEN, id=f"{question}-{n}", question=question) for n in range(8)]
            won = [pool.submit((shared, another)[n % 2].take, a, None) for n, a in enumerate(tries)]
            assert sum(future.result() for future in won) == 1


def test_what_a_dead_process_had_taken_is_taken_once(shared: PostgresMemory, another: PostgresMemory) -> None:
    """By whoever sees it as it was left; a process that took it may take it again."""
    assert shared.take(TAKEN, None)
    assert another.unanswered(0) == []
    dies(shared)
    assert another.unanswered(0) == [TAKEN]
    assert another.take(AGAIN, TAKEN)
    assert not shared.take(replace(TAKEN, taken=70.0), TAKEN)
    assert another.take(replace(TAKEN, taken=80.0), AGAIN)
    assert another.answer("1").taken == 80.0


def test_an_edited_question_is_taken_once(shared: PostgresMemory, another: PostgresMemory) -> None:
    """Who saw it before it was answered anew comes too late."""
    before = kept("1")
    shared.keep(before)
    assert shared.take(replace(before, taken=50.0), before)
    assert not another.take(replace(before, taken=51.0), before)
    shared.keep(replace(before, text="another?", taken=50.0))
    shared.posted("1", HERE, 1)
    assert not another.take(replace(before, taken=52.0), before)


def test_who_was_away_takes_nobody_for_dead(
    shared: PostgresMemory, another: PostgresMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failure of the database all leases are over: who was there for a whole one since judges."""
    shared.take(TAKEN, None)
    dies(shared)
    assert another.abandoned(0) == []
    monkeypatch.setattr(claims, "LEASE_SECONDS", 0.0)
    assert another.abandoned(0) == [TAKEN]
    monkeypatch.undo()
    dies(another)
    another.renew()
    assert another.abandoned(0) == []


def test_who_leaves_gives_back_what_it_took(shared: PostgresMemory, another: PostgresMemory) -> None:
    """At once."""
    shared.take(TAKEN, None)
    shared.resign()
    assert another.unanswered(0) == [TAKEN]


def test_an_interaction_is_taken_once(shared: PostgresMemory, another: PostgresMemory) -> None:
    """By one process, however often that one asks; it is known for as long as Discord knows it."""
    assert shared.take_interaction(9)
    assert not another.take_interaction(9)
    assert shared.take_interaction(9)
    shared.change("UPDATE interaction SET at = at - %s", claims.REMEMBERED_SECONDS)
    another.expire(0.0)
    assert shared.rows("SELECT * FROM interaction") == []


def waits(process: PostgresMemory, event: int, person: int, channel: int, now: float) -> float:
    return process.take_turn(event, person, channel, now, (2, 3), 60.0)


def test_questions_are_counted_together(shared: PostgresMemory, another: PostgresMemory) -> None:
    """Those of a person and of a channel, in the minute before, by whichever process; refused ones not."""
    assert waits(shared, 1, ANA, HERE, 100.0) == 0
    assert waits(another, 2, ANA, HERE, 110.0) == 0
    assert [waits(process, 3, ANA, THERE, 120.0) for process in (shared, another)] == [40.0, 40.0]
    assert waits(another, 4, BEN, HERE, 121.0) == 0
    assert waits(shared, 5, BEN, HERE, 122.0) == 38.0
    assert waits(shared, 6, BEN, THERE, 122.0) == 0
    assert waits(shared, 7, ANA, THERE, 160.0) == 0


def test_a_question_that_both_are_told_of_counts_once(
    shared: PostgresMemory, another: PostgresMemory
) -> None:
    """Also for who has none left after it."""
    assert [waits(process, 1, ANA, HERE, 100.0) for process in (shared, another)] == [0, 0]
    assert [waits(process, 2, ANA, HERE, 100.0) for process in (shared, another)] == [0, 0]
    assert waits(another, 3, ANA, HERE, 100.0) == 60.0


def test_the_last_turn_is_one_s(shared: PostgresMemory, another: PostgresMemory) -> None:
    """However close together several processes ask for it."""
    both = (shared, another)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(waits, both[n % 2], n, ANA, HERE, 100.0) for n in range(8)]
        assert sorted(future.result() for future in asked) == [0.0] * 2 + [60.0] * 6


def test_turns_to_identify(shared: PostgresMemory, another: PostgresMemory) -> None:
    """One an interval in each of Discord's buckets, whichever processes ask."""
    waits = [process.start_session(0, 5.0) for process in (shared, another, shared)]
    assert waits == pytest.approx([0.0, 5.0, 10.0], abs=0.5)
    assert another.start_session(1, 5.0) == 0.0
