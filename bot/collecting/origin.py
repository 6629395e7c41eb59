"""Where an article came from and when, as the index keeps it with the document."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime


def origin_of(name: str, at: float) -> str:
    """The time (Unix seconds) and the file's name or the page's address, in one line."""
    return f"{datetime.fromtimestamp(at, UTC).isoformat(timespec='seconds')} {name}"


def added_at(origin: str | None) -> float | None:
    """The time of an origin (Unix seconds); None where it has none."""
    with suppress(ValueError):
        return datetime.fromisoformat((origin or "").partition(" ")[0]).timestamp()
    return None
