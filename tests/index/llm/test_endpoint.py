"""One endpoint over real connections: what is sent, what is read, and what a hostile one can't do."""

from __future__ import annotations

import asyncio
import gzip
import json
from math import inf
from typing import TYPE_CHECKING, Any

import pytest

from index.errors import LanguageModelError
from index.llm import bounded_reply
from index.llm.endpoint import Completion, Endpoint
from index.llm.event_loop import EventLoop
from index.llm.tasks import CHOOSE

from .asking import KEY, settings
from .server import Asked, Fault, ModelServer, Raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .server import Reply

    Failure = Callable[[Reply], LanguageModelError]

MESSAGES = ({"role": "system", "content": "Judge."}, {"role": "user", "content": "{}"})
NOTHING = {"answers": []}
TEXT = json.dumps(NOTHING)


def completed(
    reply: Callable[[Asked], Reply] | Reply, times: int = 1, **more: Any
) -> tuple[list[Completion], list[Asked]]:
    """What comes of asking so many times, and what the server was asked."""

    async def run(server: ModelServer) -> list[Completion]:
        endpoint = Endpoint(settings(server, **more))
        try:
            async with asyncio.timeout(20):
                return [await endpoint.complete(MESSAGES, CHOOSE) for _ in range(times)]
        finally:
            await endpoint.close()

    with ModelServer(reply) as server:
        return asyncio.run(run(server)), server.asked


@pytest.fixture(scope="module")
def failure() -> Iterator[Failure]:
    """What comes of a reply that is none; one endpoint for all, whose client takes a while to make."""
    with ModelServer("") as server:
        loop, endpoint = EventLoop("endpoint"), Endpoint(settings(server))

        def failure(reply: Reply) -> LanguageModelError:
            server.reply = reply
            with pytest.raises(LanguageModelError) as failed:
                loop.submit(endpoint.complete(MESSAGES, CHOOSE)).result(20)
            return failed.value

        yield failure
        loop.close(endpoint.close)


def events(*values: object, end: str = "data: [DONE]\n\n") -> bytes:
    """A stream of events, JSON where they aren't text already."""
    lines = (value if isinstance(value, str) else json.dumps(value) for value in values)
    return ("".join(f"data: {line}\n\n" for line in lines) + end).encode()


def piece(content: object, **more: object) -> dict[str, object]:
    return {"choices": [{"index": 0, "delta": {"content": content}}], **more}


def test_what_is_asked() -> None:
    """The model by its name, cold, within its tokens, held to the schema; the key in the header alone."""
    (found,), (asked,) = completed(NOTHING, reply_tokens=400)
    assert found == Completion(TEXT, 100)
    body = asked.body
    form = body.pop("response_format")
    assert body == {
        "model": "tiny", "messages": list(MESSAGES), "stream": True, "temperature": 0, "max_tokens": 400,
        "stream_options": {"include_usage": True},
    }  # fmt: skip
    assert form["json_schema"]["schema"] == CHOOSE.reply.model_json_schema()
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.headers["accept-encoding"] == "identity"
    assert KEY not in json.dumps(body)


def test_an_endpoint_without_a_key() -> None:
    """One on the same machine needs none; the client, which does, is given a word."""
    _, (asked,) = completed(NOTHING, key="")
    assert asked.headers["authorization"] == "Bearer none"


SCHEMA = CHOOSE.reply.model_json_schema()
FORMS = ["json_schema", "schema in it", "json_object"]


class Picky:
    """Refuses the first option that it doesn't know, as servers of several makes word it.

    ``refusal`` is the status with which it refuses a form of the reply.
    """

    def __init__(self, *unknown: str, refusal: int = 400) -> None:
        self.unknown, self.refusal = unknown, refusal

    def __call__(self, asked: Asked) -> Reply:
        form = asked.body.get("response_format", {})
        kind = "schema in it" if "schema" in form else form.get("type")
        if kind in self.unknown:
            message = "'response_format' has a type that isn't known"
            return Fault(self.refusal, json.dumps({"error": {"message": message}}))
        for name in self.unknown:
            if name in asked.body:
                return Fault(400, json.dumps({"error": {"message": f"Unsupported parameter: '{name}'"}}))
        return NOTHING


