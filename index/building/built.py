"""Whether an index was built."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from ..errors import IndexMissing
from ..models.installed import KINDS, model_folder
from ..storage.opening import open_library

if TYPE_CHECKING:
    from pathlib import Path


def is_built(index: Path, database: str | None = None) -> bool:
    """Whether there is an index and a build of it was completed; one in a database may have been built
    elsewhere, and then lacks its models here."""
    try:
        with closing(open_library(index, database)) as library:
            keys = {kind: library.setting(kind) for kind in KINDS}
    except IndexMissing:
        return False
    here = (model_folder(index, kind, key).is_dir() for kind, key in keys.items() if key and database)
    return keys["encoder"] is not None and all(here)
