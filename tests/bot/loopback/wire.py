"""HTTP as Discord speaks it: bodies, errors, and what it refuses."""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

if TYPE_CHECKING:
    from .world import JSON

LONGEST_CONTENT, LONGEST_NONCE = 2000, 25  # characters


class Refused(Exception):
    """Discord's error: the HTTP status, its own code and a message."""


def found(among: dict[str, Any], key: str, code: int, message: str) -> Any:
    if among.get(key) is None:
        raise Refused(404, code, message)
    return among[key]


def check(body: JSON) -> None:
    """Refuse what Discord refuses of a message."""
    content = body.get("content") or ""
    if len(content) > LONGEST_CONTENT or len(str(body.get("nonce") or "")) > LONGEST_NONCE:
        raise Refused(400, 50035, "Invalid Form Body")
    if not (content or body.get("embeds") or body.get("components") or body.get("attachments")):
        raise Refused(400, 50006, "Cannot send an empty message")


async def read(raw: web.Request) -> Any:
    """A request's JSON."""
    text = await raw.text()
    return json.loads(text) if text else None


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    exact = {"Content-Type": "application/json"}  # discord.py reads no JSON of any other type
    return web.Response(body=json.dumps(body).encode(), status=status, headers=exact | (headers or {}))


def error(status: int, *, via: bool = True, retry_after: float = 0.3, **fields: Any) -> web.Response:
    """An answer of Discord's (JSON) or, for the 5xx and a 429 without ``Via``, of Cloudflare's (HTML)."""
    after = {"Retry-After": f"{math.ceil(retry_after)}"} if status == 429 else {}
    if status >= 500 or not via:
        page = f"<html><head><title>{status}</title></head><body>cloudflare</body></html>"
        cloudflare = {"Server": "cloudflare", "Content-Type": "text/html; charset=UTF-8"}
        return web.Response(body=page.encode(), status=status, headers=cloudflare | after)
    if status != 429:
        return answer({"message": f"{status}: Error", "code": 0} | fields, status)
    bucket = {"X-RateLimit-Limit": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Bucket": "loopback"}
    reset = {"X-RateLimit-Reset": str(time.time() + retry_after), "X-RateLimit-Reset-After": str(retry_after)}
    headers = bucket | reset | after | {"Via": "1.1 google"}
    body = {"message": "You are being rate limited.", "retry_after": retry_after, "global": False} | fields
    return answer(body, 429, headers | {"X-RateLimit-Scope": "user"})
