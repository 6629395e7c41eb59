"""What a document says of itself, changed by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..document import Document

EDITABLE = ("title", "source", "author", "published", "url")
"""The fields that can be changed; a document's text is its article's."""


def edited(document: Document, values: Mapping[str, str], names: Mapping[str, str] | None = None) -> Document:
    """The document with those of its ``EDITABLE`` fields as they are written, "" for none.

    ``names`` are those of the fields where they are written, which an error calls them by.

    Raises:
        CorpusError: one holds what it can't, or there is no title left.
    """
    from pydantic import ValidationError

    from .keys import Keys

    try:
        read = Keys.model_validate({name: values[name] for name in EDITABLE if values.get(name, "").strip()})
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        field = str(wrong["loc"][0])
        raise CorpusError(wrong["msg"].replace("{key}", (names or {}).get(field, field))) from error
    if not read.title:
        raise CorpusError("an article needs a title; give it one")
    return replace(document, **{name: getattr(read, name) for name in EDITABLE})
