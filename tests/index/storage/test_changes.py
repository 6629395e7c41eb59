"""An open engine while its index changes: what it holds is always of one state, and soon of the last."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from index.document import Document
from index.engine import Engine
from index.models.installed import Models
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from index.models.encoder import Encoding, Vectors
    from index.storage.sqlite.rows import Stored

ENCODER = WordEncoder("grain ships fees lima")
GRAIN = Document("grain", "Grain", "Paul Holm said that grain is sold in Lima.")
SHIPS = Document("ships", "Ships", "Maria Lopez said on May 3, 2024 that ships wait.")


class Overtaken(Store):
    """A store in which another process commits a document whenever the first part of something was read."""

    due = False

    def vectors(self) -> Iterator[tuple[str, list[int], Vectors]]:
        yield from super().vectors()
        self._overtake()

    def stored(self, collections: object = None) -> list[Stored]:
        found = super().stored(collections)  # type: ignore[arg-type]
        self._overtake()
        return found

    def _overtake(self) -> None:
        if self.due:
            self.due = False
            with closing(open_store(self.path)) as other:
                other.library.write(add=[ingest(SHIPS, ENCODER)])


def opened(folder: Path) -> tuple[Engine, Overtaken]:
    store = Overtaken.open(folder / "index.sqlite3", create=True)
    store.library.write(add=[ingest(GRAIN, ENCODER)])
    return Engine(store, ENCODER), store


def test_a_commit_while_the_vectors_are_read_is_found(tmp_path: Path) -> None:
    """The change number is that of the vectors, so that the next question looks again."""
    engine, store = opened(tmp_path)
    with engine:
        with closing(open_store(store.path)) as other:
            other.library.write(settings={"any": "change"})
        store.due = True
        engine.scope()  # reads everything anew, overtaken amid it
        assert not store.due
        found = {p.document.id for p in engine.ask("Where are ships?").receipt.passages}
        assert found == {"grain", "ships"}


def test_a_shelf_is_of_one_state(tmp_path: Path) -> None:
    """A commit between the reading of its parts is in none of them, and in all of the next one's."""
    engine, store = opened(tmp_path)
    with engine:
        store.due = True
        scope = engine.scope()
        assert [d.id for d in scope.documents] == ["grain"]
        assert scope.vocabulary.knows("grain")
        assert not scope.vocabulary.knows("ships")
        assert scope.version != store.library.version()
        assert engine.scope().version == store.library.version()
        assert [d.id for d in engine.documents()] == ["grain", "ships"]


def test_who_and_when_are_those_of_the_documents_they_were_read_from(tmp_path: Path) -> None:
    """Derived late, from a scope that was replaced meanwhile, they don't become the next one's."""
    engine, _ = opened(tmp_path)
    with engine:
        before = engine.scope()
        engine.add(SHIPS)
        assert [person.name for person in before.people] == ["Paul Holm"]
        assert before.timeline == []
        assert {person.name for person in engine.people()} == {"Paul Holm", "Maria Lopez"}
        assert len(engine.timeline()) == 1


def test_what_was_taken_back_is_not_held(tmp_path: Path) -> None:
    """An engine that looked inside a transaction forgets what it saw when that fails."""
    engine, store = opened(tmp_path)
    with engine:
        try:
            with store.library.transaction():
                engine.add(SHIPS)
                assert len(engine.documents()) == 2
                raise ZeroDivisionError
        except ZeroDivisionError:
            engine.add(replace(SHIPS, id="late", text="Ships came late."))
        assert [d.id for d in engine.documents()] == ["grain", "late"]
        quotes = [p.span.of(p.document.text) for p in engine.ask("When did ships come?").receipt.passages]
        assert "Ships came late." in quotes
        assert not any("Lopez" in quote for quote in quotes)


class Slow(WordEncoder):
    """An encoder during whose work something else is done."""

    def __init__(self, words: str, then: Callable[[], object]) -> None:
        super().__init__(words)
        self.then = then

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int], None] | None = None
    ) -> list[Encoding]:
        self.then()
        return super().encode_passages(texts, progress=progress)


def test_a_document_is_stored_with_the_vectors_of_the_model_that_is_served(tmp_path: Path) -> None:
    """Where a build chooses another model while a document is embedded, it is embedded again."""
    path, wider = tmp_path / "index.sqlite3", WordEncoder("grain ships fees lima tons")

    def build() -> None:
        with closing(open_store(path)) as other:
            other.library.write(settings={"encoder": "wider"})

    def chosen(held: Models) -> Models:
        return Models(wider) if store.library.setting("encoder") else held

    store = open_store(path, create=True)
    with Engine(store, Slow("grain", build), reopen=chosen) as engine:
        engine.add(GRAIN)
        ((_, _, vectors),) = store.vectors()
        assert vectors.shape == (1, wider.dimension)
        assert engine.ask("Where is grain?").receipt.passages
