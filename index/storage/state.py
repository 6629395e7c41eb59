"""How a store stands, for whoever runs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from .library import Library, Revision, Size


@dataclass(frozen=True, slots=True)
class StoreState:
    """``size`` is how much it holds; ``behind`` counts the changes that are committed and that somebody who
    saw an earlier state hasn't taken over, at least one for each document that came or went."""

    size: Size
    behind: int

    @classmethod
    def of(cls, library: Library, saw: Revision) -> Self:
        """How a library stands now.

        Raises:
            IndexCorrupt, IndexUnavailable: as ``Library`` does.
        """
        with library.snapshot():
            now, size = library.revision(), library.size()
        return cls(size, now.change - saw.change if now.history == saw.history else max(now.change, 1))
