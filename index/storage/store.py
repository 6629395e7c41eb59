"""A store: a library and what finds passages in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .candidates import Candidates
    from .library import Library


@dataclass(frozen=True, slots=True)
class Store:
    """A library and what finds passages in it."""

    library: Library
    candidates: Candidates

    def close(self) -> None:
        """Close it; it can't be used afterwards."""
        self.library.close()
