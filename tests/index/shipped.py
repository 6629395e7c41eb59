"""The shipped corpus and its indexes, built once a test run: with the verifier, which takes a question 0.1 s
and whose 74 MB take 0.4 s to load, and for the tests that are about something else without.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from index.building.build import build
from index.building.built import is_built
from index.building.placing import NO_READER
from index.models.encoder import OnnxEncoder

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
CORPUS_FOLDER = ROOT / "corpus"
ARTICLE = "trump-xi-busan-2025"


def shipped_index(factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped corpus where retrieval alone judges, for reading only."""
    return _built("shipped", NO_READER, factory)


def verified_index(factory: pytest.TempPathFactory) -> Path:
    """The index that is built by default, where the verifier judges, for reading only."""
    return _built("verified", None, factory)


def _built(name: str, reader: str | None, factory: pytest.TempPathFactory) -> Path:
    """An index that all processes of a test run share."""
    base = factory.getbasetemp()
    index = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(f"{index}.lock"):
        if not is_built(index):
            built = build(CORPUS_FOLDER, index, reader=reader)
            assert built.problems == ()
            shutil.copytree(index, _untouched(index))
    return index


def _untouched(index: Path) -> Path:
    """A copy that no process opens: reading a file that SQLite has open drops the locks of the process on it,
    so that another one may take away what is still in use."""
    return index.with_name(f"{index.name}-untouched")


def copied_index(factory: pytest.TempPathFactory) -> Path:
    """A copy of the first that a test may change, byte for byte its own."""
    return shutil.copytree(_untouched(shipped_index(factory)), factory.mktemp("index") / "copy")


def shipped_encoder(factory: pytest.TempPathFactory) -> OnnxEncoder:
    """The embedding model that the shipped index is served with."""
    (folder,) = shipped_index(factory).glob("encoder-*")
    return OnnxEncoder.from_path(folder, threads=1)
