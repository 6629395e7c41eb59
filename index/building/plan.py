"""What a build makes of the folder's documents, and of those that were added or removed since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from ..document import CORPUS
from ..errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..document import Document
    from ..storage.library import StoredDocument


Sourced: TypeAlias = "tuple[Document, str | None]"
"""A document with its origin, as ``library.StoredDocument`` has it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an index is to hold.

    ``gone`` are the keys (collection, id) of those to be removed, ``spared`` the ids of those that were added
    and are not the folder's, ``left_out`` of those of the folder that were removed and stay so, ``unread`` of
    those that the folder had when last it had any.
    """

    documents: tuple[Sourced, ...]
    gone: tuple[tuple[str, str], ...]
    spared: tuple[str, ...]
    left_out: tuple[str, ...]
    problems: tuple[CorpusError, ...]
    unread: tuple[str, ...]


def plan(
    folder: Path,
    documents: Sequence[Document],
    stored: Sequence[StoredDocument],
    tombstones: Collection[str],
    *,
    prune: bool = False,
) -> Plan:
    """The folder's ``documents``, without those of ``tombstones``, and what else is ``stored`` and stays.

    That is other collections' documents, and of the folder's own collection those that were added from
    elsewhere, and of a folder without any document, which may be a disk that isn't mounted, all that was read
    from it before; ``prune`` drops these, and brings back what was removed.
    """
    others = [s for s in stored if s.document.collection != CORPUS]
    mine = [s for s in stored if s.document.collection == CORPUS and not prune]
    added = [s for s in mine if _from_elsewhere(s, folder)]
    unread = [] if documents else [s for s in mine if s not in added]
    taken = {s.document.id: s for s in added}
    buried = set() if prune else set(tombstones)
    own = [d for d in documents if d.id not in taken and d.id not in buried]
    kept = [(s.document, s.origin) for s in (*unread, *added, *others)]
    held = [*((d, None) for d in own), *kept]
    keys = {(d.collection, d.id) for d, _ in held}
    return Plan(
        tuple(held),
        tuple(sorted(key for s in stored if (key := (s.document.collection, s.document.id)) not in keys)),
        tuple(sorted(taken)),
        tuple(d.id for d in documents if d.id in buried and d.id not in taken),
        tuple(_clash(folder, taken[d.id]) for d in documents if d.id in taken and taken[d.id].document != d),
        tuple(s.document.id for s in unread),
    )


def _from_elsewhere(stored: StoredDocument, folder: Path) -> bool:
    """Whether a document was added, and not from a file of the folder, whose place it then keeps."""
    origin = stored.origin
    return origin is not None and not (origin and Path(origin).is_relative_to(folder.resolve()))


def _clash(folder: Path, added: StoredDocument) -> CorpusError:
    where = f" from {added.origin}" if added.origin else ""
    return CorpusError(
        f'its document "{added.document.id}" is passed over for another of that id that was added{where}; '
        "give one another id, or have the folder's with --prune",
        folder,
    )
