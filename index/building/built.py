"""Whether an index was built."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from ..errors import IndexMissing
from ..storage.opening import open_library

if TYPE_CHECKING:
    from pathlib import Path


def is_built(index: Path, database: str | None = None) -> bool:
    """Whether there is an index and a build of it was completed."""
    try:
        with closing(open_library(index, database)) as library:
            return library.setting("encoder") is not None
    except IndexMissing:
        return False
