"""The models that an index is served with: which they are, where they lie, and how they get there."""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from ..errors import IndexMissing, IndexUnavailable, ModelError
from .encoder import OnnxEncoder
from .reader import OnnxReader
from .verifier import OnnxVerifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..storage.library import Library
    from .encoder import Encoder
    from .reader import Reader
    from .verifier import Verifier


class _Model(Protocol):
    @property
    def model_hash(self) -> str: ...


T = TypeVar("T", bound=_Model)


@dataclass(frozen=True, slots=True)
class Models:
    """What an engine computes with."""

    encoder: Encoder
    reader: Reader | None = None
    verifier: Verifier | None = None


def encoder_folder(index: Path, key: str) -> Path:
    """Where an index keeps the compiled model of that key."""
    return index / f"encoder-{key[:12]}"


def reader_folder(index: Path, key: str) -> Path:
    """Where an index keeps the compiled reader of that key."""
    return index / f"reader-{key[:12]}"


def verifier_folder(index: Path, key: str) -> Path:
    """Where an index keeps the compiled verifier of that key."""
    return index / f"verifier-{key[:12]}"


def open_models(index: Path, library: Library, threads: int, held: Models | None = None) -> Models:
    """The models of an index; those that are ``held`` already are not loaded again.

    Raises:
        IndexMissing: the index was never built.
        ModelError: a model is missing or damaged.
    """
    chosen = _chosen(library)
    try:
        return _open(index, chosen, threads, held)
    except ModelError:
        if _chosen(library) == chosen:
            raise
        return open_models(index, library, threads, held)  # a build has just chosen others and swept these


def _chosen(library: Library) -> dict[str, str | None]:
    return {kind: library.setting(kind) for kind in ("encoder", "reader", "verifier")}


def _open(index: Path, chosen: dict[str, str | None], threads: int, held: Models | None) -> Models:
    if (key := chosen["encoder"]) is None:
        raise IndexMissing(f"{index}: an index that was never built; run `rapporteur build`")
    encoder = held.encoder if held else None
    if encoder is None or encoder.model_hash != key:
        encoder = OnnxEncoder.from_path(encoder_folder(index, key), threads=threads)
    return Models(
        encoder,
        _loaded(
            chosen["reader"],
            held.reader if held else None,
            lambda key: OnnxReader.from_path(reader_folder(index, key), threads=threads),
        ),
        _loaded(
            chosen["verifier"],
            held.verifier if held else None,
            lambda key: OnnxVerifier.from_path(verifier_folder(index, key), threads=threads),
        ),
    )


def _loaded(key: str | None, held: T | None, load: Callable[[str], T]) -> T | None:
    """The model of that key, loaded unless it is held already; None for no key."""
    if not key:
        return None
    return held if held is not None and held.model_hash == key else load(key)


def place(compiled: Path, folder: Path) -> Path:
    """A copy of the compiled model beside the index, whole or not at all, in the place of a damaged one.

    Raises:
        IndexUnavailable: it can't be written.
    """
    if folder.exists() and _same(compiled, folder):
        return folder
    try:
        if folder.exists():
            shutil.rmtree(folder)
        with tempfile.TemporaryDirectory(
            prefix=f".{folder.name}-", dir=folder.parent, ignore_cleanup_errors=True
        ) as partial:
            shutil.copytree(compiled, Path(partial) / "model").rename(folder)
    except (OSError, shutil.Error) as error:
        raise IndexUnavailable(
            f"{folder}: can't be written ({_told(error)}); make room there and try again"
        ) from error
    return folder


def _same(compiled: Path, folder: Path) -> bool:
    """Whether each file of the model is there, byte for byte."""
    names = [path.name for path in compiled.iterdir()]
    return not any(filecmp.cmpfiles(compiled, folder, names, shallow=False)[1:])


def _told(error: OSError) -> str:
    """One line of an error; copytree's own lists a tuple for each file."""
    problems = error.args[0] if isinstance(error, shutil.Error) else None
    return str(problems[0][-1]) if isinstance(problems, list) else str(error.strerror or error)


def sweep(index: Path, kind: str, used: Path) -> None:
    """Remove the models of a kind ("encoder", "reader", "verifier") that the index no longer uses."""
    for folder in [*index.glob(f"{kind}-*"), *index.glob(f".{kind}-*")]:
        if folder != used:
            shutil.rmtree(folder, ignore_errors=True)
