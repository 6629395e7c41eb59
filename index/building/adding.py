"""Files added to an index one by one, and documents removed from it; the questions on offer follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..curated.offered import check_offered
from ..document import CORPUS
from ..errors import CorpusError, UnknownDocument

if TYPE_CHECKING:
    from pathlib import Path

    from ..document import Document
    from ..engine import Engine
    from ..storage.library import StoredDocument


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: its document, whether that is new, and how many passages were embedded."""

    document: Document
    done: Literal["added", "replaced", "unchanged"]
    passages: int

    def __str__(self) -> str:
        """In one line."""
        return f"{self.done} {self.document.id}: “{self.document.title}”, {self.passages} passages"


def add_document(
    engine: Engine,
    document: Document,
    path: Path | str,
    *,
    replace: bool = False,
    given: set[str] | None = None,
) -> Added:
    """Add the document that the file at ``path`` holds, or put it in the place of what that held before.

    A page's ``path`` is its address.

    With ``replace`` also in the place of any other document of its id. ``given`` are the ids of the files
    before it, which its own joins.

    Raises:
        CorpusError: its id is another document's.
    """
    origin = path if isinstance(path, str) else str(path.resolve())
    given = set() if given is None else given
    if document.id in given and not replace:
        raise CorpusError(f'its id "{document.id}" is that of a file before it; {_MEND}', path)
    given.add(document.id)
    before = _stored(engine, document.id)
    if before is not None and before.document == document:
        return Added(document, "unchanged", 0)
    if before is not None and not replace and before.origin != origin:
        whose = f" from {before.origin}" if before.origin else ""
        problem = f'its id "{document.id}" is that of “{before.document.title}”{whose}; {_MEND}'
        raise CorpusError(problem, path)
    passages = engine.add(document, origin=origin)
    check_offered(engine)
    return Added(document, "replaced" if before else "added", passages)


_MEND = "give it another (`id:` in its front matter, or its file's name), or --replace that"


def remove_document(engine: Engine, slug: str) -> Document:
    """Remove a document of the corpus and give it back.

    Raises:
        UnknownDocument: there is none of that id.
    """
    document = engine.remove(slug)
    check_offered(engine)
    return document


def _stored(engine: Engine, slug: str) -> StoredDocument | None:
    try:
        return engine.store.library.document((CORPUS, slug))
    except UnknownDocument:
        return None
