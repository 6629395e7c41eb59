"""Files are read from Discord's own hosts alone, and no more of one than may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from bot.collecting.cdn import FOREIGN, GONE, UNREACHED, Cdn
from bot.errors import ArticleRefused
from index import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class LoopbackCdn(Cdn):
    """One that takes a server on loopback for Discord's."""

    def __init__(self, origin: str, seconds: float = 5.0) -> None:
        super().__init__(seconds=seconds)
        self.ORIGINS = (origin,)


async def answer(request: web.Request) -> web.StreamResponse:
    match request.match_info["what"]:
        case "moved":
            raise web.HTTPFound("/attachments/file")
        case "gone":
            return web.Response(status=404)
        case "large":
            return web.Response(body=b"x" * (MAX_BYTES + 1))
        case "endless":
            return await endless(request)
        case "dead":
            request.transport.abort()
    return web.Response(body=b"They met.")


async def endless(request: web.Request) -> web.StreamResponse:
    """A file whose length isn't announced."""
    response = web.StreamResponse()
    response.enable_chunked_encoding()
    await response.prepare(request)
    try:
        while True:
            await response.write(b"x" * 65536)
    except ConnectionError:
        return response


@pytest.fixture
async def origin() -> AsyncIterator[str]:
    """Where such a server is."""
    app = web.Application()
    app.router.add_get("/attachments/{what}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_file_is_read(origin: str) -> None:
    """At its signed address."""
    assert await LoopbackCdn(origin).read(f"{origin}/attachments/file?ex=1&hm=2") == b"They met."


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ("gone", GONE), ("moved", GONE), ("dead", UNREACHED),
        ("large", "That file has 10.5 MB, and I read up to 10 MB. Split it, please."),
        ("endless", "That file has 10.5 MB, and I read up to 10 MB. Split it, please."),
    ],
)  # fmt: skip
async def test_what_is_not_read(origin: str, what: str, refusal: str) -> None:
    """Gone, moved, cut off, or larger than it may be, announced or not."""
    with pytest.raises(ArticleRefused) as refused:
        await LoopbackCdn(origin).read(f"{origin}/attachments/{what}")
    assert str(refused.value).replace("10.6 MB", "10.5 MB") == refusal


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.md", "http://cdn.discordapp.com/a.md", "https://cdn.discordapp.com:8443/a.md",
        "https://cdn.discordapp.com@example.org/a.md", "https://cdn.discordapp.com.example.org/a.md",
        "https://x@cdn.discordapp.com/a.md", "https://[", "file:///etc/passwd", "",
    ],
)  # fmt: skip
async def test_other_hosts_are_not_asked(address: str) -> None:
    """Nor other ports, or without TLS."""
    with pytest.raises(ArticleRefused, match=FOREIGN[:20]):
        await Cdn().read(address)
