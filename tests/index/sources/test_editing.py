"""What a document says of itself, changed by hand."""

from __future__ import annotations

from datetime import date

import pytest

from index.document import Document
from index.errors import CorpusError
from index.sources.editing import edited

HARBOR = Document("harbor", "Harbor opens", "It opens.", "The Gazette", "Rita Sole", collection="7")


def test_what_is_written_is_taken() -> None:
    """And what isn't there is none; the text, the id and the collection stay."""
    values = {
        "title": " The harbor ",
        "published": "2024-03-03",
        "url": "https://gazette.example/1",
        "source": "",
    }
    assert edited(HARBOR, values) == Document(
        "harbor", "The harbor", "It opens.", published=date(2024, 3, 3), url="https://gazette.example/1",
        collection="7",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"title": " "}, "an article needs a title"),
        ({"title": "a", "published": "yesterday"}, "published must be a date, year first"),
        ({"title": "a", "url": "javascript:alert(1)"}, "url must be a web address"),
        ({"title": "a\nb"}, "title must be one line"),
        ({"title": "a" * 301}, "title has 301 characters, at most 300 are read"),
    ],
)
def test_what_cannot_be_is_refused(values: dict[str, str], problem: str) -> None:
    """With the field and the mend."""
    with pytest.raises(CorpusError, match=problem):
        edited(HARBOR, values)


def test_other_fields_stay() -> None:
    """Whatever else a form may hold."""
    assert edited(HARBOR, {"title": "a", "collection": "8", "text": "x", "id": "y"}).collection == "7"
