"""Any sentence-transformers model → a folder that ``OnnxEncoder`` serves; torch is needed only here.

The default model, measured on 2 shared cores (AMD EPYC with VNNI) with 2 threads, a question of 12 words;
the cosines compare 200 passages of 60 words with the fp32 vectors:

    precision   cosine mean / min   size     a question   passages/s   loads in   process
    fp32        1.0000 / 1.0000     90 MB    5.0 ms       60           0.20 s     169 MB
    int8        0.9917 / 0.9822     23 MB    3.2 ms       110          0.09 s     111 MB

int8 is dynamic quantisation of MatMul and Gather weights. Per channel matters most: one scale per tensor
gives 0.954 / 0.905. Seven bits of the eight (``reduce_range``) cost 0.001 and keep CPUs without VNNI from
overflowing. Gather adds no error and takes 36 MB off the file.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from .encoder import (
    INPUTS,
    MODEL,
    TOKENIZER,
    Description,
    FileRecord,
    OnnxEncoder,
    sha256,
    verify,
)
from .errors import EncoderError
from .session import first_line
from .weights import EXTRA, find_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt
    from sentence_transformers import SentenceTransformer

    from .weights import Weights

Precision = Literal["fp32", "int8"]

MIN_COSINE: dict[Precision, float] = {"fp32": 0.999, "int8": 0.95}
"""A compiled model whose vectors are further from sentence-transformers' is refused."""

MAX_LENGTH = 512
"""Tokens, where a model names no limit: what BERT's kin were trained on."""

STALE_SECONDS = 24 * 3600
"""An unfinished folder this old was left by a killed process."""

_COMPILERS = ("torch", "sentence-transformers", "transformers", "onnx", "onnxruntime")

_SENTENCES = (
    "Tariffs.",
    "Who signed?",
    "THE MINISTER DECLINED TO COMMENT.",
    "When did the two delegations first meet?",
    "How much grain will be bought, and by which year?",
    "Both leaders shook hands and left without taking questions.",
    "“We have an understanding,” she said, “and we will keep to it.”",
    "Le sommet s’est tenu à Genève; le communiqué fut publié à 18 h 30.",
    "峰会于周四结束，双方同意继续谈判。",
    "Shares fell 3.7% to $1,204.55 on volume of 2.1 million (up from 900,000 on Monday).",
    "An aide, who asked not to be named because talks went on, put the chance of a deal at one in four.",
    "see https://example.org/a?b=c&d=e #summit @delegate :) —– … ½ ﬁ",
    "The first round ended late. The second began early. The interpreters slept least of all.",
    "Fishing rights, port fees, the price of steel: each had stopped the talks before. " * 3,
    "It was agreed that inspectors may visit every listed plant twice a year. " * 6,
    "Longer than a model of this size reads, this must be cut at the same token by both. " * 40,
)
"""What the check compares: one word to beyond the limit, capitals, other scripts, digits, symbols."""


