"""Documents are ingested in a process of their own as they would be here."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.bounds import MOST_UPLOADED_PASSAGES
from index.building.ingest_process import IngestProcess
from index.document import Document
from index.engine import Engine
from index.errors import CorpusError
from index.storage.ingest import ingest

from ..fakes import WordEncoder
from ..shipped import shipped_index

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index.storage.ingest import Record

HARBOR = Document("harbor", "Harbor opens", "Mayor Ana Lima said the harbor of Osio will open on March 5.")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shipped_index(tmp_path_factory)


@pytest.fixture
def process(index: Path) -> Iterator[IngestProcess]:
    process = IngestProcess(index)
    yield process
    process.close()


def written(record: Record) -> str:
    """All of a record, its words in one order."""
    words, headings = dict(sorted(record.words.items())), sorted(record.headings)
    with np.printoptions(threshold=sys.maxsize):
        return f"{replace(record, words=words, headings=frozenset())} {headings}"


def test_the_record_is_the_same(index: Path, process: IngestProcess) -> None:
    """To the last bit; and the process serves the next document too."""
    with Engine.open(index, threads=1) as engine:
        here = written(ingest(HARBOR, engine.encoder))
        assert not process.running
        assert written(process.ingest(HARBOR, engine.encoder)) == here
        child = process._child  # noqa: SLF001
        assert written(process.ingest(HARBOR, engine.encoder)) == here
        assert (process.running, process._child) == (True, child)  # noqa: SLF001


def test_a_process_that_ends(index: Path, process: IngestProcess) -> None:
    """Costs that document, with a word on it; the next starts another."""
    with Engine.open(index, threads=1) as engine:
        process.start(engine.encoder)
        process._child.stdin.write(b"no document")  # type: ignore[union-attr]  # noqa: SLF001
        with pytest.raises(CorpusError, match="can't be embedded now: the process that does it has ended"):
            process.ingest(HARBOR, engine.encoder)
        assert process.ingest(HARBOR, engine.encoder).document == HARBOR


def test_a_document_that_takes_too_long(index: Path) -> None:
    """Is refused with what helps: to try again would take as long."""
    process = IngestProcess(index, seconds=0.001)
    with Engine.open(index, threads=1) as engine, pytest.raises(CorpusError, match="in time; split it"):
        process.ingest(HARBOR, engine.encoder)
    assert not process.running


def test_a_document_of_too_many_passages(index: Path, process: IngestProcess) -> None:
    """Is refused before any is embedded, with what helps; the process takes the next."""
    short = replace(HARBOR, text="Hi there.\n\n" * (MOST_UPLOADED_PASSAGES + 1))
    with Engine.open(index, threads=1) as engine:
        with pytest.raises(
            CorpusError, match=r"has 2,001 passages, and at most 2,000 are embedded\. Split it"
        ):
            process.ingest(short, engine.encoder)
        assert process.running
        assert process.ingest(HARBOR, engine.encoder).document == HARBOR


def test_an_encoder_that_is_not_the_indexs(process: IngestProcess) -> None:
    """Works here: no process could load it."""
    encoder = WordEncoder("harbor open")
    assert process.ingest(HARBOR, encoder).document == HARBOR
    assert not process.running
