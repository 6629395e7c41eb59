"""A reply over HTTP within bounds: the client itself reads lines and errors of any length."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

from ..errors import LanguageModelError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MOST_BYTES = 8 * 1024 * 1024
"""Bytes of a reply. A token of a stream takes some 300, so that a model may think for 25,000 of them."""


async def bound(response: httpx2.Response) -> None:
    """Have a reply end with an error at ``MOST_BYTES``; to be called before it is read.

    Raises:
        LanguageModelError: it is packed, which wasn't asked for and may unpack to any size.
    """
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise LanguageModelError("malformed", "packs its replies, which it isn't asked to")
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream)


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for piece in self._stream:
            size += len(piece)
            if size > MOST_BYTES:
                raise LanguageModelError("malformed", "replies without an end")
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
