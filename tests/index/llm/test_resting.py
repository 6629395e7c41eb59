"""The model behind an endpoint: its rest after failures, its end, and the doctor's trial of it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from index.errors import LanguageModelError
from index.llm.breaker import FAILURES, REST, Breaker
from index.llm.trial import tried

from .asking import QUESTION, SOON, answered, answering, asked_at, failure, model_at, settings, until
from .server import Asked, Fault, ModelServer
from .test_breaker import Clock

if TYPE_CHECKING:
    from .server import Reply


def test_it_is_left_alone_and_comes_back() -> None:
    """After three failures nothing is sent; when the rest is over a trial beside the questions brings it
    back, which is told; a trial that fails doesn't."""
    told, clock = list[str](), Clock()

    def reply(asked: Asked) -> Reply:
        if len(server.asked) <= FAILURES + 1:
            return Fault(500)
        return {"question": "Who signed it?", "language": "en"} if asked.task == "restate" else answering(2)

    with asked_at(reply, told) as (model, server):
        model.breaker = Breaker(clock)
        assert [failure(model) for _ in range(FAILURES + 2)] == ["fault"] * FAILURES + ["resting"] * 2
        assert len(server.asked) == FAILURES
        clock.now += REST
        assert failure(model) == "resting"
        until(lambda: len(server.asked) == FAILURES + 1)

        def later() -> bool:
            clock.now += 2 * REST
            return answered(model)

        until(later)
        assert [asked.task for asked in server.asked[FAILURES:]] == ["restate", "restate", "choose"]
        assert told == [
            "the language model fails (500); the embedded judge answers (fault: 1 so far)",
            "the language model answers again",
        ]
        assert model.incidents.counts == {"fault": FAILURES}


def test_an_answer_between_failures() -> None:
    """Makes the count begin anew: failures now and then leave nobody alone."""
    replies = [Fault(404), Fault(404), answering(2), Fault(404), Fault(404)]
    with asked_at(lambda _: replies.pop(0)) as (model, _):
        assert [answered(model, f"{QUESTION} {n}") for n in range(5)] == [False, False, True, False, False]
        assert (replies, model.breaker.closed) == ([], True)


def test_it_is_left_alone_as_long_as_it_wants() -> None:
    """After one 429 with Retry-After."""
    clock = Clock()
    with asked_at(Fault(429, headers={"Retry-After": "120"})) as (model, server):
        model.breaker = Breaker(clock)
        assert [failure(model), failure(model)] == ["busy", "resting"]
        clock.now += 119
        assert failure(model) == "resting"
        assert len(server.asked) == 1


# ---------------------------------------------------------------------- the end


def test_closing_ends_what_runs() -> None:
    """A question on its way fails at once, a later one too; no thread is left, and closing twice is fine."""
    before = set(threading.enumerate())
    with ModelServer(Fault(hangs=True)) as server, ThreadPoolExecutor(1) as pool:
        model = model_at(server, told := [], seconds=60.0)
        found = pool.submit(failure, model)
        until(lambda: bool(server.asked))
        model.close()
        assert found.result(SOON) == "closed"
        model.close()
        assert failure(model) == "closed"
        assert told == []
    until(lambda: set(threading.enumerate()) <= before)


def test_closing_while_a_trial_runs() -> None:
    """The trial ends with it."""
    clock, replies = Clock(), [Fault(500)] * FAILURES + [Fault(hangs=True)]
    with ModelServer(lambda _: replies.pop(0)) as server:
        model = model_at(server, [], seconds=60.0)
        model.breaker = Breaker(clock)
        for _ in range(FAILURES):
            failure(model)
        clock.now += REST
        assert failure(model) == "resting"
        until(lambda: len(server.asked) == FAILURES + 1)
        model.close()
        assert not any(thread.name == "language model" for thread in threading.enumerate())


def test_one_that_was_never_asked_has_no_thread() -> None:
    """It can be left or closed as it is."""
    model = model_at("http://127.0.0.1:9/v1", [])
    assert not any(thread.name == "language model" for thread in threading.enumerate())
    model.close()


# ---------------------------------------------------------------------- the trial of the doctor


def test_a_model_that_passes_its_trial() -> None:
    """It is told with its name, address and time, and how it is held to the form."""
    with asked_at(answering(2)) as (model, server):
        told = tried(model)
        assert told.startswith(f"tiny at {settings(server).host} replied in ")
        assert told.endswith(" ms, held to a JSON schema, and found the sentence that answers")


@pytest.mark.parametrize(
    "reply", [answering(), answering(3, 2), answering(1)], ids=["none", "later", "another"]
)
def test_a_model_that_is_too_weak(reply: Reply) -> None:
    """It must put the sentence that answers first."""
    with (
        asked_at(reply) as (model, _),
        pytest.raises(LanguageModelError, match="it took another of three sentences"),
    ):
        tried(model)
