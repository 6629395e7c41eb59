"""The shipped corpus and its index, built once a test run with the model that the bot serves."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from index.build import build
from index.encoder import OnnxEncoder

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
CORPUS_FOLDER = ROOT / "corpus"
ARTICLE = "trump-xi-busan-2025"


def shipped_index(factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped corpus, for reading only."""
    index = factory.getbasetemp() / "shipped"
    if not index.exists():
        built = build(CORPUS_FOLDER, index)
        assert built.problems == ()
    return index


def copied_index(factory: pytest.TempPathFactory) -> Path:
    """A copy of it that a test may change, byte for byte its own."""
    return shutil.copytree(shipped_index(factory), factory.mktemp("index") / "copy")


def shipped_encoder(factory: pytest.TempPathFactory) -> OnnxEncoder:
    """The embedding model that the shipped index is served with."""
    (folder,) = shipped_index(factory).glob("encoder-*")
    return OnnxEncoder.from_path(folder, threads=1)
