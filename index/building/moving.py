"""An index copied from the embedded store into a database, or back, and held to what it was copied from."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from ..errors import IndexCorrupt, UsageError
from ..models.installed import KINDS, model_folder, place
from ..storage.relational.records import digest
from .progress import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from ..storage.ingest import Record
    from ..storage.opening import StoredLibrary

AT_ONCE = 50
"""Documents that are held in memory at a time."""

MAKE_WAY = "move that away first (in a database: DROP SCHEMA rapporteur_index CASCADE)"
"""What helps where an index is already that isn't the one to be moved."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied: how many documents and passages, and the version, the same in both."""

    documents: int
    passages: int
    version: str


def copy_index(source: StoredLibrary, target: StoredLibrary, progress: Progress | None = None) -> Moved:
    """Copy all that a library keeps into an empty one, in one transaction, and compare the two; where the
    target is a copy already, compare alone.

    Raises:
        UsageError: the source was never built, or the target holds another index.
        IndexCorrupt: something in the source isn't as it was stored, or the copy isn't the same.
    """
    tell = progress or Progress()
    if source.setting("encoder") is None:
        raise UsageError(f"{source.place}: holds no index that was built; run `rapporteur build`")
    with source.snapshot(), target.transaction():
        if target.version() != source.version():
            if target.setting("encoder") is not None or target.count_documents():
                raise UsageError(f"{target.place}: holds an index already; {MAKE_WAY}")
            tell.step("copying the documents")
            _copy(source, target, tell)
        tell.step("comparing the copies")
        return Moved(source.count_documents(), _compare(source, target), source.version())


def copy_models(source: StoredLibrary, index: Path, other: Path) -> None:
    """Copy the models that an index is served with from its folder into another.

    Raises:
        IndexUnavailable: they can't be written.
    """
    other.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        if key := source.setting(kind):
            place(model_folder(index, kind, key), model_folder(other, kind, key))


def _copy(source: StoredLibrary, target: StoredLibrary, tell: Progress) -> None:
    target.write(bury=source.all_tombstones(), settings=source.settings())
    records, count, done = source.records(), source.count_documents(), 0
    while batch := list(islice(records, AT_ONCE)):
        target.write(add=batch)
        done += len(batch)
        tell.work(done, count)


def _compare(source: StoredLibrary, target: StoredLibrary) -> int:
    """Read both again, to the last value; gives the number of passages.

    Raises:
        IndexCorrupt: they differ.
    """
    passages = 0
    for record, other in zip(source.records(), target.records(), strict=True):
        if (_key(record), digest(record)) != (_key(other), digest(other)):
            document = record.document.id
            raise IndexCorrupt(f"{target.place}: {document!r} was not stored as it is; nothing was copied")
        passages += len(record.passages)
    same = (source.settings(), source.all_tombstones(), source.version())
    if same != (target.settings(), target.all_tombstones(), target.version()):
        raise IndexCorrupt(f"{target.place}: the copy isn't the same; nothing was copied")
    return passages


def _key(record: Record) -> tuple[str, str]:
    return record.document.collection, record.document.id
