"""Files as Discord hands them on: read from its own hosts alone, and no more of one than may be."""

from __future__ import annotations

import http
from urllib.parse import urlsplit

import aiohttp

from bot.errors import ArticleRefused
from index import MAX_BYTES

DOWNLOAD_SECONDS = 30.0
"""How long a file may take to arrive: 10 MB at 3 Mbit/s."""

CHUNK = 64 * 1024

GONE = "Discord no longer has that file. Upload it again, please."
UNREACHED = "I couldn't get that file from Discord. Try again, please."
FOREIGN = "That file isn't on Discord's own servers, so I don't read it. Attach it here, please."


def too_large(size: int) -> str:
    """What is said of a file of so many bytes, or more."""
    return f"That file has {size / 1e6:.1f} MB, and I read up to {MAX_BYTES // 1024**2} MB. Split it, please."


class Cdn:
    """Reads attachments from ``ORIGINS`` alone; a redirect is not followed."""

    ORIGINS = ("https://cdn.discordapp.com", "https://media.discordapp.net")
    """Where Discord keeps what people attach (discord.com/developers/docs/reference, "CDN Endpoints")."""

    def __init__(self, *, seconds: float = DOWNLOAD_SECONDS) -> None:
        self._timeout = aiohttp.ClientTimeout(total=seconds)

    async def read(self, address: str) -> bytes:
        """The bytes at a signed address.

        Raises:
            ArticleRefused: it is no address of Discord's, gone, too large, or doesn't arrive in time.
        """
        self._check(address)
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as session,
                session.get(address, allow_redirects=False) as response,
            ):
                if response.status != http.HTTPStatus.OK:
                    raise ArticleRefused(GONE)
                return await _body(response)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise ArticleRefused(UNREACHED) from error

    def _check(self, address: str) -> None:
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise ArticleRefused(FOREIGN) from error
        if f"{parts.scheme}://{parts.netloc}" not in self.ORIGINS:  # a user's name or a port is none of them
            raise ArticleRefused(FOREIGN)


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """What is sent, as far as the limit allows, whatever length was announced."""
    if (announced := response.content_length or 0) > MAX_BYTES:
        raise ArticleRefused(too_large(announced))
    found = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK):
        found += chunk
        if len(found) > MAX_BYTES:
            raise ArticleRefused(too_large(len(found)))
    return bytes(found)
