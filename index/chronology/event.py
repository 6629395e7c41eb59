"""A dated sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..document import Document, Span
    from .dates import When


@dataclass(frozen=True, slots=True)
class Event:
    """A dated sentence: ``span`` is the whole of it, ``phrase`` the words that date it."""

    document: Document
    span: Span
    phrase: Span
    when: When
