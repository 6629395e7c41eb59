"""A plan carried out: what changed is embedded, and written in one transaction."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..curated.facts import FACTS_FILE, check_facts, load_facts
from ..curated.golden import QUESTIONS_FILE, load_questions, suggestions
from ..curated.offered import as_settings, check_offered
from ..document import CORPUS
from ..engine import Engine
from ..errors import CorpusError, IndexCorrupt, IndexMissing, IndexUnavailable
from ..storage.embedded import open_store
from ..storage.ingest import ingest
from ..storage.sqlite.database import SIDECARS
from ..storage.sqlite.library import SQLiteLibrary
from .plan import Plan, Sourced, plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ..document import Document
    from ..models.installed import Models
    from ..storage.ingest import Record
    from ..storage.library import Library, StoredDocument
    from ..storage.store import Store
    from .progress import Progress

    Rescued = tuple[list[StoredDocument], set[str]]


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
class Work:
    """What a build has to do, and with what."""

    corpus: Path
    documents: list[Document]
    problems: list[CorpusError]
    models: Models
    force: bool
    prune: bool
    tell: Progress


def update(
    store: Store, work: Work, rescued: Rescued | None = None, clear: Callable[[], None] | None = None
) -> Built:
    """Bring a store to what it is to hold, in one transaction; ``rescued`` is what a damaged one held, and
    ``clear`` empties that."""
    library = store.library
    records = _ingest_all(_chosen(library, work, rescued)[1], work)
    work.tell.step("writing the index")
    with library.transaction():
        if clear is not None:
            clear()
        planned, changed = _chosen(library, work, rescued)  # another process may have changed it meanwhile
        records = {pair: records.get(pair) or _record(pair, work) for pair in changed}
        problems = [*work.problems, *planned.problems]
        meta = _extras(work.corpus, [d for d, _ in planned.documents if d.collection == CORPUS], problems)
        library.write(add=list(records.values()), remove=planned.gone, settings=meta | work.models.keys())
        models = work.models
        check_offered(Engine(store, models.encoder, models.reader, models.verifier))
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


def _chosen(library: Library, work: Work, rescued: Rescued | None) -> tuple[Plan, list[Sourced]]:
    """What the store is to hold, and what of it must be embedded."""
    stored, tombstones = rescued or (library.documents(), library.tombstones(CORPUS))
    planned = plan(work.corpus, work.documents, stored, tombstones, prune=work.prune)
    same = not work.force and library.setting("encoder") == work.models.encoder.model_hash
    before = {(s.document, s.origin) for s in stored if same}
    return planned, [pair for pair in planned.documents if pair not in before]


def make_anew(path: Path, work: Work) -> Built:
    """The index in a new file, which takes a damaged one's place with what can still be read of that."""
    target = path.with_suffix(".new")
    with closing(open_store(target, create=True)) as store:
        built = update(store, work, _rescued(path))
    _discard(path, *SIDECARS)
    try:
        target.replace(path)
    except OSError as error:
        raise IndexUnavailable(f"{path}: can't be replaced ({error.strerror}); remove it") from error
    return built


def make_database_anew(database: str, work: Work) -> Built:
    """The index in a database made anew in its place, with what can still be read of it."""
    from ..storage.postgres.library import PostgresLibrary
    from ..storage.postgres.store import postgres_store_of

    with closing(PostgresLibrary.open(database, create=True)) as library:
        return update(postgres_store_of(library), work, library.rescued(), library.clear)


def discard_half_made(path: Path) -> None:
    """Remove the new file of a build that was killed while it made the index at ``path`` anew."""
    _discard(path.with_suffix(".new"), "", *SIDECARS)


def _discard(path: Path, *suffixes: str) -> None:
    for suffix in suffixes:
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _rescued(path: Path) -> Rescued:
    with suppress(IndexCorrupt, IndexMissing), closing(SQLiteLibrary.open(path)) as damaged:
        return damaged.rescued()
    return [], set()


def _ingest_all(documents: Sequence[Sourced], work: Work) -> dict[Sourced, Record]:
    tell, count = work.tell, len(documents)
    tell.step(f"embedding {count} document{'s' * (count != 1)}")
    records = {}
    for done, pair in enumerate(documents):
        tell.work(done, count)
        records[pair] = _record(pair, work)
    tell.work(count, count)
    return records


def _record(sourced: Sourced, work: Work) -> Record:
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
