"""Who is told how far a build is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Progress:
    """Whom to tell: ``step`` a few words at each step, ``work`` (documents done, documents in all)."""

    step: Callable[[str], None] = lambda _: None
    work: Callable[[int, int], None] = lambda done, total: None
