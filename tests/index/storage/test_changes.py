"""An open engine while its index changes: it answers from the last state, whatever happens amid it."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.answer import Abstention, Answer
from index.document import CORPUS, Document
from index.engine import Engine
from index.models.installed import Models
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from ..fakes import PointingVerifier, WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from index.models.encoder import Encoding
    from index.models.reader import Excerpt
    from index.models.verifier import Verdict
    from index.storage.store import Store

ENCODER = WordEncoder("grain ships fees lima")
GRAIN = Document("grain", "Grain", "Paul Holm said that grain is sold in Lima.")
SHIPS = Document("ships", "Ships", "Maria Lopez said on May 3, 2024 that ships wait.")


@contextmanager
def opened(folder: Path, encoder: WordEncoder = ENCODER) -> Iterator[tuple[Engine, Store]]:
    """An engine on one document, and the same index as another process has it open."""
    path = folder / "index.sqlite3"
    with closing(open_store(path, create=True)) as other:
        other.library.write(add=[ingest(GRAIN, ENCODER)])
        with Engine(open_store(path), encoder) as engine:
            yield engine, other


def found(engine: Engine, question: str) -> set[str]:
    return {p.document.id for p in engine.ask(question).receipt.passages}


def test_anothers_commit_is_found_at_the_next_question(tmp_path: Path) -> None:
    """In every part: documents, words, people, dates, version and what the search finds."""
    with opened(tmp_path) as (engine, other):
        before = engine.scope().version
        assert found(engine, "Where are ships?") == {"grain"}
        other.library.write(add=[ingest(SHIPS, ENCODER)])
        assert found(engine, "Where are ships?") == {"grain", "ships"}
        assert engine.scope().version == other.library.version() != before
        assert engine.scope().vocabulary.knows("ships")
        assert [d.id for d in engine.documents()] == ["grain", "ships"]
        assert {person.name for person in engine.people()} == {"Paul Holm", "Maria Lopez"}
        assert len(engine.timeline()) == 1
        assert engine.version == other.library.version()


class Overtaken(WordEncoder):
    """An encoder during whose next encoding of a question another process does something."""

    then: Callable[[], object] | None = None

    def encode_query(self, text: str) -> Encoding:
        if self.then:
            do, self.then = self.then, None
            do()
        return super().encode_query(text)


@pytest.mark.parametrize("question", ["Where is grain sold?", "What did Paul Holm say about grain?"])
def test_a_document_that_goes_amid_a_question(tmp_path: Path, question: str) -> None:
    """The question is answered as after it: by nothing, and without an error."""
    encoder = Overtaken("grain ships fees lima")
    with opened(tmp_path, encoder) as (engine, other):
        assert isinstance(engine.ask(question), Answer)
        encoder.then = lambda: other.library.write(remove=[(CORPUS, "grain")])
        outcome = engine.ask(question)
        assert isinstance(outcome, Abstention)
        assert outcome.receipt.passages == ()


@pytest.mark.parametrize("question", ["Where is grain sold?", "What did Paul Holm say about grain?"])
def test_a_document_that_goes_while_it_is_judged(tmp_path: Path, question: str) -> None:
    """What was found of it is quoted as it was, and says nothing that it didn't."""

    class Gone(PointingVerifier):
        def verify(self, question: str, excerpts: Sequence[Excerpt]) -> list[Verdict]:
            other.library.write(remove=[(CORPUS, "grain")])
            return super().verify(question, excerpts)

    with opened(tmp_path) as (engine, other):
        engine.verifier = Gone(Lima=9.0)
        outcome = engine.ask(question)
        assert isinstance(outcome, Answer)
        assert [c.quote for c in outcome.citations] == [GRAIN.text]
        assert isinstance(engine.ask(question), Abstention)


def test_what_was_taken_back_is_not_held(tmp_path: Path) -> None:
    """An engine that looked inside a transaction forgets what it saw when that fails."""
    with opened(tmp_path) as (engine, _):
        try:
            with engine.store.library.transaction():
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
    path, wider = tmp_path / "index.sqlite3", WordEncoder("grain " + " ".join(f"w{n}" for n in range(20)))

    def build() -> None:
        with closing(open_store(path)) as other:
            other.library.write(settings={"encoder": "wider"})

    def chosen(held: Models) -> Models:
        return Models(wider) if store.library.setting("encoder") else held

    store = open_store(path, create=True)
    with Engine(store, Slow("grain", build), reopen=chosen) as engine:
        engine.add(GRAIN)
        vector = wider.encode_query("Where is grain?").vector
        (found,) = store.candidates.search(vector, ["grain"], [CORPUS], 9)
        assert found.passage.tokens.shape[1] == wider.dimension // 4 + 2
        assert engine.ask("Where is grain?").receipt.passages


@pytest.mark.parametrize("same", [True, False])
def test_another_model_amid_a_question(tmp_path: Path, same: bool) -> None:
    """Where a build chooses another one, the question is asked once more, of that one's vectors."""
    words = "ships fees lima grain" if same else "grain " + " ".join(f"w{n}" for n in range(20))
    encoder, chosen = Overtaken("grain ships fees lima"), WordEncoder(words)
    path = tmp_path / "index.sqlite3"
    with closing(open_store(path, create=True)) as other:
        other.library.write(add=[ingest(GRAIN, encoder)])
        store = open_store(path)

        def reopened(held: Models) -> Models:
            return Models(chosen) if store.library.setting("encoder") else held

        with Engine(store, encoder, reopen=reopened) as engine:
            encoder.then = lambda: other.library.write(
                add=[ingest(GRAIN, chosen)], settings={"encoder": "other"}
            )
            outcome = engine.ask("Where is grain sold?")
            assert isinstance(outcome, Answer)
            assert outcome.receipt.index_version == engine.version
            assert outcome.receipt.passages == engine.ask("Where is grain sold?").receipt.passages
