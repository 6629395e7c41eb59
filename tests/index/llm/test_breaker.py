"""The circuit breaker, by a clock of its own."""

from __future__ import annotations

import pytest

from index.llm.breaker import FAILURES, LONGEST_REST, REST, Breaker


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    assert [breaker.failed() for _ in range(FAILURES)] == [False] * (FAILURES - 1) + [True]
    return breaker


def test_it_opens_after_failures_in_a_row(clock: Clock) -> None:
    """Three in a row open it; an answer between them makes the count begin anew."""
    breaker = Breaker(clock)
    for _ in range(FAILURES - 1):
        breaker.failed()
    breaker.succeeded()
    for _ in range(FAILURES - 1):
        breaker.failed()
    assert breaker.closed
    assert breaker.failed()
    assert not breaker.closed


def test_a_trial_is_due_when_its_rest_is_over(clock: Clock) -> None:
    """Not before, and to one who asks alone until it is told how that went."""
    breaker = opened(clock)
    clock.now += REST - 0.1
    assert not breaker.take_trial()
    clock.now += 0.1
    assert [breaker.take_trial() for _ in range(3)] == [True, False, False]
    assert not breaker.closed
    breaker.close()
    assert breaker.closed
    assert not breaker.take_trial()


def test_each_rest_is_twice_as_long(clock: Clock) -> None:
    """Up to the longest; a trial that fails opens it at once."""
    breaker = opened(clock)
    for rest in (REST, 2 * REST, 4 * REST, 8 * REST, 16 * REST, LONGEST_REST, LONGEST_REST):
        clock.now += rest - 0.1
        assert not breaker.take_trial(), rest
        clock.now += 0.1
        assert breaker.take_trial(), rest
        assert breaker.failed()


def test_a_trial_alone_does_not_shorten_the_rest(clock: Clock) -> None:
    """An endpoint that passes the trial and fails at questions is left alone longer each time, until one is
    answered."""
    breaker = opened(clock)
    clock.now += REST
    assert breaker.take_trial()
    breaker.close()
    for _ in range(FAILURES):
        breaker.failed()
    clock.now += 2 * REST - 0.1
    assert not breaker.take_trial()
    clock.now += 0.1
    assert breaker.take_trial()
    breaker.close()
    breaker.succeeded()
    for _ in range(FAILURES):
        breaker.failed()
    clock.now += REST
    assert breaker.take_trial()


@pytest.mark.parametrize(("wanted", "rest"), [(90.0, 90.0), (0.0, 1.0), (86_400.0, LONGEST_REST)])
def test_an_endpoint_that_wants_to_be_left_alone(clock: Clock, wanted: float, rest: float) -> None:
    """It is, at the first failure, for as long as it says: a second at least, and ten minutes at most."""
    breaker = Breaker(clock)
    assert breaker.failed(wanted)
    clock.now += rest - 0.1
    assert not breaker.take_trial()
    clock.now += 0.1
    assert breaker.take_trial()
