"""Is everything sound? One check at a time, each with the mend."""

from __future__ import annotations

import platform
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ..curated.facts import check_facts, load_facts
from ..document import CORPUS
from ..engine import Engine
from ..errors import IndexCorrupt, RapporteurError
from ..models.encoder import Description
from ..models.installed import encoder_folder, reader_folder, verifier_folder
from ..models.reader import ReaderDescription
from ..models.verifier import VerifierDescription
from ..storage.sqlite.library import SQLiteLibrary
from ..storage.sqlite.schema import INDEX_FILE
from ..version import __version__
from .build import FACTS_FILE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIBRARIES = ("faiss-cpu", "onnxruntime", "tokenizers", "discord.py", "sentence-transformers")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its name, whether it is sound, and what was found."""

    name: str
    sound: bool
    found: str


def examine(corpus: Path, index: Path) -> list[Check]:
    """Look at everything, whatever else is wrong."""
    return [
        _check("index", lambda: _index(index)),
        _check("encoder", lambda: _encoder(index)),
        _check("reader", lambda: _reader(index)),
        _check("verifier", lambda: _verifier(index)),
        _check("answers", lambda: _answers(index)),
        _check("facts", lambda: _facts(corpus, index)),
        Check("versions", True, _versions()),
    ]


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except RapporteurError as error:
        return Check(name, False, str(error))


def _index(index: Path) -> str:
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
        if problems := library.problems():
            raise IndexCorrupt(f"{index}: {'; '.join(problems)}; run `rapporteur build --force`")
        documents = library.documents()
        count = library.count_passages(sorted({stored.document.collection for stored in documents}))
        return f"{len(documents)} documents, {count} passages, version {library.version()}"


def _encoder(index: Path) -> str:
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
        key = library.setting("encoder") or ""
    description = Description.verify(encoder_folder(index, key))
    if description.key != key:
        raise IndexCorrupt(f"{index}: its vectors are of another model; run `rapporteur build`")
    return (
        f"{description.model} as {description.precision}, "
        f"cosine to the original ≥ {description.cosine_min:.4f}, "
        f"sha256 of the weights {description.weights_sha256[:12]}…"
    )


def _reader(index: Path) -> str:
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
        key = library.setting("reader")
    if not key:
        return "none"
    description = ReaderDescription.verify(reader_folder(index, key))
    return (
        f"{description.model} as {description.precision}, points at the words of its fp32 form for "
        f"{description.agreement:.1%} of the sample, sha256 of the weights {description.weights_sha256[:12]}…"
    )


def _verifier(index: Path) -> str:
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
        key = library.setting("verifier")
    if not key:
        return "none: answers are judged by the reader or, without one, by retrieval alone"
    description = VerifierDescription.verify(verifier_folder(index, key))
    return (
        f"{description.model} as {description.precision}, decides as its fp32 form does for "
        f"{description.agreement:.1%} of the sample, sha256 of the weights {description.weights_sha256[:12]}…"
    )


def _answers(index: Path) -> str:
    """Every passage must find itself: its stored vector is what its text encodes to."""
    with Engine.open(index) as engine:
        document = next(iter(engine.documents()), None)
        if document is None:
            return "no documents to ask about"
        outcome = engine.ask(document.text[:200])
        if not outcome.receipt.passages:
            raise IndexCorrupt(f"{index}: finds nothing of its own text; run `rapporteur build --force`")
        return f"asked in {outcome.receipt.elapsed_ms:.0f} ms"


def _facts(corpus: Path, index: Path) -> str:
    if not (corpus / FACTS_FILE).exists():
        return f"{corpus / FACTS_FILE}: none"
    facts = load_facts(corpus / FACTS_FILE)
    with closing(SQLiteLibrary.open(index / INDEX_FILE)) as library:
        problems = check_facts(facts, {s.document.id: s.document for s in library.documents([CORPUS])})
    if problems:
        raise problems[0]
    return f"{len(facts)} facts, each proved by words of a document"


def _versions() -> str:
    return ", ".join(
        [f"rapporteur {__version__}", f"Python {platform.python_version()}", *map(_library, LIBRARIES)]
    )


def _library(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} not installed"
