"""An answer as it is remembered, from when its question was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """``id`` is in its buttons; the other numbers are Discord's ids.

    ``question`` is the message that asked (None for a command), ``reply`` the message that answers, in
    ``channel`` (None until it is posted); ``asked_at`` Unix seconds. ``text`` and ``searched_for`` are None
    once they have expired; ``record`` is what the buttons and /why need: citations, receipt, further pages.
    ``private`` tells that only the asker has seen it. ``taken`` is when the question was taken (Unix seconds)
    while its answer isn't known to stand, None afterwards: a crash leaves it set.
    """

    id: str
    guild: int | None
    channel: int
    question: int | None
    reply: int | None
    asker: int
    asked_at: float
    text: str | None
    searched_for: str | None
    record: dict[str, Any]
    private: bool = False
    taken: float | None = None
