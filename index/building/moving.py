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
    from collections.abc import Iterator
    from pathlib import Path

    from ..storage.ingest import Record
    from ..storage.opening import StoredLibrary

AT_ONCE = 50
"""Documents that are held in memory at a time."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was copied: how many documents and passages, and the version, the same in both."""

    documents: int
    passages: int
    version: str


def copy_index(source: StoredLibrary, target: StoredLibrary, progress: Progress | None = None) -> Moved:
    """Copy all that a library keeps into an empty one, in one transaction, and compare the two.

    Raises:
        UsageError: the source was never built, or the target holds an index already.
        IndexCorrupt: something in the source isn't as it was stored, or the copy isn't the same.
    """
    tell = progress or Progress()
    if source.setting("encoder") is None:
        raise UsageError(f"{source.place}: holds no index that was built; run `rapporteur build`")
    with source.snapshot(), target.transaction():
        if target.setting("encoder") is not None or target.count_documents():
            raise UsageError(f"{target.place}: holds an index already; move that away first")
        tell.step("copying the documents")
        passages = _copied(source, target, tell)
        tell.step("comparing the copies")
        _compare(source, target)
        return Moved(source.count_documents(), passages, source.version())


def copy_models(source: StoredLibrary, index: Path, other: Path) -> None:
    """Copy the models that an index is served with from its folder into another.

    Raises:
        IndexUnavailable: they can't be written.
    """
    other.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        if key := source.setting(kind):
            place(model_folder(index, kind, key), model_folder(other, kind, key))


def _copied(source: StoredLibrary, target: StoredLibrary, tell: Progress) -> int:
    """Copy everything; gives the number of passages."""
    target.write(bury=source.all_tombstones(), settings=source.settings())
    records, count, done, passages = source.records(), source.count_documents(), 0, 0
    while batch := list(islice(records, AT_ONCE)):
        target.write(add=batch)
        done += len(batch)
        passages += sum(len(record.passages) for record in batch)
        tell.work(done, count)
    return passages


def _compare(source: StoredLibrary, target: StoredLibrary) -> None:
    """Read both again, to the last value.

    Raises:
        IndexCorrupt: they differ.
    """
    for one, other in zip(_digests(source), _digests(target), strict=True):
        if one != other:
            raise IndexCorrupt(f"{target.place}: {one[0][1]!r} was not stored as it is; nothing was copied")
    same = (source.settings(), source.all_tombstones(), source.version())
    if same != (target.settings(), target.all_tombstones(), target.version()):
        raise IndexCorrupt(f"{target.place}: the copy isn't the same; nothing was copied")


def _digests(library: StoredLibrary) -> Iterator[tuple[tuple[str, str], str]]:
    return ((_key(record), digest(record)) for record in library.records())


def _key(record: Record) -> tuple[str, str]:
    return record.document.collection, record.document.id
