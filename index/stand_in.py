"""The embedded copy of an index whose database is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .engine import Engine
from .storage.opening import open_store
from .storage.sqlite.schema import INDEX_FILE

if TYPE_CHECKING:
    from pathlib import Path


def open_stand_in(engine: Engine, index: Path) -> Engine | None:
    """What answers from the embedded index in the folder ``index`` with the models of an engine that has its
    documents in a database; None where the folder has none, or one of another encoder.

    Raises:
        IndexCorrupt, IndexUnavailable: as ``Database.open``.
    """
    if not (index / INDEX_FILE).exists():
        return None
    store = open_store(index)
    if store.library.setting("encoder") != engine.encoder.model_hash:
        store.close()
        return None
    return Engine(store, engine.encoder, engine.reader, engine.verifier)
