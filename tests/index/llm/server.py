"""A server on loopback that speaks the protocol of language models, and fails in every way that is asked of
it."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

PIECE = 14
"""Characters of a streamed piece: no piece is whole JSON."""


@dataclass(frozen=True)
class Asked:
    """One request, as the server read it; the names of its headers are in lower case."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def task(self) -> str:
        """Which of the tasks it is, by the name of the schema, or by the key of the reply that is asked
        for."""
        form = self.body.get("response_format", {}).get("json_schema", {})
        instructions: str = self.body["messages"][0]["content"]
        by_key = {
            "`question`, the question restated": "restate",
            "`answers`": "choose",
            "`sentences`": "write",
        }
        return str(form.get("name") or next(name for key, name in by_key.items() if key in instructions))

    @property
    def data(self) -> dict[str, Any]:
        """The one JSON object of what is to be judged."""
        data: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return data

    @property
    def sentences(self) -> dict[int, str]:
        """The numbered sentences."""
        return {s["n"]: s["text"] for article in self.data["articles"] for s in article["sentences"]}


@dataclass(frozen=True)
class Fault:
    """A way to fail: a status with a body, or a stream that stops.

    ``after`` is how much of the reply is streamed before it stops, None for none; ``hangs`` keeps the
    connection open, else it is closed.
    """

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    after: int | None = None
    hangs: bool = False


@dataclass(frozen=True)
class Raw:
    """Bytes that are sent as a stream, whatever they are; ``endless`` repeats them until the other side
    leaves."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    endless: bool = False


Reply = str | dict[str, Any] | Fault | Raw


class Quiet(ThreadingHTTPServer):
    """Says nothing of those who leave before the end."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass


class ModelServer:
    """Serves ``reply`` to every request; what was asked is in ``asked``."""

    def __init__(self, reply: Callable[[Asked], Reply] | Reply) -> None:
        self.reply, self.asked = reply, list[Asked]()
        self.released = threading.Event()
        self._server = Quiet(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        """Where it lies."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                asked = Asked(body, {name.lower(): value for name, value in self.headers.items()})
                server.asked.append(asked)
                reply = server.reply(asked) if callable(server.reply) else server.reply
                server.send(self, reply)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def send(self, to: BaseHTTPRequestHandler, reply: Reply) -> None:
        """Send a reply as a stream, or fail."""
        if isinstance(reply, Raw):
            self._send_raw(to, reply)
            return
        fault = reply if isinstance(reply, Fault) else Fault()
        if fault.status != 200 or (isinstance(reply, Fault) and fault.after is None and not fault.hangs):
            _send_whole(to, fault)
            return
        text = (
            fault.body if isinstance(reply, Fault) else reply if isinstance(reply, str) else json.dumps(reply)
        )
        to.send_response(200)
        to.send_header("Content-Type", "text/event-stream")
        to.send_header("Connection", "close")
        to.end_headers()
        for line in _streamed(text[: fault.after]):
            to.wfile.write(line)
        if fault.hangs:
            to.wfile.flush()
            self.released.wait()
        elif fault.after is None:
            to.wfile.write(b"data: [DONE]\n\n")
        to.close_connection = True

    def _send_raw(self, to: BaseHTTPRequestHandler, raw: Raw) -> None:
        to.send_response(200)
        for name, value in {"Content-Type": "text/event-stream", **raw.headers}.items():
            to.send_header(name, value)
        to.send_header("Connection", "close")
        to.end_headers()
        to.wfile.write(raw.body)
        while raw.endless and not self.released.is_set():
            to.wfile.write(raw.body)
        to.close_connection = True


def _send_whole(to: BaseHTTPRequestHandler, fault: Fault) -> None:
    body = fault.body.encode()
    to.send_response(fault.status)
    for name, value in {"Content-Type": "application/json", **fault.headers}.items():
        to.send_header(name, value)
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    to.wfile.write(body)


def _streamed(text: str) -> Iterator[bytes]:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "test"}
    for at in range(0, len(text), PIECE):
        choice = {"index": 0, "delta": {"content": text[at : at + PIECE]}, "finish_reason": None}
        yield _event(chunk | {"choices": [choice]})
    yield _event(chunk | {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    usage = {"prompt_tokens": 90, "completion_tokens": 10, "total_tokens": 100}
    yield _event(chunk | {"choices": [], "usage": usage})


def _event(value: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()
