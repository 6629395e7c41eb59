"""Every way in which a language model fails: the embedded judge answers in time, and the operator is told."""

from __future__ import annotations

import json
import re
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.engine import Engine
from index.llm.breaker import FAILURES
from index.text.terms import terms

from ..fakes import PointingVerifier
from ..shipped import shipped_index
from .asking import KEY, answering, model_at
from .server import Asked, Fault, ModelServer, Raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.answer import Outcome

    from .server import Reply

QUESTIONS = ("What happened to the yuan?", "Where was the meeting held?")
SECONDS, ENOUGH, LATE = 0.2, 10.0, 5.0
"""What a question may take of a model that is silent, and of any other; and when it is answered too late."""


def of_no_sentence(asked: Asked) -> Reply:
    return answering(0, len(asked.sentences) + 1, -3, 10**9)


def echo(status: int) -> Callable[[Asked], Reply]:
    """An error that repeats all it was sent, the key too, as some proxies do."""
    return lambda asked: Fault(status, json.dumps({"error": {"message": f"{asked.body} {asked.headers}"}}))


WHOLE = json.dumps(answering(1))
WAYS: dict[str, tuple[Callable[[Asked], Reply] | Reply, str]] = {
    "401": (echo(401), "refused"),
    "403": (echo(403), "refused"),
    "404, no such model": (echo(404), "missing"),
    "429": (echo(429), "busy"),
    "429 with Retry-After": (Fault(429, headers={"Retry-After": "30"}), "busy"),
    "500": (echo(500), "fault"),
    "502, a page of a proxy": (Fault(502, "<html>", {"Content-Type": "text/html"}), "fault"),
    "503": (echo(503), "fault"),
    "a redirect": (Fault(307, headers={"Location": "http://127.0.0.1:9/"}), "fault"),
    "a context too long": (Fault(400, '{"error": {"message": "maximum context length is 512"}}'), "too long"),
    "a request too large": (Fault(413), "too long"),
    "silence": (Fault(hangs=True), "late"),
    "a stalled stream": (Fault(body=WHOLE, after=20, hangs=True), "late"),
    "a stream that breaks off": (Fault(body=WHOLE, after=20), "malformed"),
    "a connection that is cut": (Raw(b"fff\r\ndata: {", {"Transfer-Encoding": "chunked"}), "unreachable"),
    "no JSON": ("The second sentence answers.", "malformed"),
    "other JSON": ({"sentence": 2}, "malformed"),
    "numbers that don't exist": (of_no_sentence, "malformed"),
    "an empty reply": ("", "malformed"),
    "a reply of blanks": ("  \n ", "malformed"),
    "no protocol": (Raw(b"data: [1, 2, {\n\n"), "malformed"),
    "no end": (Raw(b"data: " + b"a" * 100_000, endless=True), "malformed"),
}  # fmt: skip


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine.open(shipped_index(tmp_path_factory), threads=1) as engine:
        yield engine


