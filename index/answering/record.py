"""What a document's own record says, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..chronology.dates import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Document
    from .asked import Field

MOST_LINES = 5
"""Documents whose records one answer gives; a longer list is what `rapporteur documents` is for."""


def record_lines(field: Field, documents: Sequence[Document]) -> str | None:
    """A line for each document whose record has the field; None when none has."""
    lines = [line for d in documents if (line := _line(field, d))]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], "… and more: `rapporteur documents` lists them."]
    return "\n".join(lines) or None


def _line(field: Field, d: Document) -> str | None:
    value = getattr(d, field)
    if value is None:
        return None
    match field:
        case "author":
            return f"“{d.title}” was written by {value}{f' ({d.source})' if d.source else ''}."
        case "published":
            return f"“{d.title}” was published on {day(value)}{f' by {d.source}' if d.source else ''}."
        case "source":
            return f"“{d.title}” comes from {value}{f', written by {d.author}' if d.author else ''}."
        case "title":
            return f"The title is “{value}”{f' ({d.source})' if d.source else ''}."
        case "url":
            return f"“{d.title}” stands at {value}"
        case "event_date":
            return f"“{d.title}” reports on {day(value)}."
