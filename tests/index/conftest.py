"""What the tests of the answer engine share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pytest

from index.document import Document
from index.models.compiling.encoder import compile_encoder
from index.search.retriever import Retriever
from index.search.vocabulary import Vocabulary
from index.storage.dense import DenseIndex
from index.storage.ingest import ingest
from index.storage.sqlite.store import Store

from .shell import program
from .shipped import copied_index, shipped_index, verified_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.models.encoder import Encoder

    from .shell import Run


@pytest.fixture(scope="session")
def encoder_folder() -> Path:
    """The default model, compiled to fp32: once a machine, for the user's own cache keeps it."""
    return compile_encoder()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty index."""
    store = Store.open(tmp_path / "index.sqlite3", create=True)
    yield store
    store.close()


def words_of(store: Store, *collections: str) -> dict[str, int]:
    """Each word of the collections with the number of their passages that hold it."""
    return dict(sum((Counter(stored.words) for stored in store.stored(collections)), Counter[str]()))


class Shelved(NamedTuple):
    """Texts in an index, and what searches them."""

    store: Store
    retriever: Retriever
    vocabulary: Vocabulary


@pytest.fixture
def shelve(store: Store) -> Callable[..., Shelved]:
    """Put texts into the store: the document "a" of the collection ``one`` holds ``one=["…"]``'s first."""

    def shelve(encoder: Encoder, **collections: list[str]) -> Shelved:
        documents = [
            Document(slug, slug.upper(), text, collection=collection)
            for collection, texts in collections.items()
            for slug, text in zip("abcdefghijklmnopqrstuvwxyz", texts, strict=False)
        ]
        store.write(add=[ingest(document, encoder) for document in documents])
        dense = DenseIndex(encoder.dimension)
        for collection, ids, vectors in store.vectors():
            dense.add(collection, ids, vectors)
        words = Vocabulary(words_of(store, *collections), store.count_passages([*collections]))
        return Shelved(store, Retriever(store, dense, encoder), words)

    return shelve


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
