"""A folder of documents → an index, in one transaction, taking over what did not change."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from ..errors import IndexCorrupt
from ..models.installed import sweep
from ..sources.folder import load_folder
from ..storage.opening import check_database, open_store
from ..storage.sqlite.schema import INDEX_FILE
from .lock import alone
from .placing import place_models
from .progress import Progress
from .update import Work, discard_half_made, make_anew, make_database_anew, update

if TYPE_CHECKING:
    from pathlib import Path

    from ..models.compiling.export import Precision
    from .update import Built


def build(
    corpus: Path,
    index: Path,
    database: str | None = None,
    *,
    model: str | None = None,
    precision: Precision = "int8",
    reader: str | None = None,
    force: bool = False,
    prune: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Make the index of a corpus folder, or bring it up to date: in the folder ``index``, or its documents in
    a ``database`` (``postgresql://…``) and its models there.

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
        IndexUnavailable: the folder of the index can't be written, or the database is away.
    """
    if database is not None:
        check_database(database)
    tell = progress or Progress()
    documents, problems = load_folder(corpus)
    with alone(index, tell):
        path = index / INDEX_FILE
        discard_half_made(path)
        models = place_models(index, model, precision, reader, tell)
        work = Work(corpus, documents, problems, models, force, prune, tell)
        try:
            with closing(open_store(index, database, create=True)) as store:
                built = update(store, work)
        except IndexCorrupt:
            if not force:
                raise
            built = make_anew(path, work) if database is None else make_database_anew(database, work)
        sweep(index, models)
    return built