@pytest.mark.parametrize(
    ("unknown", "sent"),
    [
        (["json_schema"], {"response_format": {"type": "json_object", "schema": SCHEMA}}),
        (["json_schema", "schema in it"], {"response_format": {"type": "json_object"}}),
        (["json_schema", "schema in it", "json_object"], {}),
        (["max_tokens"], {"max_completion_tokens": 1000}),
        (["temperature", "stream_options"], {}),
        ([*FORMS, "temperature", "max_tokens", "max_completion_tokens"], {}),
    ],
)
def test_what_it_does_not_know_is_not_asked_again(unknown: list[str], sent: dict[str, object]) -> None:
    """It is asked with less until it replies, and from then on with that."""
    found, asked = completed(Picky(*unknown), times=2)
    assert [one.text for one in found] == [TEXT, TEXT]
    assert len(asked) == len(unknown) + 2
    assert asked[-1].body == asked[-2].body
    assert {name: asked[-1].body.get(name) for name in sent} == sent
    assert not set(unknown) & set(asked[-1].body)
    assert ("response_format" in asked[-1].body) == ("json_object" not in unknown)


def test_a_form_that_is_answered_with_500() -> None:
    """llama-cpp-python fails so at the form that it doesn't know, and names it."""
    _, asked = completed(Picky("json_schema", refusal=500), times=2)
    assert [one.body["response_format"]["type"] for one in asked] == ["json_schema", *["json_object"] * 2]


def test_questions_at_once_learn_one_thing() -> None:
    """Several that are refused the schema at the same time ask for JSON next, none goes further."""
    server = ModelServer(Picky("json_schema"))

    async def run() -> None:
        endpoint = Endpoint(settings(server))
        await asyncio.gather(*(endpoint.complete(MESSAGES, CHOOSE) for _ in range(4)))
        assert endpoint.format == "object with its schema"
        await endpoint.close()

    with server:
        asyncio.run(run())


def test_a_refusal_of_everything_teaches_nothing() -> None:
    """An endpoint that is out of order and blames the request is asked in full when it is back."""
    broken = [True]

    def reply(asked: Asked) -> Reply:
        return Fault(400, '{"error": {"message": "no worker"}}') if broken[0] else NOTHING

    async def run(server: ModelServer) -> None:
        endpoint = Endpoint(settings(server))
        with pytest.raises(LanguageModelError, match=r"fails \(400\)"):
            await endpoint.complete(MESSAGES, CHOOSE)
        broken[0] = False
        await endpoint.complete(MESSAGES, CHOOSE)
        assert endpoint.format == "schema"
        await endpoint.close()

    with ModelServer(reply) as server:
        asyncio.run(run(server))


