"""What the tests of the answer engine share."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from index.document import Document
from index.models.compiling.encoder import compile_encoder
from index.search.retriever import Retriever
from index.search.vocabulary import Vocabulary
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from .shell import program
from .shipped import copied_index, shipped_index, verified_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.models.encoder import Encoder
    from index.storage.store import Store

    from .shell import Run


@pytest.fixture(scope="session")
def encoder_folder() -> Path:
    """The default model, compiled to fp32: once a machine, for the user's own cache keeps it."""
    return compile_encoder()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    store = open_store(tmp_path / "index.sqlite3", create=True)
    yield store
    store.close()


_SLUGS = [*"abcdefghijklmnopqrstuvwxyz", *map("d{:03}".format, range(200))]


class Searched(NamedTuple):
    """Texts in a store, and what searches them."""

    store: Store
    retriever: Retriever
    vocabulary: Vocabulary


@pytest.fixture
def searched(store: Store) -> Callable[..., Searched]:
    """Put texts into the store: the document "a" of the collection ``one`` holds ``one=["…"]``'s first."""

    def searched(encoder: Encoder, **collections: list[str]) -> Searched:
        documents = [
            Document(slug, slug.upper(), text, collection=collection)
            for collection, texts in collections.items()
            for slug, text in zip(_SLUGS, texts, strict=False)
        ]
        store.library.write(add=[ingest(document, encoder) for document in documents])
        words = Vocabulary(store.library, [*collections])
        return Searched(store, Retriever(store.candidates, encoder), words)

    return searched


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the program in this process."""
    return program(monkeypatch, capsys)


@pytest.fixture
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped article without the verifier, to be read only."""
    return shipped_index(tmp_path_factory)


@pytest.fixture
def verified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the verifier."""
    return verified_index(tmp_path_factory)


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that the test may change."""
    return copied_index(tmp_path_factory)
