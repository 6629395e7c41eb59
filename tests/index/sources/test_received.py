"""Bytes that came from elsewhere, under names of anybody's choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.errors import CorpusError
from index.sources.folder import Loader
from index.sources.received import Received, load_received, readable_suffix

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"They met."


@pytest.mark.parametrize(
    ("name", "kind", "suffix"),
    [
        ("a.md", None, ".md"), ("A.PDF", "text/plain", ".pdf"), ("page", "text/html; charset=utf-8", ".html"),
        ("cat.png", "text/plain", None), ("cat", "image/png", None), ("a.docx", None, ".docx"),
        ("", None, None),
    ],
)  # fmt: skip
def test_which_can_be_read(name: str, kind: str | None, suffix: str | None) -> None:
    """By the ending of the name, and where it has none, by the type."""
    assert readable_suffix(name, kind) == suffix


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Harbor opens.txt", "harbor-opens"), ("../../etc/passwd.txt", "passwd"), ("a/b\\c\0d.txt", "b-c-d"),
        ("新闻.txt", "article-ab226026"), ("..txt", "article-ab226026"), ("x" * 300 + ".txt", "x" * 200),
        ("é" * 300 + ".txt", "e" * 100), ("CON .TXT", "con"),
    ],
)  # fmt: skip
def test_any_name_becomes_an_id(tmp_path: Path, name: str, slug: str) -> None:
    """It stays in its folder, of which nothing is left."""
    with Loader() as loader:
        document = load_received(Received(name, TEXT), loader, collection="7", folder=tmp_path)
    assert (document.id, document.text, document.collection) == (slug, "They met.", "7")
    assert [*tmp_path.iterdir()] == []


def test_an_error_names_what_was_given(tmp_path: Path) -> None:
    """Not where it lay for the while."""
    with Loader() as loader, pytest.raises(CorpusError) as caught:
        load_received(Received("a.md", b""), loader, folder=tmp_path)
    assert str(caught.value).startswith("a.md: ")
    assert str(tmp_path) not in str(caught.value)
