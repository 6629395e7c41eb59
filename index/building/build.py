"""A folder of documents → an index, in one transaction, taking over what did not change."""

from __future__ import annotations

from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ..curated.facts import check_facts, load_facts
from ..curated.golden import load_questions, suggestions
from ..curated.offered import as_settings, check_offered
from ..document import CORPUS
from ..engine import Engine
from ..errors import CorpusError, IndexCorrupt, IndexMissing, IndexUnavailable
from ..models.compiling.encoder import compile_encoder
from ..models.compiling.reader import compile_reader
from ..models.encoder import OnnxEncoder
from ..models.installed import Models, encoder_folder, place, reader_folder, sweep, verifier_folder
from ..models.reader import OnnxReader, ReaderDescription
from ..models.verifier import OnnxVerifier, VerifierDescription
from ..sources.folder import load_folder
from ..storage.embedded import store_of
from ..storage.ingest import ingest
from ..storage.sqlite.library import SQLiteLibrary
from ..storage.sqlite.schema import INDEX_FILE
from .plan import Plan, Sourced, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..document import Document
    from ..models.compiling.export import Precision
    from ..storage.ingest import Record
    from ..storage.library import StoredDocument

LOCK_FILE = "build.lock"
FACTS_FILE, QUESTIONS_FILE = "facts.toml", "questions.toml"

_SIDECARS = ("-wal", "-shm")
"""What SQLite keeps beside a file in use; a new file must not find an old one's."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: ids of the documents added, kept as they were and removed, the number of passages
    embedded, and the problems of single files, which spoiled nothing else.

    ``spared`` are those of ``kept`` and ``added`` that are not the folder's but were added to the index,
    ``left_out`` those of the folder that were removed from it, ``unread`` those that stay though the folder
    has none any more.
    """

    added: tuple[str, ...]
    kept: tuple[str, ...]
    removed: tuple[str, ...]
    passages: int
    problems: tuple[CorpusError, ...]
    spared: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Whom to tell: ``step`` a few words at each step, ``work`` (documents done, documents in all)."""

    step: Callable[[str], None] = lambda _: None
    work: Callable[[int, int], None] = lambda done, total: None


SHIPPED_VERIFIER = Path(__file__).parents[1] / "models" / "shipped_verifier"
"""The compiled verifier that comes with the program; MODEL_CARD.md beside it says what it is."""

NO_READER = "none"


def is_built(index: Path) -> bool:
    """Whether there is an index and a build of it was completed."""
    try:
        with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
            return library.setting("encoder") is not None
    except IndexMissing:
        return False


def build(
    corpus: Path,
    index: Path,
    *,
    model: str | None = None,
    precision: Precision = "int8",
    reader: str | None = None,
    force: bool = False,
    prune: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Make the index of a corpus folder, or bring it up to date.

    Documents whose content did not change are not embedded again, unless the model did. All that changes is
    committed at once at the end: killed before, the index answers as it did, and who has it open sees the
    change whole. What was added to the index or removed from it stays so, unless ``prune`` is true. ``force``
    embeds everything anew, and replaces what is no sound index.
    ``reader`` is the folder or hub name of an extractive question-answering model that reads and judges in
    the place of the shipped verifier; with "none" retrieval alone does.

    Raises:
        CorpusError: the corpus folder is missing.
        ModelError: the model or the reader can't be compiled, or the shipped verifier is damaged.
        IndexCorrupt: there is a damaged or foreign index, and ``force`` is false.
        IndexUnavailable: the folder of the index can't be written.
    """
    tell = progress or Progress()
    documents, problems = load_folder(corpus)
    with _alone(index, tell):
        path = index / INDEX_FILE
        _discard(path.with_suffix(".new"), "", *_SIDECARS)
        compiled = compile_encoder(model, precision=precision, progress=tell.step)
        encoder = OnnxEncoder.from_path(place(compiled, encoder_folder(index, compiled.name)))
        models = Models(encoder, _reader(reader, precision, index, tell), _verifier(reader, index))
        work = _Work(corpus, documents, problems, models, force, prune, tell)
        try:
            with closing(SQLiteLibrary.open(path, create=True)) as library:
                built = _update(library, work)
        except IndexCorrupt:
            if not force:
                raise
            built = _anew(path, work)
        keys = _keys(models)
        sweep(index, "encoder", encoder_folder(index, keys["encoder"]))
        sweep(index, "reader", reader_folder(index, keys["reader"]))
        sweep(index, "verifier", verifier_folder(index, keys["verifier"]))
    return built


@contextmanager
def _alone(index: Path, tell: Progress) -> Iterator[None]:
    """One build at a time; another waits, and then finds the first one's work done."""
    lock = FileLock(index / LOCK_FILE)
    try:
        index.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            tell.step("waiting for another build")
            lock.acquire()
    except OSError as error:
        raise IndexUnavailable(f"{index}: {error.strerror or error}; free it and try again") from error
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class _Work:
    """What a build has to do, and with what."""

    corpus: Path
    documents: list[Document]
    problems: list[CorpusError]
    models: Models
    force: bool
    prune: bool
    tell: Progress


