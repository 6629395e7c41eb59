"""The models that an index is to be served with, compiled and placed beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models.compiling.encoder import compile_encoder
from ..models.compiling.reader import compile_reader
from ..models.encoder import Description, OnnxEncoder
from ..models.installed import SHIPPED_VERIFIER, Models, model_folder, place
from ..models.reader import OnnxReader, ReaderDescription
from ..models.verifier import OnnxVerifier, VerifierDescription

if TYPE_CHECKING:
    from pathlib import Path

    from ..models.compiled import Compiled
    from ..models.compiling.export import Precision
    from ..models.installed import Kind
    from .progress import Progress

NO_READER = "none"


def place_models(
    index: Path, model: str | None, precision: Precision, reader: str | None, tell: Progress
) -> Models:
    """The embedding model, and what judges: the shipped verifier, or in its place a ``reader`` or "none".

    Raises:
        ModelError: the model or the reader can't be compiled, or the shipped verifier is damaged.
        IndexUnavailable: the folder of the index can't be written.
    """
    compiled = compile_encoder(model, precision=precision, index=index, progress=tell.step)
    encoder = OnnxEncoder.from_path(_placed(index, "encoder", compiled, Description.read(compiled)))
    if reader is None:
        shipped = VerifierDescription.read(SHIPPED_VERIFIER)
        folder = _placed(index, "verifier", SHIPPED_VERIFIER, shipped)
        return Models(encoder, verifier=OnnxVerifier.from_path(folder))
    if reader == NO_READER:
        return Models(encoder)
    compiled = compile_reader(reader, precision=precision, progress=tell.step)
    folder = _placed(index, "reader", compiled, ReaderDescription.verify(compiled))
    return Models(encoder, reader=OnnxReader.from_path(folder))


def _placed(index: Path, kind: Kind, compiled: Path, description: Compiled) -> Path:
    return place(compiled, model_folder(index, kind, description.key))
