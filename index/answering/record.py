"""Questions on the article itself, answered from the documents' own records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ..document import Document
    from .intent import Field

MOST_TOLD = 5
"""Documents whose records one answer tells; a longer list is what `rapporteur documents` is for."""


def told(field: Field, documents: Sequence[Document], question: str) -> str | None:
    """The answer in a line a document; None when no document's record has the field.

    Of several documents those whose title shares a word with the question are meant, if there are any.
    """
    named = [d for d in documents if set(terms(d.title)) & set(terms(question))]
    lines = [line for d in named or documents if (line := _line(field, d))]
    if len(lines) > MOST_TOLD:
        lines = [*lines[:MOST_TOLD], f"… and {len(lines) - MOST_TOLD} more."]
    return "\n".join(lines) or None


def day(when: date) -> str:
    """A date as it is read aloud: 30 October 2025."""
    return f"{when.day} {when:%B %Y}"


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