def _update(
    library: SQLiteLibrary, work: _Work, rescued: tuple[list[StoredDocument], set[str]] | None = None
) -> Built:
    """Bring a library to what it is to hold, in one transaction; ``rescued`` is what a damaged one held."""
    records = _ingest_all(_chosen(library, work, rescued)[1], work)
    work.tell.step("writing the index")
    with library.transaction():
        planned, changed = _chosen(library, work, rescued)  # another process may have changed it meanwhile
        records = {pair: records.get(pair) or _record(pair, work) for pair in changed}
        problems = [*work.problems, *planned.problems]
        meta = _extras(work.corpus, [d for d, _ in planned.documents if d.collection == CORPUS], problems)
        library.write(add=list(records.values()), remove=planned.gone, settings=meta | _keys(work.models))
        models = work.models
        check_offered(Engine(store_of(library), models.encoder, models.reader, models.verifier))
    return Built(
        tuple(d.id for d, _ in changed),
        tuple(d.id for d, origin in planned.documents if (d, origin) not in records),
        tuple(slug for _, slug in planned.gone),
        sum(len(r.passages) for r in records.values()),
        tuple(problems),
        planned.spared,
        planned.left_out,
        planned.unread,
    )


def _chosen(
    library: SQLiteLibrary, work: _Work, rescued: tuple[list[StoredDocument], set[str]] | None
) -> tuple[Plan, list[Sourced]]:
    """What the store is to hold, and what of it must be embedded."""
    stored, tombstones = rescued or (library.documents(), library.tombstones(CORPUS))
    planned = plan(work.corpus, work.documents, stored, tombstones, prune=work.prune)
    same = not work.force and library.setting("encoder") == work.models.encoder.model_hash
    before = {(s.document, s.origin) for s in stored if same}
    return planned, [pair for pair in planned.documents if pair not in before]


def _anew(path: Path, work: _Work) -> Built:
    """The index in a new file, which takes a damaged one's place with what can still be read of that."""
    target = path.with_suffix(".new")
    with closing(SQLiteLibrary.open(target, create=True)) as library:
        built = _update(library, work, _rescued(path))
    _discard(path, *_SIDECARS)
    try:
        target.replace(path)
    except OSError as error:
        raise IndexUnavailable(f"{path}: can't be replaced ({error.strerror}); remove it") from error
    return built


def _rescued(path: Path) -> tuple[list[StoredDocument], set[str]]:
    with suppress(IndexCorrupt, IndexMissing), closing(SQLiteLibrary.open(path)) as damaged:
        return damaged.rescued()
    return [], set()


def _ingest_all(documents: Sequence[Sourced], work: _Work) -> dict[Sourced, Record]:
    tell, count = work.tell, len(documents)
    tell.step(f"embedding {count} document{'s' * (count != 1)}")
    records = {}
    for done, pair in enumerate(documents):
        tell.work(done, count)
        records[pair] = _record(pair, work)
    tell.work(count, count)
    return records


def _record(sourced: Sourced, work: _Work) -> Record:
    document, origin = sourced
    return replace(ingest(document, work.models.encoder), origin=origin)


def _extras(corpus: Path, documents: list[Document], problems: list[CorpusError]) -> dict[str, str]:
    """The questions that the index keeps; what is wrong with them or with the facts joins ``problems``."""
    extras = as_settings([])
    try:
        if (corpus / QUESTIONS_FILE).exists():
            extras = as_settings(suggestions(load_questions(corpus / QUESTIONS_FILE)[1]))
        if (corpus / FACTS_FILE).exists():
            problems += check_facts(load_facts(corpus / FACTS_FILE), {d.id: d for d in documents})
    except CorpusError as error:
        problems.append(error)
    return extras


def _reader(model: str | None, precision: Precision, index: Path, tell: Progress) -> OnnxReader | None:
    """The reader asked for, placed beside the index."""
    if model in (None, NO_READER):
        return None
    compiled = compile_reader(model, precision=precision, progress=tell.step)
    key = ReaderDescription.verify(compiled).key
    return OnnxReader.from_path(place(compiled, reader_folder(index, key)))


def _verifier(reader: str | None, index: Path) -> OnnxVerifier | None:
    """The shipped verifier, placed beside the index; None where a reader or none is to judge."""
    if reader is not None:
        return None
    key = VerifierDescription.read(SHIPPED_VERIFIER).key
    return OnnxVerifier.from_path(place(SHIPPED_VERIFIER, verifier_folder(index, key)))


def _keys(models: Models) -> dict[str, str]:
    """What the index notes of its models: each one's hash, "" for none."""
    named = {"encoder": models.encoder, "reader": models.reader, "verifier": models.verifier}
    return {kind: model.model_hash if model else "" for kind, model in named.items()}


def _discard(path: Path, *suffixes: str) -> None:
    for suffix in suffixes:
        path.with_name(path.name + suffix).unlink(missing_ok=True)
