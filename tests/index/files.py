"""What the tests of files share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from index.building.adding import add_document
from index.errors import CorpusError
from index.sources.article import read_article

if TYPE_CHECKING:
    from pathlib import Path

    from index.building.adding import Added
    from index.engine import Engine


def problem(path: Path) -> str:
    """What ``load`` says of a file, with the folder's name taken out."""
    with pytest.raises(CorpusError) as caught:
        read_article(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(f"{path.parent}/", "")


def add_file(engine: Engine, path: Path, **options: Any) -> Added:
    """Add a file to an index."""
    return add_document(engine, read_article(path), path, **options)
