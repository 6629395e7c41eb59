"""Whether an index was built."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from ..errors import IndexMissing
from ..storage.sqlite.library import SQLiteLibrary
from ..storage.sqlite.schema import INDEX_FILE

if TYPE_CHECKING:
    from pathlib import Path


def is_built(index: Path) -> bool:
    """Whether there is an index and a build of it was completed."""
    try:
        with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
            return library.setting("encoder") is not None
    except IndexMissing:
        return False