def cache_folder() -> Path:
    """$RAPPORTEUR_CACHE, else $XDG_CACHE_HOME/rapporteur, else ~/.cache/rapporteur."""
    if own := os.environ.get("RAPPORTEUR_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rapporteur"


def compile_encoder(
    model: str | None = None,
    *,
    precision: Precision = "fp32",
    cache: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Path:
    """The folder of the compiled ``model``, made now (about 20 s) unless the cache has it whole.

    ``model`` is a folder or a hub name that sentence-transformers can load; None is the default model.
    ``progress`` is told each step in a few words. The folder appears under its name only when it is complete,
    so that a kill leaves nothing to mistake for one and two processes may compile at once.

    Raises:
        EncoderError: the model can't be found, loaded or exported, isn't the one it should be, or its
            compiled vectors differ from sentence-transformers'; or the extra ``build`` is missing.
    """
    progress("reading the model")
    weights = find_weights(model)
    root = cache or cache_folder()
    folder = root / weights.key(precision)
    if _is_whole(folder):
        return folder
    try:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
        with tempfile.TemporaryDirectory(prefix=".partial-", dir=root, ignore_cleanup_errors=True) as partial:
            made = Path(partial) / "encoder"
            made.mkdir()
            _compile(weights, precision, made, progress)
            _publish(made, folder)
    except OSError as error:
        raise EncoderError(
            f"{root}: can't be written ({error}); set RAPPORTEUR_CACHE to a folder that can"
        ) from error
    return folder


def _is_whole(folder: Path) -> bool:
    try:
        verify(folder)
    except EncoderError:
        return False
    return True


def _sweep(root: Path) -> None:
    for partial in root.glob(".partial-*"):
        if time.time() - partial.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(partial, ignore_errors=True)


def _publish(made: Path, folder: Path) -> None:
    """Move ``made`` to its name; where another process was first, the folder it made stands."""
    if folder.exists() and not _is_whole(folder):
        with suppress(FileNotFoundError):
            folder.rename(made.with_name("damaged"))
    try:
        made.rename(folder)
    except OSError:
        if not _is_whole(folder):
            raise


def _compile(weights: Weights, precision: Precision, made: Path, progress: Callable[[str], None]) -> None:
    progress("loading sentence-transformers")
    st = _load(weights)
    progress("exporting to ONNX")
    _export(weights.name, st, made / MODEL)
    if precision == "int8":
        progress("quantising to int8")
        _quantise(made / MODEL)
    description = _describe(weights, precision, st, made)
    description.write(made)
    progress("checking the vectors")
    cosines = _cosines(st, made)
    worst = int(cosines.argmin())
    if not cosines[worst] >= MIN_COSINE[precision]:
        raise EncoderError(
            f"{weights.name}: compiled to {precision} it differs from sentence-transformers (cosine "
            f"{cosines[worst]:.4f} < {MIN_COSINE[precision]} on "
            f"{_SENTENCES[worst % len(_SENTENCES)][:40]!r}); choose another model or precision"
        )
    replace(description, cosine_mean=float(cosines.mean()), cosine_min=float(cosines.min())).write(made)


@contextmanager
def _quietly() -> Iterator[None]:
    """Third parties' warnings and log lines held back, their errors not."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


@_quietly()
def _load(weights: Weights) -> SentenceTransformer:
    """The model in float32 on the CPU, whatever its weights were saved in."""
    try:
        import onnxscript  # noqa: F401  (torch imports it only when it exports)
        from huggingface_hub.utils.tqdm import disable_progress_bars
        from safetensors import SafetensorError

        disable_progress_bars()  # before transformers, which looks once, as it is imported
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderError(f"{weights.name}: compiling an embedding model needs {EXTRA} ({error})") from error
    try:
        st = SentenceTransformer(str(weights.folder), device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise EncoderError(
            f"{weights.folder}: sentence-transformers can't load it ({first_line(error)})"
        ) from error
    if not hasattr(st.tokenizer, "backend_tokenizer"):
        raise EncoderError(f"{weights.name}: has no fast tokenizer; choose a model with a tokenizer.json")
    return st.float().eval()


@_quietly()
def _export(name: str, st: SentenceTransformer, path: Path) -> None:
    """Write the whole of ``st`` as one ONNX graph: a unit ``vector``, pooled, and unit ``token_vectors``."""
    import torch

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.st = st

        def forward(self, features: dict[str, torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
            out, unit = self.st(dict(features)), torch.nn.functional.normalize
            return unit(out["sentence_embedding"], dim=-1), unit(out["token_embeddings"], dim=-1)

    # Two texts of unequal length: of one text the exporter would take the size 1 for a constant.
    sample = st.tokenizer(list(_SENTENCES[3:5]), padding=True, return_tensors="pt")
    features = {key: sample[key] for key in INPUTS if key in sample}
    axes = {0: torch.export.Dim("batch"), 1: torch.export.Dim("tokens", max=st.max_seq_length or MAX_LENGTH)}
    try:
        torch.onnx.export(
            Graph(), f=path, kwargs={"features": features}, dynamo=True, external_data=False, verbose=False,
            input_names=list(features), output_names=["vector", "token_vectors"],
            dynamic_shapes={"features": dict.fromkeys(features, axes)},
        )  # fmt: skip
    except (RuntimeError, ValueError) as error:
        reason = first_line(error.__cause__ or error)
        raise EncoderError(f"{name}: can't be exported to ONNX ({reason}); choose another model") from error
    _strip(path)


def _strip(path: Path) -> None:
    """Take out the exporter's traces, which hold this machine's paths: equal models become equal bytes."""
    import onnx

    model = onnx.load(path)
    graph = model.graph
    for part in (graph, *graph.node, *graph.value_info, *graph.input, *graph.output):
        del part.metadata_props[:]
    path.write_bytes(model.SerializeToString(deterministic=True))


@_quietly()
def _quantise(path: Path) -> None:
    """Replace the fp32 graph by its int8 form; the module's docstring has the measurements."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    small = path.with_suffix(".int8")
    quantize_dynamic(
        path, small, op_types_to_quantize=["MatMul", "Gather"], per_channel=True, reduce_range=True,
        weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    small.replace(path)


def _describe(weights: Weights, precision: Precision, st: SentenceTransformer, made: Path) -> Description:
    """Write the tokenizer, and describe it and the graph beside it; the cosines are not known yet."""
    (made / TOKENIZER).write_text(st.tokenizer.backend_tokenizer.to_str(), encoding="utf-8")
    return Description(
        key=weights.key(precision), model=weights.name, weights_sha256=weights.sha256, precision=precision,
        dimension=int(st.encode("", show_progress_bar=False).shape[0]),
        max_length=st.max_seq_length or MAX_LENGTH,
        query_prompt=_prompt(st, "query"), passage_prompt=_prompt(st, "document", "passage", "corpus"),
        cosine_mean=0.0, cosine_min=0.0, versions={name: version(name) for name in _COMPILERS},
        files={p.name: FileRecord(p.stat().st_size, sha256(p)) for p in (made / MODEL, made / TOKENIZER)},
    )  # fmt: skip


def _prompt(st: SentenceTransformer, *names: str) -> str:
    """What sentence-transformers puts before a text of that kind: the first prompt there is."""
    chosen = next((name for name in names if name in st.prompts), st.default_prompt_name)
    return (st.prompts[chosen] or "") if chosen else ""


@_quietly()
def _cosines(st: SentenceTransformer, made: Path) -> npt.NDArray[np.float32]:
    """Of each check sentence, as a query and then as a passage, ours with theirs."""
    encoder, texts = OnnxEncoder.from_path(made), list(_SENTENCES)
    encodings = [*(encoder.encode_query(text) for text in texts), *encoder.encode_passages(texts)]
    ours = [encoding.vector for encoding in encodings]
    theirs = [
        *st.encode_query(texts, normalize_embeddings=True, show_progress_bar=False),
        *st.encode_document(texts, normalize_embeddings=True, show_progress_bar=False),
    ]
    cosines: npt.NDArray[np.float32] = (np.array(ours) * np.array(theirs)).sum(axis=1)
    return cosines
