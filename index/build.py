"""A folder of documents → an index, in one transaction, taking over what did not change."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .compile import compile_encoder
from .compile_reader import compile_reader
from .document import CORPUS
from .encoder import OnnxEncoder
from .errors import CorpusError, IndexCorrupt, IndexMissing
from .facts import check_facts, load_facts
from .ingest import ingest
from .load import load_folder
from .questions import load_questions, suggestions
from .reader import ReaderDescription
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from .document import Document
    from .export import Precision
    from .ingest import Record

INDEX_FILE = "index.sqlite3"
FACTS_FILE, QUESTIONS_FILE = "facts.toml", "questions.toml"

_SIDECARS = ("-wal", "-shm")
"""What SQLite keeps beside a file in use; a new file must not find an old one's."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: ids of the documents added, kept as they were and removed, the number of passages
    embedded, and the problems of single files, which spoiled nothing else."""

    added: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    passages: int
    problems: tuple[CorpusError, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Whom to tell: ``step`` a few words at each step, ``work`` (documents done, documents in all)."""

    step: Callable[[str], None] = lambda _: None
    work: Callable[[int, int], None] = lambda done, total: None


SHIPPED_READER = Path(__file__).parent / "shipped_reader"
"""The compiled reader that comes with the program; MODEL_CARD.md beside it says what it is."""

NO_READER = "none"


def encoder_folder(index: Path, key: str) -> Path:
    """Where an index keeps the compiled model of that key."""
    return index / f"encoder-{key[:12]}"


def reader_folder(index: Path, key: str) -> Path:
    """Where an index keeps the compiled reader of that key."""
    return index / f"reader-{key[:12]}"


def build(
    corpus: Path,
    index: Path,
    *,
    model: str | None = None,
    precision: Precision = "int8",
    reader: str | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Make the index of a corpus folder, or bring it up to date.

    Documents whose content did not change are not embedded again, unless the model did. All that changes is
    committed at once at the end: killed before, the index answers as it did. ``force`` makes it anew.
    ``reader`` is the folder or hub name of an extractive question-answering model, "none" for going without,
    None for the shipped one.

    Raises:
        CorpusError: the corpus folder is missing.
        ModelError: the model or the reader can't be compiled.
        IndexCorrupt: there is a damaged or foreign index, and ``force`` is false.
    """
    tell = progress or Progress()
    documents, problems = load_folder(corpus)
    compiled = compile_encoder(model, precision=precision, progress=tell.step)
    encoder = OnnxEncoder.from_path(_beside(compiled, encoder_folder(index, compiled.name)))
    reading = _reader(reader, precision, index, tell)
    path = index / INDEX_FILE
    target = path.with_suffix(".new") if force else path
    if force:
        _discard(target, "", *_SIDECARS)
    extras = {"reader": reading, **_extras(corpus, documents, problems)}
    documents += _servers_own(path)
    store = Store.open(target, create=True)
    try:
        built = _update(store, documents, encoder, tell, extras)
    finally:
        store.close()
    if force:
        _discard(path, *_SIDECARS)
        target.replace(path)
    _sweep(index, "encoder", encoder_folder(index, encoder.model_hash))
    _sweep(index, "reader", reader_folder(index, reading))
    return Built(*built, tuple(problems))


def _update(
    store: Store, documents: list[Document], encoder: OnnxEncoder, tell: Progress, extras: dict[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int]:
    same_model = store.meta("encoder") == encoder.model_hash
    stored = {_key(d): d.content_hash for d in store.documents()}
    changed = [d for d in documents if not same_model or stored.get(_key(d)) != d.content_hash]
    gone = stored.keys() - {_key(d) for d in documents}
    records = _ingest_all(changed, encoder, tell)
    tell.step("writing the index")
    store.write(add=records, remove=gone, meta={"encoder": encoder.model_hash, **extras})
    new = {_key(d) for d in changed}
    kept = tuple(d.id for d in documents if _key(d) not in new)
    removed = tuple(sorted(slug for _, slug in gone))
    return tuple(d.id for d in changed), kept, removed, sum(len(r.passages) for r in records)


def _key(document: Document) -> tuple[str, str]:
    return document.collection, document.id


def _servers_own(path: Path) -> list[Document]:
    """The documents of an index that no corpus folder has; of an index that can't be read, none."""
    try:
        with closing(Store.open(path)) as store:
            return [d for d in store.documents() if d.collection != CORPUS]
    except (IndexMissing, IndexCorrupt):
        return []


def _ingest_all(documents: list[Document], encoder: OnnxEncoder, tell: Progress) -> list[Record]:
    tell.step(f"embedding {len(documents)} document{'s' * (len(documents) != 1)}")
    records = []
    for done, document in enumerate(documents):
        tell.work(done, len(documents))
        records.append(ingest(document, encoder))
    tell.work(len(documents), len(documents))
    return records


def _extras(corpus: Path, documents: list[Document], problems: list[CorpusError]) -> dict[str, str]:
    """The suggestions and facts that the index keeps; what is wrong with their files joins ``problems``."""
    extras = {"suggestions": "[]"}
    try:
        if (corpus / QUESTIONS_FILE).exists():
            _, questions = load_questions(corpus / QUESTIONS_FILE)
            extras["suggestions"] = json.dumps([q.text for q in suggestions(questions)])
        if (corpus / FACTS_FILE).exists():
            problems += check_facts(load_facts(corpus / FACTS_FILE), {d.id: d for d in documents})
    except CorpusError as error:
        problems.append(error)
    return extras


def _reader(model: str | None, precision: Precision, index: Path, tell: Progress) -> str:
    """The key of the reader that now stands beside the index, "" for none."""
    if model == NO_READER:
        return ""
    compiled = (
        SHIPPED_READER if model is None else compile_reader(model, precision=precision, progress=tell.step)
    )
    key = ReaderDescription.verify(compiled).key
    _beside(compiled, reader_folder(index, key))
    return key


def _beside(compiled: Path, folder: Path) -> Path:
    """A copy of the compiled model in a folder beside the index."""
    if not folder.exists():
        partial = folder.with_name(f".{folder.name}-{os.getpid()}")
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(compiled, partial)
        partial.rename(folder)
    return folder


def _discard(path: Path, *suffixes: str) -> None:
    for suffix in suffixes:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _sweep(index: Path, kind: str, used: Path) -> None:
    """Remove the encoders or readers that the index no longer uses."""
    for folder in [*index.glob(f"{kind}-*"), *index.glob(f".{kind}-*")]:
        if folder != used:
            shutil.rmtree(folder, ignore_errors=True)