def test_an_endpoint_that_does_not_count() -> None:
    """Tokens that it doesn't give, or that can't be true, are reckoned from the bytes, three to one."""
    reckoned = Completion(TEXT, len("Judge.{}") // 3 + len(TEXT) // 3)
    for usage in (
        {},
        *({"usage": {"total_tokens": n}} for n in (0, -5, True, 1e9, inf, 10**12, "many", None)),
    ):
        (found,), _ = completed(Raw(events(piece(TEXT), {"choices": [], **usage})))
        assert found == reckoned, usage


HOSTILE: dict[str, Raw] = {
    "no JSON": Raw(events("no JSON")),
    "deep nesting": Raw(events('{"choices": ' + "[" * 100_000)),
    "deep and closed": Raw(events('{"choices": ' + "[" * 50_000 + "]" * 50_000 + "}")),
    "a gigantic number": Raw(events(f'{{"choices": [], "usage": {{"total_tokens": {"9" * 10_000}}}}}')),
    "choices that are a number": Raw(events(piece(TEXT), {"choices": 1})),
    "a list": Raw(events([1, 2])),
    "choices that are none": Raw(events({"choices": "abc"})),
    "a choice without words": Raw(events({"choices": [{"delta": None}]})),
    "words that are a number": Raw(events(piece(5))),
    "words that are a list": Raw(events(piece(["a", "b"]))),
    "half a character": Raw(events('{"choices": [{"delta": {"content": "\\ud800"}}]}')),
    "no UTF-8": Raw(b"data: \xff\xfe\n\n"),
    "nothing": Raw(events(piece(""))),
    "only blanks": Raw(events(piece(" \n" * 1000))),
    "no events": Raw(b'{"id": "1", "choices": [{"message": {"content": "{}"}}]}'),
    "packed": Raw(gzip.compress(events(piece(TEXT))), {"Content-Encoding": "gzip"}),
    "a book": Raw(events(piece("a" * 150_000))),
    "words without an end": Raw(events(piece("a" * 10_000), end=""), endless=True),
    "a line without an end": Raw(b"data: " + b"a" * 100_000, endless=True),
    "a comment without an end": Raw(b": wait\n" * 10_000, endless=True),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_reply(failure: Failure, name: str) -> None:
    """Whatever comes is a failure of the endpoint's, before it takes memory, and in words of ours alone."""
    failed = failure(HOSTILE[name])
    assert failed.kind == "malformed"
    assert str(failed) in (
        "doesn't speak the protocol", "replies with nothing", "replies without an end",
        "packs its replies, which it isn't asked to",
    )  # fmt: skip
    assert failed.__cause__ is None


def test_an_error_without_an_end(failure: Failure, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client reads the whole of an error's text: a part of it is enough."""
    monkeypatch.setattr(bounded_reply, "MOST_BYTES", 10_000)
    assert failure(Fault(500, "a" * 20_000)).kind == "malformed"


@pytest.mark.parametrize(
    ("fault", "kind", "told"),
    [
        (Fault(302, headers={"Location": "http://127.0.0.1:9/v1"}), "fault", "fails (302)"),
        (Fault(401), "refused", "refuses the key (401): set RAPPORTEUR_LLM_KEY"),
        (Fault(403), "refused", "refuses the key (403): set RAPPORTEUR_LLM_KEY"),
        (Fault(404), "missing", "isn't there (404): see RAPPORTEUR_LLM_URL and RAPPORTEUR_LLM_MODEL"),
        (Fault(413), "too long", "can't hold the question: lower RAPPORTEUR_LLM_PROMPT_TOKENS"),
        (Fault(400, '{"error": {"code": "context_length_exceeded"}}'), "too long", "can't hold"),
        (Fault(400, '{"error": {"message": "exceeds the context size"}}'), "too long", "can't hold"),
        (Fault(500), "fault", "fails (500)"),
        (Fault(503, "<html>hunter2</html>", {"Content-Type": "text/html"}), "fault", "fails (503)"),
    ],
    ids=lambda value: str(value.status) if isinstance(value, Fault) else "",
)  # fmt: skip
def test_a_status(failure: Failure, fault: Fault, kind: str, told: str) -> None:
    """Each is told with its mend in words of ours; no redirect is followed, which would take the key."""
    failed = failure(fault)
    assert (failed.kind, failed.rest) == (kind, None)
    assert str(failed).startswith(told)


@pytest.mark.parametrize(
    ("wait", "rest"), [("20", 20.0), ("0", 0.0), ("", None), ("soon", None), ("9" * 9, None), ("-1", None)]
)
def test_how_long_it_wants_to_be_left_alone(failure: Failure, wait: str, rest: float | None) -> None:
    """Retry-After in seconds is read; what is none is not."""
    failed = failure(Fault(429, headers={"Retry-After": wait}))
    assert (failed.kind, failed.rest, str(failed)) == ("busy", rest, "is asked too often (429)")


def test_an_error_in_the_stream(failure: Failure) -> None:
    """An endpoint may begin well and break off; what it says about it isn't repeated."""
    failed = failure(Raw(events(piece("{"), {"error": {"message": f"out of memory, {KEY}"}})))
    assert (failed.kind, str(failed)) == ("fault", "breaks off with an error")


def test_a_connection_that_is_cut(failure: Failure) -> None:
    """In the middle of a piece."""
    cut = Raw(b"ffff\r\ndata: {", {"Transfer-Encoding": "chunked"})
    assert failure(cut).kind == "unreachable"


def test_nobody_is_there() -> None:
    """A refused connection is told with the setting to look at."""
    with ModelServer(NOTHING) as server:
        url = server.url

    async def run() -> None:
        endpoint = Endpoint(settings(url))
        with pytest.raises(LanguageModelError, match="can't be reached: see RAPPORTEUR_LLM_URL"):
            await endpoint.complete(MESSAGES, CHOOSE)
        await endpoint.close()

    asyncio.run(run())
