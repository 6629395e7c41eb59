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

_LABELS = {
    "title": ("Title", LONGEST_TITLE),
    "source": ("Source: the outlet", LONGEST_NAME),
    "author": ("Author", LONGEST_NAME),
    "published": ("Date of publication, such as 2025-10-30", 40),
    "url": ("Address", LONGEST_ADDRESS),
}
"""The label of each field, and the most code points that it may have."""


def edit_form(document: Document) -> ui.Modal:
    """The form with what is said of a document now."""
    form = ui.Modal(title="Edit the article", custom_id=f"art:form:{document_key(document)}", timeout=None)
    for name in EDITABLE:
        label, longest = _LABELS[name]
        value = getattr(document, name)
        field: ui.TextInput[Any] = ui.TextInput(
            custom_id=name, default=None if value is None else str(value)[:longest], max_length=longest,
            required=name == "title",
        )  # fmt: skip
        form.add_item(ui.Label(text=label, component=field))
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
