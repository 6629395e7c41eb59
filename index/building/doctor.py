"""Is everything sound? One check at a time, each with the mend."""

from __future__ import annotations

import platform
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ..curated.facts import FACTS_FILE, check_facts, load_facts
from ..document import CORPUS
from ..engine import Engine
from ..errors import IndexCorrupt, RapporteurError
from ..llm.opening import open_language_model, wanted
from ..llm.settings import LLMSettings
from ..llm.trial import tried
from ..models.encoder import Description
from ..models.installed import model_folder
from ..models.reader import ReaderDescription
from ..models.verifier import VerifierDescription
from ..storage.opening import check_database, open_library
from ..version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..models.compiled import Compiled
    from ..models.installed import Kind

LIBRARIES = ("faiss-cpu", "onnxruntime", "tokenizers", "discord.py", "sentence-transformers")


DESCRIPTIONS: dict[Kind, type[Compiled]] = {
    "encoder": Description,
    "reader": ReaderDescription,
    "verifier": VerifierDescription,
}
WITHOUT: dict[Kind, str] = {
    "reader": "none",
    "verifier": "none: answers are judged by the reader or, without one, by retrieval alone",
}
"""What is found where an index has none; no index goes without an encoder."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its name, whether it is sound, and what was found."""

    name: str
    sound: bool
    found: str


def examine(corpus: Path, index: Path, database: str | None = None) -> list[Check]:
    """Look at everything, whatever else is wrong."""
    return [
        *([] if database is None else [_check("database", partial(_database, database))]),
        _check("index", lambda: _index(index, database)),
        *(_check(kind, partial(_model, index, database, kind)) for kind in DESCRIPTIONS),
        _check("answers", lambda: _answers(index, database)),
        _check("facts", lambda: _facts(corpus, index, database)),
        _check("language model", _language_model),
        Check("versions", True, _versions()),
    ]


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except RapporteurError as error:
        return Check(name, False, str(error))


def _database(database: str) -> str:
    """It must be reached, and be of a version that serves."""
    check_database(database)
    from ..storage.postgres.library import PostgresLibrary

    with closing(PostgresLibrary.open(database)) as library:
        return library.served_by()


def _index(index: Path, database: str | None) -> str:
    with closing(open_library(index, database)) as library:
        if problems := library.problems():
            raise IndexCorrupt(f"{index}: {'; '.join(problems)}; run `rapporteur build --force`")
        documents = library.documents()
        count = library.count_passages(sorted({stored.document.collection for stored in documents}))
        return f"{len(documents)} documents, {count} passages, version {library.version()}"


def _model(index: Path, database: str | None, kind: Kind) -> str:
    with closing(open_library(index, database)) as library:
        key = library.setting(kind)
    if not key and kind in WITHOUT:
        return WITHOUT[kind]
    folder = model_folder(index, kind, key or "")
    description = DESCRIPTIONS[kind].verify(folder)
    if description.key != key:
        raise IndexCorrupt(f"{folder}: not the {kind} that the index was built with; run `rapporteur build`")
    return str(description)


def _answers(index: Path, database: str | None) -> str:
    """Every passage must find itself: its stored vector is what its text encodes to."""
    with Engine.open(index, database) as engine:
        document = next(iter(engine.documents()), None)
        if document is None:
            return "no documents to ask about"
        outcome = engine.ask(document.text[:200])
        if not outcome.receipt.passages:
            raise IndexCorrupt(f"{index}: finds nothing of its own text; run `rapporteur build --force`")
        return f"asked in {outcome.receipt.elapsed_ms:.0f} ms"


def _facts(corpus: Path, index: Path, database: str | None) -> str:
    if not (corpus / FACTS_FILE).exists():
        return f"{corpus / FACTS_FILE}: none"
    facts = load_facts(corpus / FACTS_FILE)
    with closing(open_library(index, database)) as library:
        problems = check_facts(facts, {s.document.id: s.document for s in library.documents([CORPUS])})
    if problems:
        raise problems[0]
    return f"{len(facts)} facts, each proved by words of a document"


def _language_model() -> str:
    """It must reply, and find the one of some sentences that answers."""
    model = open_language_model(LLMSettings.read(), lambda _: None) if wanted() else None
    if model is None:
        return "none: RAPPORTEUR_LLM is off"
    with closing(model):
        return tried(model)


def _versions() -> str:
    return ", ".join(
        [f"rapporteur {__version__}", f"Python {platform.python_version()}", *map(_library, LIBRARIES)]
    )


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} not installed"
