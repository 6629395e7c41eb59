"""What the tests of the loaders share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.article import read_article
from index.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path


def problem(path: Path) -> str:
    """What ``load`` says of a file, with the folder's name taken out."""
    with pytest.raises(CorpusError) as caught:
        read_article(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(f"{path.parent}/", "")
