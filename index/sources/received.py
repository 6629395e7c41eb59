"""Bytes that came from elsewhere, an upload or a page → the document that they hold."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ..document import CORPUS
from ..errors import CorpusError
from .article import slug
from .formats import BY_CONTENT_TYPE, BY_SUFFIX

if TYPE_CHECKING:
    from ..document import Document
    from .folder import Loader

LONGEST_STEM = 200
"""Bytes of a file's name that are kept; with the ending they fit into the 255 that file systems take."""

_UNSAFE = re.compile(r"[^\w .-]")


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes, and the name of the file that they are; ``url`` is the address of a page, None for a file."""

    name: str
    data: bytes
    url: str | None = None


def readable_suffix(name: str, content_type: str | None = None) -> str | None:
    """The ending under which a file of that name, or else of that type, can be read; None where it can't."""
    suffix = Path(name).suffix.lower()
    if suffix in BY_SUFFIX:
        return suffix
    kind = (content_type or "").partition(";")[0].strip().lower()
    return BY_CONTENT_TYPE[kind].suffixes[0] if kind in BY_CONTENT_TYPE and not suffix else None


def load_received(
    received: Received, loader: Loader, *, collection: str = CORPUS, folder: Path | None = None
) -> Document:
    """The document that was received, its address that of its page.

    It lies in ``folder`` while it is read, among the system's temporary files if None.

    Raises:
        CorpusError: as ``Loader.load``, with the address or the name in the path's place.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / _file_name(received)
        path.write_bytes(received.data)
        try:
            document = loader.load(path, collection=collection)
        except CorpusError as error:
            raise CorpusError(f"{received.url or received.name}: {error.problem}") from error
    return replace(document, url=received.url) if received.url else document


def _file_name(received: Received) -> str:
    """A name that stays in its folder and that an id can be made of."""
    name = Path(received.name)
    safe = _UNSAFE.sub(" ", name.stem).strip(" .").encode()[:LONGEST_STEM]
    stem = safe.decode(errors="ignore").strip(" .")
    if not slug(stem):
        stem = f"article {sha256(received.data).hexdigest()[:8]}"
    return f"{stem}{name.suffix.lower()}"