def same(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes are alike in all but the time they took."""
    return re.sub(r"elapsed_ms=[\d.]+", "", repr(one)) == re.sub(r"elapsed_ms=[\d.]+", "", repr(other))


@pytest.mark.parametrize("name", WAYS)
def test_the_embedded_judge_answers(embedded: Engine, name: str) -> None:
    """With the same answer as without a model, within the deadline; the failure is counted under its kind and
    told once for two questions, without a word of question, article, reply or key."""
    reply, kind = WAYS[name]
    told, seconds = list[str](), SECONDS if kind == "late" else ENOUGH
    with ModelServer(reply) as server, closing(model_at(server, told, seconds=seconds)) as model:
        engine = Engine(embedded.store, embedded.encoder, language_model=model)
        for question in QUESTIONS:
            began = time.perf_counter()
            outcome = engine.ask(question)
            assert time.perf_counter() - began < LATE
            assert outcome.receipt.language_model is None
            assert same(outcome, embedded.ask(question))
        asked = len(server.asked)
    assert set(model.incidents.counts) == {kind}
    assert model.incidents.counts[kind] == (1 if "Retry-After" in name else 2)
    assert asked >= 1
    (report,) = told
    assert report.endswith(f"; the embedded judge answers ({kind}: 1 so far)")
    assert KEY not in report
    assert not set(terms(" ".join(QUESTIONS))) & set(terms(report))


def test_nobody_is_there(embedded: Engine) -> None:
    """A refused connection, after which the breaker spares the questions the try."""
    with ModelServer("") as server:
        url = server.url
    with closing(model_at(url, told := [], seconds=ENOUGH)) as model:
        engine = Engine(embedded.store, embedded.encoder, language_model=model)
        for question in (*QUESTIONS, *QUESTIONS, *QUESTIONS):
            assert same(engine.ask(question), embedded.ask(question))
        assert model.incidents.counts == {"unreachable": FAILURES}
        assert told == [
            "the language model can't be reached: see RAPPORTEUR_LLM_URL; the embedded judge answers "
            "(unreachable: 1 so far)"
        ]


def test_the_wrong_language(embedded: Engine) -> None:
    """A question that is restated in the asker's language again is answered as it was asked, and counted."""

    def reply(asked: Asked) -> Reply:
        return (
            {"question": "Was geschah mit dem Yuan?", "language": "de"}
            if asked.task == "restate"
            else answering()
        )

    with ModelServer(reply) as server, closing(model_at(server, told := [])) as model:
        engine = Engine(embedded.store, embedded.encoder, language_model=model)
        outcome = engine.ask("Was ist mit dem Yuan geschehen?")
        assert outcome.receipt.searched_for == outcome.receipt.question
        assert model.incidents.counts == {"language": 1}
        assert [one.partition(";")[0] for one in told] == [
            "the language model doesn't put questions into the language of the articles"
        ]


def test_the_verifier_answers(embedded: Engine, tmp_path: Path) -> None:
    """Where a verifier is at hand it is who answers in the model's place."""
    verifier = PointingVerifier(**{"rose to a near one-year high": 9.0})
    with ModelServer(Fault(500)) as server, closing(model_at(server, [])) as model:
        alone = Engine(embedded.store, embedded.encoder, verifier=verifier)
        engine = Engine(embedded.store, embedded.encoder, verifier=verifier, language_model=model)
        outcome = engine.ask(QUESTIONS[0])
        assert outcome.receipt.judged == "verifier"
        assert same(outcome, alone.ask(QUESTIONS[0]))


def test_a_deadline_is_all_tasks_together(embedded: Engine) -> None:
    """A model that is slow to restate a question has that much less for its sentences."""

    def reply(asked: Asked) -> Reply:
        if asked.task == "restate":
            server.released.wait(0.2)
            return {"question": QUESTIONS[0], "language": "de"}
        return Fault(hangs=True)

    with ModelServer(reply) as server, closing(model_at(server, [], seconds=1.0)) as model:
        engine = Engine(embedded.store, embedded.encoder, language_model=model)
        began = time.perf_counter()
        outcome = engine.ask("Was ist mit dem Yuan geschehen?")
        assert time.perf_counter() - began < 1.0 + LATE
        assert outcome.receipt.searched_for == QUESTIONS[0]
        assert outcome.receipt.judged == "passages"
        assert model.incidents.counts == {"late": 1}


def test_a_question_fails_once(embedded: Engine) -> None:
    """One whose time is up with its first task asks for nothing more: a few that stall don't count as many,
    nor cost as much."""
    with ModelServer(Fault(hangs=True)) as server, closing(model_at(server, [], seconds=SECONDS)) as model:
        engine = Engine(embedded.store, embedded.encoder, language_model=model)
        outcome = engine.ask("Was ist mit dem Yuan geschehen? Wo war das?", written=True)
        assert outcome.receipt.judged == "passages"
        assert model.incidents.counts == {"late": 1}
        assert model.breaker.closed
        assert len(server.asked) == 1
