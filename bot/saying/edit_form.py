"""The form in which an article's title, source, author, date and address are changed.

What is sent back is read from the interaction alone, so that a form works that was opened before a restart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from discord import ui

from index import EDITABLE, LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, document_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index import Document

_FORM = re.compile(r"art:form:([0-9a-f]{16})")

FIELDS = {
    "title": "Title",
    "source": "Source",
    "author": "Author",
    "published": "Date of publication",
    "url": "Address",
}
"""What each field is called."""

_ABOUT = {"source": "The outlet", "published": "Such as 2025-10-30", "url": "https://…"}

_LONGEST = {
    "title": LONGEST_TITLE, "source": LONGEST_NAME, "author": LONGEST_NAME, "published": 40,
    "url": LONGEST_ADDRESS,
}  # fmt: skip
"""The most code points that each may have."""


def edit_form(document: Document, typed: Mapping[str, str] | None = None) -> ui.Modal:
    """The form with what is said of a document now, or with what was ``typed`` in one before."""
    form = ui.Modal(title="Edit the article", custom_id=f"art:form:{document_key(document)}", timeout=None)
    for name in EDITABLE:
        value = typed.get(name) if typed else getattr(document, name)
        field: ui.TextInput[Any] = ui.TextInput(
            custom_id=name, default=str(value or "")[: _LONGEST[name]] or None, max_length=_LONGEST[name],
            required=name == "title",
        )  # fmt: skip
        form.add_item(ui.Label(text=FIELDS[name], description=_ABOUT.get(name), component=field))
    form.stop()  # discord.py need not remember it: what comes back is read by ``form_key``
    return form


def form_key(custom_id: str) -> str | None:
    """The key of the document that a form is about; None when it is another form."""
    found = _FORM.fullmatch(custom_id)
    return found[1] if found else None


def form_values(components: list[Any]) -> dict[str, str]:
    """What was written in the fields of a form."""
    return {
        part["custom_id"]: part["value"]
        for part in _parts(components)
        if part.get("custom_id") in EDITABLE and isinstance(part.get("value"), str)
    }


def _parts(components: list[Any]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        yield component
        yield from _parts([*component.get("components", []), *filter(None, [component.get("component")])])
