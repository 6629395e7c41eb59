"""The models that an index is served with: which they are, where they lie, and how they get there."""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, get_args

from ..errors import IndexMissing, IndexUnavailable, ModelError
from .encoder import OnnxEncoder
from .reader import OnnxReader
from .verifier import OnnxVerifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from .encoder import Encoder
    from .reader import Reader
    from .verifier import Verifier


class Settings(Protocol):
    """What tells which models an index is served with; a library does."""

    def setting(self, name: str) -> str | None: ...


class _Model(Protocol):
    @property
    def model_hash(self) -> str: ...


T = TypeVar("T", bound=_Model)


Kind = Literal["encoder", "reader", "verifier"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SHIPPED_VERIFIER = Path(__file__).parent / "shipped_verifier"
"""The compiled verifier that comes with the program; MODEL_CARD.md beside it says what it is."""


@dataclass(frozen=True, slots=True)
class Models:
    """What an engine computes with."""

    encoder: Encoder
    reader: Reader | None = None
    verifier: Verifier | None = None

    def keys(self) -> dict[str, str]:
        """What an index notes of them, by kind: each one's hash, "" for none."""
        named = {"encoder": self.encoder, "reader": self.reader, "verifier": self.verifier}
        return {kind: model.model_hash if model else "" for kind, model in named.items()}


def model_folder(index: Path, kind: Kind, key: str) -> Path:
    """Where an index keeps its compiled model of a kind and key."""
    return index / f"{kind}-{key[:12]}"


def open_models(index: Path, settings: Settings, threads: int, held: Models | None = None) -> Models:
    """The models of an index; those that are ``held`` already are not loaded again.

    Raises:
        IndexMissing: the index was never built.
        ModelError: a model is missing or damaged.
    """
    chosen = _chosen(settings)
    try:
        return _open(index, chosen, threads, held)
    except ModelError:
        if _chosen(settings) == chosen:
            raise
        return open_models(index, settings, threads, held)  # a build has just chosen others and swept these


def _chosen(settings: Settings) -> dict[Kind, str | None]:
    return {kind: settings.setting(kind) for kind in KINDS}


def _open(index: Path, chosen: dict[Kind, str | None], threads: int, held: Models | None) -> Models:
    def opened(kind: Kind, load: Callable[..., T], held: T | None) -> T | None:
        """The model of a kind, loaded unless it is held already; None where the index has none."""
        if not (key := chosen[kind]):
            return None
        if held is not None and held.model_hash == key:
            return held
        return load(model_folder(index, kind, key), threads=threads)

    encoder: Encoder | None = opened("encoder", OnnxEncoder.from_path, held.encoder if held else None)
    if encoder is None:
        raise IndexMissing(f"{index}: an index that was never built; run `rapporteur build`")
    return Models(
        encoder,
        opened("reader", OnnxReader.from_path, held.reader if held else None),
        opened("verifier", OnnxVerifier.from_path, held.verifier if held else None),
    )


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


def sweep(index: Path, models: Models) -> None:
    """Remove the models beside an index other than these, which it uses."""
    used = {model_folder(index, kind, models.keys()[kind]) for kind in KINDS}
    for kind in KINDS:
        for folder in {*index.glob(f"{kind}-*"), *index.glob(f".{kind}-*")} - used:
            shutil.rmtree(folder, ignore_errors=True)
