"""What becomes of an article that was given, changed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from index import Document, StoredDocument


@dataclass(frozen=True, slots=True)
class Stored:
    """It is stored, and can be asked: how many ``paragraphs`` it has, and a ``question`` that it answers,
    if one was found."""

    stored: StoredDocument
    paragraphs: int
    question: str | None


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """Another says the same or has its name; what was given is held under ``key``."""

    stored: StoredDocument
    key: str


@dataclass(frozen=True, slots=True)
class Removed:
    """It was removed, and is held under ``key``."""

    document: Document
    key: str


Outcome: TypeAlias = "Stored | AlreadyThere"
